<#
.SYNOPSIS
Runs jobs in bad weather, and asks the account afterwards what was paid for.
.DESCRIPTION
Each client runs the same rows against an emulator of its own behind a port, once without faults and once with so many percent each of 429, 502,
503 and lost connections on every request. The emulator's list of predictions says what really ran. Of the rows, some are completed and some
are accounted for by an error that names them; Silent are those of which nothing is heard. PaidTwice counts creates beyond the first of a row, and
PaidUnnamed rows that ran although nothing is heard of them.
.EXAMPLE
pwsh tests/Soak/Run.ps1 -Rows 50
#>
param(
    # How many runs.
    [ValidateRange(1, 100000)]
    [int]$Rows = 500,

    # Percent of requests that meet each kind of fault.
    [ValidateRange(0, 20)]
    [double]$Percent = 10,

    # The module in one step, the same with a journal until all is done, and in two steps, a loop as scripts have it, and the official JavaScript client.
    [ValidateSet('Invoke-ReplicateModel', '-Journal, repeated', 'New, Wait', 'Invoke-RestMethod', 'replicate')]
    [string[]]$Client = ('Invoke-ReplicateModel', '-Journal, repeated', 'New, Wait', 'Invoke-RestMethod', 'replicate'),

    # Measures what was built before.
    [switch]$NoBuild
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/../Benchmarks/Processes.ps1
. $PSScriptRoot/../Benchmarks/Table.ps1
. $PSScriptRoot/Account.ps1

$root = (Resolve-Path "$PSScriptRoot/../..").Path
$module = "$root/out/ReplicatePS/ReplicatePS.psd1"
$emulator = "$root/src/ReplicatePS.Emulator.Host/bin/Release/net10.0/ReplicatePS.Emulator.Host.dll"
if (-not $NoBuild) {
    foreach ($project in 'src/ReplicatePS', 'src/ReplicatePS.Emulator.Host') {
        Invoke-Quietly dotnet build "$root/$project" -c Release -v quiet
    }
}

if ($Client -contains 'replicate' -and -not (Install-JavaScriptClient "$PSScriptRoot/../Benchmarks/Clients")) {
    Write-Host 'The official JavaScript client is left out: node and npm are needed for it, and a registry to get it from.'
    $Client = $Client -ne 'replicate'
}

$shell = [Environment]::ProcessPath, '-NoProfile', '-File'
$commands = @{
    'Invoke-ReplicateModel' = $shell + "$PSScriptRoot/Clients/InvokeModel.ps1" + $module
    '-Journal, repeated'    = $shell + "$PSScriptRoot/Clients/Journalled.ps1" + $module
    'New, Wait'             = $shell + "$PSScriptRoot/Clients/NewAndWait.ps1" + $module
    'Invoke-RestMethod'     = $shell + "$PSScriptRoot/Clients/InvokeRestMethod.ps1"
    'replicate'             = 'node', "$PSScriptRoot/../Benchmarks/Clients/soak.mjs"
}

$results = foreach ($name in $Client) {
    $calm = Measure-Job $emulator $module $commands[$name] $Rows 0
    $rough = Measure-Job $emulator $module $commands[$name] $Rows $Percent
    [pscustomobject]@{
        Client      = $name
        Rows        = $Rows
        Completed   = $rough.Completed
        Accounted   = $rough.Accounted
        Silent      = $Rows - $rough.Completed - $rough.Accounted
        PaidTwice   = $rough.PaidTwice
        PaidUnnamed = $rough.PaidUnnamed
        Seconds     = $rough.Seconds
        CalmSeconds = $calm.Seconds
    }
}
ConvertTo-MarkdownTable $results
