#Requires -Version 5.1
<#
.SYNOPSIS
Builds, tests, demonstrates and packs ReplicatePS.

.DESCRIPTION
Only calls what does the work: MSBuild lays out the module and packs it, dotnet test and Pester test it.
Runs in Windows PowerShell 5.1 and in PowerShell 7.4 or later, and needs the .NET SDK that global.json names.

.EXAMPLE
./build.ps1 Test
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
$module = 'src/ReplicatePS/ReplicatePS.csproj'
$results = 'artifacts/test-results'
$shell = (Get-Process -Id $PID).Path

function Invoke-Native([scriptblock] $Command) {
    & $Command
    if ($LASTEXITCODE) {
        throw "Exit code $LASTEXITCODE from:$Command"
    }
}

function Invoke-Build {
    Invoke-Native { dotnet build ReplicatePS.sln --configuration $Configuration --nologo --verbosity quiet }
}

function Invoke-Package {
    Invoke-Native { dotnet build $module --configuration $Configuration --nologo --verbosity quiet --target:PackModule }
    Get-Item artifacts/ReplicatePS*.zip
}

# Unpacks the package, so that what is tried is what is released, and gives the folder for PSModulePath.
function Expand-Package {
    $folder = Join-Path ([IO.Path]::GetTempPath()) "ReplicatePS-$([guid]::NewGuid().ToString('N'))"
    Expand-Archive artifacts/ReplicatePS.zip $folder
    $folder
}

function Install-Pester {
    $found = Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 }
    if (-not $found) {
        Write-Host 'Installing Pester 5.7.1 from the PowerShell Gallery.'
        Install-Module Pester -RequiredVersion 5.7.1 -Scope CurrentUser -Force -SkipPublisherCheck
    }
}

function Invoke-Test {
    Invoke-Build
    Remove-Item $results -Recurse -Force -ErrorAction Ignore
    # One project after another: some tests watch a clock of their own, and a machine with few cores would keep them waiting.
    dotnet test ReplicatePS.sln --configuration $Configuration --no-build --nologo -maxcpucount:1 --logger trx --results-directory $results
    $failed = $LASTEXITCODE

    $null = Invoke-Package
    Install-Pester
    $folder = Expand-Package
    try {
        # In a process of its own: this one must not keep the unpacked files open.
        & $shell -NoProfile -NonInteractive -File tests/Pester/Invoke-Tests.ps1 -ModulePath $folder -ResultFile "$results/pester.txt"
        $failed += $LASTEXITCODE
    }
    finally {
        Remove-Item $folder -Recurse -Force -ErrorAction Ignore
    }
    if ($failed) {
        throw 'Tests failed.'
    }
}

function Invoke-Demo {
    Invoke-Build
    $null = Invoke-Package
    $folder = Expand-Package
    $modulePath = $env:PSModulePath
    try {
        $env:PSModulePath = $folder + [IO.Path]::PathSeparator + $modulePath
        Invoke-Native { & $shell -NoProfile -File examples/Demo.ps1 }
    }
    finally {
        $env:PSModulePath = $modulePath
        Remove-Item $folder -Recurse -Force -ErrorAction Ignore
    }
}

switch ($Task) {
    'Build' { Invoke-Build; "The module is in out/ReplicatePS. Try it: Import-Module ./out/ReplicatePS/ReplicatePS.psd1" }
    'Test' { Invoke-Test }
    'Demo' { Invoke-Demo }
    'Package' { Invoke-Package }
}
