<#
.SYNOPSIS
Measures ReplicatePS beside what one would use without it, in one run against one server of this machine.
.DESCRIPTION
Each figure is the median of several fresh processes, which take turns. What is measured is told in docs/benchmarks.md.
.EXAMPLE
pwsh tests/Benchmarks/Run.ps1 -Quick
#>
param(
    # A tenth of the work and fewer repetitions: enough to see that everything runs, not to compare.
    [switch]$Quick,

    # What answers: a server with the same answers for everyone, or the emulator, which keeps uploads in memory
    # and has few models and no small files, and so gets none of these.
    [ValidateSet('canned', 'emulator')]
    [string]$Server = 'canned',

    [ValidateSet('import', 'first', 'gets', 'piped', 'creates', 'runs', 'pages', 'dropped', 'models', 'stream', 'word', 'words', 'upload', 'download', 'files')]
    [string[]]$Case = ('import', 'first', 'gets', 'piped', 'creates', 'runs', 'pages', 'dropped', 'models', 'stream', 'word', 'words', 'upload', 'download', 'files'),

    [ValidateSet('HttpClient', 'ReplicatePS', 'Invoke-RestMethod', 'replicate')]
    [string[]]$Client = ('HttpClient', 'ReplicatePS', 'Invoke-RestMethod', 'replicate'),

    # How often each client does each case.
    [ValidateRange(1, 100)]
    [int]$Repeat = $(if ($Quick) { 2 } else { 5 }),

    # Files to write the table and all figures to.
    [string]$Markdown,
    [string]$Json,

    # Measures what was built before.
    [switch]$NoBuild
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/Processes.ps1
. $PSScriptRoot/Table.ps1

$root = (Resolve-Path "$PSScriptRoot/../..").Path
$programs = @{
    Module   = "$root/out/ReplicatePS/ReplicatePS.psd1"
    Baseline = "$PSScriptRoot/Baseline/bin/Release/net10.0/ReplicatePS.Benchmarks.Baseline.dll"
    canned   = "$PSScriptRoot/Server/bin/Release/net10.0/ReplicatePS.Benchmarks.Server.dll"
    emulator = "$root/src/ReplicatePS.Emulator.Host/bin/Release/net10.0/ReplicatePS.Emulator.Host.dll"
}
if (-not $NoBuild) {
    foreach ($project in 'src/ReplicatePS', 'src/ReplicatePS.Emulator.Host', 'tests/Benchmarks/Server', 'tests/Benchmarks/Baseline') {
        Invoke-Quietly dotnet build "$root/$project" -c Release -v quiet
    }
}

if ($Client -contains 'replicate' -and -not (Install-JavaScriptClient "$PSScriptRoot/Clients")) {
    Write-Host 'The official JavaScript client is left out: node and npm are needed for it, and a registry to get it from.'
    $Client = $Client -ne 'replicate'
}

if ($Server -eq 'emulator') {
    $Case = $Case | Where-Object { $_ -notin 'upload', 'models', 'files', 'stream', 'word', 'words' }
}

$scale = if ($Quick) { 10 } else { 1 }
$counts = @{ gets = 2000 / $scale; piped = 2000 / $scale; creates = 2000 / $scale; runs = 2000 / $scale; pages = 300 / $scale; dropped = 300 / $scale; models = 400 / $scale; files = 500 / $scale; stream = 50000 / $scale; word = 50; words = 100; first = 1; idle = 0 }
$uploadSize = 90e6 / $scale
$downloadSize = 500e6 / $scale
$expected = $counts + @{ upload = $uploadSize; download = $downloadSize }
$expected.pages *= 100
$expected.dropped *= 100
$expected.models *= 25

$folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "replicateps-$PID")).FullName
$service = $null
try {
    New-RandomFile "$folder/upload.bin" $uploadSize
    $service = Start-Server $programs[$Server] $Server
    $api = "$($service.Address)/v1"
    $id = (Invoke-RestMethod "$api/predictions" -Headers @{ Authorization = 'Bearer r8_benchmark' }).results[0].id
    $file = Get-DownloadUri $Server $service.Address $downloadSize

    $commands = Get-ClientCommand $programs $PSScriptRoot
    $figures = [Collections.Generic.List[object]]::new()
    $measure = {
        param($who, $what, $round)
        $target = switch ($what) { download { $file } files { "$($service.Address)/download/20000" } default { $id } }
        $figure = Measure-Client $commands[$who] @($what, $api, [int]$counts[$what], $target, $folder)
        Remove-Item "$folder/*" -Recurse -Exclude upload.bin
        if ($figure.done -lt $expected[$what]) {
            throw "$who did $($figure.done) of $($expected[$what]) in the case '$what'."
        }

        $figures.Add([pscustomobject]@{
            case = $what; client = $who; round = $round
            milliseconds = $figure.milliseconds; cpuMilliseconds = $figure.cpuMilliseconds
            wholeMilliseconds = $figure.wholeMilliseconds; peakMiB = $figure.peakMiB
            earlyMiB = $figure.curve[0]; middleMiB = $figure.curve[1]; lateMiB = $figure.curve[2]
        })
    }

    # The server has done everything once before it counts.
    foreach ($what in $Case | Where-Object { $_ -notin 'import', 'piped' }) {
        & $measure HttpClient $what 0
    }

    $figures.Clear()
    foreach ($round in 1..$Repeat) {
        Write-Host "Round $round of $Repeat"
        # Whole processes vary the most.
        foreach ($what in @('idle', 'first', 'idle', 'first').Where{ $_ -eq 'idle' -or $_ -in $Case } + $Case) {
            foreach ($who in $Client) {
                if ($what -eq 'import') {
                    if ($who -eq 'ReplicatePS') { Measure-Import $programs.Module 4 | ForEach-Object { $figures.Add($_) } }
                }
                elseif ($what -in 'stream', 'word', 'words' -and $who -eq 'Invoke-RestMethod') {
                    # It hands nothing on before the stream has ended.
                }
                elseif ($what -ne 'piped' -or $who -eq 'ReplicatePS') {
                    & $measure $who $what $round
                }
            }
        }
    }
}
finally {
    if ($service) { $service.Process.Kill() }
    Remove-Item $folder -Recurse
}

$rows = Get-TableRow $figures $Client $Case $counts $uploadSize $downloadSize
$rows | Format-Table -AutoSize -Wrap | Out-String -Width 200 | Write-Host
if ($Markdown) { ConvertTo-MarkdownTable $rows | Set-Content $Markdown }
if ($Json) { $figures | ConvertTo-Json | Set-Content $Json }
