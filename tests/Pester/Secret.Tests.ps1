Describe 'Secrets' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"

        $secret = 'r8_abcdefghijklmnopqrstuvwxyz0123456789A'
        $hidden = $secret.Substring(3)

        # Runs a script in a shell of its own with every stream turned on, and gives what could be seen and what was written down.
        function Get-Seen([string] $Script, [hashtable] $Environment = @{}) {
            $transcript = Join-Path $TestDrive "$([Guid]::NewGuid()).txt"
            $whole = @"
Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'
`$null = Start-Transcript '$transcript'
`$VerbosePreference = `$DebugPreference = `$InformationPreference = `$ProgressPreference = 'Continue'
$Script
foreach (`$one in `$Error) {
    `$one | Format-List * -Force
    `$one.Exception.ToString()
    [Management.Automation.PSSerializer]::Serialize(`$one, 3)
    `$one | ConvertTo-Json -Depth 2 -WarningAction Ignore
}
`$null = Stop-Transcript
"@
            $output = Invoke-Shell "`$ErrorActionPreference = 'Continue'; & { $whole } *>&1 | Out-String -Width 4000" -Environment $Environment
            "$output`n$(Get-Content $transcript -Raw)"
        }
    }

    Context 'The token' {
        It 'appears in no stream, transcript, object or error: <Name>' -ForEach @(
            @{ Name = 'a server that fails'; Status = 500; Body = '{"detail":"It broke."}'; Said = '*It broke*' }
            @{ Name = 'a token that is not valid'; Status = 401; Body = '{"title":"Unauthenticated","detail":"Not this one.","status":401}'; Said = '*Not this one*' }
            @{ Name = 'a gateway that echoes what it was sent'; Status = 502; Body = '<pre>Echo. Authorization: Bearer SECRET</pre>'; Said = '*Echo. Authorization*' }
            @{ Name = 'an answer that echoes it'; Status = 200; Body = '{"username":"SECRET","id":"abc","status":"succeeded","logs":"Echo SECRET","results":[]}'; Said = '*Echo*' }
        ) {
            $server = New-TestServer $Status $Body.Replace('SECRET', $secret)
            try {
                $seen = Get-Seen -Environment @{ HIDDEN = $secret } @"
`$token = [Environment]::GetEnvironmentVariable('HIDDEN')
`$context = Connect-Replicate -Token `$token -BaseUri $($server.Address) -SkipTokenCheck -PassThru -MaximumRetryCount 0
`$context; `$context | Format-List * -Force; `$context | ConvertTo-Json -Depth 4 -WarningAction Ignore; [Management.Automation.PSSerializer]::Serialize(`$context, 5)
Get-ReplicateContext | Get-Member | Out-String; "`$context"
try { Connect-Replicate -Token `$token -BaseUri $($server.Address) -MaximumRetryCount 0 -Debug } catch { `$_ }
Get-ReplicateAccount -Verbose -Debug
Get-ReplicatePrediction abc | ForEach-Object { `$_ | Format-List * -Force; `$_ | ConvertTo-Json -Depth 4 -WarningAction Ignore; "`$_" }
New-ReplicatePrediction emulator/echo -Input @{ text = 'x' }
Stop-ReplicatePrediction abc
Invoke-ReplicateRequest account -SkipHttpErrorCheck
"@
                $server.Heads[-1] | Should -BeLike "*Bearer $secret*"
                $seen | Should -BeLike $Said
                $seen | Should -BeLike '*VERBOSE*GET*' -Because 'requests are reported'
                $seen | Should -Not -BeLike "*$hidden*"
            }
            finally {
                $server.Dispose()
            }
        }

        It 'goes to no other origin: <Name>' -ForEach @(
            @{ Name = 'an output''s host'; Body = 'x'; Script = { 'ELSEWHERE/out.png' | Save-ReplicateOutput -Path $TestDrive -WarningAction Ignore } }
            @{ Name = 'a redirect'; Status = 307; Headers = "Location: ELSEWHERE/v1/account"; Script = { Get-ReplicateAccount } }
            @{ Name = 'the next page'; Body = '{"results":[],"next":"ELSEWHERE/v1/predictions?cursor=x"}'; Script = { Get-ReplicatePrediction } }
            @{ Name = 'a stream'; Body = '{"id":"abc","status":"processing","model":"a/b","urls":{"stream":"ELSEWHERE/stream/abc"},"results":[]}'; Script = { if (Get-Command Receive-ReplicatePrediction -ErrorAction Ignore) { Receive-ReplicatePrediction abc -TimeoutSec 2 } } }
            @{ Name = 'a request to it'; Body = 'x'; Script = { Invoke-ReplicateRequest ELSEWHERE/v1/account } }
        ) {
            $elsewhere = New-TestServer 200 'data'
            $type = if ($Headers) { "application/json`r`n$Headers" } else { 'application/json' }
            $server = New-TestServer $(if ($Status) { $Status } else { 200 }) "$Body".Replace('ELSEWHERE', $elsewhere.Address) $type.Replace('ELSEWHERE', $elsewhere.Address)
            try {
                $null = Connect-Replicate -Token $secret -BaseUri $server.Address -SkipTokenCheck -MaximumRetryCount 0 -TimeoutSec 3
                $null = Get-Failure ([scriptblock]::Create("$Script".Replace('ELSEWHERE', $elsewhere.Address)))
                $elsewhere.Heads | Should -Not -BeLike "*$hidden*"
                $elsewhere.Heads | Should -Not -BeLike '*Authorization*'
            }
            finally {
                Disconnect-Replicate
                $server.Dispose()
                $elsewhere.Dispose()
            }
        }
    }

    Context 'The secret of webhooks' {
        It 'is shown only when it is asked for as text' {
            $key = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
            $server = New-TestServer 200 "{`"key`":`"$key`"}"
            try {
                $script = @"
Connect-Replicate -Token r8_anything_at_all -BaseUri $($server.Address) -SkipTokenCheck
`$key = Get-ReplicateWebhookSecret; `$key; `$key | Format-List * -Force; `$key | ConvertTo-Json
Test-ReplicateWebhook -Body '{}' -Header @{ 'webhook-id' = 'a'; 'webhook-timestamp' = '1'; 'webhook-signature' = 'v1,x' } -Secret `$key
Get-ReplicateWebhookSecret PLAIN
"@
                Get-Seen $script.Replace('PLAIN', '') | Should -Not -BeLike "*$($key.Substring(6))*"
                Get-Seen $script.Replace('PLAIN', '-AsPlainText') | Should -BeLike "*$key*"
            }
            finally {
                $server.Dispose()
            }
        }
    }

    Context 'Inputs that are a SecureString' {
        It 'are sent, and appear in no stream, question or error' {
            $seen = Get-Seen -Environment @{ HIDDEN = $secret } @'
Connect-Replicate -Emulator -EmulatorSpeed 100
$hidden = ConvertTo-SecureString $env:HIDDEN -AsPlainText -Force
Invoke-ReplicateModel emulator/echo -Input @{ text = $hidden } -WhatIf
New-ReplicatePrediction emulator/echo -Input @{ text = $hidden } -WhatIf
$null = New-ReplicatePrediction emulator/echo -Input @{ text = $hidden }
Invoke-ReplicateModel emulator/slow -Input @{ seconds = $hidden }
[pscustomobject]@{ seconds = $hidden } | Invoke-ReplicateModel emulator/slow
Invoke-ReplicateModel emulator/slow -Input @{ seconds = @($hidden) }
"sent: $([bool]((Get-ReplicateContext).Emulator.Journal.Entries.Body -match $env:HIDDEN))"
'@
            $seen | Should -BeLike '*is a secret, which is not what the model takes there*'
            $seen | Should -BeLike '*sent: True*'
            $seen | Should -Not -BeLike "*$hidden*"
        }
    }

    Context 'Pauses' {
        It 'that take long are said, and end with Ctrl+C' {
            $server = New-TestServer 429 '{"detail":"Slow down."}' "application/json`r`nRetry-After: 3600"
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript("
                    Import-Module '$env:REPLICATEPS_MODULE/ReplicatePS.psd1'
                    Connect-Replicate -Token r8_anything_at_all -BaseUri $($server.Address) -SkipTokenCheck
                    New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } -Verbose")
                $running = $shell.BeginInvoke()
                $limit = [DateTime]::UtcNow.AddSeconds(20)
                while (-not $shell.Streams.Warning.Count -and -not $running.IsCompleted -and [DateTime]::UtcNow -lt $limit) {
                    [Threading.Thread]::Sleep(20)
                }
                $said = 'Waiting 60 s before POST /v1/models/emulator/echo/predictions, attempt 2 of 6; Replicate asks for 3600 s.'
                "$($shell.Streams.Warning)" | Should -Be $said
                "$($shell.Streams.Verbose)" | Should -BeLike "*$said*"
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $shell.Stop()
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
                $server.Heads.Count | Should -Be 1
            }
            finally {
                $shell.Dispose()
                $server.Dispose()
            }
        }
    }
}
