BeforeDiscovery {
    $folder = (Resolve-Path "$PSScriptRoot/../../examples/Runbooks").Path
    $scripts = Get-ChildItem $folder -Filter *.ps1 | ForEach-Object { @{ Name = $_.BaseName; Script = $_.FullName } }
    $guide = Get-Content -Raw "$PSScriptRoot/../../docs/runbooks.md"
    $shown = foreach ($part in [regex]::Matches($guide, '(?s)/(?<name>[\w-]+)\.ps1\):\s+```ps1\r?\n(?<code>.*?)\n```')) {
        @{ Name = $part.Groups['name'].Value; Code = $part.Groups['code'].Value }
    }
}

BeforeAll {
    . "$PSScriptRoot/Bootstrap.ps1"
    $folder = (Resolve-Path "$PSScriptRoot/../../examples/Runbooks").Path

    function Invoke-Runbook([string] $Name, [hashtable] $Given = @{}) {
        (Get-ReplicateContext).Emulator.Journal.Clear()
        & "$folder/$Name.ps1" @Given
    }

    # What waiting asks: looks at one, lists of all, and streams that tell of ends. How often depends on how long it took.
    $looks = '^GET (/(predictions|trainings)(/\w+)?|/(files|streams)/emul-\w+)$'

    function Get-Asked {
        Get-Journal | ForEach-Object { "$($_.Method) $($_.Path -replace '^/v1')" }
    }

    function Get-Request {
        Get-Asked | Where-Object { $_ -notmatch $looks }
    }

    function Get-Look {
        Get-Asked | Where-Object { $_ -match $looks }
    }
}

AfterAll {
    Disconnect-Replicate
}

