# Loads the cmdlets, and nothing else happens on import.

if ($PSEdition -eq 'Core') {
    if ($PSVersionTable.PSVersion -lt '7.4.0') {
        throw "ReplicatePS needs PowerShell 7.4 or later, or Windows PowerShell 5.1. This is PowerShell $($PSVersionTable.PSVersion)."
    }
    $folder, $loader = "$PSScriptRoot/bin/core", 'ReplicatePS.Loader.dll'
}
else {
    $folder, $loader = "$PSScriptRoot/bin/desktop", 'ReplicatePS.dll'
}

# A process holds one version of the assemblies, so a loader that is already there is kept.
# LoadFrom instead of Add-Type, which would also load Microsoft.PowerShell.Utility and take 100 ms longer.
if (-not ('ReplicatePS.Loading.ModuleLoader' -as [type])) {
    $null = [Reflection.Assembly]::LoadFrom("$folder/$loader")
}
$assembly = [ReplicatePS.Loading.ModuleLoader]::Load($folder)

$loaded = $assembly.GetName().Version.ToString(3)
$wanted = [Reflection.AssemblyName]::GetAssemblyName("$folder/ReplicatePS.dll").Version.ToString(3)
if ($loaded -ne $wanted) {
    Write-Warning "ReplicatePS $loaded is already loaded in this process and stays in use. Restart PowerShell to load v$wanted."
}

$cmdlets = Import-Module -Assembly $assembly -PassThru -Verbose:$false

# Without this, PowerShell finds no cmdlets in an assembly that it has imported before: -Force would leave the module empty.
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $cmdlets -Force -Verbose:$false }
