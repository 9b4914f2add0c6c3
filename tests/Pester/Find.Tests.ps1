Describe 'Looking for a prediction' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"

        # Runs a script whose create is carried out and whose answer is lost.
        function Get-Lost([scriptblock] $Script, [string] $Path = '/predictions$') {
            $null = (Get-ReplicateContext).Emulator.Faults.Add('POST', $Path, (Get-Fault)::ResetAfterProcessing())
            Get-Failure $Script
        }

        # What was said of the search beside its results.
        function Get-Said([scriptblock] $Script) {
            "$(& $Script *>&1 | Where-Object { $_ -isnot [ReplicatePS.Prediction] })"
        }
    }

    BeforeEach {
        $null = Connect-Emulator 1
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'finds what was created although no answer came, by the command as the error prints it: <Name>' -ForEach @(
        @{ Name = 'an official model'; Script = { New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = "it's größer"; seed = 7 } }; Model = 'black-forest-labs/flux-schnell' }
        @{ Name = 'a model of the community'; Script = { New-ReplicatePrediction stability-ai/sdxl -Input @{ prompt = 'x' } }; Model = 'stability-ai/sdxl'; Before = { New-ReplicatePrediction stability-ai/sdxl -Input @{ prompt = 'first' } } }
        @{ Name = 'a pinned version'; Script = { New-ReplicatePrediction 'stability-ai/sdxl:7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc' -Input @{ prompt = 'x' } }; Model = 'stability-ai/sdxl' }
        @{ Name = 'a version alone'; Script = { New-ReplicatePrediction -Version 7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc -Input @{ prompt = 'x' } }; Model = 'stability-ai/sdxl' }
        @{ Name = 'a version that is redirected'; Script = { New-ReplicatePrediction 'jaaari/kokoro-82m:a2cb642812400ebd0bf0885e5928000572a4d1cd6c808e63d38d37d0282e609c' -Input @{ text = 'x' } }; Model = 'jaaari/kokoro-82m' }
        @{ Name = 'a deployment'; Script = { New-ReplicatePrediction -Deployment you/shop -Input @{ prompt = 'x' } }; Model = 'stability-ai/sdxl'; Before = { New-ReplicateDeployment shop stability-ai/sdxl -Hardware cpu } }
    ) {
        if ($Before) {
            $null = & $Before
        }
        $failure = Get-Lost $Script
        $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateOutcomeUnknown,*'
        $others = @{ prompt = 'another'; text = 'another' } | New-ReplicatePrediction emulator/echo
        $null = $others

        $printed = $failure.ErrorDetails.RecommendedAction -replace '^Look for it before you run the command again: '
        $printed | Should -Be $failure.Exception.SearchCommand
        $found = @(Invoke-Expression $printed 6>$null 3>$null)
        $found.Count | Should -Be 1
        $found[0].Model | Should -Be $Model
        $piped = @($failure | Find-ReplicatePrediction 6>$null 3>$null)
        $piped.Id | Should -Be $found[0].Id

        # One create arrived, and looking for it made no other.
        @(Get-Journal POST | Where-Object Status -eq 201).Count | Should -BeLessOrEqual 3
    }

    It 'knows the inputs again whatever their order and spelling' {
        $made = New-ReplicatePrediction stability-ai/sdxl -Input '{"prompt":"x","seed":1,"guidance_scale":7.0}'
        $null = New-ReplicatePrediction stability-ai/sdxl -Input @{ prompt = 'x'; seed = 2; guidance_scale = 7 }
        foreach ($one in @{ guidance_scale = 7; seed = 1.0; prompt = 'x' }, '{"seed":1e0,"guidance_scale":7,"prompt":"x","mask":null}') {
            (Find-ReplicatePrediction stability-ai/sdxl -Input $one).Id | Should -Be $made.Id
        }
        Find-ReplicatePrediction stability-ai/sdxl -Input @{ prompt = 'X'; seed = 1; guidance_scale = 7 } | Should -BeNullOrEmpty
    }

    It 'says that one matches, none, or several' {
        $null = 1..2 | ForEach-Object { @{ text = 'twice' } } | New-ReplicatePrediction emulator/echo
        $once = New-ReplicatePrediction emulator/echo -Input @{ text = 'once' }
        Get-Said { Find-ReplicatePrediction emulator/echo -Input @{ text = 'once' } } | Should -Match "^One match: $($once.Id)"
        Get-Said { Find-ReplicatePrediction emulator/echo -Input @{ text = 'never' } } | Should -Match '^No match\. Compared: 3,'
        $several = Find-ReplicatePrediction emulator/echo -Input @{ text = 'twice' } -WarningVariable warned -WarningAction SilentlyContinue
        @($several).Count | Should -Be 2
        "$warned" | Should -Match '^Several matches: 2 predictions'
        $failures = $null
        $null = Find-ReplicatePrediction emulator/echo -Input @{ text = 'never' } -ErrorVariable failures 6>$null
        $failures | Should -BeNullOrEmpty
    }

    It 'prefers what has just the inputs that were sent to what has more' {
        $more = New-ReplicatePrediction stability-ai/sdxl -Input @{ prompt = 'x'; seed = 1 }
        (Find-ReplicatePrediction stability-ai/sdxl -Input @{ prompt = 'x' }).Id | Should -Be $more.Id
        $same = New-ReplicatePrediction stability-ai/sdxl -Input @{ prompt = 'x' }
        (Find-ReplicatePrediction stability-ai/sdxl -Input @{ prompt = 'x' }).Id | Should -Be $same.Id
    }

    It 'looks through the time that is given, and no further' {
        $old = New-ReplicatePrediction emulator/echo -Input @{ text = 'x' }
        (Get-ReplicateContext).Emulator.Clock.Advance([timespan]::FromMinutes(30))
        $new = New-ReplicatePrediction emulator/echo -Input @{ text = 'x' }
        (Find-ReplicatePrediction emulator/echo -CreatedAfter $new.CreatedAt.AddMinutes(-5)).Id | Should -Be $new.Id
        (Find-ReplicatePrediction emulator/echo -CreatedAfter $old.CreatedAt.AddMinutes(-5) -CreatedBefore $old.CreatedAt.AddMinutes(5)).Id | Should -Be $old.Id
        $sent = @(Get-Sent { Find-ReplicatePrediction emulator/echo -CreatedAfter $new.CreatedAt.AddMinutes(-5) 6>$null } GET)
        $sent.Count | Should -Be 1
        $sent[0].Path | Should -Match 'created_after='
    }

    It 'says that inputs which are gone cannot be compared' {
        $failure = Get-Lost { New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } }
        (Get-ReplicateContext).Emulator.Clock.Advance([timespan]::FromHours(2))
        $found = @($failure | Find-ReplicatePrediction -WarningVariable warned -WarningAction SilentlyContinue)
        $found.Count | Should -Be 1
        $found[0].DataRemoved | Should -BeTrue
        "$warned" | Should -Match 'could not be compared'
    }

    It 'refuses an error that leaves nothing open, and what is no prediction' {
        $refused = Get-Failure { New-ReplicatePrediction emulator/echo -Input @{ text = 42 } }
        (Get-Failure { $refused | Find-ReplicatePrediction }).Exception.Message | Should -Match 'leaves nothing open'
        $failure = Get-Lost { New-ReplicateDeployment shop stability-ai/sdxl -Hardware cpu } '/deployments$'
        (Get-Failure { $failure | Find-ReplicatePrediction }).Exception.Message | Should -Match 'Get-ReplicateDeployment'
        (Get-Failure { Find-ReplicatePrediction -Around (Get-Date) -CreatedAfter (Get-Date) }).Exception.Message | Should -Match 'Give one of them'
    }

    It 'is done by another command for other creates, as the error prints it: <Name>' -ForEach @(
        @{ Name = 'a training'; Path = '/trainings$'; Script = { New-ReplicateTraining ostris/flux-dev-lora-trainer you/dog -CreateDestination -Latest -Dataset "$TestDrive/dog" -Input @{ steps = 5 } }; Is = { $_.Model -eq 'ostris/flux-dev-lora-trainer' } }
        @{ Name = 'a deployment'; Path = '/deployments$'; Script = { New-ReplicateDeployment shop stability-ai/sdxl -Hardware cpu }; Is = { $_.FullName -eq 'you/shop' } }
        @{ Name = 'a model'; Path = '/models$'; Script = { New-ReplicateModel you/new -Hardware cpu }; Is = { $_.FullName -eq 'you/new' } }
        @{ Name = 'a file'; Path = '/files$'; Script = { New-ReplicateFile "$TestDrive/dog/a.png" }; Is = { $_.Name -eq 'a.png' } }
    ) {
        $null = New-Picture "$TestDrive/dog/a.png"
        $failure = Get-Lost $Script $Path
        $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateOutcomeUnknown,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*: $($failure.Exception.SearchCommand)"
        $found = @(Invoke-Expression $failure.Exception.SearchCommand)
        $found.Count | Should -Be 1
        $found[0] | Where-Object $Is | Should -Not -BeNullOrEmpty
    }
}

Describe 'Trainings of a time' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
        $null = Connect-Emulator 1
        $null = New-Picture "$TestDrive/dog/a.png"
        $arguments = @{ Model = 'ostris/flux-dev-lora-trainer'; Destination = 'you/dog'; CreateDestination = $true; Latest = $true; Dataset = "$TestDrive/dog"; Input = @{ steps = 5 } }
        $old = New-ReplicateTraining @arguments
        (Get-ReplicateContext).Emulator.Clock.Advance([timespan]::FromHours(1))
        $new = New-ReplicateTraining @arguments
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'are listed by when they were created and by their trainer' {
        (Get-ReplicateTraining -CreatedAfter $new.CreatedAt.AddMinutes(-1)).Id | Should -Be $new.Id
        (Get-ReplicateTraining -CreatedBefore $new.CreatedAt.AddMinutes(-1)).Id | Should -Be $old.Id
        @(Get-ReplicateTraining -Model ostris/flux-dev-lora-trainer).Count | Should -Be 2
        Get-ReplicateTraining -Model you/other | Should -BeNullOrEmpty
        (Get-ReplicateTraining -Model "ostris/flux-dev-lora-trainer:$($new.Version)" -First 1).Id | Should -Be $new.Id
    }
}
