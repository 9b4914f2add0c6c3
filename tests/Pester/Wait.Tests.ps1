Describe 'Waiting' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"

        function Start-Slow([double] $Seconds = 20) {
            New-ReplicatePrediction emulator/slow -Input @{ seconds = $Seconds }
        }
    }

    BeforeEach {
        $context = Connect-Emulator
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'gives the prediction when it has succeeded' {
        $ended = Start-Slow | Wait-ReplicatePrediction
        $ended | Should -BeOfType ReplicatePS.Prediction
        $ended.Status | Should -Be 'succeeded'
        $ended.Output | Should -Be 'Done after 20 seconds.'
        $ended.RunTime.TotalSeconds | Should -BeGreaterThan 19
    }

    It 'takes ids as text, as objects and as what came from JSON' {
        $started = 1..3 | ForEach-Object { Start-Slow 1 }
        (Wait-ReplicatePrediction $started[0].Id).Status | Should -Be 'succeeded'
        (Wait-ReplicatePrediction $started[0], $started[1]).Status | Should -Be 'succeeded', 'succeeded'
        ($started | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Wait-ReplicatePrediction).Status | Should -Be 'succeeded', 'succeeded', 'succeeded'
    }

    It 'tells what has ended from what has not' {
        $context = Connect-Emulator 1
        $running = Start-Slow 3000
        $running.HasEnded | Should -BeFalse
        (Get-ReplicatePrediction | Where-Object HasEnded -eq $false).Id | Should -Be $running.Id
        ($running | Stop-ReplicatePrediction -PassThru | Wait-ReplicatePrediction -ErrorAction Ignore -PassThru).HasEnded | Should -BeTrue
        (Get-ReplicatePrediction $running.Id).HasEnded | Should -BeTrue
    }

    It 'waits for all together and gives each as it ends' {
        $started = 160, 2, 80 | ForEach-Object { Start-Slow $_ }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $ended = $started | Wait-ReplicatePrediction
        $ended.Id | Should -Be $started[1].Id, $started[2].Id, $started[0].Id
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 2.5
    }

    It 'shows the percent that the log names' {
        $context = Connect-Emulator 20
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'").AddStatement().
            AddCommand('Wait-ReplicatePrediction').AddParameter('Id', (Start-Slow 20).Id).AddParameter('Context', $context)
        $null = $shell.Invoke()
        $shown = @($shell.Streams.Progress)
        $shell.Dispose()
        @($shown | Where-Object { $_.PercentComplete -gt 0 -and $_.PercentComplete -lt 100 }).Count | Should -BeGreaterThan 0
        $shown[-1].RecordType | Should -Be 'Completed'
        @($shown.ActivityId | Select-Object -Unique).Count | Should -Be 1
    }

    It 'takes its progress away however the pipeline ends' {
        $context = Connect-Emulator 1
        $started = 1..3 | ForEach-Object { Start-Slow 60 }
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($Module, $Id, $Context) Import-Module $Module; $Id | Wait-ReplicatePrediction -Context $Context').
            AddArgument("$env:REPLICATEPS_MODULE/ReplicatePS.psd1").AddArgument($started.Id).AddArgument($context)
        $null = $shell.BeginInvoke()
        for ($try = 0; $try -lt 500 -and $shell.Streams.Progress.Count -lt 4; $try++) {
            [Threading.Thread]::Sleep(20)
        }
        $shell.Stop()
        $bars = @($shell.Streams.Progress | Group-Object ActivityId)
        $shell.Dispose()
        $bars.Count | Should -Be 4
        @($bars.Group | Where-Object ParentActivityId -ge 0 | Select-Object -ExpandProperty ParentActivityId -Unique).Count | Should -Be 1
        foreach ($bar in $bars) {
            $bar.Group[-1].RecordType | Should -Be 'Completed'
        }
    }

    It 'shows no progress where the preference hides it, or in a runbook' {
        $context = Connect-Emulator 20
        $started = Start-Slow 20
        foreach ($quiet in '$ProgressPreference = "SilentlyContinue"', '$PSPrivateMetadata = @{ JobId = [guid]::NewGuid() }') {
            $shell = [powershell]::Create()
            $null = $shell.AddScript("param(`$Module, `$Id, `$Context) $quiet; Import-Module `$Module; `$Id | Wait-ReplicatePrediction -Context `$Context").
                AddArgument("$env:REPLICATEPS_MODULE/ReplicatePS.psd1").AddArgument($started.Id).AddArgument($context)
            ($shell.Invoke()).Id | Should -Be $started.Id
            $shell.Streams.Progress | Where-Object Activity -like 'Waiting*' | Should -BeNullOrEmpty
            $shell.Dispose()
        }
    }

    It 'writes each line of the log once to the information stream' {
        $context = Connect-Emulator 20
        $lines = Start-Slow 20 | Wait-ReplicatePrediction -ShowLog 6>&1 | Where-Object { $_ -is [Management.Automation.InformationRecord] } | ForEach-Object { "$_" }
        $lines.Count | Should -Be 102
        @($lines | Select-Object -Unique).Count | Should -Be 102
        $lines[0] | Should -Be 'Working slowly...'
        $lines[-1] | Should -BeLike '*100%*'
    }

    It 'shows nothing of the log unless asked' {
        Start-Slow | Wait-ReplicatePrediction 6>&1 | Where-Object { $_ -is [Management.Automation.InformationRecord] } | Should -BeNullOrEmpty
    }

    It 'ends at its bound, says how to go on, and hands on what there is with -PassThru' {
        $started = Start-Slow 86400
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $seen = $started | Wait-ReplicatePrediction -TimeoutSec 1 -PassThru -ErrorAction SilentlyContinue -ErrorVariable failures
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'ReplicateWaitTimeout,*'
        $failures[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        "$($failures[0])" | Should -BeLike "*$($started.Id)*"
        $failures[0].TargetObject | Should -Be $started.Id
        $failures[0].TargetObject.Id | Should -Be $started.Id
        $failures[0].ErrorDetails.RecommendedAction | Should -BeLike "Wait-ReplicatePrediction $($started.Id)*"
        $seen.Id | Should -Be $started.Id
        Stop-ReplicatePrediction $started
    }

    It 'says how a prediction ended that <Status>' -ForEach @(
        @{ Status = 'failed'; Id = 'ReplicatePredictionFailed'; Category = 'InvalidResult'; Make = { New-ReplicatePrediction emulator/always-fails -Input @{ message = 'It rained.' } }; Says = '*It rained.*' }
        @{ Status = 'canceled'; Id = 'ReplicatePredictionCanceled'; Category = 'OperationStopped'; Make = { $p = Start-Slow 1000; Stop-ReplicatePrediction $p; $p }; Says = '*canceled*' }
    ) {
        $made = & $Make
        $out = @($made | Wait-ReplicatePrediction -ErrorAction SilentlyContinue -ErrorVariable failures)
        $out | Should -BeNullOrEmpty
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failures[0].CategoryInfo.Category | Should -Be $Category
        "$($failures[0])" | Should -BeLike "*$($made.Id)*"
        "$($failures[0])" | Should -BeLike $Says
        $failures[0].TargetObject.Status | Should -Be $Status
        $failures[0].Exception.Prediction.Id | Should -Be $made.Id
        ($made | Wait-ReplicatePrediction -PassThru -ErrorAction Ignore).Status | Should -Be $Status
    }

    It 'says that a prediction was aborted, and reports a status that it does not know' {
        $server = New-TestServer 200 '{"id":"abc","status":"aborted","model":"a/b"}'
        $odd = New-TestServer 200 '{"id":"abc","status":"paused","model":"a/b"}'
        try {
            $null = Connect-Replicate -Token x -BaseUri $server.Address -SkipTokenCheck
            $failure = Get-Failure { Wait-ReplicatePrediction abc }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicatePredictionAborted,*'
            $failure.CategoryInfo.Category | Should -Be 'OperationStopped'

            $null = Connect-Replicate -Token x -BaseUri $odd.Address -SkipTokenCheck
            Wait-ReplicatePrediction abc -TimeoutSec 1 -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable failures
            @($warnings).Count | Should -Be 1
            "$warnings" | Should -BeLike "*paused*"
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'ReplicateWaitTimeout,*'
        }
        finally {
            $server.Dispose()
            $odd.Dispose()
        }
    }

    It 'goes on with the others when one cannot be found, and names it' {
        $started = Start-Slow 1
        $ended = @('nothere', $started.Id, '../account' | Wait-ReplicatePrediction -ErrorAction SilentlyContinue -ErrorVariable failures)
        $ended.Id | Should -Be $started.Id
        ($failures.FullyQualifiedErrorId | Sort-Object) -replace ',.*' | Should -Be 'ReplicateInvalidInput', 'ReplicateNotFound'
        "$failures" | Should -BeLike '*nothere*'
        "$failures" | Should -BeLike '*../account*'
    }

    It 'outlives looks that fail' {
        $started = Start-Slow 100
        $switch = $context.Emulator.Faults.Add('GET', '/predictions/', (Get-Fault)::ResetBeforeBody(), 2, 1)
        ($started | Wait-ReplicatePrediction).Status | Should -Be 'succeeded'
        $switch.Hits | Should -Be 2
    }

    It 'ends the pipeline at the first failure with -ErrorAction Stop' {
        $failing = New-ReplicatePrediction emulator/always-fails -Input @{}
        { $failing | Wait-ReplicatePrediction -ErrorAction Stop } | Should -Throw -ErrorId 'ReplicatePredictionFailed,*'
    }

    It 'counts its time for all together, from the first' {
        $null = Connect-Emulator 1
        $first = Start-Slow 1
        $late = Start-Slow 600
        $watch = [Diagnostics.Stopwatch]::StartNew()
        & { $first; [Threading.Thread]::Sleep(2500); $late } |
            Wait-ReplicatePrediction -TimeoutSec 3 -ErrorAction SilentlyContinue -ErrorVariable failures | ForEach-Object Id | Should -Be $first.Id
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 4
        $failures.TargetObject | Should -Be $late.Id
    }

    It 'hands on what has ended without asking for it' {
        $ended = 1..3 | ForEach-Object { Start-Slow 1 } | Wait-ReplicatePrediction
        $asked = $context.Emulator.Journal.Entries.Count
        ($ended | Wait-ReplicatePrediction).Id | Sort-Object | Should -Be ($ended.Id | Sort-Object)
        $context.Emulator.Journal.Entries.Count | Should -Be $asked
        ($ended.Id | Wait-ReplicatePrediction).Count | Should -Be 3
        $context.Emulator.Journal.Entries.Count | Should -BeGreaterThan $asked
    }

    It 'takes hundreds at once with far fewer requests than looks' {
        $context = Connect-Emulator 10
        $started = 1..150 | ForEach-Object { Start-Slow 20 }
        $asked = $context.Emulator.Journal.Entries.Count
        $ended = $started | Wait-ReplicatePrediction
        $ended.Count | Should -Be 150
        @($ended.Id | Select-Object -Unique).Count | Should -Be 150
        @($ended | Where-Object Logs).Count | Should -Be 150
        ($context.Emulator.Journal.Entries.Count - $asked) / 150 | Should -BeLessThan 2
    }

    It 'cancels at Replicate what has not ended in time, where it is asked to, and says so of each' {
        $started = 1..3 | ForEach-Object { Start-Slow 86400 }
        $handedOn = $started | Wait-ReplicatePrediction -TimeoutSec 1 -CancelOnTimeout -PassThru -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.Count | Should -Be 3
        @($failures | Where-Object FullyQualifiedErrorId -like 'ReplicateWaitTimeout,*').Count | Should -Be 3
        ($failures.TargetObject | Sort-Object) | Should -Be ($started.Id | Sort-Object)
        foreach ($failure in $failures) {
            "$failure" | Should -BeLike "*$($failure.TargetObject)*canceled at Replicate*"
        }
        $handedOn.Status | Should -Be 'canceled', 'canceled', 'canceled'
        ($started.Id | Get-ReplicatePrediction).Status | Should -Be 'canceled', 'canceled', 'canceled'
    }

    It 'says when canceling failed, and how to cancel' {
        $started = Start-Slow 86400
        $null = $context.Emulator.Faults.Add('POST', '/cancel', (Get-Fault)::Answer(403, '{"detail":"not yours"}'))
        $failure = Get-Failure { $started | Wait-ReplicatePrediction -TimeoutSec 1 -CancelOnTimeout }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateWaitTimeout,*'
        "$failure" | Should -BeLike '*not yours*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "Stop-ReplicatePrediction $($started.Id)*"
    }

    It 'cancels at Replicate when it is stopped, where it is asked to, and names what it canceled' {
        $context = Connect-Emulator 1
        $started = 1..3 | ForEach-Object { Start-Slow 86400 }
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($Module, $Id, $Context) Import-Module $Module; $Id | Wait-ReplicatePrediction -Context $Context -CancelOnStop').
            AddArgument("$env:REPLICATEPS_MODULE/ReplicatePS.psd1").AddArgument($started.Id).AddArgument($context)
        $asked = $context.Emulator.Journal.Entries.Count
        $null = $shell.BeginInvoke()
        for ($try = 0; $try -lt 500 -and $context.Emulator.Journal.Entries.Count -lt $asked + 3; $try++) {
            [Threading.Thread]::Sleep(20)
        }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
        $shell.Dispose()
        ($started.Id | Get-ReplicatePrediction).Status | Should -Be 'canceled', 'canceled', 'canceled'
    }

    It 'goes on at Replicate when a consumer has enough, unless it is asked to cancel' {
        $running = Start-Slow 86400
        $null = Start-Slow 1 | ForEach-Object { $_; $running } | Wait-ReplicatePrediction | Select-Object -First 1
        ($running | Get-ReplicatePrediction).Status | Should -Not -Be 'canceled'
        $null = Start-Slow 1 | ForEach-Object { $_; $running } | Wait-ReplicatePrediction -CancelOnStop -WarningVariable warnings -WarningAction SilentlyContinue | Select-Object -First 1
        ($running | Get-ReplicatePrediction).Status | Should -Be 'canceled'
    }

    It 'says of a deadline whether it is billed' {
        $running = New-ReplicatePrediction emulator/slow -Input @{ seconds = 600 } -CancelAfter 30s
        $failure = Get-Failure { $running | Wait-ReplicatePrediction }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicatePredictionCanceled,*'
        "$failure" | Should -BeLike '*-CancelAfter*billed*'
        "$failure" | Should -Not -BeLike '*not billed*'

        $server = New-TestServer 200 '{"id":"abc","status":"canceled","model":"a/b","logs":"","metrics":{"predict_time":2.5},"deadline":"2031-01-01T00:00:00Z","completed_at":"2030-01-01T00:00:00Z"}'
        $null = Connect-Replicate -Token x -BaseUri $server.Address -SkipTokenCheck
        $failure = Get-Failure { Wait-ReplicatePrediction abc }
        $server.Dispose()
        "$failure" | Should -BeLike '*2.5 s*billed*'
        "$failure" | Should -Not -BeLike '*-CancelAfter*'
    }

    Context 'for trainings' {
        It 'waits for many, with percent, log and the id in every error' {
            $null = New-ReplicateModel you/dog -Hardware cpu
            $pictures = Join-Path $TestDrive 'pictures'
            $null = New-Picture "$pictures/a.png"
            $good = New-ReplicateTraining ostris/flux-dev-lora-trainer you/dog -Latest -Dataset $pictures -Input @{ steps = 10 }
            $bad = New-ReplicateTraining ostris/flux-dev-lora-trainer you/dog -Latest -Input @{ input_images = 'https://example.com/none.zip' }
            $stopped = New-ReplicateTraining ostris/flux-dev-lora-trainer you/dog -Latest -Dataset $pictures -Input @{ steps = 4000 }
            Stop-ReplicateTraining $stopped
            $records = $good, $bad, $stopped | Wait-ReplicateTraining -ShowLog -ErrorAction SilentlyContinue -ErrorVariable failures 6>&1
            $ended = @($records | Where-Object { $_ -is [ReplicatePS.Training] })
            $ended.Id | Should -Be $good.Id
            $ended.Destination | Should -Be 'you/dog'
            $ended.Percent | Should -Be 100
            # The one that was stopped may have begun, and has lines of its own.
            $losses = @($ended.Logs -split '\n' -like '*loss*')
            $losses.Count | Should -Be 10
            $records | Where-Object { "$_" -in $losses } | Should -Be $losses
            $failures.Count | Should -Be 2
            foreach ($failure in $failures) {
                "$failure" | Should -BeLike "*$($failure.TargetObject.Id)*"
            }
            ($failures.FullyQualifiedErrorId | Sort-Object) -replace ',.*' | Should -Be 'ReplicateTrainingCanceled', 'ReplicateTrainingFailed'
        }

        It 'ends at its bound, with the id to go on with' {
            $null = New-ReplicateModel you/dog -Hardware cpu
            $pictures = Join-Path $TestDrive 'pictures'
            $null = New-Picture "$pictures/a.png"
            $null = Connect-Emulator 1
            $training = New-ReplicateTraining ostris/flux-dev-lora-trainer you/dog -CreateDestination -Latest -Dataset $pictures
            $failure = Get-Failure { $training | Wait-ReplicateTraining -TimeoutSec 1 }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateWaitTimeout,*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike "Wait-ReplicateTraining $($training.Id)*"
            "$failure" | Should -BeLike "*$($training.Id)*"
        }
    }
}
