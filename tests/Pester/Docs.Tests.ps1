BeforeDiscovery {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $pages = foreach ($file in Get-Item "$root/README.md", "$root/docs/*.md") {
        # Blocks marked ps1 are read, those marked powershell run on the emulator as well; text is what the block before shows.
        $blocks = foreach ($block in [regex]::Matches((Get-Content -Raw $file), '(?ms)^```(\w+)\r?\n(.*?)^```')) {
            @{ Kind = $block.Groups[1].Value; Text = $block.Groups[2].Value }
        }
        @{ Name = $file.Name; Blocks = @($blocks) }
    }
    $guides = $pages | Where-Object Name -in training.md, running.md, jobs.md, predictions.md, files.md, runbooks.md, objects.md
}

BeforeAll {
    . "$PSScriptRoot/Bootstrap.ps1"

    function Get-Ast([string] $Text) {
        $problems = $null
        $ast = [Management.Automation.Language.Parser]::ParseInput($Text, [ref] $null, [ref] $problems)
        [pscustomobject]@{
            Problems = $problems
            Commands = $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -like '*-Replicate*' }, $true)
        }
    }
}

Describe 'The page <Name>' -ForEach $pages {
    BeforeAll {
        $code = @($Blocks | Where-Object { $_.Kind -in 'powershell', 'ps1' } | ForEach-Object { Get-Ast $_.Text })
    }

    It 'has code that parses' {
        $code.Problems | ForEach-Object { "$_" } | Should -BeNullOrEmpty
    }

    It 'names commands and parameters that there are' {
        $failures = foreach ($ast in $code.Commands) {
            if (-not (Get-Command $ast.GetCommandName() -ErrorAction Ignore)) {
                "There is no $($ast.GetCommandName())."
            }
            $binding = [Management.Automation.Language.StaticParameterBinder]::BindCommand($ast, $true)
            $binding.BindingExceptions.GetEnumerator() | ForEach-Object { "$ast : $($_.Key): $($_.Value.BindingException.Message)" }
        }
        $failures | Should -BeNullOrEmpty
    }
}

Describe 'The guide <Name>' -ForEach $guides {
    It 'runs from top to bottom, with the errors that it shows and no others' {
        Set-Location $TestDrive
        $shown = [Collections.Generic.List[string]]::new()
        $seen = [Collections.Generic.List[string]]::new()
        $run = {
            $ErrorActionPreference = 'Continue'
            foreach ($block in $Blocks) {
                if ($block.Kind -eq 'powershell') {
                    $Error.Clear()
                    $text = $block.Text.Replace('Connect-Replicate -Emulator', 'Connect-Replicate -Emulator -EmulatorSpeed 10')
                    $null = . ([scriptblock]::Create($text)) 2>&1 4>&1 6>&1
                    $Error.ToArray() | ForEach-Object { $seen.Add("$($_.InvocationInfo.MyCommand)") }
                }
                elseif ($block.Kind -eq 'text') {
                    [regex]::Matches($block.Text, '(?m)^(\w+-Replicate\w+):') | ForEach-Object { $shown.Add($_.Groups[1].Value) }
                }
            }
        }
        & $run
        $seen -join ', ' | Should -Be ($shown -join ', ')
    }

    AfterAll {
        Set-Location $PSScriptRoot
        Disconnect-Replicate
    }
}
