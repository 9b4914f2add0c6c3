BeforeAll {
    . "$PSScriptRoot/Bootstrap.ps1"

    $manifest = Import-PowerShellDataFile (Join-Path $env:REPLICATEPS_MODULE 'ReplicatePS.psd1')
    $expected = $manifest.CmdletsToExport.Count
    $count = '(Get-Command -Module ReplicatePS -CommandType Cmdlet).Count'
}

Describe 'Import' {
    It 'happens by itself when one of the cmdlets is named' {
        Invoke-Shell '$null = Get-Command Get-ReplicateContext; Get-ReplicateContext | Out-Null; (Get-Module ReplicatePS).Name' | Should -Be 'ReplicatePS'
    }

    It 'exports exactly what the manifest names' {
        Invoke-Shell 'Import-Module ReplicatePS; (Get-Command -Module ReplicatePS).Name' | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'loads the package under test' {
        Invoke-Shell 'Import-Module ReplicatePS; (Get-Module ReplicatePS).ModuleBase' | Should -Be $env:REPLICATEPS_MODULE
    }

    It 'keeps all cmdlets when forced' {
        Invoke-Shell "Import-Module ReplicatePS; Import-Module ReplicatePS -Force; Import-Module ReplicatePS -Force; $count" | Should -Be $expected
    }

    It 'takes every cmdlet and module away on removal' {
        Invoke-Shell "Import-Module ReplicatePS; Remove-Module ReplicatePS; (Get-Module | Where-Object Name -like '*Replicate*').Count; @(Get-Command *-Replicate* -ListImported).Count" |
            Should -Be 0, 0
    }

    It 'has all cmdlets again after a removal' {
        Invoke-Shell "Import-Module ReplicatePS; Remove-Module ReplicatePS; Import-Module ReplicatePS; $count" | Should -Be $expected
    }

    It 'takes a prefix, also after an import without one' {
        Invoke-Shell "Import-Module ReplicatePS; Remove-Module ReplicatePS; Import-Module ReplicatePS -Prefix My; $count; (Get-Command Get-MyReplicateContext).Name" |
            Should -Be $expected, 'Get-MyReplicateContext'
    }

    It 'works in runspaces side by side' {
        $script = '1..6 | ForEach-Object -ThrottleLimit 6 -Parallel { Import-Module ReplicatePS -Force; (Get-Command -Module ReplicatePS -CommandType Cmdlet).Count }'
        Invoke-Shell $script | Should -Be (@($expected) * 6)
    }

    It 'gives every runspace the same types' {
        Invoke-Shell 'Import-Module ReplicatePS; (1..4 | ForEach-Object -Parallel { Import-Module ReplicatePS; [ReplicatePS.Prediction].Assembly.GetHashCode() } | Select-Object -Unique).Count' |
            Should -Be 1
    }

    It 'makes the public types resolve by name' {
        Invoke-Shell 'Import-Module ReplicatePS; [ReplicatePS.Prediction].FullName; [ReplicatePS.Training].FullName' |
            Should -Be 'ReplicatePS.Prediction', 'ReplicatePS.Training'
    }

    It 'writes nothing at all, even when asked to be verbose' {
        Invoke-Shell "(Import-Module (Join-Path `$env:REPLICATEPS_MODULE 'bin/core/../../ReplicatePS.psd1') -Verbose *>&1 | Where-Object { `$_ -match 'ReplicatePS.dll' }).Count" | Should -Be 0
    }

    It 'does nothing but load: no HTTP, no JSON, no dependencies' {
        $script = @'
$before = [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name }
Import-Module ReplicatePS
[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -notin $before }
'@
        $added = Invoke-Shell $script
        $added | Should -Contain 'ReplicatePS'
        $added | Where-Object { $_ -match 'Json|System\.Net|Microsoft\.Extensions|ReplicatePS\.(Core|Emulator)' } | Should -BeNullOrEmpty
    }

    It 'writes nothing into the home folder' {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'home')).FullName
        $script = @"
`$files = { (Get-ChildItem '$folder' -Recurse -Force).FullName -join ';' }
`$before = & `$files
Import-Module ReplicatePS
(& `$files) -eq `$before
"@
        Invoke-Shell $script -Environment @{ HOME = $folder; USERPROFILE = $folder } | Should -Be 'True'
    }

    It 'works in a runspace that has no host and no other module' {
        $session = [powershell]::Create([initialsessionstate]::CreateDefault2())
        try {
            $session.AddScript("Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'; $count").Invoke() | Should -Be $expected
            $session.HadErrors | Should -BeFalse
        }
        finally {
            $session.Dispose()
        }
    }

    It 'works under strict mode' {
        Invoke-Shell "Set-StrictMode -Version Latest; Import-Module ReplicatePS; $count; Remove-Module ReplicatePS; Import-Module ReplicatePS -Force; $count" |
            Should -Be $expected, $expected
    }
}

Describe 'Beside other modules' -Skip:($PSEdition -ne 'Core') {
    BeforeAll {
        $older = (New-Item -ItemType Directory (Join-Path $TestDrive 'older')).FullName
        $names = 'Microsoft.Extensions.Http', 'Microsoft.Extensions.DependencyInjection', 'Microsoft.Extensions.DependencyInjection.Abstractions',
            'Microsoft.Extensions.Logging.Abstractions', 'Microsoft.Extensions.Options', 'Microsoft.Bcl.TimeProvider', 'System.Text.Json'
        Invoke-Shell "foreach (`$name in '$($names -join "','")') { & '$PSScriptRoot/New-HollowAssembly.ps1' `"$older/`$name.dll`" 1.1.0.0 }"
        $loadOlder = @"
Get-ChildItem '$older/Microsoft.*.dll' | ForEach-Object { `$null = [Reflection.Assembly]::LoadFrom(`$_.FullName) }
`$null = [Reflection.Assembly]::LoadFile('$older/System.Text.Json.dll')
"@
    }

    It 'works when they have loaded older versions of its dependencies' {
        Invoke-Shell "$loadOlder; Import-Module ReplicatePS; `$null = Connect-Replicate -Emulator; (Get-ReplicateHardware).Count -gt 0; (Get-ReplicateAccount).Username.Length -gt 0" |
            Should -Be 'True', 'True'
    }

    It 'leaves them the versions that they have loaded' {
        $script = @"
$loadOlder
Import-Module ReplicatePS
`$null = Connect-Replicate -Emulator
`$null = Get-ReplicateHardware
[Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { `$_.GetName() } |
    Where-Object Name -like 'Microsoft.Extensions.*' | ForEach-Object { `$_.Version.ToString() } | Sort-Object -Unique
"@
        Invoke-Shell $script | Should -Be '1.1.0.0'
    }

    It 'uses the JSON of PowerShell itself' {
        $script = @'
Import-Module ReplicatePS
$null = Connect-Replicate -Emulator
$null = Get-ReplicateHardware
[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'System.Text.Json' } | ForEach-Object { Split-Path $_.Location }
'@
        Invoke-Shell $script | Should -Be ([IO.Path]::GetDirectoryName([object].Assembly.Location))
    }

    It 'asks for a restart when the process holds another version of it' {
        $other = Join-Path $TestDrive 'other/ReplicatePS'
        Copy-Item $env:REPLICATEPS_MODULE $other -Recurse
        Invoke-Shell "& '$PSScriptRoot/New-HollowAssembly.ps1' '$other/bin/core/ReplicatePS.dll' 0.0.9.0"

        $script = "Import-Module '$other/ReplicatePS.psd1'; Remove-Module ReplicatePS; Import-Module ReplicatePS 3>&1 | ForEach-Object Message"
        Invoke-Shell $script | Should -Be "This process uses ReplicatePS 0.0.9, which it loaded before. Restart PowerShell to load v$($manifest.ModuleVersion)."
    }
}
