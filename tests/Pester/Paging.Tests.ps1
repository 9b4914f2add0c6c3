BeforeDiscovery {
    # Every command that reads a list page by page.
    $lists = @(
        @{ Name = 'Get-ReplicatePrediction'; Ask = { Get-ReplicatePrediction @args } }
        @{ Name = 'Get-ReplicateTraining'; Ask = { Get-ReplicateTraining @args } }
        @{ Name = 'Get-ReplicateModel'; Ask = { Get-ReplicateModel @args } }
        @{ Name = 'Get-ReplicateModelVersion'; Ask = { Get-ReplicateModelVersion you/a @args } }
        @{ Name = 'Get-ReplicateModelExample'; Ask = { Get-ReplicateModelExample you/a @args } }
        @{ Name = 'Get-ReplicateDeployment'; Ask = { Get-ReplicateDeployment @args } }
        @{ Name = 'Get-ReplicateFile'; Ask = { Get-ReplicateFile @args } }
        @{ Name = 'Get-ReplicateCollection'; Ask = { Get-ReplicateCollection @args } }
        @{ Name = 'Invoke-ReplicateRequest'; Ask = { Invoke-ReplicateRequest predictions -Paginate @args } }
    )

    # What a hostile server may send for the next page: {own} is its port, {evil} that of another server which must never be asked.
    $links = @(
        'http://127.0.0.1:{evil}/v1/next?cursor=2'
        '//127.0.0.1:{evil}/v1/next?cursor=2'
        'http://127.0.0.1:{own}@127.0.0.1:{evil}/v1/next'
        'http://someone:word@127.0.0.1:{own}/v1/next'
        'http:\\127.0.0.1:{evil}\v1\next'
        '\\127.0.0.1:{evil}\v1\next'
        '/\127.0.0.1:{evil}/v1/next'
        'http://localhost:{own}/v1/next'
        'http://127.0.0.1.evil.example:{own}/v1/next'
        'http://127.0.0.1/v1/next'
        'ftp://127.0.0.1:{own}/v1/next'
        'file:///etc/passwd'
        'javascript:alert(1)'
    )
}

BeforeAll {
    . "$PSScriptRoot/Bootstrap.ps1"
}

AfterAll {
    Disconnect-Replicate
}

Describe 'Lists' {
    BeforeAll {
        $context = Connect-Emulator
        $context.Emulator.SeedPredictions(250)
        $context.Emulator.SeedModels(60)
    }

    BeforeEach {
        $context.Emulator.Journal.Clear()
    }

    It 'are all in these tests' {
        # What searches gives one page, whatever -First says.
        $known = 'Find-ReplicateModel', 'Search-Replicate' + $lists.Name
        (Get-Command -Module ReplicatePS -ParameterName First).Name | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
    } -ForEach @(@{ lists = $lists })

    It 'hand on the first object before the second page is asked for' {
        $asked = Get-ReplicatePrediction | ForEach-Object { @(Get-Journal GET).Count }
        $asked[0], $asked[99], $asked[100], $asked[199], $asked[200], $asked[249] | Should -Be 1, 1, 2, 2, 3, 3
        $asked.Count | Should -Be 250
    }

    It 'ask for one page when ten objects are wanted: <_>' -ForEach @(
        'Get-ReplicatePrediction -First 10'
        'Get-ReplicatePrediction | Select-Object -First 10'
        'Get-ReplicatePrediction -Status succeeded -First 10'
        'Get-ReplicateModel -First 10'
        'Get-ReplicateModel | Select-Object -First 10'
        'Invoke-ReplicateRequest predictions -Paginate -First 10'
        'Invoke-ReplicateRequest predictions -Paginate | Select-Object -First 10'
    ) {
        @(& ([scriptblock]::Create($_))).Count | Should -Be 10
        @(Get-Journal).Count | Should -Be 1
    }

    It 'ask for no page beyond the one that holds the last' {
        @(Get-ReplicatePrediction -First 100).Count | Should -Be 100
        @(Get-Journal).Count | Should -Be 1
        @(Get-ReplicatePrediction -First 101).Count | Should -Be 101
        @(Get-Journal).Count | Should -Be 3
    }

    It 'ask for no more once the pipeline is stopped' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'").Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript('param($Context) $n = 0; Get-ReplicatePrediction -Context $Context | ForEach-Object { if (++$n -eq 100) { Start-Sleep 60 } }').AddArgument($context)
            $run = $shell.BeginInvoke()
            while (-not (Get-Journal GET)) { Start-Sleep -Milliseconds 20 }
            $shell.Stop()
            { $shell.EndInvoke($run) } | Should -Throw
        }
        finally {
            $shell.Dispose()
        }
        @(Get-Journal GET).Count | Should -Be 1
    }
}

Describe 'A link to the next page, to <Name>,' -ForEach $lists {
    BeforeAll {
        $own = New-TestServer 200
        $evil = New-TestServer 200 '{"results":[{"id":"evil"}]}'
        $null = Connect-Replicate -Token r8_secret -BaseUri $own.Address -SkipTokenCheck
        $ports = @{ own = ([uri] $own.Address).Port; evil = ([uri] $evil.Address).Port }
    }

    AfterAll {
        $own.Dispose()
        $evil.Dispose()
    }

    It 'is not followed out of the origin: <_>' -ForEach $links {
        $link = $_.Replace('{own}', $ports.own).Replace('{evil}', $ports.evil)
        $own.Body = @{ next = $link; results = @(@{ id = 'a'; owner = 'you'; name = 'a'; slug = 'a' }) } | ConvertTo-Json
        $before = $own.Heads.Count
        $failures, $got = @(& $Ask -ErrorAction Continue 2>&1).Where({ $_ -is [Management.Automation.ErrorRecord] }, 'Split')
        @($got).Count | Should -Be 1
        @($failures).Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'ReplicateBadResponse,*'
        "$($failures[0])" | Should -BeLike '*was not followed*'
        "$($failures[0])" | Should -Not -BeLike '*r8_secret*'
        $own.Heads.Count - $before | Should -Be 1
        $evil.Heads | Should -BeNullOrEmpty
    }

    It 'is followed within the origin' {
        $own.Body = @{ next = "$($own.Address)/v1/next?cursor=2"; results = @(@{ id = 'a'; owner = 'you'; name = 'a'; slug = 'a' }) } | ConvertTo-Json
        $before = $own.Heads.Count

        # The second page has the same link, which leads in a circle.
        $failures, $got = @(& $Ask -ErrorAction Continue 2>&1).Where({ $_ -is [Management.Automation.ErrorRecord] }, 'Split')
        @($got).Count | Should -Be 2
        "$($failures[0])" | Should -BeLike '*read already*'
        $own.Heads.Count - $before | Should -Be 2
        $own.Heads[-1] | Should -BeLike 'GET /v1/next?cursor=2 *'
    }
}
