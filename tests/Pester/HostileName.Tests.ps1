BeforeDiscovery {
    # Where a command takes a name or an id, and how one stands in what it takes. {0} is the name.
    $places = @(
        @{ Command = 'Get-ReplicatePrediction'; Given = @{ Id = '{0}' } }
        @{ Command = 'Get-ReplicatePrediction'; Given = @{ Model = '{0}/a'; First = 1 } }
        @{ Command = 'Get-ReplicatePrediction'; Given = @{ Version = '{0}'; First = 1 } }
        @{ Command = 'Stop-ReplicatePrediction'; Given = @{ Id = '{0}' } }
        @{ Command = 'Wait-ReplicatePrediction'; Given = @{ Id = '{0}'; TimeoutSec = 1 } }
        @{ Command = 'New-ReplicatePrediction'; Given = @{ Model = '{0}/a'; Input = @{} } }
        @{ Command = 'New-ReplicatePrediction'; Given = @{ Model = 'a/{0}'; Input = @{} } }
        @{ Command = 'New-ReplicatePrediction'; Given = @{ Model = 'a/b:{0}'; Input = @{} } }
        @{ Command = 'New-ReplicatePrediction'; Given = @{ Version = '{0}'; Input = @{} } }
        @{ Command = 'New-ReplicatePrediction'; Given = @{ Deployment = '{0}/a'; Input = @{} } }
        @{ Command = 'New-ReplicatePrediction'; Given = @{ Deployment = 'a/{0}'; Input = @{} } }
        @{ Command = 'New-ReplicatePrediction'; Given = @{ OutputVersion = 'a/b:{0}'; Input = @{} } }
        @{ Command = 'Invoke-ReplicateModel'; Given = @{ Model = '{0}/a'; Input = @{} } }
        @{ Command = 'Invoke-ReplicateModel'; Given = @{ Model = 'a/{0}'; Input = @{} } }
        @{ Command = 'Invoke-ReplicateModel'; Given = @{ Model = 'a/b:{0}'; Input = @{} } }
        @{ Command = 'Invoke-ReplicateModel'; Given = @{ Version = '{0}'; Input = @{} } }
        @{ Command = 'Invoke-ReplicateModel'; Given = @{ Deployment = '{0}/a'; Input = @{} } }
        @{ Command = 'Invoke-ReplicateModel'; Given = @{ Deployment = 'a/{0}'; Input = @{} } }
        @{ Command = 'Invoke-ReplicateModel'; Given = @{ OutputVersion = 'a/b:{0}'; Input = @{} } }
        @{ Command = 'Find-ReplicatePrediction'; Given = @{ Model = 'a/{0}'; CreatedAfter = '2031-01-01' } }
        @{ Command = 'Find-ReplicatePrediction'; Given = @{ Model = 'a/b:{0}'; CreatedAfter = '2031-01-01' } }
        @{ Command = 'Find-ReplicatePrediction'; Given = @{ Version = '{0}'; CreatedAfter = '2031-01-01' } }
        @{ Command = 'Find-ReplicatePrediction'; Given = @{ Deployment = 'a/{0}'; CreatedAfter = '2031-01-01' } }
        @{ Command = 'Get-ReplicateTraining'; Given = @{ Id = '{0}' } }
        @{ Command = 'Get-ReplicateTraining'; Given = @{ Model = '{0}/a'; First = 1 } }
        @{ Command = 'Stop-ReplicateTraining'; Given = @{ Id = '{0}' } }
        @{ Command = 'Wait-ReplicateTraining'; Given = @{ Id = '{0}'; TimeoutSec = 1 } }
        @{ Command = 'New-ReplicateTraining'; Given = @{ Model = '{0}/a:b'; Destination = 'you/a' } }
        @{ Command = 'New-ReplicateTraining'; Given = @{ Model = 'a/b:{0}'; Destination = 'you/a' } }
        @{ Command = 'New-ReplicateTraining'; Given = @{ Model = 'a/b'; Version = '{0}'; Destination = 'you/a' } }
        @{ Command = 'New-ReplicateTraining'; Given = @{ Model = 'a/b:c'; Destination = 'you/{0}'; CreateDestination = $true } }
        @{ Command = 'New-ReplicateTraining'; Given = @{ Model = 'a/b:c'; Destination = 'you/a'; CreateDestination = $true; Hardware = '{0}' } }
        @{ Command = 'Get-ReplicateModel'; Given = @{ Model = '{0}/a' } }
        @{ Command = 'Get-ReplicateModel'; Given = @{ Model = 'a/{0}' } }
        @{ Command = 'Set-ReplicateModel'; Given = @{ Model = 'a/{0}'; Description = 'x' } }
        @{ Command = 'Remove-ReplicateModel'; Given = @{ Model = 'a/{0}' } }
        @{ Command = 'New-ReplicateModel'; Given = @{ Model = 'a/{0}'; Hardware = 'cpu' } }
        @{ Command = 'New-ReplicateModel'; Given = @{ Model = 'a/b'; Hardware = '{0}' } }
        @{ Command = 'Get-ReplicateModelReadme'; Given = @{ Model = 'a/{0}' } }
        @{ Command = 'Get-ReplicateModelExample'; Given = @{ Model = 'a/{0}' } }
        @{ Command = 'Get-ReplicateModelSchema'; Given = @{ Model = 'a/{0}' } }
        @{ Command = 'Get-ReplicateModelSchema'; Given = @{ Model = 'a/b:{0}' } }
        @{ Command = 'Get-ReplicateModelSchema'; Given = @{ Model = 'a/b'; Version = '{0}' } }
        @{ Command = 'Get-ReplicateModelVersion'; Given = @{ Model = 'a/{0}' } }
        @{ Command = 'Get-ReplicateModelVersion'; Given = @{ Model = 'a/b'; Version = '{0}' } }
        @{ Command = 'Remove-ReplicateModelVersion'; Given = @{ Model = 'a/{0}:c' } }
        @{ Command = 'Remove-ReplicateModelVersion'; Given = @{ Model = 'a/b'; Version = '{0}' } }
        @{ Command = 'Get-ReplicateCollection'; Given = @{ Slug = '{0}' } }
        @{ Command = 'Get-ReplicateDeployment'; Given = @{ Deployment = '{0}/a' } }
        @{ Command = 'Get-ReplicateDeployment'; Given = @{ Deployment = 'a/{0}' } }
        @{ Command = 'Set-ReplicateDeployment'; Given = @{ Deployment = 'a/{0}'; MinInstances = 1 } }
        @{ Command = 'Set-ReplicateDeployment'; Given = @{ Deployment = 'a/b'; Version = '{0}' } }
        @{ Command = 'Set-ReplicateDeployment'; Given = @{ Deployment = 'a/b'; OutputVersion = 'a/b:{0}' } }
        @{ Command = 'Set-ReplicateDeployment'; Given = @{ Deployment = 'a/b'; Hardware = '{0}' } }
        @{ Command = 'Remove-ReplicateDeployment'; Given = @{ Deployment = 'a/{0}' } }
        @{ Command = 'New-ReplicateDeployment'; Given = @{ Name = '{0}'; Model = 'a/b:c'; Hardware = 'cpu' } }
        @{ Command = 'New-ReplicateDeployment'; Given = @{ Name = 'a'; Model = 'a/{0}'; Hardware = 'cpu' } }
        @{ Command = 'New-ReplicateDeployment'; Given = @{ Name = 'a'; Model = 'a/b'; Version = '{0}'; Hardware = 'cpu' } }
        @{ Command = 'New-ReplicateDeployment'; Given = @{ Name = 'a'; Model = 'a/b:c'; Hardware = '{0}' } }
        @{ Command = 'Get-ReplicateFile'; Given = @{ Id = '{0}' } }
        @{ Command = 'Save-ReplicateFile'; Given = @{ Id = '{0}'; SigningSecret = 'x' } }
        @{ Command = 'Remove-ReplicateFile'; Given = @{ Id = '{0}' } }
        @{ Command = 'Save-ReplicateOutput'; Given = @{ Prediction = '{0}' } }
        @{ Command = 'Receive-ReplicatePrediction'; Given = @{ Prediction = '{0}' } }
    )
    foreach ($place in $places) {
        $place.As = ($place.Given.GetEnumerator() | Where-Object Value -like '*{0}*' | ForEach-Object { "-$($_.Key) $($_.Value)" }) -join ' '
    }
}

