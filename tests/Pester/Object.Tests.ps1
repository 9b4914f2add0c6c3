Describe 'Objects' {
    BeforeDiscovery {
        $version = '{"id":"v1","created_at":"2031-01-02T03:04:05.678Z","cog_version":"0.9","openapi_schema":{"components":{"schemas":{"Input":{"properties":{"x":{"type":"string","new":1}}}}}},"new":{"deep":[1]}}'
        $model = '{"url":"https://replicate.com/acme/sketcher","owner":"acme","name":"sketcher","description":null,"visibility":"public","github_url":"https://g.example","paper_url":"https://p.example",' +
            '"license_url":"https://l.example","weights_url":"https://w.example","cover_image_url":"https://c.example","run_count":5000000000,"is_official":true,"created_at":"2031-01-01T00:00:00Z",' +
            "`"default_example`":{`"id`":`"e1`",`"input`":{`"a`":[1,2]}},`"latest_version`":$version,`"new`":{`"deep`":[1]}}"
        $run = '{"id":"r1","model":"acme/sketcher","version":"v1","input":{"prompt":"größer","list":[1,2]},"output":["https://replicate.delivery/a.png","https://replicate.delivery/b.png"],' +
            '"status":"succeeded","error":null,"logs":"done","created_at":"2031-01-02T03:04:05.678901234Z","started_at":"2031-01-02T03:04:06Z","completed_at":"2031-01-02T03:04:08Z",' +
            '"metrics":{"predict_time":1.5},"source":"api","deployment":"acme/shop","deadline":"2031-01-02T04:04:05Z","data_removed":false,"webhook":"https://hook.example","webhook_events_filter":["start","completed"],' +
            '"urls":{"get":"https://api.replicate.com/v1/predictions/r1","web":"https://replicate.com/p/r1"},"webhook_completed":null,"new":{"deep":[1]}}'
        $deployment = '{"owner":"acme","name":"shop","new":{"deep":[1]},"current_release":{"number":2,"model":"acme/sketcher","version":"v1","created_at":"2031-05-06T07:08:09.101112Z","created_by":' +
            '{"type":"organization","username":"acme","name":"Acme","avatar_url":"https://a.example","github_url":"https://g.example","new":{"deep":[1]}},"configuration":{"hardware":"cpu","min_instances":0,"max_instances":3,"new":7}}}'
        $file = '{"id":"f1","name":"a.txt","content_type":"text/plain","size":5,"etag":"e","checksums":{"sha256":"s","md5":"m"},"metadata":{"k":1},"created_at":"2031-02-03T04:05:06Z","expires_at":null,"urls":{"get":"https://x.example/f1"},"new":{"deep":[1]}}'
        $search = "{`"query`":`"x`",`"models`":[{`"model`":$model,`"metadata`":{`"generated_description`":`"Draws`",`"tags`":[`"a`",`"b`"],`"score`":0.5},`"new`":{`"deep`":[1]}}],`"collections`":[],`"pages`":[]}"
        $kinds = @(
            @{ Kind = 'Prediction'; Body = $run; Get = { Get-ReplicatePrediction r1 }; Value = @{ Id = 'r1'; HasEnded = $true; Version = 'v1'; Webhook = 'https://hook.example'; Deployment = 'acme/shop'; Source = 'api' } }
            @{ Kind = 'Training'; Body = $run; Get = { Get-ReplicateTraining r1 }; Value = @{ Id = 'r1'; HasEnded = $true; Model = 'acme/sketcher'; Logs = 'done' } }
            @{ Kind = 'Model'; Body = $model; Get = { Get-ReplicateModel acme/sketcher }; Value = @{ FullName = 'acme/sketcher'; RunCount = 5000000000; WeightsUrl = 'https://w.example'; CoverImageUrl = 'https://c.example'; LatestVersion = 'v1'; CogVersion = '0.9' } }
            @{ Kind = 'ModelVersion'; Body = $version; Get = { Get-ReplicateModelVersion acme/sketcher -Version v1 }; Value = @{ Version = 'v1'; CogVersion = '0.9'; Model = 'acme/sketcher' } }
            @{ Kind = 'Deployment'; Body = $deployment; Get = { Get-ReplicateDeployment acme/shop }; Value = @{ FullName = 'acme/shop'; ReleasedBy = 'acme'; Release = 2; MaxInstances = 3 } }
            @{ Kind = 'ReplicateFile'; Body = $file; Get = { Get-ReplicateFile f1 }; Value = @{ Id = 'f1'; ETag = 'e'; Md5 = 'm'; Sha256 = 's'; Size = 5 } }
            @{ Kind = 'Account'; Body = '{"type":"user","username":"alice","name":"Alice","github_url":"https://g.example","avatar_url":"https://a.example","new":{"deep":[1]}}'; Get = { Get-ReplicateAccount }; Value = @{ Username = 'alice'; AvatarUrl = 'https://a.example' } }
            @{ Kind = 'Hardware'; Body = '[{"sku":"cpu","name":"CPU","new":{"deep":[1]}}]'; Get = { Get-ReplicateHardware }; Value = @{ Sku = 'cpu' } }
            @{ Kind = 'Collection'; Body = "{`"name`":`"N`",`"slug`":`"s`",`"description`":`"D`",`"full_description`":`"F`",`"models`":[$model],`"new`":{`"deep`":[1]}}"; Get = { Get-ReplicateCollection s }; Value = @{ Slug = 's'; FullDescription = 'F' } }
            @{ Kind = 'SearchResult'; Body = $search; Get = { Search-Replicate x }; Value = @{ Name = 'acme/sketcher'; Type = 'Model'; Score = 0.5 } }
            @{ Kind = 'SchemaField'; Body = $version; Get = { Get-ReplicateModelSchema acme/sketcher:v1 }; Value = @{ Name = 'x'; Type = 'string' }; New = 1 }
        )
    }

    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
    }

    AfterAll {
        Disconnect-Replicate
    }

    Context 'of the kind <Kind>' -ForEach $kinds {
        BeforeAll {
            $server = New-TestServer 200 $Body
            Connect-Replicate -Token r8_test -BaseUri "$($server.Address)/v1" -SkipTokenCheck
            $one = @(& $Get)[0]
        }

        AfterAll {
            Disconnect-Replicate
            $server.Dispose()
        }

        It 'show every member that is known, and keep what is new' {
            $one.PSObject.TypeNames[0] | Should -Be "ReplicatePS.$Kind"
            $Value.GetEnumerator() | ForEach-Object { $one.($_.Key) | Should -Be $_.Value -Because $_.Key }
            if ($New) {
                $one.AdditionalProperties.new | Should -Be $New
            }
            else {
                $one.AdditionalProperties.new.deep | Should -Be 1
            }
            # What has a property of its own is not there a second time.
            $known = 'id', 'status', 'model', 'version', 'input', 'output', 'urls', 'webhook', 'owner', 'name', 'sku', 'username', 'slug', 'etag', 'metadata', 'openapi_schema', 'latest_version.id', 'default_example', 'metrics'
            $one.AdditionalProperties.PSObject.Properties.Name | Where-Object { $_ -in $known -and $_ -ne 'model' } | Should -BeNullOrEmpty
        }

        It 'are JSON that can be read again, whole and with ISO times' {
            $warned = $null
            $depth = if ($Kind -in 'ModelVersion', 'Collection') { 10 } else { 6 }
            $text = $one | ConvertTo-Json -Depth $depth -WarningVariable warned -WarningAction SilentlyContinue
            $warned | Should -BeNullOrEmpty
            $text | Should -Not -Match 'System\.|ReplicatePS\.|@\{'
            $back = $text | ConvertFrom-Json
            $Value.GetEnumerator() | ForEach-Object { $back.($_.Key) | Should -Be $_.Value -Because $_.Key }
            $back.AdditionalProperties.new | Should -Not -BeNullOrEmpty
            if ($PSVersionTable.PSVersion -ge '7.0' -and $one.PSObject.Properties['CreatedAt']) {
                $text | Should -Match '"CreatedAt": "2031-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*\+00:00"'
            }
            $text.Length | Should -BeLessThan 5000
        }

        It 'are a line of CSV without names of types' -Skip:($PSVersionTable.PSVersion -lt '7.0') {
            $line = @($one | ConvertTo-Csv)[1]
            $line | Should -Not -Match 'System\.|@\{'
            $back = $one | ConvertTo-Csv | ConvertFrom-Csv
            $Value.GetEnumerator() | ForEach-Object { $back.($_.Key) | Should -Be "$($_.Value)" -Because $_.Key }
            ($back.AdditionalProperties | ConvertFrom-Json).new | Should -Not -BeNullOrEmpty
        }

        It 'come back from a file with what they are shown and found by' {
            $one | Export-Clixml "$TestDrive/one.xml"
            $back = Import-Clixml "$TestDrive/one.xml"
            $Value.GetEnumerator() | ForEach-Object { $back.($_.Key) | Should -Be $_.Value -Because $_.Key }
            "$($back | Format-Table | Out-String -Width 200)" | Should -Be "$($one | Format-Table | Out-String -Width 200)"
        }
    }

    Context 'nested in others' {
        It 'keep what is new in its place' {
            $server = New-TestServer 200 '{"owner":"acme","name":"shop","latest_version":{"id":"v1","openapi_schema":{},"size":7},"current_release":{"created_by":{"username":"acme","team":"x"},"configuration":{"hardware":"cpu","spot":true}}}'
            try {
                Connect-Replicate -Token r8_test -BaseUri "$($server.Address)/v1" -SkipTokenCheck
                (Get-ReplicateModel acme/shop).AdditionalProperties.latest_version.size | Should -Be 7
                $deployment = Get-ReplicateDeployment acme/shop
                $deployment.AdditionalProperties.current_release.configuration.spot | Should -BeTrue
                $deployment.ReleaseAuthor.AdditionalProperties.team | Should -Be 'x'
            }
            finally {
                $server.Dispose()
            }
        }
    }

    Context 'from a job or a file' {
        BeforeAll {
            $null = Connect-Emulator
            $prediction = New-ReplicatePrediction emulator/echo -Input @{ text = 'Hello' } | Wait-ReplicatePrediction
            $deployment = New-ReplicateDeployment shop stability-ai/sdxl -Hardware cpu
            $file = New-ReplicateFile (New-Picture "$TestDrive/a.png")
            function Restore($Value) {
                $Value | Export-Clixml "$TestDrive/$($Value.GetType().Name).xml"
                Import-Clixml "$TestDrive/$($Value.GetType().Name).xml"
            }
        }

        It 'bind as they did before: <Name>' -ForEach @(
            @{ Name = 'predictions'; Script = { (Restore $prediction | Get-ReplicatePrediction).Id | Should -Be $prediction.Id } }
            @{ Name = 'predictions to wait for'; Script = { (Restore $prediction | Wait-ReplicatePrediction).Id | Should -Be $prediction.Id } }
            @{ Name = 'predictions to stop'; Script = { (Restore $prediction | Stop-ReplicatePrediction -PassThru).Id | Should -Be $prediction.Id } }
            @{ Name = 'models'; Script = { (Restore (Get-ReplicateModel emulator/echo) | Get-ReplicateModel).FullName | Should -Be 'emulator/echo' } }
            @{ Name = 'models to run'; Script = { (Restore (Get-ReplicateModel emulator/echo) | New-ReplicatePrediction -Input @{ text = 'x' }).Model | Should -Be 'emulator/echo' } }
            @{ Name = 'versions'; Script = { $one = Get-ReplicateModelVersion stability-ai/sdxl -First 1; (Restore $one | Get-ReplicateModelVersion).Version | Should -Be $one.Version } }
            @{ Name = 'deployments'; Script = { (Restore $deployment | Get-ReplicateDeployment).FullName | Should -Be 'you/shop' } }
            @{ Name = 'files'; Script = { (Restore $file | Get-ReplicateFile).Id | Should -Be $file.Id } }
            @{ Name = 'collections'; Script = { $one = Get-ReplicateCollection | Select-Object -First 1; (Restore $one | Get-ReplicateCollection).Slug | Should -Be $one.Slug } }
            @{ Name = 'hardware'; Script = { $cpu = Get-ReplicateHardware cpu; (New-ReplicateDeployment bound stability-ai/sdxl -Hardware (Restore $cpu)).Hardware | Should -Be 'cpu' } }
        ) {
            & $Script
        }

        It 'give inputs as CSV that can be run again' -Skip:($PSVersionTable.PSVersion -lt '7.0') {
            $prediction | Export-Csv "$TestDrive/runs.csv" -NoTypeInformation
            $again = Import-Csv "$TestDrive/runs.csv" | ForEach-Object { New-ReplicatePrediction $_.Model -Input $_.Input } | Wait-ReplicatePrediction
            $again.Output | Should -Be 'Hello'
        }
    }
}

