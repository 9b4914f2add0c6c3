# Starting the processes of the benchmark.

function Invoke-Quietly {
    $program, $arguments = $args
    $said = & $program @arguments 2>&1
    if ($LASTEXITCODE -ne 0) {
        throw "'$program $arguments' failed:`n$($said -join "`n")"
    }
}

function Install-JavaScriptClient([string]$Folder) {
    if (@(Get-Command node, npm -CommandType Application -ErrorAction Ignore).Count -lt 2) { return $false }
    if (-not (Test-Path "$Folder/node_modules/replicate")) {
        & npm ci --prefix $Folder --no-audit --no-fund --loglevel=error | Out-Null
    }

    Test-Path "$Folder/node_modules/replicate"
}

function New-RandomFile([string]$Path, [long]$Size) {
    $file = [IO.File]::Create($Path)
    $buffer = [byte[]]::new(1MB)
    for ($left = $Size; $left -gt 0; $left -= $buffer.Length) {
        [Random]::Shared.NextBytes($buffer)
        $file.Write($buffer, 0, [Math]::Min($left, $buffer.Length))
    }

    $file.Dispose()
}

# The processes are started without a shell between, and read to the end.
function New-ProcessStart([string[]]$Command) {
    $start = [Diagnostics.ProcessStartInfo]::new($Command[0])
    $Command | Select-Object -Skip 1 | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardInput = $true
    $start.Environment['POWERSHELL_TELEMETRY_OPTOUT'] = '1'
    $start.Environment.Remove('REPLICATE_API_TOKEN') | Out-Null
    $start.Environment.Remove('REPLICATE_BASE_URL') | Out-Null
    $start
}

function Start-Server([string]$Program, [string]$Kind) {
    $command = @('dotnet', $Program)
    if ($Kind -eq 'emulator') { $command += '--urls', 'http://127.0.0.1:0', '--no-rate-limits', '--seed', '30000', '--speed', '100' }
    $process = [Diagnostics.Process]::Start((New-ProcessStart $command))
    $line = $process.StandardOutput.ReadLine()
    if ($line -notmatch 'http://127\.0\.0\.1:\d+') {
        throw "The server did not start: $line"
    }

    @{ Process = $process; Address = $Matches[0] }
}

function Get-ClientCommand([hashtable]$Programs, [string]$Folder) {
    $shell = [Environment]::ProcessPath, '-NoProfile', '-File'
    @{
        'HttpClient'        = 'dotnet', $Programs.Baseline
        'ReplicatePS'       = $shell + "$Folder/Clients/ReplicatePS.ps1" + $Programs.Module
        'Invoke-RestMethod' = $shell + "$Folder/Clients/InvokeRestMethod.ps1"
        'replicate'         = 'node', "$Folder/Clients/replicate.mjs"
    }
}

# Runs a process to its end; how long that took, and what it printed.
function Measure-Process([string[]]$Command) {
    $start = New-ProcessStart $Command
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Dispose()
    $output = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    $watch.Stop()
    if ($process.ExitCode -ne 0) {
        throw "'$Command' failed with exit code $($process.ExitCode): $output"
    }

    @{ Milliseconds = $watch.Elapsed.TotalMilliseconds; Output = $output }
}

# A file to download: from the canned server any size will do, and the emulator has a model that makes such files.
function Get-DownloadUri([string]$Server, [string]$Address, [long]$Size) {
    if ($Server -eq 'canned') { return "$Address/download/$Size" }
    $body = @{ input = @{ megabytes = $Size / 1e6 } } | ConvertTo-Json
    $prediction = Invoke-RestMethod "$Address/v1/models/emulator/bytes/predictions" -Method Post -Body $body -ContentType application/json -Headers @{
        Authorization = 'Bearer r8_benchmark'
        Prefer        = 'wait'
    }
    $prediction.output
}

# What a client says of its own work, and how long its process took from start to end.
function Measure-Client([string[]]$Command, [string[]]$Arguments) {
    $run = Measure-Process ($Command + $Arguments)
    $figure = $run.Output.Trim() -split "`n" | Select-Object -Last 1 | ConvertFrom-Json
    $figure | Add-Member wholeMilliseconds $run.Milliseconds -PassThru
}

# Bare shells and shells that import, by turns: what counts is the difference between neighbours.
function Measure-Import([string]$Module, [int]$Times) {
    $shell = [Environment]::ProcessPath, '-NoProfile', '-Command'
    foreach ($time in 1..$Times) {
        $bare = (Measure-Process ($shell + '1')).Milliseconds
        $import = (Measure-Process ($shell + "Import-Module '$Module'; 1")).Milliseconds
        [pscustomobject]@{ case = 'import'; client = 'ReplicatePS'; milliseconds = $import - $bare; wholeMilliseconds = $import; peakMiB = $null }
    }
}
