Describe 'Requests, files, webhooks and terms' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
        $context = Connect-Emulator
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'sends a request of one''s own' {
        (Invoke-ReplicateRequest account).username | Should -Be 'you'
        (Invoke-ReplicateRequest /v1/account).username | Should -Be 'you'
        @(Invoke-ReplicateRequest hardware).sku | Should -Contain 'cpu'
        $sent = Get-Sent { Invoke-ReplicateRequest models -Method Post -Body @{ owner = 'you'; name = 'own'; visibility = 'private'; hardware = 'cpu' } -Header @{ 'X-Mine' = 'x' } }
        $sent.Method, $sent.Status, $sent.Body.name | Should -Be 'POST', 201, 'own'
        Get-Sent { Invoke-ReplicateRequest models/you/own -Method DELETE -WhatIf } | Should -BeNullOrEmpty
        Invoke-ReplicateRequest models/you/own -Method DELETE | Should -BeNullOrEmpty
    }

    It 'keeps the token at the API' {
        Get-Sent { $script:failure = Get-Failure { Invoke-ReplicateRequest https://evil.example/v1/account } } | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
    }

    It 'walks a list and gives back refusals if asked to' {
        $null = 1..3 | ForEach-Object { New-ReplicatePrediction emulator/echo -Input @{ text = "$_" } }
        @(Invoke-ReplicateRequest predictions -Paginate -First 2).id.Count | Should -Be 2
        (Get-Failure { Invoke-ReplicateRequest nothing/here }).FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
        (Invoke-ReplicateRequest predictions/none -SkipHttpErrorCheck).status | Should -Be 404
    }

    It 'streams a list: the first item comes before the second page is asked for, and enough is enough' {
        $null = Connect-Emulator
        (Get-ReplicateContext).Emulator.SeedPredictions(250)
        $journal = (Get-ReplicateContext).Emulator.Journal
        $journal.Clear()
        $asked = Invoke-ReplicateRequest GET predictions -Paginate | ForEach-Object { $journal.Entries.Count }
        $asked.Count | Should -Be 250
        $asked[0], $asked[99], $asked[100], $asked[249] | Should -Be 1, 1, 2, 3
        foreach ($script in { Invoke-ReplicateRequest GET predictions -Paginate -First 100 }, { Invoke-ReplicateRequest predictions -Paginate | Select-Object -First 3 }) {
            @(Get-Sent $script).Count | Should -Be 1
        }
    }

    It 'lists, saves and removes files' {
        # At its usual speed, as links are signed by the clock of this machine.
        $null = Connect-Emulator -Speed 1
        $file = New-ReplicateFile (New-Picture "$TestDrive/in/a.png")
        (Get-ReplicateFile).Id | Should -Contain $file.Id
        $saved = $file | Save-ReplicateFile -Path "$TestDrive/out" -SigningSecret 'files-signing-secret'
        $saved.Name | Should -Be 'a.png'
        (Get-FileHash $saved).Hash | Should -Be (Get-FileHash "$TestDrive/in/a.png").Hash
        $saved.FileId | Should -Be $file.Id

        # What is there already is kept if it is the same, and else not touched without -Force.
        $sent = @(Get-Sent { $file | Save-ReplicateFile -Path "$TestDrive/out" -SigningSecret 'files-signing-secret' })
        $sent.Route | Should -Not -BeLike '*/download*'
        Set-Content "$TestDrive/out/a.png" mine
        (Get-Failure { $file | Save-ReplicateFile -Path "$TestDrive/out" -SigningSecret 'files-signing-secret' }).FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
        Get-Content "$TestDrive/out/a.png" | Should -Be mine
        ($file, $file | Save-ReplicateFile -Path "$TestDrive/two" -SigningSecret 'files-signing-secret').Name | Sort-Object | Should -Be 'a-1.png', 'a.png'
        (Get-Failure { $file | Save-ReplicateFile -Path "$TestDrive/out" -SigningSecret 'another' -Force }).FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
        $file | Remove-ReplicateFile -Confirm:$false
        (Get-Failure { Get-ReplicateFile $file.Id }).FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
        $null = Connect-Emulator
    }

    It 'gives the webhook secret as a secret' {
        Get-ReplicateWebhookSecret | Should -BeOfType securestring
        Get-ReplicateWebhookSecret -AsPlainText | Should -BeLike 'whsec_*'
    }

    It 'tells genuine calls from others' {
        $secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
        $body = '{"test": 2432232314}'
        $headers = @{ 'Webhook-Id' = 'msg_p5jXN8AQM9LWM0D4loKWxJek'; 'webhook-timestamp' = '1614265330'; 'WEBHOOK-SIGNATURE' = 'v1,??? v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' }
        Test-ReplicateWebhook $body $headers -Secret $secret -IgnoreTimestamp | Should -BeTrue
        Test-ReplicateWebhook ([Text.Encoding]::UTF8.GetBytes($body)) $headers -Secret $secret -IgnoreTimestamp | Should -BeTrue
        Test-ReplicateWebhook $body $headers -Secret (ConvertTo-SecureString $secret -AsPlainText -Force) -IgnoreTimestamp | Should -BeTrue
        Test-ReplicateWebhook $body $headers -Secret $secret | Should -BeFalse
        Test-ReplicateWebhook '{"test":2432232314}' $headers -Secret $secret -IgnoreTimestamp | Should -BeFalse
        Test-ReplicateWebhook $body @{} -Secret $secret | Should -BeFalse
        (Get-Failure { Test-ReplicateWebhook $body $headers -Secret 'none' }).FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
    }

    It 'waits in the request and gives a deadline' {
        $done = New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } -PreferWait 60 -CancelAfter 1h30m45s
        $done.Output | Should -Not -BeNullOrEmpty
        $done.Deadline | Should -BeOfType DateTimeOffset
        $terms = foreach ($given in '90', '90s', 90, ([timespan] '00:01:30')) {
            $made = New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } -CancelAfter $given
            [math]::Round(($made.Deadline - $made.CreatedAt).TotalSeconds)
        }
        $terms | Should -Be 90, 90, 90, 90
    }

    It 'refuses a deadline of <_> without a request' -ForEach '4', '1d', 'soon', '25h', 2 {
        $given = $_
        Get-Sent { $script:failure = Get-Failure { New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } -CancelAfter $given } } | Should -BeNullOrEmpty
        "$failure" | Should -BeLike '*1h30m45s*'
    }

    It 'filters predictions' {
        $failed = New-ReplicatePrediction emulator/always-fails -Input @{ message = 'x' } | Wait-ReplicatePrediction -PassThru -ErrorAction Ignore
        (Get-ReplicatePrediction -Status failed).Id | Should -Be $failed.Id
        (Get-ReplicatePrediction -Model emulator/always-fails).Id | Should -Be $failed.Id
        (Get-ReplicatePrediction -Model emulator/echo -First 1).Model | Should -Be 'emulator/echo'
        (Get-Sent { Get-ReplicatePrediction -Source web -CreatedAfter '2031-01-02T03:04:05Z' }).Path | Should -Be '/v1/predictions?created_after=2031-01-02T03%3A04%3A05Z&source=web'
        (Get-ReplicatePrediction -CreatedAfter $failed.CreatedAt).Id | Should -Contain $failed.Id
    }

    It 'loses nothing of an answer that is spelled oddly: <Name>' -ForEach @(
        @{ Name = 'half a sign'; Body = '{"id":"abc","status":"succeeded","output":"so far \ud83d"}'; Read = { "$($args[0].Output)" }; Expected = "so far $([char] 0xFFFD)" }
        @{ Name = 'a name that is none'; Body = '{"id":"abc","status":"succeeded","output":{"":1,"a":2}}'; Read = { $args[0].Output.a }; Expected = 2 }
        @{ Name = 'a name of half a sign'; Body = '{"id":"abc","status":"succeeded","output":{"\ud83d":1,"a":2}}'; Read = { $args[0].Output.a }; Expected = 2 }
        @{ Name = 'names that differ in case'; Body = '{"id":"abc","status":"succeeded","output":{"A":1,"a":2}}'; Read = { $args[0].Output.a }; Expected = 2 }
        @{ Name = 'members of other types'; Body = '{"id":"abc","status":["x"],"input":7,"logs":12,"error":[1],"created_at":true,"metrics":"fast","urls":[1],"output":"x"}'; Read = { $args[0].Output }; Expected = 'x' }
    ) {
        $server = New-TestServer 200 $Body
        try {
            $context = Connect-Replicate -Token r8_anything_at_all -BaseUri $server.Address -SkipTokenCheck -PassThru
            $prediction = Get-ReplicatePrediction abc -Context $context
            & $Read $prediction | Should -Be $Expected
            { $prediction | Format-List * | Out-String } | Should -Not -Throw
            { $prediction | Out-String } | Should -Not -Throw
        }
        finally {
            Disconnect-Replicate
            $server.Dispose()
        }
    }
}