Describe 'The runbooks' {
    BeforeEach {
        $null = Connect-Emulator
    }

    It 'predicts from a collection' {
        $file = Invoke-Runbook Predict-FromCollection @{ Path = "$TestDrive/collection"; Prompt = 'a harbour' }
        $file.Extension | Should -Be '.png'
        $file.Length | Should -BeGreaterThan 1000
        $id = $file.PredictionId
        Get-Request | Should -Be 'GET /collections/text-to-image', 'POST /models/black-forest-labs/flux-schnell/predictions', "GET /xezq/$id/out-0.png"
        @(Get-Look).Count | Should -BeLessOrEqual 3
        (Get-ReplicatePrediction $id).Input.prompt | Should -Be 'a harbour'
    }

    It 'deploys once and predicts' {
        $first = Invoke-Runbook Deploy-AndPredict @{ Name = 'harbour' }
        $first.Status, $first.Deployment, $first.Model | Should -Be 'succeeded', 'you/harbour', 'stability-ai/sdxl'
        Get-Request | Should -Be 'GET /deployments', 'GET /models/stability-ai/sdxl', 'POST /deployments', 'POST /deployments/you/harbour/predictions'
        @(Get-Look).Count | Should -BeLessOrEqual 3
        $made = Get-ReplicateDeployment you/harbour
        $made.MinInstances, $made.MaxInstances, $made.Hardware | Should -Be 0, 1, 'gpu-l40s'

        # The same job, started again from its beginning.
        (Invoke-Runbook Deploy-AndPredict @{ Name = 'harbour' }).Status | Should -Be 'succeeded'
        Get-Request | Should -Be 'GET /deployments', 'POST /deployments/you/harbour/predictions'
        @(Get-Look).Count | Should -BeLessOrEqual 3
    }

    It 'predicts with a pinned version' {
        $file = Invoke-Runbook Predict-PinnedVersion @{ Path = "$TestDrive/pinned" }
        $file.Extension | Should -Be '.wav'
        Get-Request | Should -Be 'POST /predictions', "GET /xezq/$($file.PredictionId)/$($file.Name -replace '^.*?-')"
        @(Get-Look).Count | Should -BeLessOrEqual 2
        (Get-Journal POST).Body.version | Should -BeLike 'dfdf537ba482*'
    }

    It 'asks an official model' {
        $answer = Invoke-Runbook Predict-OfficialModel @{ Prompt = 'Why do lighthouses blink?' }
        $answer | Should -BeOfType string
        $answer | Should -BeLike '*Why do lighthouses blink?*'
        Get-Request | Should -Be 'POST /models/meta/meta-llama-3-8b-instruct/predictions'
        Get-Look | Should -BeNullOrEmpty
        (Get-Journal POST).Entry.Headers['Prefer'] | Should -Be 'wait=60'
    }

    It 'starts many, waits for all, and tells of each' {
        $null = Connect-Emulator 20
        $told = Invoke-Runbook Predict-AndPoll @{ Prompt = 'dawn', 'noon', 'dusk' }
        $told.Status | Should -Be 'succeeded', 'succeeded', 'succeeded'
        $told.Prompt | Sort-Object | Should -Be 'dawn', 'dusk', 'noon'
        Get-Request | Should -Be (, 'POST /models/black-forest-labs/flux-schnell/predictions' * 3)
        @(Get-Look).Count | Should -BeLessOrEqual 8
        @(Get-Look | Where-Object { $_ -match '/predictions/' } | Select-Object -Unique).Count | Should -Be 3
    }

    It 'goes on to the end and fails when one of many fails' {
        $told = [Collections.Generic.List[object]]::new()
        { Invoke-Runbook Predict-AndPoll @{ Model = 'emulator/always-fails'; Prompt = 'one', 'two' } 2>$null | ForEach-Object { $told.Add($_) } } |
            Should -Throw '0 predictions were not started, and 2 did not end well.'
        $told.Status | Should -Be 'failed', 'failed'
        $told.Error | Should -Not -Contain $null
    }

    It 'stops a prediction that takes longer than one is ready to wait' {
        $stopped = Invoke-Runbook Predict-WithDeadline @{ Model = 'emulator/slow'; InputJson = '{ "seconds": 80000 }'; CancelAfter = '24h'; PatienceSec = 1 } 2>$null
        $stopped.Status | Should -Be 'canceled'
        Get-Request | Should -Be 'POST /models/emulator/slow/predictions', "POST /predictions/$($stopped.Id)/cancel"
        @(Get-Look).Count | Should -BeLessOrEqual 6
        (Get-Journal POST)[0].Entry.Headers['Cancel-After'] | Should -Be '86400s'
    }

    It 'lets Replicate stop a prediction at its deadline' {
        $stopped = Invoke-Runbook Predict-WithDeadline @{ Model = 'emulator/slow'; InputJson = '{ "seconds": 80000 }'; CancelAfter = '60s'; PatienceSec = 60 } 2>$null
        $stopped.Status | Should -Be 'canceled'
        Get-Request | Should -Be 'POST /models/emulator/slow/predictions'
        @(Get-Look).Count | Should -BeLessOrEqual 5
        [int] $stopped.RunTime.TotalSeconds | Should -Be 60
    }

    It 'turns machines on for a batch and off again' {
        $null = New-ReplicateDeployment batch black-forest-labs/flux-schnell -Hardware gpu-l40s
        $files = Invoke-Runbook Scale-AndPredict @{ Deployment = 'you/batch'; Prompt = 'dawn', 'dusk'; Instances = 3; Path = "$TestDrive/batch" }
        $files.Count | Should -Be 2
        $sent = @(Get-Journal PATCH).Body
        $sent[0].min_instances, $sent[0].max_instances | Should -Be 3, 3
        $after = Get-ReplicateDeployment you/batch
        $after.MinInstances, $after.MaxInstances | Should -Be 0, 1
    }

    It 'turns machines off also when the batch failed' {
        $null = New-ReplicateDeployment fails emulator/always-fails -Hardware cpu
        { Invoke-Runbook Scale-AndPredict @{ Deployment = 'you/fails'; Path = "$TestDrive/fails" } } | Should -Throw '*failed*'
        $after = Get-ReplicateDeployment you/fails
        $after.MinInstances, $after.MaxInstances | Should -Be 0, 1
    }

    It 'searches and predicts' {
        $done = Invoke-Runbook Search-AndPredict
        $done.Model, $done.Status | Should -Be 'black-forest-labs/flux-schnell', 'succeeded'
        Get-Request | Should -Be 'QUERY /models', 'POST /models/black-forest-labs/flux-schnell/predictions'
        @(Get-Look).Count | Should -BeLessOrEqual 3
    }

    It 'trains, waits, and runs the new version' {
        $null = New-Picture "$TestDrive/training/a.png"
        $done = Invoke-Runbook Train-AndPoll @{ Destination = 'you/mascot'; Dataset = "$TestDrive/training"; TriggerWord = 'MASCOT'; Steps = 10 }
        $done.Status, $done.Model, $done.Input.prompt | Should -Be 'succeeded', 'you/mascot', 'a lighthouse in the style of MASCOT'
        $trainer = '/models/ostris/flux-dev-lora-trainer/versions/e440909d3512c31646ee2e0c7d6f6f4923224863a6a10c494606e79fb5844497'
        Get-Request | Should -Be "GET $trainer", 'POST /files', 'GET /models/you/mascot', 'POST /models', "POST $trainer/trainings", 'POST /predictions'
        @(Get-Look).Count | Should -BeLessOrEqual 6
        $sent = (Get-Journal POST | Where-Object Path -Like '*/trainings').Body
        $sent.destination, $sent.input.steps, $sent.input.trigger_word | Should -Be 'you/mascot', 10, 'MASCOT'
    }
}

