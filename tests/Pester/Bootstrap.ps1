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
