<#
.SYNOPSIS
Fine-tunes a model, waits for it, and runs the version that comes out of it.

.DESCRIPTION
The wait is bounded by what a job may take. A training that takes longer goes on at Replicate; its id is in the error.

.EXAMPLE
./Train-AndPoll.ps1 -Destination you/my-style -Dataset https://example.com/pictures.zip
#>
param(
    # The model that the new version is pushed to; it is made if there is none.
    [Parameter(Mandatory)] [string] $Destination,

    # The pictures: a folder, a zip file, or the https URL of one.
    [Parameter(Mandatory)] [string] $Dataset,

    # The word that will stand for what is in the pictures.
    [string] $TriggerWord = 'MYSTYLE',

    # How many steps to train for.
    [int] $Steps = 1000,

    # The trainer with its version.
    [string] $Trainer = 'ostris/flux-dev-lora-trainer:e440909d3512c31646ee2e0c7d6f6f4923224863a6a10c494606e79fb5844497'
)

$ErrorActionPreference = 'Stop'

New-ReplicateTraining $Trainer $Destination -CreateDestination -Dataset $Dataset -Input @{ trigger_word = $TriggerWord; steps = $Steps } |
    Wait-ReplicateTraining -TimeoutSec 9000 |
    New-ReplicatePrediction -Input @{ prompt = "a lighthouse in the style of $TriggerWord" } |
    Wait-ReplicatePrediction -TimeoutSec 600
