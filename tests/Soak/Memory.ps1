<#
.SYNOPSIS
Memory, handles and threads of one process that runs more and more predictions, or mixed work for a while, in bad weather if asked for.
.DESCRIPTION
Without -Minutes: after each tenth of -Runs, to be compared with the first. With -Minutes: once a minute, under faults. The emulator is another
process.
.EXAMPLE
pwsh tests/Soak/Memory.ps1 -Runs 10000
.EXAMPLE
pwsh tests/Soak/Memory.ps1 -Minutes 30
#>
param(
    [ValidateRange(10, 1000000)]
    [int]$Runs = 10000,

    # How long mixed work goes on, instead of a number of runs.
    [ValidateRange(1, 10000)]
    [int]$Minutes,

    # Percent of requests that meet each kind of fault, for mixed work.
    [ValidateRange(0, 20)]
    [double]$Percent = 5,

    # Measures what was built before.
    [switch]$NoBuild
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/../Benchmarks/Processes.ps1
. $PSScriptRoot/Account.ps1

$root = (Resolve-Path "$PSScriptRoot/../..").Path
if (-not $NoBuild) {
    foreach ($project in 'src/ReplicatePS', 'src/ReplicatePS.Emulator.Host') {
        Invoke-Quietly dotnet build "$root/$project" -c Release -v quiet
    }
}

# What is left when everything that is not used any more has gone.
function Get-Figures($What) {
    foreach ($i in 1..3) {
        [GC]::Collect()
        [GC]::WaitForPendingFinalizers()
    }
    $self = [Diagnostics.Process]::GetCurrentProcess()
    [pscustomobject]@{
        After      = $What
        HeapMiB    = [Math]::Round([GC]::GetTotalMemory($true) / 1MB, 1)
        ProcessMiB = [Math]::Round($self.WorkingSet64 / 1MB, 1)
        Handles    = if (Test-Path /proc/self/fd) { @([IO.Directory]::GetFileSystemEntries("/proc/$PID/fd")).Count } else { $self.HandleCount }
        Threads    = $self.Threads.Count
    }
}

# A bit of everything; what faults leave undone is not of interest here.
function Invoke-MixedWork($Folder) {
    $quiet = @{ ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
    1..50 | ForEach-Object { [pscustomobject]@{ text = "$_" } } | New-ReplicatePrediction emulator/echo @quiet |
        Wait-ReplicatePrediction -TimeoutSec 60 @quiet | Out-Null
    1..50 | ForEach-Object { [pscustomobject]@{ text = "$_" } } | Invoke-ReplicateModel emulator/echo -ThrottleLimit 16 -TimeoutSec 60 @quiet | Out-Null
    New-ReplicatePrediction meta/meta-llama-3-8b-instruct -Input @{ prompt = 'What is a lighthouse?'; max_tokens = 30 } @quiet |
        Receive-ReplicatePrediction -TimeoutSec 60 @quiet | Out-Null
    $picture = New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'a lighthouse' } @quiet | Wait-ReplicatePrediction -TimeoutSec 60 @quiet
    $picture | Save-ReplicateOutput -Path $Folder -Force @quiet | New-ReplicateFile @quiet | Remove-ReplicateFile -Confirm:$false @quiet
    Get-ReplicatePrediction -First 100 @quiet | Out-Null
    New-ReplicatePrediction emulator/slow -Input @{ seconds = 60 } @quiet | Stop-ReplicatePrediction -Confirm:$false @quiet | Out-Null
    New-ReplicatePrediction emulator/slow -Input @{ seconds = 60 } @quiet | Wait-ReplicatePrediction -TimeoutSec 1 @quiet | Out-Null
    Get-ChildItem $Folder | Remove-Item
    $global:Error.Clear()
}

$service = Start-Emulator "$root/src/ReplicatePS.Emulator.Host/bin/Release/net10.0/ReplicatePS.Emulator.Host.dll" $(if ($Minutes) { $Percent } else { 0 }) -Unlimited
$folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "replicateps-soak-$PID")).FullName
try {
    Import-Module "$root/out/ReplicatePS/ReplicatePS.psd1"
    Connect-Replicate -Token r8_soak_test_of_the_memory -BaseUri $service.Address -SkipTokenCheck
    & {
        if ($Minutes) {
            Invoke-MixedWork $folder
            Get-Figures 'first round'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            for ($minute = 1; $minute -le $Minutes; $minute++) {
                while ($watch.Elapsed.TotalMinutes -lt $minute) {
                    Invoke-MixedWork $folder
                }
                Get-Figures ('{0,6} min' -f $minute)
            }
        }
        else {
            $share = [int]($Runs / 10)
            for ($done = $share; $done -le $Runs; $done += $share) {
                1..$share | ForEach-Object { [pscustomobject]@{ text = "$_" } } | Invoke-ReplicateModel emulator/echo -ThrottleLimit 16 | Out-Null
                Get-Figures ('{0,6} runs' -f $done)
            }
        }
    } | Format-Table
}
finally {
    $service.Process.Kill()
    Remove-Item $folder -Recurse -Force
}
