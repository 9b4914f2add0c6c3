<#
.SYNOPSIS
Kills a job with a journal again and again, and asks the account afterwards what was paid for.
.DESCRIPTION
The job is one line with -Journal, against an emulator behind a port. Its process is killed (SIGKILL) again and again, each time a share of the rows
further and at a random moment, and started again; the last time it runs to its end. No row may be lost, and none may be paid for twice.
.EXAMPLE
pwsh tests/Soak/Kill.ps1 -Rows 500 -Kills 3
#>
param(
    # How many runs the job has.
    [ValidateRange(1, 100000)]
    [int]$Rows = 5000,

    # How often it is killed.
    [ValidateRange(0, 1000)]
    [int]$Kills = 10,

    # Measures what was built before.
    [switch]$NoBuild
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/../Benchmarks/Processes.ps1
. $PSScriptRoot/../Benchmarks/Table.ps1
. $PSScriptRoot/Account.ps1

$root = (Resolve-Path "$PSScriptRoot/../..").Path
$module = "$root/out/ReplicatePS/ReplicatePS.psd1"
if (-not $NoBuild) {
    foreach ($project in 'src/ReplicatePS', 'src/ReplicatePS.Emulator.Host') {
        Invoke-Quietly dotnet build "$root/$project" -c Release -v quiet
    }
}

$journal = Join-Path ([IO.Path]::GetTempPath()) "job-$([guid]::NewGuid().ToString('N')).jsonl"
$service = Start-Emulator "$root/src/ReplicatePS.Emulator.Host/bin/Release/net10.0/ReplicatePS.Emulator.Host.dll" 0 -Unlimited
$command = [Environment]::ProcessPath, '-NoProfile', '-File', "$PSScriptRoot/Clients/Job.ps1", $module, "$($service.Address)/v1", $Rows, $journal
try {
    $all = [Diagnostics.Stopwatch]::StartNew()
    $killed = foreach ($number in 1..$Kills | Where-Object { $Kills }) {
        $process = [Diagnostics.Process]::Start((New-ProcessStart $command))

        # Rows of earlier starts come out again, so that this many are always further than last time, however fast the machine is.
        $until = $Rows * ($number - (Get-Random -Maximum 0.9)) / ($Kills + 1)
        for ($done = 0; $done -lt $until -and $null -ne $process.StandardOutput.ReadLine(); $done++) { }
        Start-Sleep -Milliseconds (Get-Random -Maximum 50)
        $isRunning = -not $process.HasExited
        $process.Kill()
        $process.WaitForExit()
        if ($isRunning) { $done }
    }

    $watch = [Diagnostics.Stopwatch]::StartNew()
    $process = [Diagnostics.Process]::Start((New-ProcessStart $command))
    $before = (Get-Item $journal -ErrorAction Ignore).Length
    $first = $process.StandardOutput.ReadLine()
    $resumed = $watch.Elapsed.TotalSeconds
    $lines = @($first) + ($process.StandardOutput.ReadToEnd() -split '\r?\n')
    $process.WaitForExit()

    $done = @($lines -like 'done *' -replace '^done ' | Sort-Object -Unique)
    $paid = @(Get-Paid $module $service.Address | Group-Object)
    ConvertTo-MarkdownTable ([pscustomobject]@{
        Rows           = $Rows
        Kills          = @($killed).Count
        DoneWhenKilled = $killed -join ', '
        Completed      = $done.Count
        Lost           = $Rows - $done.Count
        PaidTwice      = ($paid | ForEach-Object { $_.Count - 1 } | Measure-Object -Sum).Sum
        JournalKiB     = [int]($before / 1KB)
        ResumeSeconds  = [Math]::Round($resumed, 1)
        LastRunSeconds = [Math]::Round($watch.Elapsed.TotalSeconds, 1)
        AllSeconds     = [int]$all.Elapsed.TotalSeconds
    })
}
finally {
    $service.Process.Kill()
    Remove-Item "$journal*" -ErrorAction Ignore
}
