<#
.SYNOPSIS
Asks an official language model, and gives its answer as text.

.EXAMPLE
./Predict-OfficialModel.ps1 -Prompt 'Why do lighthouses blink?'
#>
param(
    # The model. Official models run by their name, without a version.
    [string] $Model = 'meta/meta-llama-3-8b-instruct',

    # What the model is asked.
    [string] $Prompt = 'Why do lighthouses blink?'
)

$ErrorActionPreference = 'Stop'

# Short answers are there within the minute that Replicate holds the request; what takes longer is waited for.
New-ReplicatePrediction $Model -Input @{ prompt = $Prompt } -PreferWait 60 |
    Wait-ReplicatePrediction -TimeoutSec 600 |
    ForEach-Object { -join $_.Output }
