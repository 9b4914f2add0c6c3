<#
.SYNOPSIS
Runs the model of a collection that ran most often, and saves what it makes.

.EXAMPLE
./Predict-FromCollection.ps1 -Prompt 'a lighthouse at dawn'
#>
param(
    # The collection, as Get-ReplicateCollection lists them.
    [string] $Collection = 'text-to-image',

    # What the model is asked for.
    [string] $Prompt = 'a lighthouse at dawn',

    # The folder for the files.
    [string] $Path = (Join-Path ([IO.Path]::GetTempPath()) 'replicate')
)

$ErrorActionPreference = 'Stop'

# Anyone can publish a community model; an official one is kept by Replicate.
(Get-ReplicateCollection $Collection).Models |
    Where-Object IsOfficial |
    Sort-Object RunCount -Descending |
    Select-Object -First 1 |
    New-ReplicatePrediction -Input @{ prompt = $Prompt } |
    Wait-ReplicatePrediction -TimeoutSec 600 |
    Save-ReplicateOutput -Path $Path