Describe 'A version that its owner has redirected' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"
        $null = Connect-Emulator
        $asked = 'a2cb642812400ebd0bf0885e5928000572a4d1cd6c808e63d38d37d0282e609c'
        $runs = 'dfdf537ba482b029e0a761699e6f55e9162cfd159270bfe0e44857caa5f275a6'
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'is on the prediction beside the one that runs, and verbose says so' {
        $all = New-ReplicatePrediction "jaaari/kokoro-82m:$asked" -Input @{ text = 'x' } -Verbose 4>&1
        $prediction = $all | Where-Object { $_ -is [ReplicatePS.Prediction] }
        $prediction.RequestedVersion, $prediction.Version | Should -Be $asked, $runs
        @($all | Where-Object { "$_" -match "runs version $runs.*$asked" }).Count | Should -Be 1
    }

    It 'is not spoken of where the version runs that was asked for, or none was' {
        $pinned = New-ReplicatePrediction "jaaari/kokoro-82m:$runs" -Input @{ text = 'x' } -Verbose 4>&1
        $official = New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'x' } -Verbose 4>&1
        "$pinned $official" | Should -Not -Match 'redirects'
        ($official | Where-Object { $_ -is [ReplicatePS.Prediction] }).RequestedVersion | Should -BeNullOrEmpty
    }
}