Describe 'The runbooks with a webhook' {
    BeforeAll {
        # At its usual speed, as calls are signed by the emulator's clock and checked by that of this machine.
        $null = Connect-Emulator 1
        $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $probe.Start()
        $address = "http://localhost:$($probe.LocalEndpoint.Port)/"
        $probe.Stop()
        $listener = [Net.HttpListener]::new()
        $listener.Prefixes.Add($address)
        $listener.Start()
        try {
            $call = $listener.GetContextAsync()
            $id = Invoke-Runbook Predict-WithWebhook @{ Webhook = "${address}done?job=12"; Prompt = 'a harbour in Malmö' }
            $asked = Get-Request
            if (-not $call.Wait(30000)) { throw 'Nobody called.' }
            $request = $call.Result.Request
            $body = [IO.StreamReader]::new($request.InputStream, [Text.UTF8Encoding]::new($false)).ReadToEnd()
            $headers = @{}
            $request.Headers.AllKeys | ForEach-Object { $headers[$_] = $request.Headers[$_] }
            $url = $request.RawUrl
            $call.Result.Response.StatusCode = 204
            $call.Result.Response.Close()
        }
        finally {
            $listener.Close()
        }
    }

    It 'starts with one request, and is called at the end' {
        $asked | Should -Be 'POST /models/black-forest-labs/flux-schnell/predictions'
        $url | Should -Be '/done?job=12'
        $told = ConvertFrom-Json $body
        $told.id, $told.status, $told.input.prompt | Should -Be $id, 'succeeded', 'a harbour in Malmö'
        (Get-ReplicateContext).Emulator.Webhooks.Entries[-1].Body | Should -Be $body
    }

    It 'saves what a genuine call tells of, given as <As>' -ForEach @(
        @{ As = 'an object'; Make = { [pscustomobject] @{ WebhookName = 'done'; RequestBody = $body; RequestHeader = [pscustomobject] $headers } } }
        @{ As = 'a hashtable'; Make = { @{ RequestBody = $body; RequestHeader = $headers } } }
        @{ As = 'text'; Make = { @{ WebhookName = 'done'; RequestBody = $body; RequestHeader = $headers } | ConvertTo-Json } }
    ) {
        $file = Invoke-Runbook Receive-Webhook @{ WebhookData = & $Make; Path = "$TestDrive/$As" }
        $file.PredictionId, $file.Extension | Should -Be $id, '.png'
        Get-Request | Should -Be 'GET /webhooks/default/secret', "GET /xezq/$id/out-0.png"
    }

    It 'refuses a call with <What>' -ForEach @(
        @{ What = 'another body'; MakeBody = { $body -replace '"succeeded"', '"failed"' }; MakeHeader = { $headers } }
        @{ What = 'the same JSON, spaced otherwise'; MakeBody = { $body | ConvertFrom-Json | ConvertTo-Json -Depth 9 }; MakeHeader = { $headers } }
        @{ What = 'a forged signature'; MakeBody = { $body }; MakeHeader = { $forged = $headers.Clone(); $forged['webhook-signature'] = 'v1,' + [Convert]::ToBase64String([byte[]]::new(32)); $forged } }
        @{ What = 'the id of another'; MakeBody = { $body }; MakeHeader = { $forged = $headers.Clone(); $forged['webhook-id'] = 'msg_x'; $forged } }
        @{ What = 'an old time'; MakeBody = { $body }; MakeHeader = { $forged = $headers.Clone(); $forged['webhook-timestamp'] = '1614265330'; $forged } }
        @{ What = 'no signature'; MakeBody = { $body }; MakeHeader = { @{ Accept = '*/*' } } }
    ) {
        { Invoke-Runbook Receive-Webhook @{ WebhookData = @{ RequestBody = & $MakeBody; RequestHeader = & $MakeHeader }; Path = "$TestDrive/forged" } } |
            Should -Throw 'This call did not come from Replicate. Nothing was done.'
        Get-Request | Should -Be 'GET /webhooks/default/secret'
        "$TestDrive/forged" | Should -Not -Exist
    }
}

