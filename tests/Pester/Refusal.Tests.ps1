Describe 'A refusal' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
        $ConfirmPreference = 'None'
        $null = Connect-Emulator 1
        $null = New-ReplicateDeployment shop stability-ai/sdxl -Hardware cpu -MinInstances 1
        $null = New-ReplicateDeployment idle stability-ai/sdxl -Hardware cpu
        $null = New-ReplicatePrediction -Deployment you/idle -Input @{ prompt = 'x' }
        $null = New-ReplicateModel you/shown -Hardware cpu -Visibility public
        $official = Get-ReplicateModel black-forest-labs/flux-schnell
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'of Replicate says what it is and what to do: <Name>' -ForEach @(
        @{ Name = 'deleting a deployment that is on'; Script = { Remove-ReplicateDeployment you/shop }; Id = 'InvalidInput'; Says = 'running instances'; Advice = 'Set-ReplicateDeployment you/shop -MinInstances 0 -MaxInstances 0\..*15 minutes' }
        @{ Name = 'deleting a deployment that was just used'; Script = { Remove-ReplicateDeployment you/idle }; Id = 'InvalidInput'; Says = 'last 15 minutes'; Advice = 'Set-ReplicateDeployment you/idle' }
        @{ Name = 'a minimum above the maximum that a deployment has'; Script = { Set-ReplicateDeployment you/idle -MinInstances 3 }; Id = 'InvalidInput'; Says = 'min_instances: .*max_instances'; Advice = 'Get-ReplicateDeployment you/idle' }
        @{ Name = 'hardware for a deployment'; Script = { Set-ReplicateDeployment you/idle -Hardware gpu-x9000 }; Id = 'InvalidInput'; Says = 'hardware: .*gpu-x9000'; Advice = 'Get-ReplicateHardware' }
        @{ Name = 'a version for a deployment'; Script = { Set-ReplicateDeployment you/idle -Version 0000000000000000000000000000000000000000000000000000000000000000 }; Id = 'InvalidInput'; Says = 'version'; Advice = 'Get-ReplicateModelVersion' }
        @{ Name = 'a name that a deployment has'; Script = { New-ReplicateDeployment shop stability-ai/sdxl -Hardware cpu }; Id = 'Conflict'; Says = 'name: '; Advice = 'another name' }
        @{ Name = 'hardware for a model'; Script = { New-ReplicateModel you/new -Hardware gpu-x9000 }; Id = 'InvalidInput'; Says = 'gpu-x9000'; Advice = 'Get-ReplicateHardware' }
        @{ Name = 'a name that a model has'; Script = { New-ReplicateModel you/shown -Hardware cpu }; Id = 'Conflict'; Says = 'name: '; Advice = 'Get-ReplicateModel you/shown' }
        @{ Name = 'a model of somebody else'; Script = { New-ReplicateModel other/new -Hardware cpu }; Id = 'Forbidden'; Says = 'permission'; Advice = '\(Get-ReplicateAccount\)\.Username' }
        @{ Name = 'deleting a public model'; Script = { Remove-ReplicateModel you/shown }; Id = 'InvalidInput'; Says = 'public'; Advice = 'you/shown is made private' }
        @{ Name = 'deleting a model of somebody else'; Script = { Remove-ReplicateModel stability-ai/sdxl }; Id = 'Forbidden'; Says = 'not your model'; Advice = 'Get-ReplicateAccount' }
        @{ Name = 'changing a model of somebody else'; Script = { Set-ReplicateModel stability-ai/sdxl -Description x }; Id = 'Forbidden'; Says = 'not your model'; Advice = 'Get-ReplicateAccount' }
        @{ Name = 'deleting a version of an official model'; Script = { $official | Remove-ReplicateModelVersion -Version $official.LatestVersion }; Id = 'Forbidden'; Says = 'not your model'; Advice = 'yours and private' }
    ) {
        $failure = Get-Failure $Script
        $failure.FullyQualifiedErrorId | Should -BeLike "Replicate$Id,*"
        $failure.Exception.Message | Should -Match $Says
        $failure.Exception.Message | Should -Not -Match 'following errors'
        $failure.ErrorDetails.RecommendedAction | Should -Match $Advice
        $failure.Exception.StatusCode | Should -Not -BeNullOrEmpty
    }

    It 'of a model with versions names the command that deletes them, and of a version in use what uses it' {
        $null = Connect-Emulator
        $null = New-Picture "$TestDrive/dog/a.png"
        $training = New-ReplicateTraining ostris/flux-dev-lora-trainer you/dog -CreateDestination -Latest -Dataset "$TestDrive/dog" -Input @{ steps = 5 } | Wait-ReplicateTraining
        $failure = Get-Failure { Remove-ReplicateModel you/dog -Confirm:$false }
        $failure.Exception.Message | Should -Match 'has versions'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Get-ReplicateModelVersion you/dog \| Remove-ReplicateModelVersion'
        $null = New-ReplicateDeployment dogs $training -Hardware gpu-t4
        $failure = Get-Failure { Get-ReplicateModelVersion you/dog | Remove-ReplicateModelVersion -Confirm:$false }
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Remove-ReplicateDeployment'
    }

    It 'is given here, before anything is sent: <Name>' -ForEach @(
        @{ Name = 'nothing to change about a deployment'; Script = { Set-ReplicateDeployment you/shop }; Says = 'Nothing was given to change.*-MinInstances' }
        @{ Name = 'nothing to change about a model'; Script = { Set-ReplicateModel you/shown }; Says = 'Nothing was given to change.*-Description' }
        @{ Name = 'a minimum above 5'; Script = { Set-ReplicateDeployment you/shop -MinInstances 6 }; Says = '0 to 5, not 6' }
        @{ Name = 'a negative minimum'; Script = { New-ReplicateDeployment a stability-ai/sdxl -Hardware cpu -MinInstances -1 }; Says = '0 to 5, not -1' }
        @{ Name = 'a maximum above 20'; Script = { New-ReplicateDeployment a stability-ai/sdxl -Hardware cpu -MaxInstances 21 }; Says = '0 to 20, not 21' }
        @{ Name = 'bounds that cross'; Script = { Set-ReplicateDeployment you/shop -MinInstances 3 -MaxInstances 2 }; Says = 'minimum of 3 instances is above the maximum of 2' }
        @{ Name = 'what is no SKU'; Script = { New-ReplicateDeployment a stability-ai/sdxl -Hardware 'gpu t4/x' }; Says = 'is no SKU.*gpu-l40s' }
        @{ Name = 'what is no SKU, for a change'; Script = { Set-ReplicateDeployment you/shop -Hardware 'Nvidia T4 GPU' }; Says = 'is no SKU' }
        @{ Name = 'what is no SKU, for a model'; Script = { New-ReplicateModel you/a -Hardware 'Nvidia T4 GPU' }; Says = 'is no SKU' }
        @{ Name = 'a visibility'; Script = { New-ReplicateModel you/a -Hardware cpu -Visibility secret }; Says = 'private.*public' }
        @{ Name = 'a time'; Script = { Get-ReplicatePrediction -CreatedAfter nonsense }; Says = "'nonsense' is not a time\. Give .*2031" }
        @{ Name = 'times that cross'; Script = { Get-ReplicatePrediction -CreatedAfter 2031-01-02 -CreatedBefore 2030-01-02 }; Says = 'Swap the two times' }
        @{ Name = 'a duration'; Script = { New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } -CancelAfter 5x }; Says = '5 seconds to 24 hours.*5m' }
        @{ Name = 'a duration that is too short'; Script = { New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } -CancelAfter 3 }; Says = '5 seconds to 24 hours' }
        @{ Name = 'a model with a version, to be deleted'; Script = { Remove-ReplicateModel you/shown:abc }; Says = 'without a version' }
        @{ Name = 'a deployment without owner'; Script = { Remove-ReplicateDeployment shop }; Says = 'Give owner/name' }
    ) {
        $journal = (Get-ReplicateContext).Emulator.Journal
        $journal.Clear()
        $failure = Get-Failure $Script
        $failure.Exception.Message | Should -Match $Says
        $failure.CategoryInfo.Category | Should -BeIn 'InvalidArgument', 'InvalidData'
        $journal.Entries.Count | Should -Be 0
    }
}

