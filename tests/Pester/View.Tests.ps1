Describe 'Views' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
        $null = Connect-Emulator
        $echo = New-ReplicatePrediction emulator/echo -Input @{ text = 'Hello there' } | Wait-ReplicatePrediction
        $failed = New-ReplicatePrediction emulator/always-fails -Input @{ message = 'It rained.' } | Wait-ReplicatePrediction -PassThru -ErrorAction Ignore
        $pictures = New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'x'; num_outputs = 3 } | Wait-ReplicatePrediction
        $null = New-Picture "$TestDrive/dog/a.png"
        $training = New-ReplicateTraining ostris/flux-dev-lora-trainer you/dog -CreateDestination -Latest -Dataset "$TestDrive/dog" -Input @{ steps = 5 } | Wait-ReplicateTraining
        $deployment = New-ReplicateDeployment shop $training -Hardware gpu-t4 -MaxInstances 3
        $file = New-ReplicateFile "$TestDrive/dog/a.png"

        function Show($Value) {
            $rendering = $null
            if ($PSStyle) {
                $rendering = $PSStyle.OutputRendering
                $PSStyle.OutputRendering = 'PlainText'
            }
            try {
                @(($Value | Out-String -Width 120) -split '\r?\n' | Where-Object { $_.Trim() } | ForEach-Object TrimEnd)
            }
            finally {
                if ($rendering) {
                    $PSStyle.OutputRendering = $rendering
                }
            }
        }
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'show predictions in a table' {
        $lines = Show ($echo, $failed, $pictures)
        ($lines[0] -split '\s+') | Should -Be 'Id', 'Status', 'Model', 'Created', 'RunTime', 'Output'
        $lines.Count | Should -Be 5
        $lines[2] | Should -Match "^$($echo.Id) succeeded +emulator/echo +\d\d:\d\d:\d\d +[\d.,]+ s +Hello there$"
        $lines[3] | Should -Match "^$($failed.Id) failed +emulator/always-fails .* It rained\.$"
        $lines[4] | Should -Match '3 files$'
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 120 }
    }

    It 'show trainings with their new version' {
        $lines = Show $training
        ($lines[0] -split '\s+') | Should -Be 'Id', 'Status', 'Destination', 'Created', 'OutputVersion'
        $lines[2] | Should -Match "^$($training.Id) succeeded +you/dog .* you/dog:$($training.OutputVersion.Split(':')[1].Substring(0, 8))$"
    }

    It 'show deployments' {
        $lines = Show $deployment
        ($lines[0] -split '\s+') | Should -Be 'Deployment', 'Model', 'Version', 'Hardware', 'Instances', 'Release'
        $lines[2] | Should -Match '^you/shop +you/dog +[0-9a-f]{8} +gpu-t4 +0 to 3 +1$'
    }

    It 'show <Name> under <Columns>' -ForEach @(
        @{ Name = 'models'; Make = { Get-ReplicateModel emulator/echo, stability-ai/sdxl }; Columns = 'Model Visibility Official Runs LatestVersion Description' }
        @{ Name = 'versions'; Make = { Get-ReplicateModelVersion stability-ai/sdxl }; Columns = 'Model Created Trainable Version' }
        @{ Name = 'files'; Make = { $file }; Columns = 'Name Size ContentType Expires Id' }
        @{ Name = 'hardware'; Make = { Get-ReplicateHardware }; Columns = 'Sku Name' }
        @{ Name = 'the account'; Make = { Get-ReplicateAccount }; Columns = 'Username Type Name GitHubUrl' }
    ) {
        $lines = Show (& $Make)
        $lines[0] -replace '\s+', ' ' | Should -Be $Columns
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 120 }
    }

    It 'are there for every type that a command gives: tables of six columns at most' {
        $types = Get-Command -Module ReplicatePS | ForEach-Object { $_.OutputType.Type } | Where-Object { $_.FullName -like 'ReplicatePS.*' } | Sort-Object FullName -Unique
        $types.Count | Should -BeGreaterThan 10
        foreach ($type in $types | Where-Object Name -ne 'ReplicateContext') {
            $control = (Get-FormatData $type.FullName).FormatViewDefinition.Control | Where-Object { $_ -is [Management.Automation.TableControl] }
            $control | Should -Not -BeNullOrEmpty -Because $type.Name
            $control.Headers.Count | Should -BeIn (1..6) -Because $type.Name
            $control.Rows[0].Columns.Count | Should -Be $control.Headers.Count -Because $type.Name
        }
    }

    It 'show durations and sizes as people say them, and the objects keep them raw' {
        $cell = [ReplicatePS.Prediction].Assembly.GetType('ReplicatePS.Formatting.Cell')
        $spans = '00:00:00.8', '00:00:59.97', '00:12:03', '03:05:09', '2.01:00:00'
        ($spans | ForEach-Object { $cell::Duration([timespan] $_) }) -replace ',', '.' | Should -Be '0.8 s', '1m 00s', '12m 03s', '3h 05m', '49h 00m'
        (1023, 1536, 5MB, 3GB | ForEach-Object { $cell::Size($_) }) -replace ',', '.' | Should -Be '1023 B', '1.5 KiB', '5.0 MiB', '3.0 GiB'
        $echo.RunTime | Should -BeOfType [timespan]
        $file.Size | Should -BeOfType [long]
    }

    It 'link ids to their pages where a terminal shows links' -Skip:($PSVersionTable.PSVersion -lt '7.2') {
        $old = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'Ansi'
        try {
            "$($echo | Format-Table | Out-String)" | Should -Match "\e\]8;;$([regex]::Escape($echo.Urls.web))\e\\$($echo.Id)"
        }
        finally {
            $PSStyle.OutputRendering = $old
        }
    }

    It 'keep ids whole, so that they can be copied' {
        (Show $echo) -join "`n" | Should -Match ([regex]::Escape($echo.Id))
        (Show (Get-ReplicateModelVersion stability-ai/sdxl)) -join "`n" | Should -Match '[0-9a-f]{64}'
    }

    It 'show the connection as a list without a token' {
        (Show (Get-ReplicateContext)) -join "`n" | Should -Match 'IsEmulator +: True'
    }

    It 'carry no colours when they go to a file, and none when the environment says so' -Skip:($PSVersionTable.PSVersion -lt '7.2') {
        $script = "Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'; `$null = Connect-Replicate -Emulator; New-ReplicatePrediction emulator/echo -Input @{ text = 'x' }; Get-ReplicateModel emulator/echo"
        "$(Invoke-Shell $script)" | Should -Not -Match ([char] 27)
        $echo | Out-File "$TestDrive/out.txt"
        Get-Content "$TestDrive/out.txt" -Raw | Should -Not -Match ([char] 27)
    }

    It 'colour the status where colours can be shown' -Skip:($PSVersionTable.PSVersion -lt '7.2') {
        $old = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'Ansi'
        try {
            "$($echo | Format-Table | Out-String)" | Should -Match "$([char] 27)\[32msucceeded"
            "$($failed | Format-Table | Out-String)" | Should -Match "$([char] 27)\[31mfailed"
        }
        finally {
            $PSStyle.OutputRendering = $old
        }
    }

    It 'put the identity first, everywhere' {
        ($echo | Format-List * | Out-String).Trim() | Should -Match '^\S*Id\s+:'
        ($echo | ConvertTo-Json -Depth 3) | Should -Match '^\{\s+"Id"'
        ($echo | ConvertTo-Csv -NoTypeInformation)[0] | Should -Match '^"Id","Status"'
        ($training | ConvertTo-Json -Depth 3) | Should -Match '^\{\s+"Id"'
    }

    It 'export outputs and inputs in a form that can be read again' {
        $back = $echo | ConvertTo-Json -Depth 5 | ConvertFrom-Json
        $back.Output, $back.Input.text, $back.Status | Should -Be 'Hello there', 'Hello there', 'succeeded'
        $pictures | Export-Csv "$TestDrive/out.csv" -NoTypeInformation
        (Import-Csv "$TestDrive/out.csv").Id | Should -Be $pictures.Id
    }

    It 'let objects stand for their names in text' {
        "$echo", "$training", "$deployment" | Should -Be $echo.Id, $training.Id, 'you/shop'
    }
}
