<#
.SYNOPSIS
Starts many predictions at once, waits for all of them together, and tells what became of each.

.DESCRIPTION
One that fails is reported like the others, so that the job goes on to the end. The job fails if any of them did.

.EXAMPLE
./Predict-AndPoll.ps1 -Prompt 'a lighthouse at dawn', 'a lighthouse at dusk'
#>
param(
    # The model.
    [string] $Model = 'black-forest-labs/flux-schnell',

    # What the model is asked for, once for each prediction.
    [string[]] $Prompt = @('a lighthouse at dawn', 'a lighthouse at noon', 'a lighthouse at dusk'),

    # How long to wait for each, in seconds.
    [int] $TimeoutSec = 900
)

# One that fails does not end the others, whatever the caller has set.
$ErrorActionPreference = 'Continue'

$Prompt |
    ForEach-Object { @{ prompt = $_ } } |
    New-ReplicatePrediction $Model -ErrorVariable refused |
    Wait-ReplicatePrediction -TimeoutSec $TimeoutSec -PassThru -ErrorVariable missed |
    Select-Object Id, Status, RunTime, @{ n = 'Prompt'; e = { $_.Input.prompt } }, @{ n = 'File'; e = { "$($_.Output)" } }, Error

if ($refused -or $missed) {
    throw "$($refused.Count) predictions were not started, and $($missed.Count) did not end well."
}
