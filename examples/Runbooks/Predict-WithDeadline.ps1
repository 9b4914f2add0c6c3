<#
.SYNOPSIS
Runs a model for as long as one is ready to pay for, and no longer.

.DESCRIPTION
Two bounds, each for itself: Replicate stops the prediction after -CancelAfter, also when this job is long gone. And when this
job has waited for -PatienceSec, it stops the prediction itself.

.EXAMPLE
./Predict-WithDeadline.ps1 -Model black-forest-labs/flux-schnell -InputJson '{ "prompt": "a lighthouse" }' -CancelAfter 2m -PatienceSec 60
#>
param(
    # The model.
    [string] $Model = 'black-forest-labs/flux-schnell',

    # The model's inputs as JSON.
    [string] $InputJson = '{ "prompt": "a lighthouse at dawn" }',

    # After which time from its creation Replicate stops the prediction, such as 90s or 5m.
    [string] $CancelAfter = '5m',

    # How many seconds to wait here.
    [int] $PatienceSec = 120
)

$ErrorActionPreference = 'Stop'

# What is still running after the wait is handed on by -PassThru, and stopped.
New-ReplicatePrediction $Model -Input $InputJson -CancelAfter $CancelAfter |
    Wait-ReplicatePrediction -TimeoutSec $PatienceSec -PassThru -ErrorAction Continue |
    ForEach-Object { if ($_.HasEnded) { $_ } else { $_ | Stop-ReplicatePrediction -PassThru } }
