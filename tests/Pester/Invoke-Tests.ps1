<#
.SYNOPSIS
Runs the Pester tests on a packaged module.

.PARAMETER ModulePath
The folder that the package was unpacked into; it holds ReplicatePS/.

.PARAMETER ResultFile
Where the totals are written, as a line such as '12 passed, 0 failed, 1 skipped'.
#>
param(
    [Parameter(Mandatory)] [string] $ModulePath,
    [string] $ResultFile,
    [string] $Path = $PSScriptRoot
)

$ErrorActionPreference = 'Stop'

# Processes that tests start find the same module.
$env:PSModulePath = (Resolve-Path $ModulePath).Path + [IO.Path]::PathSeparator + $env:PSModulePath
$env:REPLICATEPS_MODULE = Join-Path (Resolve-Path $ModulePath).Path 'ReplicatePS'
Remove-Item Env:REPLICATE_API_TOKEN, Env:REPLICATE_BASE_URL -ErrorAction Ignore

Import-Module Pester -MinimumVersion 5.5.0 -MaximumVersion 5.99.99
$configuration = New-PesterConfiguration -Hashtable (Import-PowerShellDataFile "$PSScriptRoot/Pester.psd1")
$configuration.Run.Path = $Path
$run = Invoke-Pester -Configuration $configuration
if ($ResultFile) {
    # A test file that cannot be read or set up counts as one failure, although none of its tests ran.
    $failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
    "$($run.PassedCount) passed, $failed failed, $($run.SkippedCount + $run.NotRunCount) skipped" | Set-Content $ResultFile
}
exit [int]($run.Result -ne 'Passed')
