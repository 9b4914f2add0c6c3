# Loads the cmdlets, and nothing else happens on import.

if ($PSEdition -eq 'Core') {
    # .NET 8 came with PowerShell 7.4.
    if ([Environment]::Version.Major -lt 8) {
        throw "ReplicatePS needs PowerShell 7.4 or later, or Windows PowerShell 5.1. This is PowerShell $($PSVersionTable.PSVersion)."
    }
    $folder, $loader = "$PSScriptRoot/bin/core", 'ReplicatePS.Loader.dll'
}
else {
    $folder, $loader = "$PSScriptRoot/bin/desktop", 'ReplicatePS.dll'
}

# A process keeps the first version of the assemblies that it loads, so a loader that is already there is used again.
# LoadFrom, because Add-Type would load Microsoft.PowerShell.Utility as well and take 100 ms longer.
if (-not ('ReplicatePS.Loading.ModuleLoader' -as [type])) {
    $null = [Reflection.Assembly]::LoadFrom("$folder/$loader")
}

$assembly = [ReplicatePS.Loading.ModuleLoader]::Load($folder)
$missed = [ReplicatePS.Loading.ModuleLoader]::GetMissedVersion($folder)
if ($missed) {
    Write-Warning "This process uses ReplicatePS $($assembly.GetName().Version.ToString(3)), which it loaded before. Restart PowerShell to load v$($missed.ToString(3))."
}

$cmdlets = Import-Module -Assembly $assembly -PassThru -Verbose:$false

# Without this, PowerShell finds no cmdlets in an assembly that it has imported before: -Force would leave the module empty.
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $cmdlets -Force -Verbose:$false }
