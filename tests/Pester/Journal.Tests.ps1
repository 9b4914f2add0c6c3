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

    It 'pays for no row twice wherever it was broken off' {
        foreach ($place in 1..9) {
            foreach ($torn in $false, $true) {
                $context = Connect-Emulator
                $job = { @{ text = 'größer' }, @{ text = 'größer' }, @{ text = 'other' } | Invoke-ReplicateModel emulator/echo -Journal $journal }
                $null = & $job
                $lines = [IO.File]::ReadAllLines($journal)
                $lines.Count | Should -Be 10
                $left = ($lines[0..($place - 1)] -join "`n") + "`n"
                if ($torn) {
                    $left += $lines[$place].Substring(0, $lines[$place].Length / 2)
                }
                [IO.File]::WriteAllText($journal, $left)
                $intended = @($lines[0..($place - 1)] -like '*"is":"intended"*').Count

                @(& $job).Count | Should -Be 3
                (Get-EmulatedRun).Count | Should -Be (6 - $intended) -Because "$intended were intended in the first $place lines"
                Remove-Item "$journal*"
            }
        }
    }

    It 'knows a row by the file in it, given as <Name>, wherever it comes' -ForEach @(
        @{ Name = 'a file'; Give = { Get-Item $args[0] } }
        @{ Name = 'bytes'; Give = { , [IO.File]::ReadAllBytes($args[0]) } }
        @{ Name = 'the stream of a file'; Give = { [IO.File]::OpenRead($args[0]) } }
        @{ Name = 'a stream in memory'; Give = { [IO.MemoryStream]::new([IO.File]::ReadAllBytes($args[0])) } }
    ) {
        1..3 | ForEach-Object { "file $_" | Set-Content "$TestDrive/$_.png" }
        $run = { $args | ForEach-Object { @{ image = & $Give "$TestDrive/$_.png" } } | New-ReplicatePrediction nightmareai/real-esrgan -Journal $journal -ThrottleLimit 1 }
        $first = (& $run 1 2 3).Id
        (& $run 3 1 2).Id | Should -Be $first[2, 0, 1]
        (Get-EmulatedRun).Count | Should -Be 3
    }

    It 'refuses a stream that nothing tells from others' {
        $pipe = [IO.Pipes.AnonymousPipeServerStream]::new('Out')
        $failure = Get-Failure { @{ image = $pipe } | New-ReplicatePrediction nightmareai/real-esrgan -Journal $journal }
        $pipe.Dispose()
        $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
        "$failure" | Should -BeLike 'Row 1: *-Journal*bytes*'
        Get-Create | Should -BeNullOrEmpty
    }

    It 'gives one of two equal rows what the lost create has made, whichever comes first now' {
        $null = $context.Emulator.Faults.Add('POST', '/predictions$', (Get-Fault)::ResetAfterProcessing(), 1)
        $rows = @{ text = 'a' }, @{ text = 'a' }, @{ text = 'b' }
        $null = $rows | Invoke-ReplicateModel emulator/echo -Journal $journal -ThrottleLimit 1 -ErrorAction SilentlyContinue
        $all = @($rows[2, 1, 0] | Invoke-ReplicateModel emulator/echo -Journal $journal -KeepOrder)
        "$all" | Should -Be 'b a a'
        @($all.PredictionId | Sort-Object -Unique).Count | Should -Be 3
        (Get-EmulatedRun).Count | Should -Be 3
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

    Context 'files that an earlier run has saved' {
        BeforeEach {
            $run = { [pscustomobject]@{ prompt = 'a lighthouse' } | Invoke-ReplicateModel $flux -Journal $journal @args }
            $folder = "$TestDrive/$([guid]::NewGuid())"
            $saved = & $run | Save-ReplicateOutput -Path $folder
        }

        It 'are read where they are when Replicate has removed them' {
            $bytes = [IO.File]::ReadAllBytes($saved.FullName)
            $context.Emulator.Clock.Advance([timespan]::FromHours(3))
            $again = & $run
            $again.SavedAs | Should -Be $saved.FullName
            $again.ReadBytes() | Should -Be $bytes
            (& $run -RetryFailed).PredictionId | Should -Be $again.PredictionId
            (Get-EmulatedRun).Count | Should -Be 1
        }

        It 'are fetched again when they are missing, which is said' {
            Remove-Item $saved.FullName
            (& $run).SavedAs | Should -BeNullOrEmpty
            $again = & $run | Save-ReplicateOutput -Path $folder -WarningVariable said -WarningAction SilentlyContinue
            $again.FullName | Should -Be $saved.FullName
            "$said" | Should -BeLike '*not there any more*'
        }

        It 'that are missing here and there are run again by -RetryFailed alone' {
            Remove-Item $saved.FullName
            $context.Emulator.Clock.Advance([timespan]::FromHours(3))
            (Get-Failure { & $run | Save-ReplicateOutput -Path $folder -WarningAction SilentlyContinue }).Exception.Message | Should -BeLike '*is gone*'
            (Get-EmulatedRun).Count | Should -Be 1
            & $run -RetryFailed | Save-ReplicateOutput -Path $folder | Should -Exist
            (Get-EmulatedRun).Count | Should -Be 2
        }

        It 'are named when they are probably gone' {
            Remove-Item $saved.FullName
            (Get-Content $journal) -replace '"completed_at":"[^"]+"', '"completed_at":"2020-01-02T03:04:05Z"' | Set-Content $journal
            $said = & $run 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] }
            "$said" | Should -BeLike '1 row has succeeded more than an hour ago*: 1.*-RetryFailed*'
        }
    }

    It 'names an id that Replicate does not know, and runs the row again only with -RetryFailed' {
        $id = (@{ text = 'x' } | New-ReplicatePrediction emulator/slow -Journal $journal).Id
        $context = Connect-Emulator
        $failure = Get-Failure { @{ text = 'x' } | New-ReplicatePrediction emulator/slow -Journal $journal }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
        $failure.Exception.Message | Should -BeLike "*journal has $id for this row*another account*"
        (@{ text = 'x' } | New-ReplicatePrediction emulator/slow -Journal $journal -RetryFailed).Id | Should -Not -BeNullOrEmpty
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

    It 'is told of what Wait- sees of it, and of the files that are saved then' {
        $saved = @{ prompt = 'a lighthouse' } | New-ReplicatePrediction $flux -Journal $journal | Wait-ReplicatePrediction | Save-ReplicateOutput -Path "$TestDrive/waited"
        $row = Get-ReplicateJournal $journal
        $row.State | Should -Be 'succeeded'
        $row.Files | Should -Be $saved.FullName

        $later = @{ seconds = 20 } | New-ReplicatePrediction emulator/slow -Journal $journal
        $null = $later | Wait-ReplicatePrediction
        (Get-ReplicateJournal $journal | Where-Object Target -eq 'emulator/slow').Seconds | Should -BeGreaterThan 19

        $other = { @{ message = 'x' } | New-ReplicatePrediction emulator/always-fails -Journal "$journal.2" }
        $failing = & $other
        $held = [IO.File]::Open("$journal.2.lock", 'Open', 'ReadWrite', 'None')
        try {
            $said = $failing | Wait-ReplicatePrediction -PassThru -ErrorAction Ignore 3>&1
            "$($said[0])" | Should -BeLike "*in use by another run*$($failing.Id)*"
            $said[1].Status | Should -Be 'failed'
        }
        finally {
            $held.Dispose()
        }
        (Get-ReplicateJournal "$journal.2").State | Should -Be 'created'
        $null = & $other
        (Get-ReplicateJournal "$journal.2").State | Should -Be 'failed'
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

        It 'may have brackets in its name' {
            $named = "$TestDrive/run[1].jsonl"
            $null = $rows | Invoke-ReplicateModel emulator/echo -Journal $named
            @(Get-ReplicateJournal $named).Count | Should -Be 6
            @(Get-Item -LiteralPath $named | Get-ReplicateJournal).Count | Should -Be 6
        }

        It 'is a file, on whichever drive' {
            $failure = { $rows | Invoke-ReplicateModel emulator/echo -Journal Env:/run.jsonl } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            $failure.Exception.Message | Should -BeLike '*no path of a file*Environment*'
            $null = $rows | Invoke-ReplicateModel emulator/echo -Journal TestDrive:/drive.jsonl
            "$TestDrive/drive.jsonl" | Should -Exist
        }

        It 'is not said to be in use where it cannot be written' -Skip:(-not (Test-Path /proc/version)) {
            $failure = { $rows | Invoke-ReplicateModel emulator/echo -Journal /proc/run.jsonl } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            $failure.Exception.Message | Should -BeLike '*cannot be opened*'
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

    It 'refuses to split a job anew where rows would be paid for again' {
        $one = @($rows | Invoke-ReplicateModel emulator/echo -Shard 1/2 -Journal "$TestDrive/part-1.jsonl")
        $two = @($rows | Invoke-ReplicateModel emulator/echo -Shard 2/2 -Journal "$TestDrive/part-2.jsonl")
        $one.Count + $two.Count | Should -Be 6
        { $rows | Invoke-ReplicateModel emulator/echo -Shard 1/3 -Journal "$TestDrive/part-1.jsonl" } | Should -Throw '*part 1/2 of a job*paid for again*'
        { $rows | Invoke-ReplicateModel emulator/echo -Journal "$TestDrive/part-2.jsonl" } | Should -Throw '*part 2/2 of a job*paid for again*'
        @($rows | Invoke-ReplicateModel emulator/echo -Shard 1/2 -Journal "$TestDrive/part-1.jsonl").Count | Should -Be $one.Count

        Get-Content "$TestDrive/part-?.jsonl" | Set-Content "$TestDrive/whole.jsonl" -Encoding utf8
        @($rows | Invoke-ReplicateModel emulator/echo -Journal "$TestDrive/whole.jsonl" -WarningVariable said).Count | Should -Be 6
        @(1..3 | ForEach-Object { $rows | Invoke-ReplicateModel emulator/echo -Shard "$_/3" -Journal "$TestDrive/whole.jsonl" }).Count | Should -Be 6
        $said | Should -BeNullOrEmpty
        @(Get-ReplicateJournal "$TestDrive/whole.jsonl").Count | Should -Be 6
        (Get-EmulatedRun).Count | Should -Be 6
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
