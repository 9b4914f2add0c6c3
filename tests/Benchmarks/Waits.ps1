<#
.SYNOPSIS
Measures how long after its end at the server a prediction is on the pipeline, and how many requests that takes.
.DESCRIPTION
Predictions that run 0, 0.3, 1.2 and 5 s, in equal parts, are created in waves of so many at once and waited for. Each client prints when it had each; the
server says when each ended and what was asked. What is measured is told in docs/benchmarks.md.
.EXAMPLE
pwsh tests/Benchmarks/Waits.ps1
#>
param(
    [ValidateSet('ReplicatePS', 'replicate')]
    [string[]]$Client = ('ReplicatePS', 'replicate'),

    # How many are in flight at once, and in how many waves: each wave takes 5 s, but a single one takes as long as it runs.
    [hashtable[]]$Case = (
        @{ InFlight = 1; Waves = 40 },
        @{ InFlight = 8; Waves = 12 },
        @{ InFlight = 32; Waves = 12 },
        @{ InFlight = 128; Waves = 8 }
    ),

    # A file to write the table to.
    [string]$Markdown,

    # Measures what was built before.
    [switch]$NoBuild
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/Processes.ps1
. $PSScriptRoot/Table.ps1

$root = (Resolve-Path "$PSScriptRoot/../..").Path
if (-not $NoBuild) {
    foreach ($project in 'src/ReplicatePS', 'tests/Benchmarks/Server') {
        Invoke-Quietly dotnet build "$root/$project" -c Release -v quiet
    }
}

if ($Client -contains 'replicate' -and -not (Install-JavaScriptClient "$PSScriptRoot/Clients")) {
    Write-Host 'The official JavaScript client is left out: node and npm are needed for it, and a registry to get it from.'
    $Client = $Client -ne 'replicate'
}

$commands = @{
    ReplicatePS = [Environment]::ProcessPath, '-NoProfile', '-File', "$PSScriptRoot/Clients/waits.ps1", "$root/out/ReplicatePS/ReplicatePS.psd1"
    replicate   = 'node', "$PSScriptRoot/Clients/waits.mjs"
}
$service = Start-Server "$PSScriptRoot/Server/bin/Release/net10.0/ReplicatePS.Benchmarks.Server.dll" canned
try {
    $rows = foreach ($one in $Case) {
        foreach ($who in $Client) {
            $count = $one.InFlight * $one.Waves
            Write-Host "$who, $count predictions, $($one.InFlight) in flight"
            $run = Measure-Process ($commands[$who] + @("$($service.Address)/v1", $one.Waves, $one.InFlight))
            $arrived = @{}
            $run.Output | ConvertFrom-Json | Where-Object status -eq succeeded | ForEach-Object { $arrived[$_.id] = $_.at }
            $server = Invoke-RestMethod "$($service.Address)/timed"
            if ($arrived.Count -ne $count -or $server.runs.Count -ne $count) {
                throw "$who handed on $($arrived.Count) of $count predictions."
            }

            $row = [ordered]@{ 'In flight' = $one.InFlight; Predictions = $count; Client = $who }
            $lists = $server.lists / $count
            foreach ($group in $server.runs | Group-Object seconds | Sort-Object { [double]$_.Name }) {
                $lags = $group.Group | ForEach-Object { $arrived[$_.id] - $_.ended }
                $row["lag of $($group.Name) s"] = '{0:N0} ms' -f ($lags | Measure-Object -Average).Average
            }

            $row['mean lag'] = '{0:N0} ms' -f ($server.runs | ForEach-Object { $arrived[$_.id] - $_.ended } | Measure-Object -Average).Average
            $row['requests each'] = '{0:N2}' -f (($server.runs | Measure-Object gets -Average).Average + $lists)
            $row['for 5 s'] = '{0:N2}' -f (($server.runs | Where-Object seconds -eq 5 | Measure-Object gets -Average).Average + $lists)
            [pscustomobject]$row
        }
    }
}
finally {
    $service.Process.Kill()
}

$rows | Format-Table -AutoSize -Wrap | Out-String -Width 200 | Write-Host
if ($Markdown) { ConvertTo-MarkdownTable $rows | Set-Content $Markdown }
