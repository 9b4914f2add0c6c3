<#
.SYNOPSIS
Runs one version of a model: the same code and weights tomorrow as today.

.EXAMPLE
./Predict-PinnedVersion.ps1 -Text 'Mind the rocks.'
#>
param(
    # The model with its version. Get-ReplicateModelVersion owner/name lists them.
    [string] $Model = 'jaaari/kokoro-82m:dfdf537ba482b029e0a761699e6f55e9162cfd159270bfe0e44857caa5f275a6',

    # What is to be spoken.
    [string] $Text = 'Mind the rocks.',

    # The folder for the sound file.
    [string] $Path = (Join-Path ([IO.Path]::GetTempPath()) 'replicate')
)

$ErrorActionPreference = 'Stop'

New-ReplicatePrediction $Model -Input @{ text = $Text } |
    Wait-ReplicatePrediction -TimeoutSec 600 |
    Save-ReplicateOutput -Path $Path