Describe 'What is not a name' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
        $context = Connect-Emulator

        # Refused where they are given.
        $refused = '.', '..', 'b/c', '../account', '../../v2/x', 'b/../../account', 'b\c', '..\account', 'b?x=1', 'b#c', 'b%2fc', '%2e%2e', 'b c', "b`tc", "b`r`nHost: evil", "b$([char]0)", "b$([char]0xA0)c", ('b' * 300), 'b&c=1', 'b"c', '<b>', '//evil.example', 'http://evil.example/'

        # Harmless where they are escaped.
        $escaped = 'bé', '日本', "b$([char]0x202E)c", "b$([char]0xFF0F)c", 'b+c', 'b=c', 'b;c', "b'c", '@b', '...', 'b..c', '~b'

        function Get-Route([hashtable] $Given, [string] $Name) {
            $filled = @{}
            foreach ($key in $Given.Keys) {
                $filled[$key] = if ($Given[$key] -is [string]) { $Given[$key].Replace('{0}', $Name) } else { $Given[$key] }
            }
            if ((Get-Command $Command).Parameters.ContainsKey('Confirm')) { $filled.Confirm = $false }
            $context.Emulator.Journal.Clear()
            $script:fault = Get-Failure { & $Command @filled 6>$null }
            Get-Journal | ForEach-Object { "$($_.Method) $($_.Path)" }
        }
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'never reaches another endpoint through <Command> <As>' -ForEach $places {
        # The routes that a good name takes. A URL is what Save-ReplicateOutput takes besides ids.
        $usual = @(Get-Route $Given 'plainname')
        foreach ($name in $refused | Where-Object { $Command -ne 'Save-ReplicateOutput' -or $_ -notlike 'http:*' }) {
            Get-Route $Given $name | Should -BeNullOrEmpty -Because "'$name' is no name"
            $fault.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*' -Because "'$name' is no name"
        }

        foreach ($name in $escaped) {
            foreach ($route in Get-Route $Given $name) {
                $route | Should -BeIn @($usual.Replace('plainname', [uri]::EscapeDataString($name))) -Because "'$name' must be escaped"
            }
        }
    }

    It 'is tried wherever a command takes a name' {
        $tried = $places | ForEach-Object { $place = $_; $place.Given.Keys | Where-Object { "$($place.Given[$_])" -like '*{0}*' } | ForEach-Object { "$($place.Command) -$_" } }
        $named = foreach ($command in Get-Command -Module ReplicatePS) {
            # What trainings are read with says where they push to, and is not sent.
            $command.Parameters.Keys | Where-Object { $_ -ne 'Destination' -or $command.Noun -ne 'ReplicateTraining' -or $command.Verb -eq 'New' } | Where-Object { $_ -in 'Id', 'Slug', 'Model', 'Version', 'OutputVersion', 'Deployment', 'Destination', 'Hardware', 'Prediction' } | ForEach-Object { "$($command.Name) -$_" }
        }
        $named | Where-Object { $_ -notin $tried } | Should -BeNullOrEmpty
    } -ForEach @(@{ places = $places })

    It 'is refused for one of several, and the others go on' {
        $good = New-ReplicatePrediction emulator/echo -Input @{ text = 'x' }
        $failures, $got = @('../account', $good.Id, 'none', $good.Id | Get-ReplicatePrediction -ErrorAction Continue 2>&1).Where({ $_ -is [Management.Automation.ErrorRecord] }, 'Split')
        $got.Id | Should -Be $good.Id, $good.Id
        $failures.FullyQualifiedErrorId -replace ',.*' | Should -Be 'ReplicateInvalidInput', 'ReplicateNotFound'
        $failures.TargetObject | Should -Be '../account', 'none'
    }

    It 'cannot turn a search into another' {
        $sent = Get-Sent { Search-Replicate 'a&limit=50#x?y=../account' -First 3 }
        $sent.Path | Should -Be '/v1/search?query=a%26limit%3D50%23x%3Fy%3D..%2Faccount&limit=3'
        (Get-Sent { Find-ReplicateModel "../account?a=b`nHost: evil" }).Path | Should -Be '/v1/models'
    }
}

