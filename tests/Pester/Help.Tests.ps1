BeforeDiscovery {
    $manifest = Import-PowerShellDataFile (Join-Path $env:REPLICATEPS_MODULE 'ReplicatePS.psd1')
    $cmdlets = $manifest.CmdletsToExport
}

BeforeAll {
    . "$PSScriptRoot/Bootstrap.ps1"

    $common = [Management.Automation.Cmdlet]::CommonParameters
}

Describe 'Help of <_>' -ForEach $cmdlets {
    BeforeAll {
        $name = $_
        $command = Get-Command $name
        $help = Get-Help $name -Full
        $calls = foreach ($example in $help.examples.example) {
            $problems = $null
            $ast = [Management.Automation.Language.Parser]::ParseInput($example.code, [ref] $null, [ref] $problems)
            [pscustomobject]@{
                Title    = $example.title
                Problems = $problems
                Commands = $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -like '*-Replicate*' }, $true)
            }
        }
    }

    It 'has a synopsis that is one sentence' {
        $help.Synopsis | Should -Match '^[^\r\n]+\.$'
    }

    It 'has a description' {
        ($help.description.Text -join ' ').Length | Should -BeGreaterThan 20
    }

    It 'has at least two examples, each of which shows it or its neighbours' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        $calls | Where-Object { -not $_.Commands } | ForEach-Object Title | Should -BeNullOrEmpty
    }

    It 'describes every parameter' {
        $described = $help.parameters.parameter | Where-Object { ($_.description.Text -join '').Length -gt 0 } | ForEach-Object name
        $shown = $command.Parameters.Values | Where-Object { $_.ParameterSets.Count -and -not ($_.Attributes | Where-Object { $_.DontShow }) } | ForEach-Object Name
        $shown | Where-Object { $_ -notin $common -and $_ -notin $described } | Should -BeNullOrEmpty
    }

    It 'describes no parameter that there is not' {
        $help.parameters.parameter.name | Where-Object { $_ -notin $command.Parameters.Keys } | Should -BeNullOrEmpty
    }

    It 'says what comes out' {
        if ($command.OutputType) {
            $help.returnValues.returnValue.type.name | Should -Be $command.OutputType.Name
        }
    }

    It 'has examples that parse' {
        $calls | Where-Object Problems | ForEach-Object { "$($_.Title): $($_.Problems)" } | Should -BeNullOrEmpty
    }

    It 'has examples that bind' {
        $failures = foreach ($call in $calls) {
            foreach ($ast in $call.Commands) {
                if (-not (Get-Command $ast.GetCommandName() -ErrorAction Ignore)) {
                    "$($call.Title): there is no $($ast.GetCommandName())"
                }
                $binding = [Management.Automation.Language.StaticParameterBinder]::BindCommand($ast, $true)
                $binding.BindingExceptions.GetEnumerator() | ForEach-Object { "$($call.Title): $($_.Key): $($_.Value.BindingException.Message)" }
            }
        }
        $failures | Should -BeNullOrEmpty
    }
}