Describe 'Several at once' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
        $null = Connect-Emulator
        $prediction = New-ReplicatePrediction emulator/echo -Input @{ text = 'x' }
        $deployment = New-ReplicateDeployment shop stability-ai/sdxl -Hardware cpu
        $file = New-ReplicateFile (New-Picture "$TestDrive/a.png")
        $null = New-Picture "$TestDrive/dog/a.png"
        $training = New-ReplicateTraining ostris/flux-dev-lora-trainer you/dog -CreateDestination -Latest -Dataset "$TestDrive/dog" -Input @{ steps = 5 }
        $sdxl = (Get-ReplicateModel stability-ai/sdxl).LatestVersion
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'go on when one does not exist: <Name>' -ForEach @(
        @{ Name = 'Get-ReplicatePrediction'; Given = { 'none1', $prediction.Id, 'none2' } }
        @{ Name = 'Get-ReplicateTraining'; Given = { 'none1', $training.Id, 'none2' } }
        @{ Name = 'Get-ReplicateDeployment'; Given = { 'you/none1', 'you/shop', 'you/none2' } }
        @{ Name = 'Get-ReplicateModel'; Given = { 'you/none1', 'emulator/echo', 'you/none2' } }
        @{ Name = 'Get-ReplicateModelReadme'; Given = { 'you/none1', 'black-forest-labs/flux-schnell', 'you/none2' } }
        @{ Name = 'Get-ReplicateFile'; Given = { 'none1', $file.Id, 'none2' } }
        @{ Name = 'Get-ReplicateCollection'; Given = { 'none1', 'language-models', 'none2' } }
        @{ Name = 'Get-ReplicateModelVersion'; Given = { "you/none1:$sdxl", "stability-ai/sdxl:$sdxl", "you/none2:$sdxl" } }
        @{ Name = 'Get-ReplicateModelSchema'; Given = { 'you/none1', 'emulator/echo', 'you/none2' } }
    ) {
        $several = & $Given
        $found = @($several | & $Name -ErrorVariable failed -ErrorAction SilentlyContinue)
        $found.Count | Should -BeGreaterThan 0
        @($failed).Count | Should -Be 2
        $failed | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*' }
        "$($failed[0].TargetObject)", "$($failed[1].TargetObject)" | Should -Be $several[0], $several[2]
        $failed[0].Exception.Message | Should -Match ([regex]::Escape(($several[0] -split ':')[0]))
    }

    It 'can be cut short where they are listed: <_>' -ForEach 'Prediction', 'Training', 'Deployment', 'Model', 'ModelVersion', 'ModelExample', 'File', 'Collection' {
        (Get-Command "Get-Replicate$_").Parameters.Keys | Should -Contain 'First'
    }
}