Describe 'What is out of bounds' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
        $null = Connect-Emulator
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'is refused without a request, with what is allowed: <Text>' -ForEach @(
        @{ Text = 'New-ReplicateDeployment a a/b:c -Hardware cpu -MinInstances 6'; Says = '*0 to 5*' }
        @{ Text = 'New-ReplicateDeployment a a/b:c -Hardware cpu -MinInstances -1'; Says = '*0 to 5*' }
        @{ Text = 'New-ReplicateDeployment a a/b:c -Hardware cpu -MaxInstances 21'; Says = '*0 to 20*' }
        @{ Text = 'New-ReplicateDeployment a a/b:c -Hardware cpu -MinInstances 3 -MaxInstances 2'; Says = '*3*above*2*' }
        @{ Text = 'Set-ReplicateDeployment you/a -MinInstances 6'; Says = '*0 to 5*' }
        @{ Text = 'Set-ReplicateDeployment you/a -MaxInstances -1'; Says = '*0 to 20*' }
        @{ Text = 'New-ReplicateDeployment a a/b:c -Hardware "gpu t4"'; Says = '*gpu t4*SKU*gpu-l40s*' }
        @{ Text = 'Set-ReplicateDeployment you/a -Hardware ""'; Says = '*SKU*gpu-l40s*' }
        @{ Text = 'New-ReplicateModel you/a -Hardware "gpu,t4/"'; Says = '*SKU*gpu-l40s*' }
        @{ Text = 'New-ReplicateModel you/a -Hardware cpu -Visibility secret'; Says = '*private,public*' }
        @{ Text = 'New-ReplicateTraining a/b:c you/a -CreateDestination -Visibility Unlisted'; Says = '*private,public*' }
        @{ Text = 'Get-ReplicatePrediction -CreatedAfter 2030-01-02 -CreatedBefore 2030-01-01'; Says = '*after 2030-01-02*before 2030-01-01*' }
        @{ Text = 'Get-ReplicatePrediction -CreatedAfter soon'; Says = '*soon*DateTime*' }
        @{ Text = 'Get-ReplicatePrediction -Source api'; Says = '*web*' }
        @{ Text = 'Get-ReplicatePrediction -Status done'; Says = '*succeeded*canceled*' }
        @{ Text = 'Get-ReplicatePrediction -First 0'; Says = '*1*' }
        @{ Text = 'New-ReplicatePrediction emulator/echo -Input @{} -PreferWait 61'; Says = '*60*' }
        @{ Text = 'New-ReplicatePrediction emulator/echo -Input @{} -PreferWait 0'; Says = '*1*' }
        @{ Text = 'New-ReplicatePrediction emulator/echo -Input @{} -CancelAfter 4s'; Says = '*5 s*' }
        @{ Text = 'New-ReplicatePrediction emulator/echo -Input @{} -CancelAfter 2d'; Says = '*1h30m45s*' }
        @{ Text = 'New-ReplicatePrediction emulator/echo -Input @{} -Webhook http://example.com/a'; Says = '*https*' }
        @{ Text = 'New-ReplicatePrediction emulator/echo -Input @{} -Webhook https://example.com/a -WebhookEvent Never'; Says = '*Completed*' }
        @{ Text = 'Wait-ReplicatePrediction abc -TimeoutSec 0'; Says = '*1*' }
        @{ Text = 'Search-Replicate a -First 51'; Says = '*50*' }
        @{ Text = 'Test-ReplicateWebhook a @{} -Secret whsec_AAAA -ToleranceSec -1'; Says = '*0*' }
    ) {
        $script:fault = $null
        Get-Sent { $script:fault = Get-Failure ([scriptblock]::Create($Text)) } | Should -BeNullOrEmpty
        "$fault" | Should -BeLike $Says
    }
}
