<#
.SYNOPSIS
Shows the memory of a shell that runs a model for very many rows, with a consumer that takes a millisecond for each.
.DESCRIPTION
Runs end at once and results could come much faster than they are taken. What may grow is what the pipeline keeps: memory is told at
every tenth of the rows, after a full collection.
.EXAMPLE
pwsh tests/Benchmarks/Memory.ps1 -Count 10000
#>
param(
    # How many rows there are.
    [ValidateRange(100, 10000000)]
    [int]$Count = 100000,

    # How many runs are under way at once.
    [ValidateRange(1, 256)]
    [int]$ThrottleLimit = 32
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/Processes.ps1
$root = (Resolve-Path "$PSScriptRoot/../..").Path
Invoke-Quietly dotnet build "$root/src/ReplicatePS" -c Release -v quiet
Invoke-Quietly dotnet build "$PSScriptRoot/Server" -c Release -v quiet
Import-Module "$root/out/ReplicatePS/ReplicatePS.psd1"
$service = Start-Server "$PSScriptRoot/Server/bin/Release/net10.0/ReplicatePS.Benchmarks.Server.dll" canned
try {
    Connect-Replicate r8_benchmark -BaseUri "$($service.Address)/v1" -SkipTokenCheck
    $self = [Diagnostics.Process]::GetCurrentProcess()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $taken = 0
    1..$Count | ForEach-Object { @{ seed = $_ } } |
        Invoke-ReplicateModel black-forest-labs/flux-schnell -Input @{ prompt = 'a lighthouse at dawn' } -ThrottleLimit $ThrottleLimit |
        ForEach-Object {
            $taken++
            [Threading.Thread]::Sleep(1)
            if ($taken % ($Count / 10) -eq 0) {
                $managed = [GC]::GetTotalMemory($true) / 1MB
                $self.Refresh()
                [pscustomobject]@{
                    Taken      = $taken
                    ManagedMiB = [Math]::Round($managed, 1)
                    ProcessMiB = [Math]::Round($self.WorkingSet64 / 1MB, 1)
                    Seconds    = [Math]::Round($watch.Elapsed.TotalSeconds, 1)
                }
            }
        } | Format-Table
}
finally {
    $service.Process.Kill()
}
