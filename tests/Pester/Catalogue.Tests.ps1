Describe 'The catalogue' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
        $context = Connect-Emulator
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'lists models in the order that is asked for' {
        $all = @(Get-ReplicateModel)
        $all.Count | Should -BeGreaterThan 5
        $all[0] | Should -BeOfType ReplicatePS.Model
        (Get-Sent { Get-ReplicateModel -First 2 }).Path | Should -Be '/v1/models?sort_by=latest_version_created_at&sort_direction=desc'
        (Get-Sent { Get-ReplicateModel -SortBy ModelCreatedAt }).Path | Should -BeLike '*sort_by=model_created_at&sort_direction=asc*'
        $oldest = @(Get-ReplicateModel -SortBy ModelCreatedAt)[0].FullName
        @(Get-ReplicateModel -SortBy ModelCreatedAt -Descending)[-1].FullName | Should -Be $oldest
    }

    It 'finds models by plain words' {
        (Find-ReplicateModel upscale).FullName | Should -Contain 'nightmareai/real-esrgan'
        $sent = $context.Emulator.Journal.Entries[-1]
        $sent.Method, $sent.PathAndQuery, $sent.Body | Should -Be 'QUERY', '/v1/models', 'upscale'
        @(Find-ReplicateModel a -First 1).Count | Should -BeLessOrEqual 1
    }

    It 'searches everything' {
        $found = @(Search-Replicate upscale)
        ($found | Where-Object Type -eq Model).Model | Should -Contain 'nightmareai/real-esrgan'
        (Search-Replicate upscale -Type Model -First 1 | Get-ReplicateModel).FullName | Should -BeLike '*/*'
        @(Search-Replicate upscale -Type Collection, Page | Where-Object Type -eq Model) | Should -BeNullOrEmpty
    }

    It 'has collections' {
        $all = @(Get-ReplicateCollection)
        $all.Count | Should -BeGreaterThan 0
        $one = $all[0] | Get-ReplicateCollection
        $one.Slug | Should -Be $all[0].Slug
        $one.Models[0] | Should -BeOfType ReplicatePS.Model
        (Get-Failure { Get-ReplicateCollection no-such-thing }).FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
        (Get-Failure { Get-ReplicateCollection ../account }).FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
    }

    It 'shows readmes and examples' {
        $null = New-ReplicateModel you/read -Hardware cpu
        (Get-Failure { Get-ReplicateModelReadme you/read }).FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
        $null = Set-ReplicateModel you/read -Readme "# Read`nme"
        Get-ReplicateModelReadme you/read | Should -Be "# Read`nme"
        $example = Get-ReplicateModelExample black-forest-labs/flux-schnell -First 1
        $example | Should -BeOfType ReplicatePS.Prediction
        $example.Status | Should -Be 'succeeded'
    }

    It 'changes what is given and nothing else' {
        $null = New-ReplicateModel you/change -Hardware cpu -Description before
        $sent = Get-Sent { $script:changed = Set-ReplicateModel you/change -GitHubUrl https://github.com/you/change } PATCH
        $sent.Method, $sent.Text | Should -Be 'PATCH', '{"github_url":"https://github.com/you/change"}'
        $changed.GitHubUrl, $changed.Description | Should -Be 'https://github.com/you/change', 'before'
        Get-Sent { $script:failure = Get-Failure { Set-ReplicateModel you/change } } | Should -BeNullOrEmpty
        "$failure" | Should -BeLike '*Nothing was given to change*'
        Get-Sent { Set-ReplicateModel you/change -Description x -WhatIf } | Should -BeNullOrEmpty
    }

    It 'leaves a model alone that is so already, which is said' {
        $null = New-ReplicateModel you/same -Hardware cpu -Description before
        $null = Set-ReplicateModel you/same -Readme '# Same'
        $sent = Get-Sent { $script:same = Set-ReplicateModel you/same -Description before -Readme '# Same' -WarningVariable script:said -WarningAction SilentlyContinue }
        $sent.Path | Should -Be '/v1/models/you/same', '/v1/models/you/same/readme'
        $sent.Method | Sort-Object -Unique | Should -Be 'GET'
        $same.FullName, $same.Description | Should -Be 'you/same', 'before'
        "$said" | Should -BeLike 'Nothing was changed*you/same*'
        (Get-Sent { Set-ReplicateModel you/same -Readme '' } PATCH).Text | Should -Be '{"readme":""}'
        (Get-Failure { Set-ReplicateModel you/nothing -Description x }).FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
    }

    It 'deletes a model, and explains a refusal' {
        $null = New-ReplicateModel you/gone -Hardware cpu
        Get-Sent { Remove-ReplicateModel you/gone -WhatIf } | Should -BeNullOrEmpty
        Remove-ReplicateModel you/gone -Confirm:$false
        (Get-Failure { Get-ReplicateModel you/gone }).FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
        $null = New-ReplicateModel you/open -Hardware cpu -Visibility public
        $failure = Get-Failure { Remove-ReplicateModel you/open -Confirm:$false }
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*private*without versions*'
        (Get-Failure { Remove-ReplicateModel you/open:abc -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
    }

    It 'deletes a version' {
        $null = New-Picture "$TestDrive/cat/a.png"
        $training = New-ReplicateTraining ostris/flux-dev-lora-trainer you/cat -CreateDestination -Latest -Dataset "$TestDrive/cat" -Input @{ steps = 5 } | Wait-ReplicateTraining
        (Get-Failure { Remove-ReplicateModel you/cat -Confirm:$false }).ErrorDetails.RecommendedAction | Should -BeLike '*Remove-ReplicateModelVersion*'
        (Get-Failure { Remove-ReplicateModelVersion you/cat -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
        (Get-Sent { Get-ReplicateModelVersion you/cat | Remove-ReplicateModelVersion -Confirm:$false } 'DELETE').Path | Should -BeLike '/v1/models/you/cat/versions/*'
    }

    It 'describes the inputs of a model' {
        $fields = Get-ReplicateModelSchema black-forest-labs/flux-schnell
        $fields[0].Name, $fields[0].IsRequired | Should -Be 'prompt', $true
        ($fields | Where-Object Name -eq num_outputs).Type | Should -Be 'integer'
        ($fields | Where-Object Name -eq num_outputs).Maximum | Should -Be 4
        ($fields | Where-Object Name -eq aspect_ratio).Choices | Should -Contain '16:9'
        (Get-ReplicateModelSchema black-forest-labs/flux-schnell Output).Type | Should -Be 'file[]'
        (Get-ReplicateModelSchema ostris/flux-dev-lora-trainer -Kind Training | Where-Object Type -eq file).Name | Should -Contain 'input_images'
        (Get-Failure { Get-ReplicateModelSchema emulator/echo -Kind Training }).FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
    }

    It 'shows <Name> in a table' -ForEach @(
        @{ Name = 'collections'; Make = { Get-ReplicateCollection }; Column = 'Slug' }
        @{ Name = 'what was found'; Make = { Search-Replicate upscale }; Column = 'Type' }
        @{ Name = 'a schema'; Make = { Get-ReplicateModelSchema emulator/echo }; Column = 'Name' }
    ) {
        $lines = @((& $Make | Out-String -Width 120) -split '\r?\n' | Where-Object { $_.Trim() })
        $lines[0] -replace '\x1b\[[\d;]*m' | Should -BeLike "$Column*"
        $lines.Count | Should -BeGreaterThan 2
    }
}
