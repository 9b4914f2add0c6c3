Describe 'Networks of organisations' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"

        $secret = 'r8_abcdefghijklmnopqrstuvwxyz0123456789A'
        $proxy = New-TestServer 200 '{"username":"the proxy saw it"}'
        $account = [pscredential]::new('ann', (ConvertTo-SecureString 'pass' -AsPlainText -Force))
    }

    AfterAll {
        Disconnect-Replicate
        $proxy.Dispose()
    }

    It 'go through the proxy that is given, which is asked for a tunnel and never sees the token' {
        $null = Connect-Replicate -Token $secret -BaseUri https://replicate.example -Proxy $proxy.Address -SkipTokenCheck -MaximumRetryCount 0
        (Get-Failure { Get-ReplicateAccount }).FullyQualifiedErrorId | Should -BeLike 'ReplicateConnectionFailed,*'
        $proxy.Heads[-1] | Should -BeLike 'CONNECT replicate.example:443 *'
        $proxy.Heads | Should -Not -BeLike "*$secret*"
    }

    It 'pass the proxy by on the way to this machine' {
        $server = New-TestServer 200 '{"username":"ann"}'
        try {
            $asked = $proxy.Heads.Count
            (Connect-Replicate -Token $secret -BaseUri $server.Address -Proxy $proxy.Address -PassThru).Username | Should -Be 'ann'
            $proxy.Heads.Count | Should -Be $asked
        }
        finally {
            $server.Dispose()
        }
    }

    It 'give the account to a proxy that asks for it' {
        $asking = New-TestServer 407 'who are you?' "text/plain`r`nProxy-Authenticate: Basic realm=`"office`""
        try {
            $null = Connect-Replicate -Token $secret -BaseUri https://replicate.example -Proxy $asking.Address -ProxyCredential $account -SkipTokenCheck -MaximumRetryCount 0
            $failure = Get-Failure { Get-ReplicateAccount }
            "$failure" | Should -BeLike '*407*'
            "$failure" | Should -Not -BeLike '*pass*'
            $asking.Heads[-1] | Should -BeLike '*Proxy-Authorization: Basic YW5uOnBhc3M=*'
            $asking.Heads | Should -Not -BeLike "*$secret*"
        }
        finally {
            $asking.Dispose()
        }
    }

    It 'say that the proxy wants an account, what to do, and ask it once: <Name>' -ForEach @(
        @{ Name = 'nothing is given'; Arguments = @{} }
        @{ Name = 'the account of the process, which a Basic proxy cannot have'; Arguments = @{ ProxyUseDefaultCredentials = $true } }
    ) {
        $given = $Arguments
        $asking = New-TestServer 407 'who are you?' "text/plain`r`nProxy-Authenticate: Basic realm=`"office`""
        try {
            $failure = { Connect-Replicate -Token $secret -BaseUri https://replicate.example -Proxy $asking.Address @given } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateConnectionFailed,*'
            "$failure" | Should -BeLike 'replicate.example gave no answer: the proxy on the way wants an account, or another one (407).*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-ProxyCredential (Get-Credential)*'
            $asking.Heads.Count | Should -Be 1
            $asking.Heads | Should -Not -BeLike '*Authorization*'
        }
        finally {
            $asking.Dispose()
        }
    }

    It 'have the system''s proxy from the environment: <Name>' -Skip:($PSEdition -ne 'Core') -ForEach @(
        @{ Name = 'used'; Exceptions = ''; Asked = 1 }
        @{ Name = 'passed by where it says so'; Exceptions = '.example'; Asked = 0 }
    ) {
        $before = $proxy.Heads.Count
        $null = Invoke-Shell "
            Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'
            Connect-Replicate -Token $secret -BaseUri https://replicate.example -SkipTokenCheck -MaximumRetryCount 0
            try { Get-ReplicateAccount } catch { `$_.FullyQualifiedErrorId }" -Environment @{ HTTPS_PROXY = $proxy.Address; NO_PROXY = $Exceptions }
        $proxy.Heads.Count - $before | Should -Be $Asked
    }

    It 'take -ProxyUseDefaultCredentials with and without -Proxy' {
        { Connect-Replicate -Token $secret -ProxyUseDefaultCredentials -SkipTokenCheck } | Should -Not -Throw
        { Connect-Replicate -Token $secret -Proxy $proxy.Address -ProxyUseDefaultCredentials -SkipTokenCheck } | Should -Not -Throw
    }

    It 'are refused before anything is sent: <Name>' -ForEach @(
        @{ Name = 'an account without a proxy'; Arguments = { @{ ProxyCredential = $account } }; Said = '*-Proxy*' }
        @{ Name = 'two accounts'; Arguments = { @{ Proxy = $proxy.Address; ProxyCredential = $account; ProxyUseDefaultCredentials = $true } }; Said = '*either*' }
        @{ Name = 'an account in the address'; Arguments = { @{ Proxy = 'http://ann:pass@proxy.example:8080' } }; Said = '*-ProxyCredential*' }
        @{ Name = 'no address'; Arguments = { @{ Proxy = 'proxy' } }; Said = '*http://proxy:8080*' }
    ) {
        $given = & $Arguments
        $failure = { Connect-Replicate -Token $secret -BaseUri https://replicate.example @given } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
        "$failure" | Should -BeLike $Said
        "$failure" | Should -Not -BeLike '*:pass@*'
    }

    It 'say that a certificate is not trusted, what to do, and send nothing' {
        $key = [Security.Cryptography.RSA]::Create(2048)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=127.0.0.1', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $made = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
        $server = New-TestServer 200 '{"username":"ann"}'
        try {
            $server.Certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($made.Export('Pfx'), '')
            $failure = { Connect-Replicate -Token $secret -BaseUri $server.Address } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateConnectionFailed,*'
            "$failure" | Should -BeLike '*does not trust its certificate*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*root certificate*trusted*'
            $server.Heads | Should -BeNullOrEmpty
        }
        finally {
            $server.Dispose()
        }
    }
}
