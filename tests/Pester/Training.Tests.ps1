Describe 'Trainings' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"

        $trainer = 'ostris/flux-dev-lora-trainer'
        $version = 'e440909d3512c31646ee2e0c7d6f6f4923224863a6a10c494606e79fb5844497'
        $path = "/v1/models/$trainer/versions/$version/trainings"
        $dataset = Join-Path $TestDrive 'pictures'
        1..3 | ForEach-Object { $null = New-Picture (Join-Path $dataset "dog-$_.png"); "a dog $_" | Set-Content (Join-Path $dataset "dog-$_.txt") }
        'not for training' | Set-Content (Join-Path $dataset 'notes.md')

        function Start-Training([hashtable] $More = @{}) {
            $all = @{ Model = "${trainer}:$version"; Destination = 'you/dog'; Input = @{ steps = 100 } }
            $More.Keys | ForEach-Object { $all[$_] = $More[$_] }
            New-ReplicateTraining @all
        }
    }

    BeforeEach {
        $context = Connect-Emulator
        $faults = $context.Emulator.Faults
        $null = New-ReplicateModel you/dog -Hardware cpu
    }

    AfterAll {
        Disconnect-Replicate
    }

    Context 'The version of a trainer' {
        It 'can be given <Name>' -ForEach @(
            @{ Name = 'inline'; Arguments = { @{ Model = "${trainer}:$version" } } }
            @{ Name = 'beside the model'; Arguments = { @{ Model = $trainer; Version = $version } } }
            @{ Name = 'twice, if it is the same'; Arguments = { @{ Model = "${trainer}:$version"; Version = $version } } }
            @{ Name = 'as the newest'; Arguments = { @{ Model = $trainer; Latest = $true } } }
            @{ Name = 'as an object'; Arguments = { @{ Model = Get-ReplicateModelVersion $trainer -First 1 } } }
        ) {
            $given = & $Arguments
            $posts = @(Get-Sent { New-ReplicateTraining @given -Destination you/dog } POST)
            $posts.Count | Should -Be 1
            $posts[0].Path | Should -Be $path
            $posts[0].Text | Should -Not -BeLike "*$version*" -Because 'the version stands in the path only'
            $posts[0].Body.psobject.Properties.Name | Should -Be 'destination', 'input'
        }

        It 'is refused before any request when it <Name>' -ForEach @(
            @{ Name = 'is given twice and differs'; Arguments = @{ Model = "ostris/x:aaa"; Version = 'bbb' }; Says = '*aaa*bbb*' }
            @{ Name = 'is missing'; Arguments = @{ Model = 'ostris/x' }; Says = '*ostris/x:<version>*-Version*-Latest*' }
            @{ Name = 'is given beside -Latest'; Arguments = @{ Model = 'ostris/x:aaa'; Latest = $true }; Says = '*-Latest*' }
            @{ Name = 'holds a second colon'; Arguments = @{ Model = 'ostris/x:aaa:bbb' }; Says = '*ostris/x:aaa:bbb*' }
            @{ Name = 'leaves the path'; Arguments = @{ Model = 'ostris/x'; Version = '../../account' }; Says = '*../../account*' }
        ) {
            $failure = $null
            $sent = @(Get-Sent { $script:failure = Get-Failure { New-ReplicateTraining @Arguments -Destination you/dog } })
            $sent | Should -BeNullOrEmpty
            $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            $script:failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
            "$script:failure" | Should -BeLike $Says
        }

        It 'that cannot be fine-tuned is named' {
            "$(Get-Failure { New-ReplicateTraining black-forest-labs/flux-schnell -Latest -Destination you/dog -Dataset $dataset })" | Should -BeLike '*black-forest-labs/flux-schnell*'
        }
    }

    Context 'The destination' {
        It 'is refused as "<_>", without a request, although -CreateDestination is given' -ForEach 'x', 'a/b/c', 'a/', '/b', 'a/b:v', ' ', 'a/b?c', 'a/..' {
            $destination = $_
            $sent = @(Get-Sent { $script:failure = Get-Failure { New-ReplicateTraining "${trainer}:$version" -Destination $destination -CreateDestination } })
            $sent | Should -BeNullOrEmpty
            $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            "$script:failure" | Should -BeLike "*'$destination'*owner/name*"
        }

        It 'that does not exist is named, with the command that creates it' {
            $failure = Get-Failure { New-ReplicateTraining "${trainer}:$version" -Destination you/cat }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
            "$failure" | Should -BeLike '*you/cat*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*New-ReplicateModel you/cat*-CreateDestination*'
        }

        It 'is created with -CreateDestination, as visible and on the hardware that was asked for' {
            $posts = @(Get-Sent { New-ReplicateTraining "${trainer}:$version" -Destination you/cat -CreateDestination -Visibility public -Hardware gpu-t4 } POST)
            $posts.Path | Should -Be '/v1/models', $path
            $posts[0].Body.owner, $posts[0].Body.name, $posts[0].Body.visibility, $posts[0].Body.hardware | Should -Be 'you', 'cat', 'public', 'gpu-t4'
        }

        It 'is one model with two versions when the same line runs twice' {
            $trainings = 1..2 | ForEach-Object {
                New-ReplicateTraining "${trainer}:$version" -Destination you/cat -CreateDestination -Dataset $dataset -Input @{ steps = 10 }
            }
            $ended = $trainings | Wait-ReplicateTraining
            $trainings.Count | Should -Be 2
            @($ended.OutputVersion | Select-Object -Unique).Count | Should -Be 2
            @(Get-ReplicateModelVersion you/cat).Count | Should -Be 2
            @(Get-ReplicateTraining).Count | Should -Be 2
        }

        It 'has a hardware only where it is created, which a warning says' {
            $null = New-ReplicateTraining "${trainer}:$version" you/dog -Hardware gpu-t4 -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -BeLike '*-CreateDestination*'
            $null = New-ReplicateTraining "${trainer}:$version" you/dog -CreateDestination -Hardware gpu-t4 -WarningVariable none
            $none | Should -BeNullOrEmpty
        }

        It 'of somebody else is refused readably' {
            $failure = Get-Failure { New-ReplicateTraining "${trainer}:$version" -Destination ann/cat -CreateDestination }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateForbidden,*'
            $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
        }

        It 'may be on hardware that does not exist, which is said' {
            $failure = Get-Failure { New-ReplicateTraining "${trainer}:$version" -Destination you/cow -CreateDestination -Hardware abacus }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            "$failure" | Should -BeLike '*hardware*'
            @(Get-Journal POST | Where-Object Path -like '*/trainings') | Should -BeNullOrEmpty
        }
    }

    Context 'The input' {
        It 'is sent alike as <Name>' -ForEach @(
            @{ Name = 'a hashtable'; Value = @{ steps = 100; trigger_word = 'TOK' } }
            @{ Name = 'an object'; Value = [pscustomobject]@{ steps = 100; trigger_word = 'TOK' } }
            @{ Name = 'JSON'; Value = '{"steps":100,"trigger_word":"TOK"}' }
        ) {
            $body = (Get-Sent { New-ReplicateTraining "${trainer}:$version" you/dog -Input $Value } POST).Body
            $body.input.steps | Should -Be 100
            $body.input.trigger_word | Should -Be 'TOK'
        }

        It 'may be empty' {
            (Get-Sent { New-ReplicateTraining "${trainer}:$version" you/dog -Input @{} } POST).Text | Should -BeLike '*"input":{}*'
        }

        It 'that the trainer refuses names the member' {
            $failure = Get-Failure { New-ReplicateTraining "${trainer}:$version" you/dog -Input @{ steps = 'many' } }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            "$failure" | Should -BeLike '*steps*'
        }
    }

    Context 'The dataset' {
        It 'is a folder: zipped, uploaded once and put into the trainer''s own input' {
            $sent = @(Get-Sent { $script:training = Start-Training @{ Dataset = $dataset } })
            @($sent | Where-Object Method -eq POST).Path | Should -Be '/v1/files', $path
            $sent[-1].Body.input.input_images | Should -BeLike 'https://*'
            $sent[-1].Body.input.steps | Should -Be 100
            $ended = $script:training | Wait-ReplicateTraining
            $ended.Logs | Should -BeLike '*3 pictures and 3 caption files*'
        }

        It 'may be a zip, or the URL of one' {
            $zip = Join-Path $TestDrive 'given.zip'
            Compress-Archive "$dataset/*" $zip -Force
            (Start-Training @{ Dataset = $zip } | Wait-ReplicateTraining).Status | Should -Be 'succeeded'
            $sent = @(Get-Sent { Start-Training @{ Dataset = 'https://example.com/a.zip' } } POST)
            $sent.Path | Should -Be $path
            $sent[0].Body.input.input_images | Should -Be 'https://example.com/a.zip'
        }

        It 'leaves no zip behind' {
            $null = Start-Training @{ Dataset = $dataset }
            Get-ChildItem ([IO.Path]::GetTempPath()) -Filter 'replicate-dataset-*' | Should -BeNullOrEmpty
        }

        It 'leaves out links, and says so' -Skip:($IsWindows -or $PSEdition -eq 'Desktop') {
            $folder = Join-Path $TestDrive linked
            $null = New-Picture "$folder/a.png"
            $null = New-Item -ItemType SymbolicLink "$folder/outside" -Target $TestDrive
            $null = Start-Training @{ Dataset = $folder; WarningAction = 'SilentlyContinue'; WarningVariable = 'script:warned' }
            "$script:warned" | Should -BeLike '*1 link*left out*'
        }

        It 'goes into the input that -DatasetKey names' {
            (Get-Sent { Start-Training @{ Dataset = $dataset; DatasetKey = 'my_pictures' } } POST | Where-Object Path -like '*/trainings').Text | Should -BeLike '*"my_pictures":"https://*'
        }

        It 'may be relative to the location, and on a drive of PowerShell' {
            $null = New-PSDrive Pics FileSystem $TestDrive
            Push-Location $TestDrive
            try {
                (Start-Training @{ Dataset = 'pictures' }).Id | Should -Not -BeNullOrEmpty
                (Start-Training @{ Dataset = 'Pics:/pictures' }).Id | Should -Not -BeNullOrEmpty
            }
            finally {
                Pop-Location
                Remove-PSDrive Pics
            }
        }

        It 'is refused when it <Name>, without a training' -ForEach @(
            @{ Name = 'is missing'; Make = { Join-Path $TestDrive 'nowhere' }; Says = '*does not exist*' }
            @{ Name = 'is on a drive that is missing'; Make = { 'nodrive:/pictures' }; Says = '*nodrive*' }
            @{ Name = 'is an empty folder'; Make = { (New-Item -ItemType Directory (Join-Path $TestDrive "empty$(Get-Random)")).FullName }; Says = '*no pictures*' }
            @{ Name = 'is an empty file'; Make = { (New-Item (Join-Path $TestDrive "empty$(Get-Random).zip")).FullName }; Says = '*empty*' }
            @{ Name = 'is no zip'; Make = { Join-Path $dataset 'dog-1.png' }; Says = '*neither a folder nor a zip*' }
            @{ Name = 'holds no pictures'; Make = { $f = New-Item -ItemType Directory (Join-Path $TestDrive "words$(Get-Random)"); 'x' | Set-Content (Join-Path $f 'a.txt'); $f.FullName }; Says = '*no pictures*' }
        ) {
            $given = & $Make
            $posts = @(Get-Sent { $script:failure = Get-Failure { New-ReplicateTraining "${trainer}:$version" you/new -CreateDestination -Dataset $given } } POST)
            $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            "$script:failure" | Should -BeLike $Says
            $posts | Should -BeNullOrEmpty -Because 'neither a model nor a file nor a training is made'
        }

        It 'over 100 MiB is refused before it is sent, as <_>' -ForEach 'folder', 'zip' {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive "big$_")
            $name = if ($_ -eq 'zip') { 'big.zip' } else { 'big.png' }
            $stream = [IO.File]::Create((Join-Path $folder $name))
            $stream.SetLength(100MB + 1)
            $stream.Dispose()
            $given = if ($_ -eq 'zip') { Join-Path $folder $name } else { $folder.FullName }
            $posts = @(Get-Sent { $script:failure = Get-Failure { Start-Training @{ Dataset = $given } } } POST)
            $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateFileTooLarge,*'
            $script:failure.CategoryInfo.Category | Should -Be 'LimitsExceeded'
            $posts | Should -BeNullOrEmpty
            Get-ChildItem ([IO.Path]::GetTempPath()) -Filter 'replicate-dataset-*' | Should -BeNullOrEmpty
        }

        It 'may be the folder itself, as Get-Item gives it' {
            Push-Location ([IO.Path]::GetTempPath())
            try {
                (Start-Training @{ Dataset = Get-Item $dataset }).Id | Should -Not -BeNullOrEmpty
            }
            finally {
                Pop-Location
            }
        }

        It 'is missed where its input is named' {
            Get-Sent { $script:failure = Get-Failure { Start-Training @{ DatasetKey = 'pictures' } } } | Should -BeNullOrEmpty
            "$script:failure" | Should -BeLike '*-DatasetKey*-Dataset*'
        }

        It 'given twice is refused before it is sent' {
            $posts = @(Get-Sent { $script:failure = Get-Failure { New-ReplicateTraining "${trainer}:$version" you/dog @{ input_images = 'https://x/y.zip' } -Dataset $dataset } } POST)
            "$script:failure" | Should -BeLike '*input_images*'
            $posts | Should -BeNullOrEmpty
        }
    }

    Context 'The webhook' {
        It 'is sent with its events, each once' {
            $body = (Get-Sent { Start-Training @{ Webhook = 'https://example.com/hook'; WebhookEvent = 'start', 'completed', 'Start', 'logs', 'output' } } POST).Body
            $body.psobject.Properties.Name | Sort-Object | Should -Be 'destination', 'input', 'webhook', 'webhook_events_filter'
            $body.webhook | Should -Be 'https://example.com/hook'
            $body.webhook_events_filter | Should -Be 'start', 'completed', 'logs', 'output'
        }

        It 'alone brings no filter' {
            (Get-Sent { Start-Training @{ Webhook = 'https://example.com/hook' } } POST).Body.psobject.Properties.Name | Should -Not -Contain 'webhook_events_filter'
        }

        It 'is refused when it is <Name>' -ForEach @(
            @{ Name = 'http'; Arguments = @{ Webhook = 'http://example.com/hook' } }
            @{ Name = 'no address'; Arguments = @{ Webhook = 'hook' } }
            @{ Name = 'missing although events are chosen'; Arguments = @{ WebhookEvent = 'start' } }
        ) {
            $given = $Arguments
            $sent = @(Get-Sent { $script:failure = Get-Failure { Start-Training $given } })
            $sent | Should -BeNullOrEmpty
            $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            "$script:failure" | Should -BeLike '*webhook*'
        }

        It 'knows no other events' {
            { Start-Training @{ Webhook = 'https://example.com'; WebhookEvent = 'end' } } | Should -Throw '*end*'
        }
    }

    Context 'New-ReplicateTraining' {
        It 'returns at once with an object that has everything' {
            $sent = @(Get-Sent { $script:training = Start-Training })
            $sent.Count | Should -Be 1
            $training = $script:training
            $training | Should -BeOfType ReplicatePS.Training
            $training.psobject.Properties.Name | Should -Not -Contain 'Wire'
            foreach ($name in 'Id', 'Status', 'Model', 'Version', 'Destination', 'Input', 'CreatedAt', 'StartedAt', 'CompletedAt', 'OutputVersion', 'Weights', 'Error', 'Logs', 'Metrics', 'Urls') {
                $training.psobject.Properties.Name | Should -Contain $name
            }
            $training.Status | Should -Be 'starting'
            $training.Destination | Should -Be 'you/dog'
            $training.Version | Should -Be $version
            $training.Input.steps | Should -Be 100
            $training.OutputVersion | Should -BeNullOrEmpty
            "$training" | Should -Be $training.Id
        }

        It 'keeps the destination through Get, Wait and Stop in a pipeline' {
            $training = Start-Training
            ($training | Get-ReplicateTraining).Destination | Should -Be 'you/dog'
            ($training | Stop-ReplicateTraining -PassThru).Destination | Should -Be 'you/dog'
        }

        It 'sends nothing at all with -WhatIf' {
            Get-Sent { Start-Training @{ Dataset = $dataset; CreateDestination = $true; WhatIf = $true } } | Should -BeNullOrEmpty
        }

        It 'is not sent twice when the answer is lost, and says how to find it' {
            $null = $faults.Add('POST', '/trainings$', (Get-Fault)::ResetAfterProcessing())
            $posts = @(Get-Sent { $script:failure = Get-Failure { Start-Training } } POST)
            $posts.Count | Should -Be 1
            $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateOutcomeUnknown,*'
            $script:failure.Exception.SentAt | Should -Not -BeNullOrEmpty
            $script:failure.ErrorDetails.RecommendedAction | Should -BeLike '*Get-ReplicateTraining*'
            @(Get-ReplicateTraining).Count | Should -Be 1
        }

        It 'trains several destinations from a table, and a bad one does not stop the others' {
            $rows = 'you/dog', 'bad', 'you/dog' | ForEach-Object { [pscustomobject]@{ Model = "${trainer}:$version"; Destination = $_ } }
            $made = @($rows | New-ReplicateTraining -ErrorVariable failures -ErrorAction SilentlyContinue)
            $made.Count | Should -Be 2
            $failures.Count | Should -Be 1
        }
    }

    Context 'What a training made' {
        BeforeAll {
            $context = Connect-Emulator
            $ended = New-ReplicateTraining "${trainer}:$version" you/pet -CreateDestination -Dataset $dataset -Input @{ steps = 10 } | Wait-ReplicateTraining
        }

        BeforeEach {
            $null = New-ReplicateModel you/pet -Hardware cpu -ErrorAction Ignore
        }

        It 'is a version and its weights' {
            $ended.Status | Should -Be 'succeeded'
            $ended.OutputVersion | Should -Match '^you/pet:[0-9a-f]{64}$'
            $ended.Weights | Should -BeLike 'https://*'
            $ended.Error | Should -BeNullOrEmpty
            $ended.Percent | Should -Be 100
        }

        It 'binds to New-ReplicateDeployment as <Name>' -ForEach @(
            @{ Name = 'the training'; Get = { $ended } }
            @{ Name = 'what Select-Object made of it'; Get = { $ended | Select-Object Id, Model, Version, OutputVersion } }
            @{ Name = 'what came back from JSON'; Get = { $ended | ConvertTo-Json -Depth 5 | ConvertFrom-Json } }
            @{ Name = 'what came back from CliXml'; Get = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($ended)) } }
        ) {
            $body = (Get-Sent { & $Get | New-ReplicateDeployment -Name "pet$(Get-Random)" -Hardware gpu-t4 -ErrorAction Ignore } POST).Body
            "$($body.model):$($body.version)" | Should -Be $ended.OutputVersion
        }

        It 'binds to New-ReplicatePrediction as <Name>' -ForEach @(
            @{ Name = 'the training'; Get = { $ended } }
            @{ Name = 'what Select-Object made of it'; Get = { $ended | Select-Object Id, Model, Version, OutputVersion } }
            @{ Name = 'what came back from JSON'; Get = { $ended | ConvertTo-Json -Depth 5 | ConvertFrom-Json } }
            @{ Name = 'what came back from CliXml'; Get = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($ended)) } }
        ) {
            $body = (Get-Sent { & $Get | New-ReplicatePrediction -Input @{ prompt = 'a pet' } -ErrorAction Ignore } POST).Body
            $body.version | Should -BeLike "*$($ended.OutputVersion.Split(':')[1])"
            $body.input.psobject.Properties.Name | Should -Be 'prompt'
        }
    }

    Context 'A training that has not succeeded' {
        It 'cannot be deployed, and the error says why' {
            $training = Start-Training
            Get-Sent { $script:failure = Get-Failure { $training | New-ReplicateDeployment -Name x -Hardware cpu } } | Should -BeNullOrEmpty
            "$script:failure" | Should -BeLike "*$($training.Id)*no version yet*"
        }

        It 'cannot be run, and the error says why' {
            $training = Start-Training
            Get-Sent { $script:failure = Get-Failure { $training | New-ReplicatePrediction -Input @{ prompt = 'x' } } } | Should -BeNullOrEmpty
            "$script:failure" | Should -BeLike "*$($training.Id)*no version yet*"
        }
    }

    Context 'Get-ReplicateTraining' {
        It 'gives one by its id, several, and all' {
            $trainings = 1..3 | ForEach-Object { Start-Training }
            (Get-ReplicateTraining $trainings[0].Id).Id | Should -Be $trainings[0].Id
            ($trainings.Id | Get-ReplicateTraining).Id | Should -Be $trainings.Id
            @(Get-ReplicateTraining).Count | Should -Be 3
            @(Get-ReplicateTraining -First 2).Count | Should -Be 2
        }

        It 'says which id does not exist, and goes on' {
            $training = Start-Training
            $found = @('nothere', $training.Id | Get-ReplicateTraining -ErrorVariable failures -ErrorAction SilentlyContinue)
            $found.Id | Should -Be $training.Id
            $failures.Count | Should -Be 1
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
            $failures[0].TargetObject | Should -Be 'nothere'
        }
    }

    Context 'Stop-ReplicateTraining' {
        It 'stops one, and is content with one that has ended' {
            $training = Start-Training @{ Dataset = $dataset; Input = @{ steps = 4000 } }
            $training | Stop-ReplicateTraining
            { $training | Stop-ReplicateTraining -ErrorAction Stop } | Should -Not -Throw
            (Get-ReplicateTraining $training.Id).Status | Should -Be 'canceled'
        }

        It 'sends nothing with -WhatIf' {
            $training = Start-Training
            Get-Sent { $training | Stop-ReplicateTraining -WhatIf } | Should -BeNullOrEmpty
        }
    }
}
