<#
.SYNOPSIS
Searches the public models, and runs the official one that fits best.

.EXAMPLE
./Search-AndPredict.ps1 -Query 'text to image' -InputJson '{ "prompt": "a lighthouse" }'
#>
param(
    # What the model is to do.
    [string] $Query = 'text to image',

    # The model's inputs as JSON.
    [string] $InputJson = '{ "prompt": "a lighthouse at dawn" }'
)

$ErrorActionPreference = 'Stop'

# The best come first. Anyone can publish a community model; an official one is kept by Replicate.
Find-ReplicateModel $Query |
    Where-Object IsOfficial |
    Select-Object -First 1 |
    New-ReplicatePrediction -Input $InputJson |
    Wait-ReplicatePrediction -TimeoutSec 600 |
    Select-Object Id, Model, Status, Output
