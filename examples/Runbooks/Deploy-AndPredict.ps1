<#
.SYNOPSIS
Deploys a model on a machine of your own, unless that was done before, and runs it.

.DESCRIPTION
A job that is started again from its beginning finds the deployment and makes no second one.

.EXAMPLE
./Deploy-AndPredict.ps1 -Name upscaler -Model nightmareai/real-esrgan -Hardware gpu-t4 -InputJson '{ "image": "https://example.com/a.png" }'
#>
param(
    # The deployment's name, without an owner.
    [string] $Name = 'pictures',

    # What to deploy: owner/name:version, or owner/name for the newest version.
    [string] $Model = 'stability-ai/sdxl',

    # The SKU of the machine, as Get-ReplicateHardware lists them.
    [string] $Hardware = 'gpu-l40s',

    # The model's inputs as JSON, which is how a portal or a schedule can give them.
    [string] $InputJson = '{ "prompt": "a lighthouse at dawn" }'
)

$ErrorActionPreference = 'Stop'

$deployment = Get-ReplicateDeployment | Where-Object Name -EQ $Name
if (-not $deployment) {
    $deployment = New-ReplicateDeployment -Name $Name -Model $Model -Hardware $Hardware -MinInstances 0 -MaxInstances 1
}

# The first prediction waits until the machine has booted.
$deployment |
    New-ReplicatePrediction -Input $InputJson |
    Wait-ReplicatePrediction -TimeoutSec 1800
