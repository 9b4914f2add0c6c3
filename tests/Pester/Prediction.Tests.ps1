Describe 'Predictions' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"

        # Takes any input, so that what is sent can be looked at.
        $open = 'emulator/echo'

        function Get-SentInput($Value) {
            @(Get-Sent { New-ReplicatePrediction $open -Input $Value -ErrorAction SilentlyContinue } POST)[0].Body.input
        }

        function Get-SentText($Value) {
            @(Get-Sent { New-ReplicatePrediction $open -Input $Value -ErrorAction SilentlyContinue } POST)[0].Text
        }
    }

    BeforeEach {
        $context = Connect-Emulator
        $faults = $context.Emulator.Faults
    }

    AfterAll {
        Disconnect-Replicate
    }

    Context 'by their route' {
        It 'go to <Route> for <Name>' -ForEach @(
            @{ Name = 'an official model'; Arguments = @{ Model = 'black-forest-labs/flux-schnell' }; Route = '/v1/models/black-forest-labs/flux-schnell/predictions'; Requests = 1 }
            @{ Name = 'a model of the community'; Arguments = @{ Model = 'stability-ai/sdxl' }; Route = '/v1/predictions'; Requests = 3 }
            @{ Name = 'a pinned version'; Arguments = @{ Model = 'stability-ai/sdxl:7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc' }; Route = '/v1/predictions'; Requests = 1 }
            @{ Name = 'a version alone'; Arguments = @{ Version = '7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc' }; Route = '/v1/predictions'; Requests = 1 }
        ) {
            $given = $Arguments
            $sent = @(Get-Sent { New-ReplicatePrediction @given -Input @{ prompt = 'x' } })
            $sent[-1].Path | Should -Be $Route
            $sent[-1].Status | Should -Be 201
            $sent.Count | Should -BeLessOrEqual $Requests
        }

        It 'go to a deployment, given by name or by the pipeline' {
            $shop = New-ReplicateDeployment shop stability-ai/sdxl -Hardware cpu
            foreach ($script in { New-ReplicatePrediction -Deployment you/shop -Input @{ prompt = 'x' } }, { $shop | New-ReplicatePrediction -Input @{ prompt = 'x' } }, { New-ReplicatePrediction -Deployment $shop -Input @{ prompt = 'x' } }) {
                $sent = @(Get-Sent $script)
                $sent.Path | Should -Be '/v1/deployments/you/shop/predictions'
            }
        }

        It 'ask for a model''s newest version once for a whole pipeline' {
            $sent = @(Get-Sent { 1..6 | ForEach-Object { @{ prompt = "$_" } } | New-ReplicatePrediction stability-ai/sdxl })
            @($sent | Where-Object Method -eq POST | Where-Object Status -eq 201).Count | Should -Be 6
            @($sent | Where-Object Path -eq '/v1/models/stability-ai/sdxl').Count | Should -Be 1
        }

        It 'run models and versions from the pipeline' {
            (Get-ReplicateModel emulator/echo | New-ReplicatePrediction -Input @{ text = 'x' }).Model | Should -Be 'emulator/echo'
            (Get-ReplicateModelVersion stability-ai/sdxl -First 1 | New-ReplicatePrediction -Input @{ prompt = 'x' }).Model | Should -Be 'stability-ai/sdxl'
        }

        It 'are asked about as the preferences of the caller have it' {
            function Start-Dry { [CmdletBinding(SupportsShouldProcess)] param() New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } }
            $module = New-Module { function Start-DryInModule { [CmdletBinding(SupportsShouldProcess)] param() New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } } }
            Get-Sent { Start-Dry -WhatIf } | Should -BeNullOrEmpty
            Get-Sent { Start-DryInModule -WhatIf } | Should -BeNullOrEmpty
            Get-Sent { $WhatIfPreference = $true; New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } } | Should -BeNullOrEmpty
            Get-Sent { $ConfirmPreference = 'Low'; try { New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } } catch { "$_" } } | Should -BeNullOrEmpty
            @(Get-Sent { $WhatIfPreference = $true; New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } -WhatIf:$false }).Count | Should -Be 1
            @(Get-Sent { $ConfirmPreference = 'Low'; New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } -Confirm:$false }).Count | Should -Be 1
            @(Get-Sent { $ConfirmPreference = 'None'; New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } }).Count | Should -Be 1
            Remove-Module $module
        }

        It 'are refused before any request when <Name>' -ForEach @(
            @{ Name = 'nothing is given to run'; Arguments = @{ Input = @{ text = 'x' } } }
            @{ Name = 'a model and a deployment are given'; Arguments = @{ Model = 'a/b'; Deployment = 'c/d' } }
            @{ Name = 'the version differs'; Arguments = @{ Model = 'a/b:c'; Version = 'd' } }
            @{ Name = 'the model is malformed'; Arguments = @{ Model = 'a/b/c' } }
            @{ Name = 'the deployment is malformed'; Arguments = @{ Deployment = '../account' } }
            @{ Name = 'the webhook is http'; Arguments = @{ Model = 'a/b'; Webhook = 'http://example.com' } }
            @{ Name = 'the input is text'; Arguments = @{ Model = 'a/b'; Input = 'a cat' } }
            @{ Name = 'the input is broken JSON'; Arguments = @{ Model = 'a/b'; Input = '{"a":' } }
            @{ Name = 'the input is a JSON list'; Arguments = @{ Model = 'a/b'; Input = '[1]' } }
            @{ Name = 'the input is a list'; Arguments = @{ Model = 'a/b'; Input = 1, 2 } }
            @{ Name = 'the input is a number'; Arguments = @{ Model = 'a/b'; Input = 7 } }
            @{ Name = 'the input names a member twice'; Arguments = @{ Model = 'a/b'; Input = '{"a":1,"a":2}' } }
            @{ Name = 'the input holds what is no number'; Arguments = @{ Model = 'a/b'; Input = @{ a = [double]::NaN } } }
            @{ Name = 'the input names a file that is missing'; Arguments = @{ Model = 'a/b'; Input = @{ a = [IO.FileInfo] '/nowhere/x.png' } } }
            @{ Name = 'the input holds a folder'; Arguments = @{ Model = 'a/b'; Input = @{ a = [IO.DirectoryInfo] '/' } } }
        ) {
            $given = $Arguments
            Get-Sent { $script:failure = Get-Failure { New-ReplicatePrediction @given } } | Should -BeNullOrEmpty
            $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            $script:failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $script:failure.Exception | Should -BeOfType ReplicatePS.ReplicateApiException
        }

        It 'are not made of a prediction that was piped by mistake' {
            $prediction = New-ReplicatePrediction emulator/echo -Input @{ text = 'x' }
            Get-Sent { $script:failure = Get-Failure { $prediction | New-ReplicatePrediction emulator/echo } } | Should -BeNullOrEmpty
            "$script:failure" | Should -BeLike "*$($prediction.Id)*no input*"
        }
    }

    Context 'with an input' {
        It 'are sent alike for <Name>' -ForEach @(
            @{ Name = 'a hashtable'; Value = @{ text = 'x'; n = 1 } }
            @{ Name = 'an ordered table'; Value = [ordered]@{ text = 'x'; n = 1 } }
            @{ Name = 'an object'; Value = [pscustomobject]@{ text = 'x'; n = 1 } }
            @{ Name = 'JSON'; Value = '{"text":"x","n":1}' }
        ) {
            $seen = Get-SentInput $Value
            $seen.text, $seen.n | Should -Be 'x', 1
        }

        It 'keep the order that was given' {
            Get-SentText ([ordered]@{ z = 1; a = 2; m = 3 }) | Should -BeLike '*{"z":1,"a":2,"m":3}*'
        }

        It 'carry <Name> as <Json>' -ForEach @(
            @{ Name = 'null'; Value = $null; Json = 'null' }
            @{ Name = 'true'; Value = $true; Json = 'true' }
            @{ Name = 'a switch'; Value = [switch]$true; Json = 'true' }
            @{ Name = 'a fraction'; Value = 7.5; Json = '7.5' }
            @{ Name = 'a single'; Value = [single] 0.1; Json = '0.1' }
            @{ Name = 'a decimal'; Value = 1.10d; Json = '1.10' }
            @{ Name = 'a large number'; Value = [long]::MaxValue; Json = '9223372036854775807' }
            @{ Name = 'a huge number'; Value = [bigint]::Parse('123456789012345678901234567890'); Json = '123456789012345678901234567890' }
            @{ Name = 'an empty list'; Value = @(); Json = '[]' }
            @{ Name = 'a list'; Value = 1, 'a', $null; Json = '[1,"a",null]' }
            @{ Name = 'a list of one'; Value = , 'a'; Json = '["a"]' }
            @{ Name = 'a time'; Value = [datetime]::SpecifyKind('2025-01-02T03:04:05', 'Utc'); Json = '"2025-01-02T03:04:05.0000000Z"' }
            @{ Name = 'an address'; Value = [uri] 'https://example.com/a b'; Json = '"https://example.com/a b"' }
            @{ Name = 'a span of time'; Value = [timespan]::FromSeconds(1.5); Json = '"00:00:01.5000000"' }
            @{ Name = 'an enum'; Value = [DayOfWeek]::Friday; Json = '"Friday"' }
            @{ Name = 'a string of PowerShell'; Value = ('a' | Write-Output); Json = '"a"' }
            @{ Name = 'a table in a list'; Value = @(@{ a = @{ b = 1, 2 } }); Json = '[{"a":{"b":[1,2]}}]' }
            @{ Name = 'an object in a table'; Value = [pscustomobject]@{ a = 1 }; Json = '{"a":1}' }
        ) {
            Get-SentText @{ v = $Value } | Should -BeLike "*""v"":$([WildcardPattern]::Escape($Json))}*"
        }

        It 'carry any text unharmed' {
            $text = "Grüße, мир, 世界, 😀, ""quotes"", \back`n`ttab, $([char]0xD83D)"
            $body = @(Get-Sent { $script:made = New-ReplicatePrediction $open -Input @{ text = "Grüße, мир, 世界, 😀, ""quotes"", \back`n`ttab" } } POST)[0].Body
            $body.input.text | Should -BeExactly "Grüße, мир, 世界, 😀, ""quotes"", \back`n`ttab"
            ($script:made | Wait-ReplicatePrediction).Output | Should -BeExactly $body.input.text
            { Get-SentText @{ text = $text } } | Should -Not -Throw
        }

        It 'are the same in the culture <_>' -ForEach 'de-DE', 'tr-TR', 'ar-SA' {
            $shell = "
[Threading.Thread]::CurrentThread.CurrentCulture = '$_'
[Threading.Thread]::CurrentThread.CurrentUICulture = '$_'
Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'
`$c = Connect-Replicate -Emulator -PassThru
`$null = New-ReplicatePrediction emulator/echo -Input @{ text = 'I'; n = 1234.5; i = 12; d = [datetime]::SpecifyKind('2025-01-02T03:04:05', 'Utc') } -WebhookEvent COMPLETED, Logs -Webhook https://example.com/
(`$c.Emulator.Journal.Entries | Where-Object Method -eq POST).Body
"
            $old = [Threading.Thread]::CurrentThread.CurrentCulture
            $runner = [powershell]::Create()
            try {
                [Threading.Thread]::CurrentThread.CurrentCulture = $_
                $body = ConvertFrom-Json "$($runner.AddScript($shell).Invoke())"
                $body.input.n, $body.input.i | Should -Be 1234.5, 12
                $body.webhook_events_filter | Should -Be 'completed', 'logs'
                $runner.Streams.Error | Should -BeNullOrEmpty
            }
            finally {
                $runner.Dispose()
                [Threading.Thread]::CurrentThread.CurrentCulture = $old
            }
        }

        It 'that contains itself is refused' {
            $table = @{ a = 1 }
            $table.self = $table
            "$(Get-Failure { New-ReplicatePrediction $open -Input $table })" | Should -BeLike '*contains itself*'
        }

        It 'upload a file once for the whole pipeline, and send its URL' {
            $picture = New-Picture "$TestDrive/a.png"
            $sent = @(Get-Sent { 1..4 | ForEach-Object { @{ image = $picture; scale = $_ } } | New-ReplicatePrediction nightmareai/real-esrgan -ThrottleLimit 4 })
            @($sent | Where-Object Path -eq '/v1/files').Count | Should -Be 1
            $made = @($sent | Where-Object { $_.Method -eq 'POST' -and $_.Path -like '*predictions' -and $_.Status -eq 201 })
            $made.Count | Should -Be 4
            @($made.Body.input.image | Select-Object -Unique) | Should -BeLike 'https://*'
        }

        It 'upload files inside lists, and take uploaded files for their URL' {
            $picture = New-Picture "$TestDrive/a.png"
            $file = New-ReplicateFile $picture
            $seen = Get-SentInput @{ images = @($picture, $file) ; one = $file }
            $post = @(Get-Journal POST)[-1].Body.input
            $post.images[0] | Should -BeLike 'https://*'
            $post.images[1], $post.one | Should -Be $file.Url, $file.Url
        }

        It 'that the model refuses name the member and what it expects' {
            $failure = Get-Failure { New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'x'; num_outputs = 'many' } }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            $failure.Exception.StatusCode | Should -Be 422
            "$failure" | Should -BeLike '*num_outputs*integer*'
        }
    }

    Context 'from a pipeline' {
        It 'run each row of a table, laid over -Input' {
            "prompt,seed`na dog,`n`"a cat, asleep`",7" | Set-Content "$TestDrive/rows.csv"
            $posts = @(Get-Sent { Import-Csv "$TestDrive/rows.csv" | New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'none'; aspect_ratio = '16:9' } -ThrottleLimit 1 } POST)
            $posts.Text | Should -Be '{"input":{"aspect_ratio":"16:9","prompt":"a dog"}}', '{"input":{"aspect_ratio":"16:9","prompt":"a cat, asleep","seed":7}}'
        }

        It 'run each line of JSON' {
            $made = '{"text":"a"}', '{"text":"b"}' | New-ReplicatePrediction emulator/echo | Wait-ReplicatePrediction
            $made.Output | Sort-Object | Should -Be 'a', 'b'
        }

        It 'run once without a pipeline, and never for an empty one' {
            @(Get-Sent { @() | New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } } POST).Count | Should -Be 0
            @(Get-Sent { New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } } POST).Count | Should -Be 1
        }

        It 'cost nothing when the pipeline brings nothing but null' {
            $nothing = $null
            Get-Sent { $script:failure = Get-Failure { $nothing | New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } } } | Should -BeNullOrEmpty
            $script:failure | Should -Not -BeNullOrEmpty
        }

        It 'go on after a row that is refused, and name it' {
            $rows = @{ text = 'a' }, @{ text = 5 }, 'no json', @{ text = 'b' }
            $made = @($rows | New-ReplicatePrediction emulator/echo -ErrorAction SilentlyContinue -ErrorVariable failures)
            $made.Count | Should -Be 2
            $failures.Count | Should -Be 2
            @($failures | Where-Object { $_.TargetObject -eq 'no json' }).Count | Should -Be 1
            @($failures | Where-Object { $_.TargetObject.text -eq 5 }).Count | Should -Be 1
        }

        It 'stop at the first error with -ErrorAction Stop' {
            $rows = 1..50 | ForEach-Object { 'no json' }
            { $rows | New-ReplicatePrediction emulator/echo -ErrorAction Stop } | Should -Throw -ErrorId 'ReplicateInvalidInput,*'
        }

        It 'can be caught by type' {
            $caught = try { New-ReplicatePrediction x -ErrorAction Stop } catch [ReplicatePS.ReplicateApiException] { 'caught' }
            $caught | Should -Be 'caught'
        }

        It 'are created side by side, as many at once as -ThrottleLimit says' {
            $context = Connect-Emulator 1
            $null = $context.Emulator.Faults.Add('POST', '/predictions$', (Get-Fault)::Slow([timespan]::FromSeconds(0.3)), 100)
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $made = @(1..12 | ForEach-Object { @{ text = "$_" } } | New-ReplicatePrediction emulator/echo -ThrottleLimit 4)
            $watch.Elapsed.TotalSeconds | Should -BeGreaterThan 0.85
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 2.5
            $made.Count | Should -Be 12
        }

        It 'flow to the wait and to disk in one line' {
            $saved = 'a dog', 'a cat' | ForEach-Object { @{ prompt = $_ } } | New-ReplicatePrediction black-forest-labs/flux-schnell | Wait-ReplicatePrediction | Save-ReplicateOutput -Path "$TestDrive/flow"
            $saved.Count | Should -Be 2
            $saved | ForEach-Object { $_.Length | Should -BeGreaterThan 100 }
        }

        It 'send nothing with -WhatIf, not even files' {
            $picture = New-Picture "$TestDrive/a.png"
            Get-Sent { @{ image = $picture } | New-ReplicatePrediction nightmareai/real-esrgan -WhatIf } | Should -BeNullOrEmpty
        }
    }

    Context 'that go wrong' {
        It 'give <ErrorId> for <Status>' -ForEach @(
            @{ Status = 401; ErrorId = 'ReplicateUnauthorized'; Category = 'AuthenticationError'; Advised = $true }
            @{ Status = 402; ErrorId = 'ReplicatePaymentRequired'; Category = 'QuotaExceeded'; Advised = $true }
            @{ Status = 403; ErrorId = 'ReplicateForbidden'; Category = 'PermissionDenied' }
            @{ Status = 404; ErrorId = 'ReplicateNotFound'; Category = 'ObjectNotFound' }
            @{ Status = 400; ErrorId = 'ReplicateInvalidInput'; Category = 'InvalidArgument' }
            @{ Status = 422; ErrorId = 'ReplicateInvalidInput'; Category = 'InvalidArgument' }
            @{ Status = 409; ErrorId = 'ReplicateConflict'; Category = 'ResourceExists' }
            @{ Status = 413; ErrorId = 'ReplicateFileTooLarge'; Category = 'LimitsExceeded' }
            @{ Status = 429; ErrorId = 'ReplicateRateLimited'; Category = 'LimitsExceeded'; Advised = $true }
            @{ Status = 500; ErrorId = 'ReplicateServerError'; Category = 'ResourceUnavailable' }
        ) {
            $null = Connect-Replicate -Emulator -MaximumRetryCount 0
            $context = Get-ReplicateContext
            $null = $context.Emulator.Faults.Add('GET', '/predictions/', (Get-Fault)::Answer($Status, '{"title":"T","detail":"It is so."}'))
            $failure = Get-Failure { Get-ReplicatePrediction abc }
            $failure.FullyQualifiedErrorId | Should -Be "$ErrorId,ReplicatePS.Commands.GetReplicatePredictionCommand"
            $failure.CategoryInfo.Category | Should -Be $Category
            $failure.TargetObject | Should -Be 'abc'
            $failure.Exception.StatusCode | Should -Be $Status
            $failure.Exception.Detail | Should -Be 'It is so.'
            "$failure" | Should -BeLike '*It is so.*'
            [bool] $failure.ErrorDetails.RecommendedAction | Should -Be ([bool] $Advised)
        }

        It 'are read again where that is safe, and created again never' {
            $null = $faults.Add('GET', '/predictions/', (Get-Fault)::EmptyUnavailable())
            $prediction = New-ReplicatePrediction emulator/echo -Input @{ text = 'x' }
            (Get-ReplicatePrediction $prediction.Id).Id | Should -Be $prediction.Id

            $server = New-TestServer 502 '<html><body>Bad gateway</body></html>' 'text/html'
            $null = Connect-Replicate -Token x -BaseUri $server.Address -SkipTokenCheck
            $script:failure = Get-Failure { New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } }
            $server.Heads.Count | Should -Be 1
            $server.Dispose()
            $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateOutcomeUnknown,*'
            $script:failure.CategoryInfo.Category | Should -Be 'ConnectionError'
            $script:failure.Exception.InputHash | Should -Match '^[0-9a-f]{64}$'
            $script:failure.ErrorDetails.RecommendedAction | Should -BeLike '*: Find-ReplicatePrediction -Model emulator/echo -Around *Z -InputHash *'
        }

        It 'name the id that they were given when the answer is cut' {
            $null = $faults.Add('GET', '/predictions/', (Get-Fault)::MalformedBody(), 100)
            $failure = Get-Failure { Get-ReplicatePrediction abc }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateBadResponse,*'
            $failure.CategoryInfo.Category | Should -Be 'InvalidData'
        }

        It 'are not looked for under "<_>"' -ForEach '../account', 'a/b', 'a?b', '..', ' ', 'a#b' {
            $given = $_
            Get-Sent { $script:failure = Get-Failure { Get-ReplicatePrediction $given } } | Should -BeNullOrEmpty
            $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
        }

        It 'can be stopped twice' {
            $prediction = New-ReplicatePrediction emulator/slow -Input @{ seconds = 3000 }
            $prediction | Stop-ReplicatePrediction | Should -BeNullOrEmpty
            (Stop-ReplicatePrediction $prediction.Id -PassThru).Status | Should -Be 'canceled'
        }
    }
}
