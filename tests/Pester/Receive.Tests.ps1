Describe 'Receiving' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"

        function Start-Text([string] $Prompt = 'What is a lighthouse?') {
            New-ReplicatePrediction meta/meta-llama-3-8b-instruct -Input @{ prompt = $Prompt }
        }

        function Add-Fault([string] $Path, $Fault, [int] $Times = 1) {
            $null = $context.Emulator.Faults.Add('GET', $Path, $Fault, $Times)
        }
    }

    BeforeEach {
        $context = Connect-Emulator
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'gives the words of a language model, one string each' {
        $prediction = Start-Text
        $words = $prediction | Receive-ReplicatePrediction
        $words | Should -BeOfType string
        $words.Count | Should -BeGreaterThan 40
        -join $words | Should -BeExactly (-join (Get-ReplicatePrediction $prediction.Id).Output)
    }

    It 'asks for nothing but the stream' {
        $prediction = Start-Text
        $asked = $context.Emulator.Journal.Entries.Count
        $null = $prediction | Receive-ReplicatePrediction
        $entry = @($context.Emulator.Journal.Entries)[$asked..100]
        $entry.PathAndQuery | Should -BeLike '/v1/streams/*'
        $entry.Headers['Authorization'] | Should -BeNullOrEmpty
    }

    It 'takes ids as text, as objects and as what came from JSON, and keeps them in order' {
        $started = Start-Text one
        $started, $started.Id, ($started | ConvertTo-Json -Depth 4 | ConvertFrom-Json) | Receive-ReplicatePrediction |
            Where-Object { $_ -eq 'Gladly' } | Should -HaveCount 3
        $text = -join (Receive-ReplicatePrediction (Start-Text alpha), (Start-Text beta))
        $text | Should -Match '(?s)^Gladly: let me take up alpha\..*thought\.Gladly: let me take up beta\.'
        -join (Receive-ReplicatePrediction -Id $started.Id) | Should -BeLike '*one*'
    }

    It 'gives typed events with -AsEvent' {
        $prediction = New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'x'; megapixels = '0.25' }
        $events = $prediction | Receive-ReplicatePrediction -AsEvent
        $events | Should -BeOfType ReplicatePS.PredictionEvent
        @($events.Event | Select-Object -Unique) | Should -Be 'Logs', 'Output', 'Done'
        @($events.PredictionId | Select-Object -Unique) | Should -Be $prediction.Id
        $events[0].Id | Should -Match '^\d+:\d+$'
        ([DateTimeOffset]::UtcNow - $events[0].Time).TotalHours | Should -BeLessThan 1
        $events[-1].Data | Should -BeNullOrEmpty
        "$($events[-2])" | Should -BeLike 'https://*out-0.png'
        $events | Format-Table | Out-String | Should -Match 'PredictionId\s+Time\s+Event\s+Data'
    }

    It 'gives files as objects that can be saved' {
        $file = New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'x'; megapixels = '0.25' } | Receive-ReplicatePrediction
        $file | Should -BeOfType ReplicatePS.OutputFile
        ($file | Save-ReplicateOutput -Path $TestDrive).Length | Should -BeGreaterThan 1000
    }

    It 'receives from models that cannot stream' {
        (New-ReplicatePrediction jaaari/kokoro-82m -Input @{ text = 'x' } | Receive-ReplicatePrediction).FileName | Should -Be 'output.wav'
    }

    It 'loses and repeats nothing when the stream is cut <times> times after <bytes> bytes' -ForEach @(
        @{ Times = 5; Bytes = 400 }
        @{ Times = 1000; Bytes = 500 }
        @{ Times = 1; Bytes = 0 }
    ) {
        Add-Fault '/v1/streams/' ([ReplicatePS.Emulator.Fault]::CutAfter($Bytes)) $Times
        $prediction = Start-Text x
        $words = $prediction | Receive-ReplicatePrediction
        -join $words | Should -BeExactly (-join (Get-ReplicatePrediction $prediction.Id).Output)
    }

    It 'finishes from the prediction when the stream is gone' {
        Add-Fault '/v1/streams/' ([ReplicatePS.Emulator.Fault]::Answer(404)) 100
        -join (Start-Text gone | Receive-ReplicatePrediction) | Should -BeLike 'Gladly: let me take up gone.*thought.'
    }

    It 'gives an error for what ends <status>' -ForEach @(
        @{ Status = 'failed'; Id = 'ReplicatePredictionFailed' }
        @{ Status = 'canceled'; Id = 'ReplicatePredictionCanceled' }
        @{ Status = 'aborted'; Id = 'ReplicatePredictionAborted' }
    ) {
        $prediction = switch ($Status) {
            failed { New-ReplicatePrediction emulator/always-fails -Input @{ message = 'Out of memory' } }
            canceled { New-ReplicatePrediction emulator/slow -Input @{ seconds = 600 } | Stop-ReplicatePrediction -PassThru }
            aborted { New-ReplicatePrediction emulator/slow -Input @{ boot_seconds = 20 } -CancelAfter '5s' }
        }
        $events = $prediction.Id | Receive-ReplicatePrediction -AsEvent -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failures[0].TargetObject | Should -BeOfType ReplicatePS.Prediction
        $failures[0].TargetObject.Status | Should -Be $Status
        $events[-1].Event | Should -Be 'Done'
        $events[-1].Data | Should -Not -BeNullOrEmpty
    }

    It 'gives the text that came before a failure, and goes on with the next' {
        $bad = New-ReplicatePrediction emulator/always-fails -Input @{ message = 'no' }
        $text = -join ($bad, 'nothing', 7, (Start-Text next) | Receive-ReplicatePrediction -ErrorAction SilentlyContinue -ErrorVariable failures)
        $text | Should -BeLike '*take up next*'
        $failures.FullyQualifiedErrorId -replace ',.*' | Should -Be 'ReplicatePredictionFailed', 'ReplicateNotFound', 'ReplicateInvalidInput'
        $failures[1].TargetObject | Should -Be 'nothing'
    }

    It 'ends at its bound' {
        $slow = New-ReplicatePrediction emulator/slow -Input @{ seconds = 86400 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $slow | Receive-ReplicatePrediction -TimeoutSec 1 -ErrorAction SilentlyContinue -ErrorVariable failures
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'ReplicateWaitTimeout,*'
        $failures[0].ErrorDetails.RecommendedAction | Should -BeLike "Receive-ReplicatePrediction $($slow.Id)*"
    }

    It 'says that it is too late after an hour' {
        $late = Start-Text
        $context.Emulator.Clock.Advance('02:00:00')
        foreach ($one in $late, $late.Id) {
            { Receive-ReplicatePrediction $one -ErrorAction Stop } | Should -Throw '*any more*' -ErrorId 'ReplicateNotFound,*'
        }
    }

    It 'is ended by a consumer that has enough' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        New-ReplicatePrediction emulator/slow -Input @{ seconds = 86400 } | Receive-ReplicatePrediction -AsEvent | Select-Object -First 1 | Should -HaveCount 1
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
    }

    It 'ends within a second when it is stopped' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'").AddStatement().
                AddCommand('Receive-ReplicatePrediction').AddParameter('Context', $context).
                AddParameter('Id', (New-ReplicatePrediction emulator/slow -Input @{ boot_seconds = 86400 }))
            $running = $shell.BeginInvoke()
            while (-not ($context.Emulator.Journal.Entries.PathAndQuery -like '/v1/streams/*') -and -not $running.IsCompleted) {
                [Threading.Thread]::Sleep(20)
            }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'receives events from several at once' {
        $events = Receive-ReplicatePrediction (New-ReplicatePrediction emulator/slow -Input @{ seconds = 86400 }), (Start-Text) -AsEvent |
            Where-Object Event -EQ Done | Select-Object -First 1
        $events | Should -HaveCount 1
    }
}
