Describe 'Jobs with a journal' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
        $flux = 'black-forest-labs/flux-schnell'
        $rows = 1..6 | ForEach-Object { [pscustomobject]@{ text = "row $_" } }

        function Get-Create {
            @(Get-Journal POST | Where-Object { $_.Path -like '*/predictions' -or $_.Path -like '*/trainings' })
        }

        function Get-EmulatedRun([string] $List = 'predictions') {
            @(Invoke-ReplicateRequest $List -Paginate)
        }
    }

    BeforeEach {
        $context = Connect-Emulator
        $journal = "$TestDrive/$([guid]::NewGuid().ToString('N')).jsonl"
    }

    AfterAll {
        Disconnect-Replicate
    }

    Context 'the same line again' {
        It 'gives what has been made and creates nothing' {
            $first = $rows | Invoke-ReplicateModel emulator/echo -Journal $journal -KeepOrder
            $again = $rows | Invoke-ReplicateModel emulator/echo -Journal $journal -KeepOrder
            "$again" | Should -Be "$first"
            $again.PredictionId | Should -Be $first.PredictionId
            (Get-Create).Count | Should -Be 6
        }

        It 'goes on with the rows that were not run' {
            $null = $rows | Select-Object -First 2 | Invoke-ReplicateModel emulator/echo -Journal $journal
            $all = $rows | Invoke-ReplicateModel emulator/echo -Journal $journal
            $all.Count | Should -Be 6
            (Get-Create).Count | Should -Be 6
        }

        It 'knows a row in another place, and runs rows that are equal as often as they come' {
            $null = $rows | Invoke-ReplicateModel emulator/echo -Journal $journal
            $null = $rows[5], $rows[0], $rows[0] | Invoke-ReplicateModel emulator/echo -Journal $journal
            (Get-Create).Count | Should -Be 7
        }

        It 'keeps the files that were saved where they are' {
            $save = { [pscustomobject]@{ prompt = 'a lighthouse' } | Invoke-ReplicateModel $flux -Journal $journal | Save-ReplicateOutput -Path "$TestDrive/kept" -FileName '{prompt}' }
            $first = & $save
            $again = & $save
            $again.FullName | Should -Be $first.FullName
            (Get-ReplicateJournal $journal).Files | Should -Be $first.FullName
            @(Get-ChildItem "$TestDrive/kept").Count | Should -Be 1
            @(Get-Journal GET | Where-Object Path -like '*out-0*').Count | Should -Be 1
        }

        It 'waits for what was running' {
            $slow = { [pscustomobject]@{ seconds = 2 } | Invoke-ReplicateModel emulator/slow -Journal $journal -AsPrediction -TimeoutSec 1 -ErrorVariable late -ErrorAction SilentlyContinue; $late }
            $context = Connect-Emulator 1
            (& $slow).FullyQualifiedErrorId | Should -BeLike 'ReplicateWaitTimeout,*'
            (Get-ReplicateJournal $journal).State | Should -Be 'created'
            $made = [pscustomobject]@{ seconds = 2 } | Invoke-ReplicateModel emulator/slow -Journal $journal -AsPrediction
            $made.Status | Should -Be 'succeeded'
            (Get-Create).Count | Should -Be 1
            (Get-ReplicateJournal $journal).Seconds | Should -Be 2
        }
    }

    Context 'a create whose answer never came' {
        BeforeEach {
            $null = $context.Emulator.Faults.Add('POST', '/predictions$', (Get-Fault)::ResetAfterProcessing(), 1)
        }

        It 'is found at Replicate and not paid for again' {
            $null = $rows | Invoke-ReplicateModel emulator/echo -Journal $journal -ErrorVariable lost -ErrorAction SilentlyContinue
            $lost[0].FullyQualifiedErrorId | Should -BeLike 'ReplicateOutcomeUnknown,*'
            @(Get-ReplicateJournal $journal -State intended).Count | Should -Be 1
            (Get-EmulatedRun).Count | Should -Be 6

            $all = $rows | Invoke-ReplicateModel emulator/echo -Journal $journal
            $all.Count | Should -Be 6
            (Get-EmulatedRun).Count | Should -Be 6
            (Get-ReplicateJournal $journal).State | Should -Be (, 'succeeded' * 6)
        }

        It 'is found among rows that are equal, each for one of them' {
            $same = 1..3 | ForEach-Object { @{ text = 'the same' } }
            $null = $same | New-ReplicatePrediction emulator/echo -Journal $journal -ErrorAction SilentlyContinue
            $all = $same | New-ReplicatePrediction emulator/echo -Journal $journal
            @($all.Id | Sort-Object -Unique).Count | Should -Be 3
            (Get-EmulatedRun).Count | Should -Be 3
        }
    }

    It 'sends again what never arrived' {
        $null = $rows[0] | Invoke-ReplicateModel emulator/echo -Journal $journal
        $text = Get-Content $journal
        $text[0..1] -replace '"at":"[^"]+"', '"at":"2020-01-02T03:04:05Z"' -replace '"inputHash":"\w+"', '"inputHash":"0"' | Set-Content $journal
        $context = Connect-Emulator
        ($rows[0] | Invoke-ReplicateModel emulator/echo -Journal $journal) | Should -Be 'row 1'
        (Get-EmulatedRun).Count | Should -Be 1
    }

    It 'tells a lost create by the links that its files had, and does not guess where it cannot tell' {
        'one' | Set-Content "$TestDrive/one.png"
        $picture = "nightmareai/real-esrgan:$((Get-ReplicateModel nightmareai/real-esrgan).LatestVersion)"
        $null = $context.Emulator.Faults.Add('POST', '/predictions$', (Get-Fault)::ResetAfterProcessing(), 1)
        $run = { @{ image = Get-Item "$TestDrive/one.png" } | New-ReplicatePrediction $picture -Journal $journal -ErrorVariable doubt -ErrorAction SilentlyContinue; $doubt }
        (& $run).FullyQualifiedErrorId | Should -BeLike 'ReplicateOutcomeUnknown,*'
        $open = Get-Content $journal

        (& $run).Id | Should -Be (Get-EmulatedRun)[0].id
        $open -replace '"inputHash":"\w+"', '"inputHash":"0"' | Set-Content $journal
        $doubt = & $run
        $doubt.FullyQualifiedErrorId | Should -BeLike 'ReplicateOutcomeUnknown,*'
        $doubt.Exception.Message | Should -BeLike "*$((Get-EmulatedRun)[0].id)*-RetryFailed*"
        (Get-EmulatedRun).Count | Should -Be 1
    }

    Context 'rows that failed' {
        It 'give their error again, and run again only with -RetryFailed' {
            $run = { param($Retry) Invoke-ReplicateModel emulator/always-fails -Journal $journal -RetryFailed:$Retry -ErrorVariable failed -ErrorAction SilentlyContinue; $failed }
            (& $run $false).FullyQualifiedErrorId | Should -BeLike 'ReplicatePredictionFailed,*'
            (& $run $false).FullyQualifiedErrorId | Should -BeLike 'ReplicatePredictionFailed,*'
            (Get-EmulatedRun).Count | Should -Be 1
            (& $run $true).FullyQualifiedErrorId | Should -BeLike 'ReplicatePredictionFailed,*'
            (Get-EmulatedRun).Count | Should -Be 2
            $row = Get-ReplicateJournal $journal
            $row.Ids.Count | Should -Be 2
            $row.Seconds | Should -Be 1
        }

        It 'run again without being asked where Replicate refused them, as nothing was created' {
            $null = $context.Emulator.Faults.Add('POST', '/predictions$', (Get-Fault)::Answer(402, '{"title":"Insufficient credit"}'), 1)
            $null = $rows[0] | Invoke-ReplicateModel emulator/echo -Journal $journal -ErrorVariable refused -ErrorAction SilentlyContinue
            $refused[0].FullyQualifiedErrorId | Should -BeLike 'ReplicatePaymentRequired,*'
            (Get-ReplicateJournal $journal).State | Should -Be 'refused'
            ($rows[0] | Invoke-ReplicateModel emulator/echo -Journal $journal) | Should -Be 'row 1'
        }
    }

    It 'keeps a training and gives it again' {
        $train = { New-ReplicateTraining ostris/flux-dev-lora-trainer -Latest -Destination you/kept -CreateDestination -Input @{ input_images = 'https://example.com/pictures.zip' } -Journal $journal }
        $first = & $train
        $again = & $train
        $again.Id | Should -Be $first.Id
        $again.Destination | Should -Be 'you/kept'
        (Get-EmulatedRun trainings).Count | Should -Be 1
    }

    It 'finds a training whose answer never came' {
        $null = $context.Emulator.Faults.Add('POST', '/trainings$', (Get-Fault)::ResetAfterProcessing(), 1)
        $train = { New-ReplicateTraining ostris/flux-dev-lora-trainer -Latest -Destination you/found -CreateDestination -Input @{ input_images = 'https://example.com/pictures.zip' } -Journal $journal -ErrorAction SilentlyContinue }
        & $train | Should -BeNullOrEmpty
        (& $train).Id | Should -Be (Get-EmulatedRun trainings)[0].id
        (Get-EmulatedRun trainings).Count | Should -Be 1
    }

    Context 'the file' {
        It 'is refused to a second run at a time' {
            $failure = { $rows | ForEach-Object { $_ } | Invoke-ReplicateModel emulator/echo -Journal $journal | ForEach-Object { $rows | Invoke-ReplicateModel emulator/echo -Journal $journal } } |
                Should -Throw '*in use by another run*' -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateConflict,*'
        }

        It 'is free again however the pipeline ended' {
            $null = $rows | Invoke-ReplicateModel emulator/echo -Journal $journal | Select-Object -First 1
            try { $rows | Invoke-ReplicateModel emulator/echo -Journal $journal | ForEach-Object { throw 'stop' } } catch { $null = $_ }
            @($rows | Invoke-ReplicateModel emulator/echo -Journal $journal).Count | Should -Be 6
            (Get-EmulatedRun).Count | Should -Be 6
        }

        It 'is not written by -WhatIf' {
            $null = $rows | Invoke-ReplicateModel emulator/echo -Journal $journal -WhatIf
            $journal | Should -Not -Exist
        }

        It 'is never a file of another kind' {
            'prompt', 'a lighthouse' | Set-Content $journal
            { $rows | Invoke-ReplicateModel emulator/echo -Journal $journal } | Should -Throw '*not a journal*'
            Get-Content $journal | Should -Be 'prompt', 'a lighthouse'
        }

        It 'is read row by row, also by wildcard and filtered' {
            $null = $rows | Invoke-ReplicateModel emulator/echo -Journal $journal
            $null = Invoke-ReplicateModel emulator/always-fails -Journal "$journal.2.jsonl" -ErrorAction SilentlyContinue
            @(Get-ReplicateJournal "$journal*" ).Count | Should -Be 7
            (Get-ReplicateJournal "$journal*" -State failed).Target | Should -Be 'emulator/always-fails'
            Get-Item $journal | Get-ReplicateJournal | ForEach-Object State | Should -Be (, 'succeeded' * 6)
            { Get-ReplicateJournal "$TestDrive/none.jsonl" -ErrorAction Stop } | Should -Throw '*no journal*'
        }

        It 'holds no token and no input' {
            $null = @{ text = 'hush-hush' } | New-ReplicatePrediction emulator/echo -Journal $journal
            Get-Content $journal -Raw | Should -Not -Match 'hush-hush'
        }
    }

    It 'runs each row in one shard' {
        $one = $rows | Invoke-ReplicateModel emulator/echo -Shard 1/2
        $two = $rows | Invoke-ReplicateModel emulator/echo -Shard 2/2
        @($one) + @($two) | Sort-Object | ForEach-Object { "$_" } | Should -Be $rows.text
        { $rows | Invoke-ReplicateModel emulator/echo -Shard 3/2 } | Should -Throw '*2/8*'
    }

    It 'needs a journal to retry what failed' {
        { $rows | Invoke-ReplicateModel emulator/echo -RetryFailed } | Should -Throw '*-Journal*'
    }

    Context 'a budget' {
        It 'starts no row that would go beyond it, and names those that were not started' {
            $slow = 1..6 | ForEach-Object { [pscustomobject]@{ seconds = 10; name = $_ } }
            $made = @($slow | Invoke-ReplicateModel emulator/slow -InputProperty seconds -MaximumRunSeconds 35 -AsPrediction -ErrorVariable rest -ErrorAction SilentlyContinue)
            $made.Count | Should -Be 3
            (Get-Create).Count | Should -Be 3
            $rest[0].FullyQualifiedErrorId | Should -BeLike 'ReplicateBudgetReached,*'
            $rest[0].Exception.Message | Should -BeLike '*30 s were computed. 3 rows were not started*'
            $rest[0].TargetObject.Count | Should -Be 3
        }

        It 'counts what failed as well' {
            $failing = 1..5 | ForEach-Object { @{ message = "$_" } }
            $null = $failing | Invoke-ReplicateModel emulator/always-fails -MaximumRunSeconds 1 -ErrorVariable faults -ErrorAction SilentlyContinue
            (Get-Create).Count | Should -Be 2
            @($faults | Where-Object FullyQualifiedErrorId -like 'ReplicateBudgetReached,*').Count | Should -Be 1
        }
    }
}
