Describe 'Stopping the pipeline' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"

        # Starts a script in a runspace of its own, which has no console, and stops it when it is where it should be.
        function Stop-InTheMiddle([scriptblock] $Script, [scriptblock] $IsThere, [hashtable] $Variables = @{}) {
            $state = [initialsessionstate]::CreateDefault2()
            foreach ($name in $Variables.Keys) {
                $state.Variables.Add([Management.Automation.Runspaces.SessionStateVariableEntry]::new($name, $Variables[$name], ''))
            }
            $shell = [powershell]::Create($state)
            try {
                $null = $shell.AddScript("Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'; $Script")
                $running = $shell.BeginInvoke()
                $limit = [DateTime]::UtcNow.AddSeconds(20)
                while (-not (& $IsThere) -and [DateTime]::UtcNow -lt $limit) {
                    if ($running.IsCompleted) {
                        throw "It ended by itself: $($shell.Streams.Error)"
                    }
                    [Threading.Thread]::Sleep(20)
                }
                & $IsThere | Should -BeTrue

                $watch = [Diagnostics.Stopwatch]::StartNew()
                $shell.Stop()
                $watch.Stop()
                $shell.InvocationStateInfo.State | Should -Be 'Stopped'
                @($shell.Streams.Error | Where-Object FullyQualifiedErrorId -like 'Replicate*') | Should -BeNullOrEmpty
                $watch.Elapsed.TotalSeconds
            }
            finally {
                $shell.Dispose()
            }
        }

        # Whether something becomes true within a second.
        function Test-Soon([scriptblock] $Condition) {
            for ($try = 0; $try -lt 50; $try++) {
                if (& $Condition) {
                    return $true
                }
                [Threading.Thread]::Sleep(20)
            }
            $false
        }

        $file = Join-Path $TestDrive 'large.png'
        $stream = [IO.File]::Create($file)
        $stream.SetLength(60MB)
        $stream.Dispose()
    }

    AfterAll {
        Disconnect-Replicate
    }

    Context 'by an error' {
        It 'names what was being created, which may have been paid for' {
            $server = New-TestServer 0
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript("Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'
                    Connect-Replicate -Token x -BaseUri $($server.Address) -SkipTokenCheck
                    & { @{ text = 'x' }; while ('$($server.Address)' -and -not `$server.Heads.Count) { [Threading.Thread]::Sleep(20) }; 'no json' } | New-ReplicatePrediction a/b -ErrorAction Stop")
                $shell.Runspace.SessionStateProxy.SetVariable('server', $server)
                { $shell.Invoke() } | Should -Throw '*not JSON*'
                "$($shell.Streams.Warning)" | Should -BeLike '*may cost money*POST /v1/models/a/b/predictions*'
                $server.Heads.Count | Should -Be 1
            }
            finally {
                $shell.Dispose()
                $server.Dispose()
            }
        }
    }

    Context 'while the server is silent' {
        BeforeAll {
            $server = New-TestServer 0
            $null = Connect-Replicate -Token x -BaseUri $server.Address -SkipTokenCheck
            $context = Get-ReplicateContext
        }

        AfterAll {
            $server.Dispose()
        }

        It 'ends within a second in <Name>, and hangs up' -ForEach @(
            @{ Name = 'connecting'; Script = { Connect-Replicate -Token x -BaseUri $address } }
            @{ Name = 'reading'; Script = { Get-ReplicatePrediction abc -Context $context } }
            @{ Name = 'listing'; Script = { Get-ReplicatePrediction -Context $context } }
            @{ Name = 'creating'; Script = { New-ReplicatePrediction a/b -Input @{ text = 'x' } -Context $context } }
            @{ Name = 'creating many'; Script = { 1..20 | ForEach-Object { @{ text = "$_" } } | New-ReplicatePrediction a/b -Context $context } }
            @{ Name = 'training'; Script = { New-ReplicateTraining a/b:c you/d -Context $context } }
            @{ Name = 'canceling'; Script = { Stop-ReplicatePrediction abc -Context $context } }
            @{ Name = 'waiting'; Requests = 2; Script = { 'abc', 'def' | Wait-ReplicatePrediction -Context $context } }
            @{ Name = 'saving'; Script = { Save-ReplicateOutput "$address/a.png" -Path $folder -Context $context } }
        ) {
            # .NET keeps a connection that it was opening when its request was stopped, for the next request.
            $wanted = $server.Heads.Count + [Math]::Max(1, $Requests)
            Stop-InTheMiddle $Script { $server.Heads.Count -ge $wanted } @{ context = $context; address = $server.Address; folder = "$TestDrive/saved" } | Should -BeLessThan 1
            Test-Soon { $server.Open -eq 0 } | Should -BeTrue
            Get-ChildItem "$TestDrive/saved" -Force -ErrorAction Ignore | Should -BeNullOrEmpty
        }

        It 'ends within a second in uploading <Name>' -ForEach @(
            @{ Name = 'a file'; Script = { New-ReplicateFile $file -Context $context } }
            @{ Name = 'an input'; Script = { New-ReplicatePrediction a/b -Input @{ image = Get-Item $file } -Context $context } }
        ) {
            $server = New-TestServer 0
            $server.StopsReading = $true
            $context = Connect-Replicate -Token x -BaseUri $server.Address -SkipTokenCheck -PassThru
            $before = 0
            Stop-InTheMiddle $Script { $server.Heads.Count -gt $before } @{ context = $context; file = $file } | Should -BeLessThan 1
            $server.Dispose()
        }
    }

    Context 'while a stream is an input' {
        BeforeAll {
            $names = 'TMPDIR', 'TEMP', 'TMP'
            $before = $names | ForEach-Object { [Environment]::GetEnvironmentVariable($_) }
            $temporary = Join-Path $TestDrive 'temporary'
            $null = New-Item -ItemType Directory $temporary
            $names | ForEach-Object { [Environment]::SetEnvironmentVariable($_, $temporary) }
            $copies = { @(Get-ChildItem $temporary -Filter 'replicate-*.part') }
            $run = { Invoke-ReplicateModel nightmareai/real-esrgan @{ image = $stream } -FileMode Upload -Context $context }
        }

        BeforeEach {
            $context = Connect-Emulator
            $stream = [IO.File]::OpenRead($file)
        }

        AfterEach {
            $stream.Dispose()
            Test-Soon { -not (& $copies) } | Should -BeTrue -Because 'no temporary file stays'
        }

        AfterAll {
            Disconnect-Replicate
            0..2 | ForEach-Object { [Environment]::SetEnvironmentVariable($names[$_], $before[$_]) }
        }

        It 'leaves no temporary file when the stream gives nothing more' {
            $pipe = [IO.Pipes.AnonymousPipeServerStream]::new('Out')
            $silent = [IO.Pipes.AnonymousPipeClientStream]::new('In', $pipe.ClientSafePipeHandle)
            try {
                $pipe.Write([byte[]]::new(1000), 0, 1000)
                Stop-InTheMiddle $run { (& $copies).Count -eq 1 } @{ context = $context; stream = $silent } | Should -BeLessThan 1
            }
            finally {
                $pipe.Dispose()
                $silent.Dispose()
            }
        }

        It 'leaves no temporary file when the upload is stopped, or its runspace closed' {
            $server = New-TestServer 0
            $server.StopsReading = $true
            $context = Connect-Replicate -Token x -BaseUri $server.Address -SkipTokenCheck -PassThru
            $upload = { New-ReplicatePrediction a/b -Input @{ image = $stream } -Context $context }
            try {
                Stop-InTheMiddle $upload { $server.Heads.Count -gt 0 } @{ context = $context; stream = $stream } | Should -BeLessThan 1

                $shell = [powershell]::Create([Management.Automation.RunspaceMode]::NewRunspace)
                $again = [IO.File]::OpenRead($file)
                $null = $shell.AddScript("param(`$context, `$stream) Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'; $upload").AddArgument($context).AddArgument($again)
                $null = $shell.BeginInvoke()
                $limit = [DateTime]::UtcNow.AddSeconds(20)
                while ($server.Heads.Count -lt 2 -and [DateTime]::UtcNow -lt $limit) { [Threading.Thread]::Sleep(20) }
                (& $copies).Count | Should -Be 1
                $shell.Runspace.Close()
            }
            finally {
                $server.Dispose()
                $again.Dispose()
                $shell.Dispose()
            }
        }

        It 'leaves no temporary file when the <What> fails' -ForEach @(
            @{ What = 'upload'; Path = '/files$' }
            @{ What = 'create'; Path = '/predictions$' }
        ) {
            $null = $context.Emulator.Faults.Add('POST', $Path, (Get-Fault)::Answer(422, '{"detail":"no"}'))
            (Get-Failure $run).FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            @(Get-Journal POST | Where-Object Path -eq '/v1/files').Count | Should -Be 1
        }

        It 'leaves no temporary file when it is too large' {
            $large = [IO.File]::Create("$TestDrive/too-large.bin")
            $large.SetLength(101MB)
            $context = Get-ReplicateContext
            $stream.Dispose()
            $stream = $large
            (Get-Failure $run).FullyQualifiedErrorId | Should -BeLike 'ReplicateFileTooLarge,*'
        }

        It 'leaves no temporary file when all was sent' {
            # What the file holds is no picture, which the model finds out.
            (Get-Failure $run).FullyQualifiedErrorId | Should -BeLike 'ReplicatePredictionFailed,*'
            @(Get-Journal POST).Path | Should -Be '/v1/files', '/v1/predictions'
        }
    }

    Context 'while the work goes on' {
        BeforeEach {
            $context = Connect-Emulator 1
            $sent = { @($context.Emulator.Journal.Entries).Count -gt 1 }
        }

        It 'ends a wait within a second, and what is waited for can be picked up again' {
            $started = New-ReplicatePrediction emulator/slow -Input @{ seconds = 3000 }
            Stop-InTheMiddle { Wait-ReplicatePrediction $id -Context $context } { @(Get-Journal GET).Count -gt 2 } @{ context = $context; id = $started.Id } | Should -BeLessThan 1
            $asked = @(Get-Journal).Count
            (Get-ReplicatePrediction $started.Id).Status | Should -BeIn 'starting', 'processing'
            [Threading.Thread]::Sleep(600)
            @(Get-Journal).Count | Should -Be ($asked + 1) -Because 'nobody asks any more'
        }

        It 'ends a download in the middle, and leaves nothing half-written' {
            $server = New-TestServer 200 'half of it' 'image/png'
            $server.Withheld = 1000
            $folder = "$TestDrive/half"
            try {
                Stop-InTheMiddle { Save-ReplicateOutput "$address/a.png" -Path $folder -Context $context } { @(Get-ChildItem $folder -Force -ErrorAction Ignore).Count -gt 0 } @{ context = $context; address = $server.Address; folder = $folder } |
                    Should -BeLessThan 1
                Test-Soon { -not (Get-ChildItem $folder -Force) } | Should -BeTrue
            }
            finally {
                $server.Dispose()
            }
        }

        It 'ends a question of -Confirm that nobody can answer' {
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript("Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'").AddStatement().AddCommand('Remove-ReplicateDeployment').
                    AddParameter('Deployment', 'you/x').AddParameter('Context', $context)
                try { $shell.Invoke() } catch { $script:thrown = $_ }
                ($shell.HadErrors -or $script:thrown) | Should -BeTrue
                @(Get-Journal DELETE) | Should -BeNullOrEmpty
            }
            finally {
                $shell.Dispose()
            }
        }

        It 'is not needed without a console: waits, logs and progress work' {
            $shell = [powershell]::Create()
            try {
                $id = (New-ReplicatePrediction emulator/slow -Input @{ seconds = 1 }).Id
                $null = $shell.AddScript("Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'").AddStatement().AddCommand('Wait-ReplicatePrediction').
                    AddParameter('Id', $id).AddParameter('ShowLog').AddParameter('Context', $context)
                $shell.Invoke().Status | Should -Be 'succeeded'
                $shell.HadErrors | Should -BeFalse
            }
            finally {
                $shell.Dispose()
            }
        }
    }

    Context 'from below' {
        BeforeEach {
            $context = Connect-Emulator
            $context.Emulator.SeedPredictions(350)
        }

        It 'asks for one page when <Name>' -ForEach @(
            @{ Name = '-First is given'; Work = { Get-ReplicatePrediction -First 5 } }
            @{ Name = 'Select-Object -First has enough'; Work = { Get-ReplicatePrediction | Select-Object -First 5 } }
            @{ Name = 'the whole page was asked for'; Work = { Get-ReplicatePrediction -First 100 } }
        ) {
            $sent = @(Get-Sent { $script:seen = @(& $Work) })
            $script:seen.Count | Should -BeIn 5, 100
            $sent.Count | Should -Be 1
        }

        It 'asks for as many pages as are wanted, and for all by default' {
            @(Get-Sent { $script:seen = @(Get-ReplicatePrediction | Select-Object -First 150) }).Count | Should -Be 2
            $script:seen.Count | Should -Be 150
            @(Get-Sent { $script:seen = @(Get-ReplicatePrediction) }).Count | Should -Be 4
            @($script:seen.Id | Select-Object -Unique).Count | Should -Be 350
        }

        It 'does not read ahead of a slow consumer' {
            $journal = $context.Emulator.Journal
            $journal.Clear()
            $counts = Get-ReplicatePrediction | Select-Object -First 100 | ForEach-Object { $journal.Entries.Count }
            ($counts | Measure-Object -Maximum).Maximum | Should -Be 1
        }

        It 'ends creates that are still on their way when one is enough' {
            $null = $context.Emulator.Faults.Add('POST', '/predictions$', (Get-Fault)::Stall(), 100, 1)
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $made = 1..20 | ForEach-Object { @{ text = "$_" } } | New-ReplicatePrediction emulator/echo -ThrottleLimit 4 | Select-Object -First 1
            $made.Id | Should -Not -BeNullOrEmpty
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
            @(Get-Journal POST).Count | Should -BeLessThan 10
        }

        It 'lets an error of the consumer through, and goes no further' {
            { Get-ReplicatePrediction | ForEach-Object { throw 'enough' } } | Should -Throw 'enough'
            @(Get-Sent { try { Get-ReplicatePrediction | ForEach-Object { throw 'enough' } } catch { } }).Count | Should -Be 1
        }

        It 'lets break and return through' {
            foreach ($i in 1) { Get-ReplicatePrediction | ForEach-Object { break } }
            & { Get-ReplicatePrediction -First 3 | ForEach-Object { return } } | Should -BeNullOrEmpty
        }

        It 'can be nested in itself' {
            $found = Get-ReplicatePrediction -First 3 | ForEach-Object { Get-ReplicatePrediction $_.Id }
            $found.Count | Should -Be 3
        }
    }
}
