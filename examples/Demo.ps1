<#
.SYNOPSIS
Fine-tunes a model, deploys it, runs it and saves what it makes: the main job from end to end, on the built-in emulator.

.DESCRIPTION
Nothing here needs an account. Against Replicate itself the same lines work after Connect-Replicate -Token; they cost money
there, and a training takes longer.

.PARAMETER Folder
Where the pictures go; a new folder in the temporary folder by default.
#>
[CmdletBinding()]
param(
    [string] $Folder = (Join-Path ([IO.Path]::GetTempPath()) "replicate-demo-$(Get-Date -Format HHmmss)")
)

$ErrorActionPreference = 'Stop'
Import-Module ReplicatePS
Connect-Replicate -Emulator
$me = (Get-ReplicateAccount).Username

# Ten pictures to learn from, drawn by a fast model.
1..10 | ForEach-Object { @{ prompt = "our mascot, view $_"; seed = $_ } } |
    New-ReplicatePrediction black-forest-labs/flux-schnell |
    Wait-ReplicatePrediction |
    Save-ReplicateOutput -Path $Folder/dataset |
    Measure-Object | ForEach-Object { "$($_.Count) pictures to learn from are in $Folder/dataset." }

# Fine-tune a model on them, and deploy what comes out of it.
New-ReplicateTraining ostris/flux-dev-lora-trainer -Latest -Destination $me/mascot -CreateDestination -Dataset $Folder/dataset -Input @{ trigger_word = 'MASCOT'; steps = 500 } |
    Wait-ReplicateTraining -OutVariable training |
    New-ReplicateDeployment -Name mascot -Hardware gpu-l40s -OutVariable deployment |
    Out-Null

$training | Out-Host
$deployment | Out-Host

# Four predictions at once, each saved as soon as it has ended.
'dawn', 'noon', 'dusk', 'night' | ForEach-Object { @{ prompt = "MASCOT at $_" } } |
    New-ReplicatePrediction -Deployment $me/mascot |
    Wait-ReplicatePrediction -OutVariable predictions |
    Save-ReplicateOutput -Path $Folder/pictures -OutVariable pictures |
    Out-Null

$predictions | Out-Host
$pictures | Select-Object Name, Length | Out-Host
"The pictures are in $Folder/pictures."