Describe 'The runbook <Name>' -ForEach $scripts {
    It 'says what it does and what it takes' {
        $help = Get-Help $Script
        $help.Synopsis | Should -BeLike '*.'
        foreach ($parameter in (Get-Command $Script).Parameters.Values | Where-Object { $_.Attributes.TypeId.Name -contains 'ParameterAttribute' -and $_.Name -notin [Management.Automation.PSCmdlet]::CommonParameters }) {
            @($help.parameters.parameter | Where-Object Name -EQ $parameter.Name).description.Text | Should -BeLike '*.'
        }
        @($help.examples.example).Count | Should -BeGreaterOrEqual 1
    }

    It 'binds as its own example gives it' {
        $example = @((Get-Help $Script).examples.example)[0].code
        $ast = [Management.Automation.Language.Parser]::ParseInput($example, [ref] $null, [ref] $null).Find({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)
        $known = (Get-Command $Script).Parameters.Keys
        $ast.GetCommandName() | Should -Be "./$Name.ps1"
        $ast.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] } | ForEach-Object { $_.ParameterName | Should -BeIn $known }
    }

    It 'is in the guide' {
        $guide = Get-Content -Raw "$PSScriptRoot/../../docs/runbooks.md"
        $guide | Should -BeLike "*/$Name.ps1)*"
    }
}

Describe 'The guide to runbooks' {
    It 'shows <Name> as it is' -ForEach $shown {
        $script = (Get-Content -Raw "$folder/$Name.ps1") -replace '\r'
        $script.Contains(($Code -replace '\r').TrimEnd()) | Should -BeTrue -Because "$Name.ps1 holds:`n$Code"
    }
}

Describe 'A runbook where nobody watches' {
    BeforeAll {
        $setUp = {
            param($Module, $Script, $Given)
            $ErrorActionPreference = 'Stop'
            Import-Module $Module
            Connect-Replicate -Emulator -EmulatorSpeed 200
            & $Script @Given
            (Get-ReplicateContext).Emulator.Journal.Entries | ForEach-Object { "$_" -replace '/(predictions|xezq)/\w{26}', '/$1/{id}' } | Select-Object -Unique
        }
        $module = Join-Path $env:REPLICATEPS_MODULE 'ReplicatePS.psd1'
        $expected = 'POST /v1/models/meta/meta-llama-3-8b-instruct/predictions 201'
    }

    It 'runs in a runspace without a host: <Name>' -ForEach @(
        @{ Name = 'Predict-FromCollection'; Given = @{ Path = 'TestDrive' }; Gives = 'IO.FileInfo' }
        @{ Name = 'Deploy-AndPredict'; Given = @{}; Gives = 'ReplicatePS.Prediction' }
        @{ Name = 'Predict-PinnedVersion'; Given = @{ Path = 'TestDrive' }; Gives = 'IO.FileInfo' }
        @{ Name = 'Predict-OfficialModel'; Given = @{}; Gives = 'string' }
        @{ Name = 'Predict-AndPoll'; Given = @{}; Gives = 'psobject' }
        @{ Name = 'Predict-WithDeadline'; Given = @{}; Gives = 'ReplicatePS.Prediction' }
        @{ Name = 'Search-AndPredict'; Given = @{}; Gives = 'psobject' }
        @{ Name = 'Predict-WithWebhook'; Given = @{ Webhook = 'https://example.com/done' }; Gives = 'string' }
    ) {
        if ($Given.Path) { $Given.Path = "$TestDrive/hostless" }
        $shell = [powershell]::Create()
        try {
            $out = $shell.AddScript($setUp).AddArgument($module).AddArgument("$folder/$Name.ps1").AddArgument($Given).Invoke()
            $shell.Streams.Error | ForEach-Object { "$_" } | Should -BeNullOrEmpty
            $shell.Streams.Warning | ForEach-Object { "$_" } | Should -BeNullOrEmpty
            $out[0] | Should -BeOfType $Gives
            "$out" | Should -BeLike '*POST /v1/*201*'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'runs in a job' {
        $out = Start-Job $setUp -ArgumentList $module, "$folder/Predict-OfficialModel.ps1", @{} | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop
        $out[0] | Should -BeLike '*lighthouses*'
        $out | Should -Contain $expected
    }

    It 'runs in several thread jobs, each with an account of its own' -Skip:(-not (Get-Command Start-ThreadJob -ErrorAction Ignore)) {
        $jobs = 1..4 | ForEach-Object { Start-ThreadJob $setUp -ArgumentList $module, "$folder/Predict-OfficialModel.ps1", @{ Prompt = "Question $_" } }
        foreach ($job in $jobs) {
            $out = $job | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop
            @($out | Where-Object { $_ -eq $expected }).Count | Should -Be 1
        }
    }

    It 'ends a job that cannot go on, and says why' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$module'; & '$folder/Predict-OfficialModel.ps1'")
            $fault = { $shell.Invoke() } | Should -Throw -PassThru
            $record = $fault.Exception.InnerException.ErrorRecord
            $record.FullyQualifiedErrorId | Should -BeLike 'ReplicateTokenMissing,*'
            $record.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-Replicate*'
        }
        finally {
            $shell.Dispose()
        }
    }
}
