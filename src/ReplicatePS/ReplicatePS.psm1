# Loads the cmdlets, and nothing else happens on import. In a fresh shell the first comparison of two strings takes 10 ms, the
# first call of a .NET method 30 ms, and each name of a type that is not there yet some more, even in a line that does not run.
# Hence a variable that only PowerShell 6 and later has, a cmdlet that does the calling, and types by their names as text.

try { $isCore = $IsCoreCLR } catch { $isCore = $false }
if ($isCore) {
    try {
        Import-Module "$PSScriptRoot/bin/core/ReplicatePS.Loader.dll" -Verbose:$false -ErrorAction Stop
    }
    catch {
        if ($PSVersionTable.PSVersion -lt '7.4') {
            throw "ReplicatePS needs PowerShell 7.4 or later, or Windows PowerShell 5.1. This is PowerShell $($PSVersionTable.PSVersion)."
        }

        # A process keeps the first version of the assemblies that it loads; a loader that is already there is used again.
        Import-Module -Assembly ('ReplicatePS.Loading.ModuleLoader' -as 'type').Assembly -Verbose:$false
    }
    $assembly, $warning = Get-ReplicateModuleAssembly "$PSScriptRoot/bin/core"
}
else {
    $null = ('Reflection.Assembly' -as 'type')::LoadFrom("$PSScriptRoot/bin/desktop/ReplicatePS.dll")
    $assembly, $warning = ('ReplicatePS.Loading.ModuleLoader' -as 'type')::Load("$PSScriptRoot/bin/desktop")
}

if ($warning) {
    Write-Warning $warning
}

$cmdlets = Import-Module -Assembly $assembly -PassThru -Verbose:$false

# Without this, PowerShell finds no cmdlets in an assembly that it has imported before: -Force would leave the module empty.
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $cmdlets -Force -Verbose:$false }