Describe 'Words without quotes' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
        $null = Connect-Emulator
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'are searched for together: <Name>' -ForEach @(
        @{ Name = 'Search'; Script = { Search-Replicate text to image }; Path = '/v1/search?query=text%20to%20image&limit=20'; Body = $null }
        @{ Name = 'Search with a limit'; Script = { Search-Replicate text image -First 3 }; Path = '/v1/search?query=text%20image&limit=3'; Body = $null }
        @{ Name = 'Search in quotes'; Script = { Search-Replicate 'text to image' }; Path = '/v1/search?query=text%20to%20image&limit=20'; Body = $null }
        @{ Name = 'Find'; Script = { Find-ReplicateModel text to image }; Path = '/v1/models'; Body = 'text to image' }
    ) {
        $sent = @((Get-ReplicateContext).Emulator.Journal | ForEach-Object { $_.Clear(); $null = & $Script; $_.Entries })
        $sent.Count | Should -Be 1
        $sent[0].PathAndQuery | Should -Be $Path
        if ($Body) {
            $sent[0].Body | Should -Be $Body
        }
    }

    It 'are searched for one by one from the pipeline' {
        $journal = (Get-ReplicateContext).Emulator.Journal
        $journal.Clear()
        $null = 'text', 'image' | Search-Replicate
        $journal.Entries.Count | Should -Be 2
    }

    It 'may name the method before the path of a request, or after it' {
        (Invoke-ReplicateRequest GET account).username | Should -Be 'you'
        (Invoke-ReplicateRequest account).username | Should -Be 'you'
        (Invoke-ReplicateRequest account get).username | Should -Be 'you'
        (Invoke-ReplicateRequest -Method GET -Uri account).username | Should -Be 'you'
        @(Invoke-ReplicateRequest GET models -Paginate -First 2).Count | Should -Be 2
        (Get-Failure { Invoke-ReplicateRequest GET }).Exception.Message | Should -Match "'GET' is a method, and there is no path"
        (Get-Failure { Invoke-ReplicateRequest POST models -Paginate }).Exception.Message | Should -Match 'A list is read with GET'
    }
}
