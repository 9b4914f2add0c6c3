Describe 'Sessions' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"

        $account = '{"type":"user","username":"ann","name":"Ann","github_url":"https://github.com/ann"}'
        $secret = 'r8_abcdefghijklmnopqrstuvwxyz0123456789A'
        $secure = [Security.SecureString]::new()
        $secret.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }
    }

    AfterEach {
        Disconnect-Replicate
        Remove-Item Env:REPLICATE_API_TOKEN, Env:REPLICATE_BASE_URL -ErrorAction Ignore
    }

    Context 'Connect-Replicate' {
        BeforeAll {
            $server = New-TestServer 200 $account
        }

        AfterAll {
            $server.Dispose()
        }

        It 'takes a token as <Name>' -ForEach @(
            @{ Name = 'text'; Arguments = { @{ Token = $secret } } }
            @{ Name = 'text with blanks around it'; Arguments = { @{ Token = " $secret`n" } } }
            @{ Name = 'a secure string'; Arguments = { @{ Token = $secure } } }
            @{ Name = 'a credential'; Arguments = { @{ Token = [pscredential]::new('anybody', $secure) } } }
        ) {
            $given = & $Arguments
            $context = Connect-Replicate @given -BaseUri $server.Address -PassThru
            $context.Username | Should -Be 'ann'
            $context.TokenSource | Should -Be 'parameter'
            $server.Heads[-1] | Should -BeLike "*Authorization: Bearer $secret`r*"
        }

        It 'takes the token from the environment, read when it is used' {
            $env:REPLICATE_API_TOKEN = 'r8_first'
            $env:REPLICATE_BASE_URL = $server.Address
            $context = Connect-Replicate -PassThru
            $context.TokenSource | Should -Be 'environment'
            $server.Heads[-1] | Should -BeLike "*Bearer r8_first`r*"

            $env:REPLICATE_API_TOKEN = 'r8_second'
            $null = Get-ReplicateAccount
            $server.Heads[-1] | Should -BeLike "*Bearer r8_second`r*"
        }

        It 'is not needed when the environment has a token' {
            $env:REPLICATE_API_TOKEN = $secret
            $env:REPLICATE_BASE_URL = "$($server.Address)/v1"
            (Get-ReplicateAccount).Username | Should -Be 'ann'
            $server.Heads[-1] | Should -BeLike 'GET /v1/account *'
        }

        It 'takes a connection of a runbook, whatever the case of its names' {
            $connection = @{ token = $secret; baseuri = $server.Address }
            (Connect-Replicate -Connection $connection -PassThru).Username | Should -Be 'ann'
            $server.Heads[-1] | Should -BeLike "*Bearer $secret`r*"
        }

        It 'says what a connection lacks' {
            $failure = { Connect-Replicate -Connection @{ Password = 'x' } } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            "$failure" | Should -BeLike '*Token*'
        }

        It 'reads the token from a secret' {
            function global:Get-Secret($Name, $Vault) { if ($Name -eq 'replicate' -and $Vault -eq 'mine') { $secure } }
            try {
                $null = Connect-Replicate -SecretName replicate -SecretVault mine -BaseUri $server.Address
                $server.Heads[-1] | Should -BeLike "*Bearer $secret`r*"
            }
            finally {
                Remove-Item function:Get-Secret
            }
        }

        It 'says what to install when there is no command that reads secrets' -Skip:([bool](Get-Command Get-Secret -ErrorAction Ignore)) {
            { Connect-Replicate -SecretName replicate } | Should -Throw '*Microsoft.PowerShell.SecretManagement*'
        }

        It 'ends the script when a secret cannot be read' {
            function global:Get-Secret { throw 'The vault is locked.' }
            try {
                { Connect-Replicate -SecretName replicate } | Should -Throw '*The vault is locked*'
            }
            finally {
                Remove-Item function:Get-Secret
            }
        }

        It 'refuses an empty token' {
            { Connect-Replicate -Token '' } | Should -Throw '*empty*'
        }

        It 'ends the script on a wrong token, and keeps the connection that there was' {
            $null = Connect-Replicate -Token $secret -BaseUri $server.Address
            $refusing = New-TestServer 401 '{"title":"Unauthenticated","detail":"You did not pass a valid authentication token","status":401}'
            try {
                $failure = { Connect-Replicate -Token 'r8_wrong' -BaseUri $refusing.Address } | Should -Throw -PassThru
                $failure.FullyQualifiedErrorId | Should -Be 'ReplicateUnauthorized,ReplicatePS.Commands.ConnectReplicateCommand'
                $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
                $failure.Exception.StatusCode | Should -Be 401
                $failure.ErrorDetails.RecommendedAction | Should -BeLike '*api-tokens*'
            }
            finally {
                $refusing.Dispose()
            }
            (Get-ReplicateAccount).Username | Should -Be 'ann'
        }

        It 'asks nothing when told not to check the token' {
            $before = $server.Heads.Count
            $null = Connect-Replicate -Token $secret -BaseUri $server.Address -SkipTokenCheck
            $server.Heads.Count | Should -Be $before
        }

        It 'refuses <Address> as an address' -ForEach @(@{ Address = 'ftp://replicate.com' }, @{ Address = 'replicate' }, @{ Address = 'http://example.com' }) {
            $failure = { Connect-Replicate -Token $secret -BaseUri $Address -MaximumRetryCount 0 } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
        }

        It 'says so when nobody answers' {
            $gone = New-TestServer 200
            $address = $gone.Address
            $gone.Dispose()
            $failure = { Connect-Replicate -Token $secret -BaseUri $address -MaximumRetryCount 0 } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateConnectionFailed,*'
            $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
        }

        It 'says so when the server answers with a page' {
            $page = New-TestServer 200 '<html><body><h1>Welcome to the hotel</h1></body></html>' 'text/html'
            try {
                $failure = { Connect-Replicate -Token $secret -BaseUri $page.Address -MaximumRetryCount 0 } | Should -Throw -PassThru
                $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateBadResponse,*'
                "$failure" | Should -BeLike '*Welcome to the hotel*'
            }
            finally {
                $page.Dispose()
            }
        }
    }

    Context 'Without a token' {
        It '<_> ends with one error that names three ways to go on' -ForEach 'Get-ReplicateAccount', 'Get-ReplicateHardware', 'Connect-Replicate', 'Get-ReplicatePrediction' {
            $failure = { & $_ } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateTokenMissing,*'
            $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
            $advice = $failure.ErrorDetails.RecommendedAction
            $advice | Should -BeLike '*Connect-Replicate -Token*'
            $advice | Should -BeLike '*REPLICATE_API_TOKEN*'
            $advice | Should -BeLike '*Connect-Replicate -Emulator*'
        }

        It 'writes one error for a pipeline of many' {
            $failures = @($(try { 1..3 | ForEach-Object { "id$_" } | Get-ReplicatePrediction } catch { $_ }) 2>&1)
            $failures.Count | Should -Be 1
        }

        It 'has a context that tells' {
            (Get-ReplicateContext).TokenSource | Should -Be 'none'
        }

        It 'says what is wrong with the address in the environment' {
            $env:REPLICATE_API_TOKEN = $secret
            $env:REPLICATE_BASE_URL = 'not an address'
            { Get-ReplicateAccount } | Should -Throw '*REPLICATE_BASE_URL*'
        }
    }

    Context 'Sessions' {
        It 'end with Disconnect-Replicate' {
            $null = Connect-Emulator
            Get-ReplicateHardware | Should -Not -BeNullOrEmpty
            Disconnect-Replicate
            { Get-ReplicateHardware } | Should -Throw
        }

        It 'can be ended twice' {
            Disconnect-Replicate
            { Disconnect-Replicate } | Should -Not -Throw
        }

        It 'are used by functions, scripts and modules of the runspace' {
            $null = Connect-Emulator
            $module = New-Module { function Get-Sku { (ReplicatePS\Get-ReplicateHardware cpu).Sku } }
            & $module { Get-Sku } | Should -Be 'cpu'
        }

        It 'are no variable that a script would meet' {
            $null = Connect-Emulator
            Get-Variable *Replicate* -Scope Global -ErrorAction Ignore | Should -BeNullOrEmpty
        }

        It 'are each runspace''s own' {
            $null = Connect-Emulator
            $names = 1..2 | ForEach-Object {
                $shell = [powershell]::Create()
                $null = $shell.AddScript("Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'; (Get-ReplicateContext).IsEmulator; Connect-Replicate -Token r8_of$_ -SkipTokenCheck -BaseUri http://127.0.0.1:$_; (Get-ReplicateContext).BaseUri.Port")
                $shell.Invoke()
                $shell.Dispose()
            }
            $names | Should -Be $false, 1, $false, 2
            (Get-ReplicateContext).IsEmulator | Should -BeTrue
        }

        It 'can be handed to parallel work as -Context' -Skip:($PSEdition -ne 'Core') {
            $context = Connect-Emulator
            $ids = 1..4 | ForEach-Object -Parallel {
                Import-Module "$env:REPLICATEPS_MODULE/ReplicatePS.psd1"
                (New-ReplicatePrediction emulator/echo -Input @{ text = "$_" } -Context $using:context).Id
            }
            @($ids | Select-Object -Unique).Count | Should -Be 4
        }

        It 'can be two at once' {
            $one = Connect-Replicate -Emulator -PassThru
            $two = Connect-Replicate -Emulator -PassThru
            $prediction = New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } -Context $one
            (Get-ReplicatePrediction $prediction.Id -Context $one).Id | Should -Be $prediction.Id
            Get-Failure { Get-ReplicatePrediction $prediction.Id -Context $two } | Should -Not -BeNullOrEmpty
        }
    }
}
