Describe 'Models, hardware and the account' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
        $context = Connect-Emulator
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'are found by name' {
        $model = Get-ReplicateModel black-forest-labs/flux-schnell
        $model | Should -BeOfType ReplicatePS.Model
        $model.FullName, $model.IsOfficial | Should -Be 'black-forest-labs/flux-schnell', $true
        $model.LatestVersion | Should -Match '^[0-9a-f]{64}$'
        $model.RunCount | Should -BeOfType long
        $model.CreatedAt | Should -BeOfType DateTimeOffset
        "$model" | Should -Be 'black-forest-labs/flux-schnell'
    }

    It 'are found by objects that name them' {
        ('emulator/echo', 'emulator/slow' | Get-ReplicateModel).Name | Should -Be 'echo', 'slow'
        (Get-ReplicateModel emulator/echo, emulator/slow).Name | Should -Be 'echo', 'slow'
        (New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } | Get-ReplicateModel).Name | Should -Be 'echo'
        (Get-ReplicateModel emulator/echo | Get-ReplicateModel).Name | Should -Be 'echo'
        (Get-ReplicateModel emulator/echo | Select-Object * | Get-ReplicateModelVersion).Model | Should -Be 'emulator/echo'
        (Get-ReplicateModel emulator/echo | ConvertTo-Json -Depth 3 | ConvertFrom-Json | Get-ReplicateModel).Name | Should -Be 'echo'
    }

    It 'are refused as "<_>" without a request' -ForEach 'x', 'a/b/c', 'a/', '/b', '../account', 'a/..', 'https://replicate.com/a/b', ' ' {
        $given = $_
        Get-Sent { $script:failure = Get-Failure { Get-ReplicateModel $given } } | Should -BeNullOrEmpty
        $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
        "$script:failure" | Should -BeLike '*owner/name*'
        $script:failure.TargetObject | Should -Be $given
    }

    It 'that do not exist are not found, and do not stop the others' {
        $found = @('nobody/nothing', 'emulator/echo' | Get-ReplicateModel -ErrorAction SilentlyContinue -ErrorVariable failures)
        $found.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
        $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failures[0].Exception.StatusCode | Should -Be 404
    }

    It 'have versions' {
        $version = Get-ReplicateModelVersion ostris/flux-dev-lora-trainer -First 1
        $version.IsTrainable | Should -BeTrue
        "$version" | Should -Be "ostris/flux-dev-lora-trainer:$($version.Version)"
        ($version | Get-ReplicateModelVersion).Version | Should -Be $version.Version
        (Get-ReplicateModelVersion ostris/flux-dev-lora-trainer $version.Version).Version | Should -Be $version.Version
        $version.OpenApiSchema.components.schemas.TrainingInput | Should -Not -BeNullOrEmpty
    }

    It 'are created once' {
        $made = New-ReplicateModel you/new -Hardware cpu -Visibility private -Description 'mine'
        $made.FullName, $made.Visibility, $made.Description, $made.LatestVersion | Should -Be 'you/new', 'private', 'mine', $null
        (Get-Failure { New-ReplicateModel you/new -Hardware cpu }).FullyQualifiedErrorId | Should -BeLike 'ReplicateConflict,*'
    }

    It 'are created from a table' {
        $rows = 'you/t1', 'you/t2' | ForEach-Object { [pscustomobject]@{ Model = $_; Hardware = 'cpu'; Description = "about $_" } }
        ($rows | New-ReplicateModel).Description | Should -Be 'about you/t1', 'about you/t2'
    }

    It 'run on hardware that can be listed and searched' {
        (Get-ReplicateHardware).Sku | Should -Contain 'gpu-h100'
        (Get-ReplicateHardware gpu-l40s*).Sku | Should -Be 'gpu-l40s', 'gpu-l40s-2x'
        "$(Get-ReplicateHardware cpu)" | Should -Be 'cpu'
        (New-ReplicateModel you/hw -Hardware (Get-ReplicateHardware cpu)).Name | Should -Be 'hw'
    }

    It 'belong to the account' {
        $account = Get-ReplicateAccount
        $account.Username | Should -Be 'you'
        "$account" | Should -Be 'you'
    }

    It 'report each request in one verbose line, and no more' {
        $lines = @(Get-ReplicateAccount -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] })
        $lines.Count | Should -Be 1
        "$lines" | Should -BeLike 'GET *account*200*ms*'
        @(Get-ReplicateAccount 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }) | Should -BeNullOrEmpty
    }
}
