<#
.SYNOPSIS
Turns a deployment's machines on for a batch, runs the batch, and turns them off again.

.EXAMPLE
./Scale-AndPredict.ps1 -Deployment you/pictures -Prompt (Get-Content ./prompts.txt) -Instances 3
#>
param(
    # The deployment, owner/name.
    [Parameter(Mandatory)] [string] $Deployment,

    # What it is asked for, once for each prediction.
    [string[]] $Prompt = @('a lighthouse at dawn', 'a lighthouse at dusk'),

    # How many machines, 1 to 5. Each is billed as long as it is on.
    [ValidateRange(1, 5)] [int] $Instances = 2,

    # The folder for the files.
    [string] $Path = (Join-Path ([IO.Path]::GetTempPath()) 'replicate')
)

$ErrorActionPreference = 'Stop'

$before = Get-ReplicateDeployment $Deployment
$null = $before | Set-ReplicateDeployment -MinInstances $Instances -MaxInstances ([Math]::Max($Instances, $before.MaxInstances))
try {
    $Prompt |
        ForEach-Object { @{ prompt = $_ } } |
        New-ReplicatePrediction -Deployment $Deployment |
        Wait-ReplicatePrediction -TimeoutSec 1800 |
        Save-ReplicateOutput -Path $Path
}
finally {
    # Also when something failed: machines that are on cost money all the time.
    $null = $before | Set-ReplicateDeployment -MinInstances $before.MinInstances -MaxInstances $before.MaxInstances
}
