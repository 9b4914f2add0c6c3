Describe 'Running models' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
        $flux = 'black-forest-labs/flux-schnell'
        $llama = 'meta/meta-llama-3-8b-instruct'

        function Get-Create([ReplicatePS.ReplicateContext] $Context = (Get-ReplicateContext)) {
            Get-Journal POST $Context | Where-Object Path -like '*/predictions'
        }

        # How many creates were in flight at once at most, and how many still are.
        function Measure-Create([ReplicatePS.ReplicateContext] $Context = (Get-ReplicateContext)) {
            $entries = @((Get-Create $Context).Entry)
            $most = 0
            foreach ($entry in $entries) {
                $at = @($entries | Where-Object { $_.Time -le $entry.Time -and ($null -eq $_.EndedAt -or $_.EndedAt -gt $entry.Time) }).Count
                $most = [Math]::Max($most, $at)
            }
            @{ Most = $most; Open = @($entries | Where-Object { $null -eq $_.EndedAt }).Count; Count = $entries.Count }
        }
    }

    BeforeEach {
        $context = Connect-Emulator
        $faults = $context.Emulator.Faults
    }

    AfterAll {
        Disconnect-Replicate
    }

    Context 'one line for a whole file' {
        BeforeAll {
            $rows = "$TestDrive/prompts.csv"
            @('prompt,seed,num_outputs') + (1..40 | ForEach-Object { "a lighthouse $_,$_,1" }) | Set-Content $rows
        }

        It 'keeps sixteen in flight and writes each picture' {
            $context = Connect-Emulator 5
            $saved = @(Import-Csv $rows | Invoke-ReplicateModel $flux -ThrottleLimit 16 | Save-ReplicateOutput -Path "$TestDrive/sixteen")
            $saved.Count | Should -Be 40
            $seen = Measure-Create
            $seen.Most | Should -Be 16
            $seen.Open | Should -Be 0
            $seen.Count | Should -Be 40
            @(Get-Journal GET | Where-Object Path -eq "/v1/models/$flux").Count | Should -Be 1
        }

        It 'writes the first picture before the last run has begun' {
            $context = Connect-Emulator 5
            $left = Import-Csv $rows | Invoke-ReplicateModel $flux -ThrottleLimit 4 | Save-ReplicateOutput -Path "$TestDrive/soon" | Select-Object -First 1 | ForEach-Object { @(Get-Create).Count }
            $left | Should -BeLessThan 16
        }

        It 'works in a runspace without a host' {
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript("Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'
                    Import-Csv '$rows' | Invoke-ReplicateModel $flux -ThrottleLimit 16 -Context `$args[0] | Save-ReplicateOutput -Path '$TestDrive/hostless' -Context `$args[0]").AddArgument($context)
                $shell.Invoke().Count | Should -Be 40
                $shell.HadErrors | Should -BeFalse
            }
            finally {
                $shell.Dispose()
            }
        }

        It 'works in parallel with two contexts at once' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
            $module = "$env:REPLICATEPS_MODULE/ReplicatePS.psd1"
            $contexts = 1..2 | ForEach-Object { Connect-Emulator }
            $folder = "$TestDrive/parallel"
            $saved = @(0, 1 | ForEach-Object -Parallel {
                Import-Module $using:module
                $mine = ($using:contexts)[$_]
                Import-Csv $using:rows | Invoke-ReplicateModel $using:flux -ThrottleLimit 8 -Context $mine | Save-ReplicateOutput -Path "$using:folder/$_" -Context $mine
            })
            $saved.Count | Should -Be 80
            foreach ($one in $contexts) {
                @(Get-Create $one).Count | Should -Be 40
            }
        }
    }

    Context 'inputs' {
        It 'get the types of the schema' {
            "prompt,seed,go_fast,num_outputs,Output_Format,aspect_ratio,megapixels`na dog,7,yes,,PNG,16:9,1`na cat,,0,2,webp,,0.25" | Set-Content "$TestDrive/typed.csv"
            $null = Import-Csv "$TestDrive/typed.csv" | Invoke-ReplicateModel $flux -ThrottleLimit 1
            (Get-Create).Text | Should -Be @(
                '{"input":{"prompt":"a dog","seed":7,"go_fast":true,"aspect_ratio":"16:9","megapixels":"1","output_format":"png"}}'
                '{"input":{"prompt":"a cat","go_fast":false,"num_outputs":2,"megapixels":"0.25","output_format":"webp"}}')
        }

        It 'that are wrong are one error for each row, and nothing is sent for it' {
            $rows = @{ prompt = 'good' }, @{ prmpt = 'x' }, @{ prompt = 'x'; num_outputs = 9 }, @{ prompt = 'x'; seed = 'seven' }, @{ prompt = 'x'; aspect_ratio = '16x9' }, @{ prompt = 'x'; go_fast = 'maybe' }, @{ prompt = 'better' }
            $made = @($rows | Invoke-ReplicateModel $flux -ErrorAction SilentlyContinue -ErrorVariable failures)
            $made.Count | Should -Be 2
            @(Get-Create).Count | Should -Be 2
            $failures = @($failures | Sort-Object { $_.Exception.Row })
            $failures.Count | Should -Be 5
            $failures.Exception.Row | Should -Be 2, 3, 4, 5, 6
            $failures.FullyQualifiedErrorId | Select-Object -Unique | Should -Be 'ReplicateInvalidInput,ReplicatePS.Commands.InvokeReplicateModelCommand'
            "$($failures[0])" | Should -BeLike "Row 2: 'prmpt' is no input of $flux. Did you mean 'prompt'[?]*'prompt' is missing."
            "$($failures[1])" | Should -Be "Row 3: 'num_outputs' is 9; 1 to 4 are allowed."
            "$($failures[2])" | Should -Be "Row 4: 'seed' is 'seven', not a whole number."
            "$($failures[3])" | Should -BeLike "Row 5: 'aspect_ratio' is '16x9', which is none of its choices: 1:1, 16:9,*Did you mean '16:9'[?]"
            "$($failures[4])" | Should -Be "Row 6: 'go_fast' is 'maybe', not true or false."
            $failures[1].TargetObject.num_outputs | Should -Be 9
        }

        It 'are read as no culture would have it' {
            $old = [Threading.Thread]::CurrentThread.CurrentCulture
            try {
                [Threading.Thread]::CurrentThread.CurrentCulture = 'de-DE'
                $null = [pscustomobject]@{ prompt = 'x'; temperature = '0.25'; max_tokens = '12' } | Invoke-ReplicateModel $llama
            }
            finally {
                [Threading.Thread]::CurrentThread.CurrentCulture = $old
            }
            (Get-Create).Text | Should -Be '{"input":{"prompt":"x","temperature":0.25,"max_tokens":12}}'
        }

        It 'are chosen from the columns by -InputProperty' {
            $row = [pscustomobject]@{ Number = 3; Text = 'a dog'; Colour = 'red' }
            $null = $row | Invoke-ReplicateModel $flux -InputProperty @{ Text = 'prompt'; Number = 'seed' }
            $null = [pscustomobject]@{ prompt = 'a cat'; note = 'mine' } | Invoke-ReplicateModel $flux -InputProperty prompt -Input @{ seed = '5' }
            (Get-Create)[0].Body.input | ForEach-Object { $_.prompt; $_.seed } | Should -Be 'a dog', 3
            (Get-Create)[1].Text | Should -Be '{"input":{"seed":5,"prompt":"a cat"}}'
            "$(Get-Failure { $row | Invoke-ReplicateModel $flux -InputProperty @{ Txt = 'prompt' } })" | Should -BeLike "Row 1: There is no column 'Txt'*Number, Text, Colour*"
            "$(Get-Failure { $row | Invoke-ReplicateModel $flux })" | Should -BeLike "Row 1: 'Number' is no input of*"
        }

        It 'of a deployment and of a pinned version are fitted as well' {
            $null = New-ReplicateDeployment shop stability-ai/sdxl -Hardware cpu
            $pinned = "stability-ai/sdxl:$((Get-ReplicateModelVersion stability-ai/sdxl -First 1).Version)"
            $sent = @(Get-Sent { [pscustomobject]@{ prompt = 'x'; width = '512' } | Invoke-ReplicateModel -Deployment you/shop })
            $sent[-1].Text | Should -Be '{"input":{"prompt":"x","width":512}}'
            $sent = @(Get-Sent { [pscustomobject]@{ prompt = 'x'; width = '512' } | Invoke-ReplicateModel $pinned })
            $sent[-1].Body.input.width | Should -Be 512
            $sent[-1].Path | Should -Be '/v1/predictions'
        }

        It 'of a community model are sent to its version at once' {
            $sent = @(Get-Sent { 1..3 | ForEach-Object { @{ prompt = "$_" } } | Invoke-ReplicateModel stability-ai/sdxl })
            $sent.Path | Select-Object -Unique | Sort-Object | Should -Be '/v1/models/stability-ai/sdxl', '/v1/predictions'
            @($sent | Where-Object Status -ge 400) | Should -BeNullOrEmpty
        }

        It 'send nothing with -WhatIf' {
            Get-Sent { @{ prompt = 'x' } | Invoke-ReplicateModel $flux -WhatIf } | Should -BeNullOrEmpty
        }
    }

    Context 'files in' {
        BeforeAll {
            $picture = New-Picture "$TestDrive/in/small.png"
            $large = "$TestDrive/in/large.png"
            $bytes = [byte[]]::new(300KB)
            [IO.File]::ReadAllBytes($picture.FullName).CopyTo($bytes, 0)
            [IO.File]::WriteAllBytes($large, $bytes)
            $upscaler = 'nightmareai/real-esrgan'

            function Get-Image($Value, $Mode = 'Auto') {
                $null = Get-Sent { Invoke-ReplicateModel $upscaler @{ image = $Value } -FileMode $Mode -ErrorAction SilentlyContinue }
                (Get-Create).Body.input.image
            }
        }

        It 'are put into the request up to 256 kB, given as <Name>' -ForEach @(
            @{ Name = 'FileInfo'; Value = { $picture } }
            @{ Name = 'a path'; Value = { $picture.FullName } }
            @{ Name = 'a relative path'; Value = { 'in/small.png' } }
            @{ Name = 'a path on a drive of PowerShell'; Value = { 'TestDrive:/in/small.png' } }
            @{ Name = 'bytes'; Value = { , [IO.File]::ReadAllBytes($picture.FullName) } }
            @{ Name = 'a stream'; Value = { [IO.File]::OpenRead($picture.FullName) } }
        ) {
            Push-Location TestDrive:/
            try {
                $seen = Get-Image (& $Value)
            }
            finally {
                Pop-Location
            }
            $seen | Should -Be "data:image/png;base64,$([Convert]::ToBase64String([IO.File]::ReadAllBytes($picture.FullName)))"
        }

        It 'are found where PowerShell was when their row came' {
            $folders = foreach ($name in 'one', 'two') {
                $folder = New-Item -ItemType Directory -Force "$TestDrive/$name"
                [IO.File]::WriteAllText("$folder/same.png", $name)
                $folder.FullName
            }
            Push-Location $TestDrive
            try {
                $null = Get-Sent {
                    $folders[0], $folders[1], $folders[0] | ForEach-Object { Set-Location $_; @{ image = 'same.png' } } | Invoke-ReplicateModel $upscaler -ErrorAction SilentlyContinue
                }
            }
            finally {
                Pop-Location
            }
            $seen = (Get-Create).Body.input.image | ForEach-Object { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String(($_ -split ',')[1])) }
            $seen | Sort-Object | Should -Be 'one', 'one', 'two'
        }

        It 'are uploaded where -FileMode or their size says so' {
            Get-Image $picture Upload | Should -BeLike 'https://*/v1/files/*'
            Get-Image $large | Should -BeLike 'https://*/v1/files/*'
            Get-Image $large Inline | Should -BeLike 'data:image/png;base64,*'
        }

        It 'are uploaded once for a pipeline, as <Name>' -ForEach @(
            @{ Name = 'paths'; Rows = { 1..6 | ForEach-Object { [pscustomobject]@{ image = $large; scale = "$_" } } } }
            @{ Name = 'bytes'; Rows = { 1..6 | ForEach-Object { @{ image = [IO.File]::ReadAllBytes($large); scale = $_ } } } }
            @{ Name = 'a stream'; Rows = { $stream = [IO.File]::OpenRead($large); 1..6 | ForEach-Object { @{ image = $stream; scale = $_ } } } }
        ) {
            $rows = & $Rows
            $sent = @(Get-Sent { $rows | Invoke-ReplicateModel $upscaler -ThrottleLimit 6 } POST)
            @($sent | Where-Object Path -eq '/v1/files').Count | Should -Be 1
            @($sent | Where-Object Path -eq '/v1/predictions').Count | Should -Be 6
        }

        It 'are uploaded once for a pipeline where they hold the same, however they are given' {
            $others = 1..3 | ForEach-Object { Copy-Item $large "$TestDrive/in/copy-$_.png" -PassThru }
            $changed = [IO.File]::ReadAllBytes($large)
            $changed[-1] = 1
            $streams = 1..2 | ForEach-Object { [IO.File]::OpenRead($others[$_].FullName) }
            $rows = @($others) + @($streams) + @(, [IO.File]::ReadAllBytes($large)) + @(, $changed) | ForEach-Object { @{ image = $_ } }
            $sent = @(Get-Sent { $rows | Invoke-ReplicateModel $upscaler -ThrottleLimit 8 } POST)
            $streams | ForEach-Object Dispose
            @($sent | Where-Object Path -eq '/v1/files').Count | Should -Be 2
            $links = @((Get-Create).Body.input.image | Group-Object | Sort-Object Count)
            @($links | ForEach-Object Count) | Should -Be 1, 6
        }

        It 'that do not exist name the row, and links are left alone' {
            $rows = @{ image = 'nope.png' }, @{ image = $TestDrive }, @{ image = 'https://example.com/a.png' }
            $null = Get-Sent { $rows | Invoke-ReplicateModel $upscaler -ErrorAction SilentlyContinue -ErrorVariable script:failures }
            @(Get-Create).Body.input.image | Should -Be 'https://example.com/a.png'
            $texts = @($script:failures | Where-Object { $_.Exception.Row -lt 3 } | Sort-Object { $_.Exception.Row } | ForEach-Object { "$_" })
            $texts[0] | Should -Be "Row 1: 'image' is a file, and there is no file 'nope.png'."
            $texts[1] | Should -BeLike 'Row 2: *folder*'
        }

        It 'over 100 MiB are refused before anything is sent' {
            $huge = "$TestDrive/huge.png"
            $stream = [IO.File]::Create($huge)
            $stream.SetLength(101MB)
            $stream.Dispose()
            $sent = @(Get-Sent { $script:failure = Get-Failure { @{ image = $huge } | Invoke-ReplicateModel $upscaler } } POST)
            $sent | Should -BeNullOrEmpty
            $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateFileTooLarge,*'
            "$script:failure" | Should -BeLike 'Row 1: *100 MiB*'
        }
    }

    Context 'outputs' {
        It 'of a language model are one string' {
            $answer = Invoke-ReplicateModel $llama @{ prompt = 'Why?' }
            $answer | Should -BeOfType string
            $answer | Should -BeLike '*Why?*'
            $answer.PredictionId | Should -Match '^[a-z0-9]{26}$'
        }

        It 'that are files are objects that tell what they are' {
            $files = @(@{ prompt = 'x'; num_outputs = 2 } | Invoke-ReplicateModel $flux)
            $files.Count | Should -Be 2
            $files[0] | Should -BeOfType ReplicatePS.OutputFile
            $files.Index | Should -Be 0, 1
            $files[0].FileName, $files[0].ContentType | Should -Be 'out-0.png', 'image/png'
            $files.PredictionId | Select-Object -Unique | Should -HaveCount 1
            $files[0].Row, $files[0].InputObject.prompt | Should -Be 1, 'x'
            $files[1].ReadBytes().Length | Should -BeGreaterThan 100
        }

        It 'are saved under names of the row that they came of' {
            $saved = [pscustomobject]@{ Number = 7; Text = 'a dog' } | Invoke-ReplicateModel $flux -InputProperty @{ Text = 'prompt' } |
                Save-ReplicateOutput -Path "$TestDrive/named" -FileName '{number:000}-{text}-{row}-{model}'
            $saved.Name | Should -Be '007-a dog-1-black-forest-labs_flux-schnell.png'
        }

        It 'are in the order of their ends, or of the rows with -KeepOrder' {
            $context = Connect-Emulator 20
            $rows = 60, 2, 20 | ForEach-Object { @{ seconds = $_ } }
            @($rows | Invoke-ReplicateModel emulator/slow).Row | Should -Be 2, 3, 1
            @($rows | Invoke-ReplicateModel emulator/slow -KeepOrder).Row | Should -Be 1, 2, 3
        }

        It 'are the predictions with -AsPrediction' {
            $made = @{ text = 'x' } | Invoke-ReplicateModel emulator/echo -AsPrediction
            $made | Should -BeOfType ReplicatePS.Prediction
            $made.Status, $made.Output, $made.Row, $made.InputObject.text | Should -Be 'succeeded', 'x', 1, 'x'
        }

        It 'that failed are one error that names row and prediction, and the rest goes on' {
            $bad = '{"status":"succeeded","output":null,"id":"abcdefghijklmnopqrstuvwxyz"}'
            $null = $faults.Add('POST', '/predictions$', (Get-Fault)::Answer(201, $bad, 'application/json'), 1)
            $made = @('a', 'b' | ForEach-Object { @{ text = $_ } } | Invoke-ReplicateModel emulator/echo -ThrottleLimit 1 -ErrorAction SilentlyContinue -ErrorVariable failures)
            $made | Should -Be 'b'
            "$failures" | Should -Be 'Row 1: The prediction abcdefghijklmnopqrstuvwxyz succeeded, but its output is null.'
            $failures[0].Exception.Prediction.Id | Should -Be 'abcdefghijklmnopqrstuvwxyz'

            $failure = Get-Failure { @{ message = 'Out of memory.' } | Invoke-ReplicateModel emulator/always-fails }
            "$failure" | Should -Match '^Row 1: The prediction [a-z0-9]{26} failed: Out of memory\.$'
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicatePredictionFailed,*'
            $failure.TargetObject.message | Should -Be 'Out of memory.'
        }

        It 'of one that was canceled from elsewhere are an error' {
            $context = Connect-Emulator 1
            $failure = Get-Failure {
                $null = $context.Emulator.Faults.Add('GET', '/predictions/', (Get-Fault)::Answer(200, '{"id":"x","status":"canceled"}', 'application/json'), 1)
                @{ seconds = 60 } | Invoke-ReplicateModel emulator/slow -CancelOnStop
            }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicatePredictionCanceled,*'
        }

        It 'that take too long are an error with the id, and the run goes on' {
            $context = Connect-Emulator 1
            $failure = Get-Failure { Invoke-ReplicateModel emulator/slow @{ seconds = 60 } -TimeoutSec 1 }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateWaitTimeout,*'
            "$failure" | Should -Match '^The prediction [a-z0-9]{26} has not ended within 1 s; its status is ''processing''\.'
            (Get-ReplicatePrediction $failure.Exception.Id).Status | Should -Be 'processing'
        }

        It 'that take too long because the create is never answered are an error that says how to look for it: -TimeoutSec <Seconds>' -ForEach @(
            @{ Seconds = 1 }
            @{ Seconds = 3 }
        ) {
            $server = New-TestServer 0
            try {
                $null = Connect-Replicate -Token r8_waits_for_ever -BaseUri "$($server.Address)/v1" -SkipTokenCheck
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $failure = Get-Failure { Invoke-ReplicateModel -Version ('a' * 64) -Input @{ text = 'x' } -TimeoutSec $Seconds }
                $watch.Elapsed.TotalSeconds | Should -BeGreaterOrEqual $Seconds
                $watch.Elapsed.TotalSeconds | Should -BeLessThan ($Seconds + 1)
                $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateOutcomeUnknown,*'
                $failure.Exception.SearchCommand | Should -BeLike 'Find-ReplicatePrediction -Version a*a -Around *'
                @($server.Heads).Count | Should -Be 1
            }
            finally {
                $server.Dispose()
                $null = Connect-Emulator
            }
        }
    }

    Context 'text as it comes' {
        It 'is strings that make the whole text, the first of them long before the last' {
            $context = Connect-Emulator 1
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $times = [Collections.Generic.List[double]]::new()
            $pieces = @(Invoke-ReplicateModel $llama @{ prompt = 'Why?' } -Stream | ForEach-Object { $times.Add($watch.Elapsed.TotalSeconds); $_ })
            $pieces.Count | Should -BeGreaterThan 10
            $pieces | ForEach-Object { $_ | Should -BeOfType string }
            -join $pieces | Should -Be (Invoke-ReplicateModel $llama @{ prompt = 'Why?' })
            ($times[-1] - $times[0]) | Should -BeGreaterThan 0.5
            $pieces.PredictionId | Select-Object -Unique | Should -HaveCount 1
        }

        It 'of several rows comes one row after the other, though they run at once' {
            $pieces = @(1..4 | ForEach-Object { @{ prompt = "number $_" } } | Invoke-ReplicateModel $llama -Stream)
            $rows = @($pieces.Row)
            ($rows | Sort-Object) -join ',' | Should -Be ($rows -join ',')
            -join ($pieces | Where-Object Row -eq 3) | Should -BeLike '*number 3*'
        }

        It 'of a model that fails is an error with the row' {
            $failure = Get-Failure { @{ message = 'Out of words.' } | Invoke-ReplicateModel emulator/always-fails -Stream }
            "$failure" | Should -Match '^Row 1: The prediction [a-z0-9]{26} failed: Out of words\.$'
        }

        It 'of a model that makes files are the files' {
            $file = Invoke-ReplicateModel $flux @{ prompt = 'x' } -Stream
            $file | Should -BeOfType ReplicatePS.OutputFile
        }

        It 'cannot be a prediction as well' {
            "$(Get-Failure { Invoke-ReplicateModel $llama @{ prompt = 'x' } -Stream -AsPrediction })" | Should -BeLike '*Give one of them*'
        }
    }

    It 'does not look at what has just begun before it may have ended' {
        $ProgressPreference = 'SilentlyContinue'
        $context = Connect-Emulator 1
        $null = Invoke-ReplicateModel emulator/slow @{ seconds = 0.5 } -CancelOnStop
        $asked = @(Get-Journal GET | Where-Object Path -like '/v1/predictions/*')
        $asked.Count | Should -Be 1
        $null = Get-Sent { Invoke-ReplicateModel emulator/slow @{ seconds = 0.5 } } | Tee-Object -Variable sent
        @($sent | Where-Object Path -like '/v1/predictions/*') | Should -BeNullOrEmpty -Because 'the answer of the create had it all'
    }

    Context 'when the pipeline ends early' {
        BeforeAll {
            function Start-Stopped([string] $Arguments, [scriptblock] $When) {
                $shell = [powershell]::Create()
                $null = $shell.AddScript("Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'
                    1..40 | ForEach-Object { @{ seconds = 30 + `$_ } } | Invoke-ReplicateModel emulator/slow -ThrottleLimit 16 -Context `$args[0] $Arguments").AddArgument($context)
                $running = $shell.BeginInvoke()
                $limit = [DateTime]::UtcNow.AddSeconds(20)
                while (-not (& $When) -and [DateTime]::UtcNow -lt $limit) {
                    [Threading.Thread]::Sleep(20)
                }
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $shell.Stop()
                $watch.Elapsed.TotalSeconds
                "$($shell.Streams.Warning)"
                $shell.Dispose()
            }
        }

        BeforeEach {
            $context = Connect-Emulator 1
        }

        It 'stops within a second, leaves no request, and names what it started' {
            $seconds, $warning = Start-Stopped '' { @(Get-Create).Count -ge 16 }
            $seconds | Should -BeLessThan 1
            [Threading.Thread]::Sleep(300)
            (Measure-Create).Open | Should -Be 0
            (Measure-Create).Count | Should -Be 16
            $ids = @(Get-ReplicatePrediction).Id
            $ids.Count | Should -Be 16
            foreach ($id in $ids) {
                $warning | Should -BeLike "*$id*"
            }
        }

        It 'cancels what runs with -CancelOnStop' {
            $seconds, $null = Start-Stopped '-CancelOnStop' { @(Get-Journal GET | Where-Object Path -like '/v1/predictions/*').Count -ge 16 }
            $seconds | Should -BeLessThan 1
            @(Get-ReplicatePrediction).Status | Select-Object -Unique | Should -Be 'canceled'
        }

        It 'stops when the consumer has enough, and names the rest' {
            $context = Connect-Emulator 20
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $first = 1, 600, 600, 600 | ForEach-Object { @{ seconds = $_ } } | Invoke-ReplicateModel emulator/slow -WarningVariable warnings | Select-Object -First 1
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
            $first.Row | Should -Be 1
            foreach ($id in @(Get-ReplicatePrediction | Where-Object Status -ne succeeded).Id) {
                "$warnings" | Should -BeLike "*$id*"
            }
        }

        It 'stops when the consumer fails' {
            { 1..50 | ForEach-Object { @{ text = "$_" } } | Invoke-ReplicateModel emulator/echo -ThrottleLimit 4 -WarningAction SilentlyContinue | ForEach-Object { throw 'enough' } } | Should -Throw 'enough'
            (Measure-Create).Count | Should -BeLessThan 20
            (Measure-Create).Open | Should -Be 0
        }

        It 'does not run ahead of a slow consumer' {
            $ahead = 0
            1..60 | ForEach-Object { @{ text = "$_" } } | Invoke-ReplicateModel emulator/echo -ThrottleLimit 4 | ForEach-Object { $n = 0 } {
                $n++
                [Threading.Thread]::Sleep(5)
                $ahead = [Math]::Max($ahead, @(Get-Create).Count - $n)
            }
            $ahead | Should -BeLessOrEqual 4
        }
    }
}
