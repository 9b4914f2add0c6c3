# The table of docs/operations.md against the emulator: each example leads to its operation, and no operation is missing.

BeforeDiscovery {
    $rows = foreach ($line in Get-Content "$PSScriptRoot/../../docs/operations.md" | Where-Object { $_ -match '^\| `' }) {
        $cells = @($line -split '(?<!\\)\|' | ForEach-Object { $_.Trim() -replace '^`|`$' -replace '\\\|', '|' })
        @{
            Operation = $cells[1]
            Route     = $cells[2]
            Command   = $cells[3] -replace '^\[(.+)\].*', '$1'
            Set       = $cells[4] -replace '^\(All\)$', '__AllParameterSets'
            Example   = $cells[5]
        }
    }

    # What other examples use is made first and removed last, and a model after its versions.
    $verbs = 'New', 'Get', 'Find', 'Search', 'Save', 'Set', 'Stop', 'Remove'
    $last = 'models.versions.delete', 'models.delete'
    $rows = $rows | Sort-Object { $verbs.IndexOf(($_.Command -split '-')[0]) }, { $last.IndexOf($_.Operation) }, { $_.Operation }
}

BeforeAll {
    . "$PSScriptRoot/Bootstrap.ps1"

    # The names of the places in a path are each side's own business.
    function Get-Shape([string] $Route) {
        $Route -replace '\{\w+\}', '{}'
    }

    function New-SignedLink($File) {
        $expiry = [DateTimeOffset]::UtcNow.AddYears(1).ToUnixTimeSeconds()
        $hmac = [Security.Cryptography.HMACSHA256]::new([Text.Encoding]::UTF8.GetBytes('files-signing-secret'))
        $signature = [Convert]::ToBase64String($hmac.ComputeHash([Text.Encoding]::UTF8.GetBytes("you $($File.Id) $expiry")))
        "$($File.Url)/download?owner=you&expiry=$expiry&signature=$([uri]::EscapeDataString($signature))"
    }

    $emulator = (Connect-Emulator).Emulator
    Set-Location $TestDrive
    $null = New-Picture "$TestDrive/harbour.png"
    $null = 1..4 | ForEach-Object { New-Picture "$TestDrive/pictures/$_.png" }

    # What the page says the variables are; and a model of one's own with a version that has run.
    $training = New-ReplicateTraining ostris/flux-dev-lora-trainer -Latest -Destination you/my-style -CreateDestination -Dataset ./pictures -Input @{ steps = 100 }
    $version = (Wait-ReplicateTraining $training).OutputVersion -replace '.*:'
    $prediction = New-ReplicatePrediction -Version $version -Input @{ prompt = 'a lighthouse' }
    $file = New-ReplicateFile ./harbour.png
    $link = New-SignedLink $file
}

AfterAll {
    Set-Location $PSScriptRoot
    Disconnect-Replicate
}

Describe 'The table of operations' {
    It 'has a row for each operation of the emulator, and no other' -TestCases @{ Rows = $rows } {
        $shown = $Rows.Route | ForEach-Object { Get-Shape $_ } | Sort-Object
        $shown | Should -Be ($emulator.Operations | ForEach-Object { Get-Shape $_ } | Sort-Object)
        $shown.Count | Should -Be 37
    }
}

Describe 'The row <Operation>' -ForEach $rows {
    BeforeAll {
        $call = [Management.Automation.Language.Parser]::ParseInput($Example, [ref] $null, [ref] $null).EndBlock.Statements[0].PipelineElements[-1]
        $bound = [Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true)
        $parameters = (Get-Command $Command).ParameterSets | Where-Object Name -eq $Set | ForEach-Object Parameters
    }

    It 'has an example that binds in its parameter set' {
        $call.GetCommandName() | Should -Be $Command
        $bound.BindingExceptions.Values | ForEach-Object { $_.BindingException.Message } | Should -BeNullOrEmpty
        $parameters | Should -Not -BeNullOrEmpty
        $bound.BoundParameters.Keys | Where-Object { $_ -notin $parameters.Name } | Should -BeNullOrEmpty
        $parameters | Where-Object IsMandatory | Where-Object Name -notin $bound.BoundParameters.Keys | Should -BeNullOrEmpty
    }

    It 'has an example that asks for its operation, with success' {
        # By then a deployment is idle, and what was deleted is gone.
        if ($Command -like 'Remove-*') {
            $emulator.Clock.Advance('00:20:00')
        }
        $emulator.Journal.Clear()
        $ErrorActionPreference = 'Stop'
        $null = & ([scriptblock]::Create($Example))
        $asked = $emulator.Journal.Entries | Where-Object { $_.Operation -and (Get-Shape $_.Operation) -eq (Get-Shape $Route) }
        @($asked).Count | Should -BeGreaterThan 0 -Because "it asked for $($emulator.Journal.Entries -join ', ')"
        $asked.Status | ForEach-Object { $_ | Should -BeIn 200, 201, 202, 204 }
    }
}
