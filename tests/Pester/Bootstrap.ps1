# Dot-sourced in the BeforeAll of every test file. The module under test is the unpacked package that Invoke-Tests.ps1 was given.

if (-not $env:REPLICATEPS_MODULE) {
    throw 'Run the tests with ./build.ps1 Test, or with tests/Pester/Invoke-Tests.ps1 -ModulePath <folder with ReplicatePS/ in it>.'
}
Import-Module (Join-Path $env:REPLICATEPS_MODULE 'ReplicatePS.psd1') -ErrorAction Stop

# Runs a script in a fresh shell, and gives its output line by line; errors of the script fail the test.
function Invoke-Shell([string] $Script, [hashtable] $Environment = @{}) {
    $start = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'`n$Script"))
    $start.Arguments = "-NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded"
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.EnvironmentVariables['NO_COLOR'] = '1'
    foreach ($name in $Environment.Keys) {
        $start.EnvironmentVariables[$name] = $Environment[$name]
    }

    $process = [Diagnostics.Process]::Start($start)
    $errors = $process.StandardError.ReadToEndAsync()
    $output = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    if ($process.ExitCode) {
        throw "The shell ended with $($process.ExitCode): $($errors.Result)$output"
    }
    $output -split '\r?\n' | Where-Object { $_ }
}

# A connection to a new emulator, whose time goes two hundred times as fast.
function Connect-Emulator([double] $Speed = 200) {
    Disconnect-Replicate
    Connect-Replicate -Emulator -EmulatorSpeed $Speed -PassThru
}

# What the emulator was asked by a script: method, path, status and the JSON of the body.
function Get-Sent([scriptblock] $Doing, [string] $Method = '*', [ReplicatePS.ReplicateContext] $Context = (Get-ReplicateContext)) {
    $journal = $Context.Emulator.Journal
    $journal.Clear()
    $null = & $Doing
    Get-Journal $Method $Context
}

function Get-Journal([string] $Method = '*', [ReplicatePS.ReplicateContext] $Context = (Get-ReplicateContext)) {
    foreach ($entry in $Context.Emulator.Journal.Entries | Where-Object Method -like $Method) {
        [pscustomobject]@{
            Method = $entry.Method
            Path   = $entry.PathAndQuery
            Status = $entry.Status
            Body   = if ($entry.Body -match '^\s*[{[]') { ConvertFrom-Json $entry.Body }
            Text   = $entry.Body
            Host   = $entry.Host
            Entry  = $entry
        }
    }
}

# The faults that an emulator can be given. Its types are not found by name, as its assembly is the module's own business.
function Get-Fault {
    (Get-ReplicateContext).Emulator.GetType().Assembly.GetType('ReplicatePS.Emulator.Fault')
}

# The error that a script ends with or writes first.
function Get-Failure([scriptblock] $Trying) {
    try {
        & $Trying 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Select-Object -First 1
    }
    catch {
        $_
    }
}

# A server on a bare socket that answers alike every time; with status 0 it never answers.
function New-TestServer([int] $Status, [string] $Body = '', [string] $ContentType = 'application/json') {
    if (-not ('TestServer' -as [type])) {
        Add-Type -Path "$PSScriptRoot/TestServer.cs"
    }
    [TestServer]::new($Status, $Body, $ContentType)
}

# A small picture, for datasets and uploads.
function New-Picture([string] $Path) {
    $folder = Split-Path $Path
    if (-not (Test-Path $folder)) {
        $null = New-Item -ItemType Directory $folder
    }
    [IO.File]::WriteAllBytes($Path, [Convert]::FromBase64String('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='))
    Get-Item $Path
}
