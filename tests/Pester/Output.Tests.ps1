Describe 'Files and outputs' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"

        function Start-Picture([int] $Count = 1) {
            New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'a lighthouse'; num_outputs = $Count } | Wait-ReplicatePrediction
        }

        function New-Folder {
            Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        }
    }

    BeforeEach {
        $context = Connect-Emulator 50
        $faults = $context.Emulator.Faults
        $folder = New-Folder
    }

    AfterAll {
        Disconnect-Replicate
    }

    Context 'uploading' {
        It 'takes a path, several, wildcards, and what Get-ChildItem gives' {
            1..3 | ForEach-Object { $null = New-Picture "$folder/p$_.png" }
            (New-ReplicateFile "$folder/p1.png").Name | Should -Be 'p1.png'
            (New-ReplicateFile "$folder/p1.png", "$folder/p2.png").Name | Should -Be 'p1.png', 'p2.png'
            (New-ReplicateFile "$folder/*.png").Count | Should -Be 3
            (Get-ChildItem $folder | New-ReplicateFile).Name | Sort-Object | Should -Be 'p1.png', 'p2.png', 'p3.png'
            ("$folder/p1.png", "$folder/p3.png" | New-ReplicateFile).Name | Should -Be 'p1.png', 'p3.png'
        }

        It 'takes names that look like patterns literally where asked' {
            $null = New-Picture "$folder/a[1].png"
            (New-ReplicateFile -LiteralPath "$folder/a[1].png").Name | Should -Be 'a[1].png'
            (Get-ChildItem $folder | New-ReplicateFile).Name | Should -Be 'a[1].png'
        }

        It 'tells what it uploaded' {
            $file = New-ReplicateFile (New-Picture "$folder/p.png")
            $file.Size | Should -Be (Get-Item "$folder/p.png").Length
            $file.ContentType | Should -Be 'image/png'
            $file.Sha256 | Should -Be (Get-FileHash "$folder/p.png").Hash
            $file.Url | Should -BeLike 'https://*'
            "$file" | Should -Be $file.Url
            ($file | Get-ReplicateFile).Id | Should -Be $file.Id
            (Get-ReplicateFile $file.Id).Name | Should -Be 'p.png'
        }

        It 'takes a name and a type' {
            $file = New-ReplicateFile (New-Picture "$folder/p.png") -Name 'Grüße 世界.bin' -ContentType 'application/x-thing'
            $file.Name | Should -Be 'Grüße 世界.bin'
            $file.ContentType | Should -Be 'application/x-thing'
        }

        It 'says what is wrong with <Name>, and goes on' -ForEach @(
            @{ Name = 'a file that is missing'; Path = 'none.png' }
            @{ Name = 'a drive that is missing'; Path = 'nodrive:/a.png' }
            @{ Name = 'a folder'; Path = '.' }
        ) {
            $null = New-Picture "$folder/p.png"
            Push-Location $folder
            try {
                $made = @($Path, 'p.png' | New-ReplicateFile -ErrorAction SilentlyContinue -ErrorVariable failures)
                $made.Name | Should -Be 'p.png'
                $failures.Count | Should -Be 1
                $failures[0].FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
                @(Get-Failure { New-ReplicateFile -LiteralPath $Path }).FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            }
            finally {
                Pop-Location
            }
        }

        It 'refuses more than 100 MiB before it is sent' {
            $null = New-Item -ItemType Directory $folder
            $stream = [IO.File]::Create("$folder/big.bin")
            $stream.SetLength(100MB + 1)
            $stream.Dispose()
            Get-Sent { $script:failure = Get-Failure { New-ReplicateFile "$folder/big.bin" } } | Should -BeNullOrEmpty
            $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateFileTooLarge,*'
            "$script:failure" | Should -BeLike '*100 MiB*'
        }

        It 'sends nothing with -WhatIf' {
            $file = New-Picture "$folder/p.png"
            Get-Sent { $file | New-ReplicateFile -WhatIf } | Should -BeNullOrEmpty
        }
    }

    Context 'saving' {
        It 'writes the files of a prediction, called after it, into a folder that it makes' {
            $prediction = Start-Picture 3
            $saved = $prediction | Save-ReplicateOutput -Path "$folder/deep/er"
            $saved.Count | Should -Be 3
            $saved[0] | Should -BeOfType IO.FileInfo
            $saved.PredictionId | Select-Object -Unique | Should -Be $prediction.Id
            $saved.Url | Should -Be $prediction.Output
            $saved.Name | ForEach-Object { $_ | Should -BeLike "$($prediction.Id)-*" }
            foreach ($file in $saved) {
                ([IO.File]::ReadAllBytes($file.FullName)[1..3] | ForEach-Object { [char] $_ }) -join '' | Should -BeIn 'PNG', 'IFF'
            }
            @(Get-ChildItem "$folder/deep/er" -Force).Count | Should -Be 3
        }

        It 'takes <Name>' -ForEach @(
            @{ Name = 'an id'; Script = { Save-ReplicateOutput $prediction.Id $folder } }
            @{ Name = 'a prediction as an argument'; Script = { Save-ReplicateOutput $prediction $folder } }
            @{ Name = 'what came from JSON'; Script = { $prediction | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Save-ReplicateOutput -Path $folder } }
            @{ Name = 'URLs from the pipeline'; Script = { $prediction.Output | Save-ReplicateOutput -Path $folder } }
            @{ Name = 'URLs as an argument'; Script = { Save-ReplicateOutput $prediction.Output $folder } }
            @{ Name = 'an object with URLs in it'; Script = { [pscustomobject]@{ a = @{ b = $prediction.Output } } | Save-ReplicateOutput -Path $folder } }
        ) {
            $prediction = Start-Picture 2
            @(& $Script).Count | Should -Be 2
            @(Get-ChildItem $folder).Count | Should -Be 2
        }

        It 'takes the first argument for the folder when the predictions come through the pipeline' {
            $prediction = Start-Picture
            ($prediction | Save-ReplicateOutput "$folder/piped").DirectoryName | Should -Be (Resolve-Path "$folder/piped").Path
            { $prediction | Save-ReplicateOutput $prediction.Id -Path $folder -ErrorAction Stop } | Should -Throw -ErrorId 'ReplicateInvalidInput,*'
        }

        It 'refuses to save nothing' {
            { Save-ReplicateOutput -Path $folder -ErrorAction Stop } | Should -Throw -ErrorId 'ReplicateInvalidInput,*'
        }

        It 'shows the files as Get-Item does' {
            $saved = Start-Picture 2 | Save-ReplicateOutput "$folder"
            foreach ($file in $saved) {
                $usual = Get-Item $file.FullName
                foreach ($name in 'PSPath', 'PSParentPath', 'PSChildName', 'PSDrive', 'PSProvider', 'PSIsContainer', 'UnixMode', 'Size', 'Length') {
                    "$($file.$name)" | Should -Be "$($usual.$name)"
                }
            }
            ($saved | Format-Table | Out-String).Trim() | Should -Be (Get-Item $saved.FullName | Format-Table | Out-String).Trim()
        }

        It 'takes predictions as an argument' {
            $predictions = Start-Picture; $more = Start-Picture
            @(Save-ReplicateOutput $predictions, $more $folder).Count | Should -Be 2
        }

        It 'saves the weights of a training' {
            $null = New-Picture "$TestDrive/dog/a.png"
            $training = New-ReplicateTraining ostris/flux-dev-lora-trainer you/dog -CreateDestination -Latest -Dataset "$TestDrive/dog" -Input @{ steps = 5 } | Wait-ReplicateTraining
            ($training | Save-ReplicateOutput -Path $folder).Name | Should -BeLike '*trained_model.tar'
        }

        It 'keeps what is there, unless forced' {
            $prediction = Start-Picture
            $first = $prediction | Save-ReplicateOutput -Path $folder
            'mine' | Set-Content $first.FullName
            $sent = @(Get-Sent { $script:again = $prediction | Save-ReplicateOutput -Path $folder })
            $sent | Should -BeNullOrEmpty
            $script:again.FullName | Should -Be $first.FullName
            Get-Content $first.FullName | Should -Be 'mine'
            $forced = $prediction | Save-ReplicateOutput -Path $folder -Force
            $forced.FullName | Should -Be $first.FullName
            $forced.Length | Should -Be $first.Length
        }

        It 'numbers URLs that have the same name' {
            $url = (Start-Picture).Output[0]
            $names = ($url, $url, $url | Save-ReplicateOutput -Path $folder).Name
            @($names | Select-Object -Unique).Count | Should -Be 3
        }

        It 'goes on where a download was cut' {
            $prediction = New-ReplicatePrediction emulator/bytes -Input @{ megabytes = 2 } | Wait-ReplicatePrediction
            $null = $faults.Add('GET', '/bytes.bin', (Get-Fault)::CutAfter(700000))
            $sent = @(Get-Sent { $script:saved = $prediction | Save-ReplicateOutput -Path $folder })
            $script:saved.Length | Should -Be 2000000
            $sent.Count | Should -Be 2
            $sent[1].Entry.Headers['Range'] | Should -BeLike 'bytes=*-'
            @(Get-ChildItem $folder -Force).Count | Should -Be 1
        }

        It 'leaves nothing half-written when it cannot go on' {
            $prediction = New-ReplicatePrediction emulator/bytes -Input @{ megabytes = 1 } | Wait-ReplicatePrediction
            $null = $faults.Add('GET', '/bytes.bin', (Get-Fault)::CutAfter(0), 100)
            $failure = Get-Failure { $prediction | Save-ReplicateOutput -Path $folder }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateConnectionFailed,*'
            Get-ChildItem $folder -Force | Should -BeNullOrEmpty
        }

        It 'says that outputs are gone after an hour' {
            $prediction = Start-Picture
            $context.Emulator.Clock.Advance([timespan]::FromMinutes(61))
            foreach ($given in $prediction, $prediction.Id, $prediction.Output[0]) {
                $failure = Get-Failure { Save-ReplicateOutput $given $folder }
                $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
                "$failure" | Should -BeLike '*gone*an hour*'
            }
            Get-ChildItem $folder -Force -ErrorAction Ignore | Should -BeNullOrEmpty
        }

        It 'goes on with the other files when one is gone' {
            $prediction = Start-Picture 3
            $null = $faults.Add('GET', [regex]::Escape(([uri] $prediction.Output[1]).AbsolutePath), (Get-Fault)::Answer(404), 100)
            $saved = @($prediction | Save-ReplicateOutput -Path $folder -ErrorAction SilentlyContinue -ErrorVariable failures)
            $saved.Count | Should -Be 2
            $failures.Count | Should -Be 1
        }

        It 'says that <Name> cannot be written' -ForEach @(
            @{ Name = 'a folder that is a file'; Make = { New-Picture "$folder/file"; "$folder/file" } }
            @{ Name = 'a folder below a file'; Make = { New-Picture "$folder/file"; "$folder/file/below" } }
            @{ Name = 'a folder on a drive that is missing'; Make = { 'nodrive:/x' } }
            @{ Name = 'a folder of the system''s own'; Make = { '/proc/none' } }
        ) {
            if ($Name -like '*system*' -and -not (Test-Path /proc/self)) {
                Set-ItResult -Skipped -Because 'it has none'
            }
            $prediction = Start-Picture
            $path = @(& $Make)[-1]
            $failure = Get-Failure { $prediction | Save-ReplicateOutput -Path $path }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
            "$failure" | Should -Not -BeNullOrEmpty
            @(Get-ChildItem $TestDrive -Recurse -Force -Filter *.part) | Should -BeNullOrEmpty
        }

        It 'writes what stands in the output itself' {
            $saved = 'data:text/plain;base64,SGVsbG8=' | Save-ReplicateOutput -Path $folder
            Get-Content $saved.FullName -Raw | Should -Be 'Hello'
            $saved.Extension | Should -Be '.txt'
            $saved.Url | Should -BeNullOrEmpty
        }

        It 'says why there is nothing to save when <Name>' -ForEach @(
            @{ Name = 'it still runs'; Make = { New-ReplicatePrediction emulator/slow -Input @{ seconds = 9000 } }; Says = '*Wait-ReplicatePrediction*' }
            @{ Name = 'it made text'; Make = { New-ReplicatePrediction emulator/echo -Input @{ text = 'x' } | Wait-ReplicatePrediction }; Says = '*no files*Output*' }
            @{ Name = 'the id is unknown'; Make = { 'nothere' }; Says = '*not*' }
            @{ Name = 'the URL is of another kind'; Make = { 'ftp://example.com/a' }; Says = '*not the URL*' }
            @{ Name = 'an object holds no file'; Make = { [pscustomobject]@{ a = 1 } }; Says = '*no URL*' }
        ) {
            $given = & $Make
            "$(Get-Failure { $given | Save-ReplicateOutput -Path $folder })" | Should -BeLike $Says
            Test-Path $folder | Should -BeFalse
        }

        It 'gives the token to nobody but the API' {
            $server = New-TestServer 200 'bytes' 'image/png'
            try {
                $null = Connect-Replicate -Token r8_secret -SkipTokenCheck
                $null = Save-ReplicateOutput "$($server.Address)/x.png" $folder
                $server.Heads[-1] | Should -Not -BeLike '*Authorization*'
            }
            finally {
                $server.Dispose()
                Disconnect-Replicate
            }
        }

        It 'needs no token for a URL' {
            Disconnect-Replicate
            $server = New-TestServer 200 'bytes' 'image/png'
            try {
                (Save-ReplicateOutput "$($server.Address)/x.png" $folder).Length | Should -Be 5
            }
            finally {
                $server.Dispose()
            }
        }

        It 'never leaves the folder, whatever the URL is called' {
            Disconnect-Replicate
            $server = New-TestServer 200 'bytes' 'image/png'
            try {
                $saved = "$($server.Address)/..%2f..%2fevil.png", "$($server.Address)/%2e%2e", "$($server.Address)/a%00b.png" | Save-ReplicateOutput -Path $folder
                $saved.Count | Should -Be 3
                $saved.DirectoryName | Select-Object -Unique | Should -Be (Get-Item $folder).FullName
            }
            finally {
                $server.Dispose()
            }
        }

        It 'writes and makes nothing with -WhatIf' {
            $prediction = Start-Picture
            Get-Sent { $prediction | Save-ReplicateOutput -Path $folder -WhatIf } | Should -BeNullOrEmpty
            Test-Path $folder | Should -BeFalse
        }
    }

    Context 'files of outputs' {
        BeforeEach {
            $prediction = Start-Picture 2
        }

        It 'takes <Name>' -ForEach @(
            @{ Name = 'a prediction that came from CliXml'; Script = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($prediction)) } }
            @{ Name = 'a file of an output that came from JSON'; Script = { $prediction.Output | ForEach-Object { [pscustomobject]@{ Url = $_; PredictionId = $prediction.Id; FileName = 'x' } } } }
            @{ Name = 'a hashtable with URLs in it'; Script = { @{ a = @($prediction.Output[0]); b = @{ c = $prediction.Output[1] } } } }
            @{ Name = 'an object with an id and a URL'; Script = { $prediction.Output | ForEach-Object { [pscustomobject]@{ Id = 7; Picture = $_ } } } }
            @{ Name = 'URLs of the type Uri'; Script = { $prediction.Output | ForEach-Object { [uri] $_ } } }
            @{ Name = 'lists in lists'; Script = { , @(@($prediction.Output[0]), @($prediction.Output[1])) } }
            @{ Name = 'what was saved before'; Script = { $prediction | Save-ReplicateOutput -Path $folder } }
        ) {
            $given = & $Script
            $saved = @($given | Save-ReplicateOutput -Path $folder)
            $saved.Count | Should -Be 2
            $saved | ForEach-Object { $_ | Should -BeOfType IO.FileInfo }
            @(Get-ChildItem $folder -Force).Count | Should -Be 2
        }

        It 'asks for nothing where an object brings its URLs along' {
            $copy = $prediction | ConvertTo-Json -Depth 4 | ConvertFrom-Json
            $sent = @(Get-Sent { $copy | Save-ReplicateOutput -Path $folder })
            $sent.Count | Should -Be 2
            $sent.Route | Should -Not -BeLike '*/predictions/*'
        }
    }

    Context 'names' {
        It 'are made of <FileName>' -ForEach @(
            @{ FileName = '{id}_{index:000}.{ext}'; Expected = { "$($prediction.Id)_000.png", "$($prediction.Id)_001.png" } }
            @{ FileName = '{prompt}'; Expected = { 'a lighthouse.png', 'a lighthouse-1.png' } }
            @{ FileName = '{Model}-{name}'; Expected = { 'black-forest-labs_flux-schnell-out-0.png', 'black-forest-labs_flux-schnell-out-1.png' } }
            @{ FileName = '{num_outputs}{{x}}{index}'; Expected = { '2{x}0.png', '2{x}1.png' } }
            @{ FileName = '../../{name}'; Expected = { '_.._out-0.png', '_.._out-1.png' } }
            @{ FileName = 'CON'; Expected = { '_CON.png', '_CON-1.png' } }
            @{ FileName = '. {index} .{ext}. '; Expected = { '0 .png', '1 .png' } }
        ) {
            $prediction = Start-Picture 2
            ($prediction | Save-ReplicateOutput -Path $folder -FileName $FileName).Name | Sort-Object | Should -Be (& $Expected | Sort-Object)
        }

        It 'take what an object or its row says' {
            $url = (Start-Picture).Output[0]
            ([pscustomobject]@{ Url = $url; title = 'Dawn: a/b' } | Save-ReplicateOutput -Path $folder -FileName '{title}').Name | Should -Be 'Dawn_ a_b.png'
            ([pscustomobject]@{ Url = $url; Row = @{ Number = 7 } } | Save-ReplicateOutput -Path $folder -FileName 'n{number:000}').Name | Should -Be 'n007.png'
        }

        It 'take what the row says that a model was run with' {
            $rows = 'at dawn', 'at dusk' | ForEach-Object { [pscustomobject]@{ prompt = "a quay $_"; number = $_.Length } }
            $made = $rows | Invoke-ReplicateModel black-forest-labs/flux-schnell -InputProperty @{ prompt = 'prompt' }
            ($made | Save-ReplicateOutput -Path $folder -FileName '{prompt} {number} {model} {row}').Name | Sort-Object |
                Should -Be 'a quay at dawn 7 black-forest-labs_flux-schnell 1.png', 'a quay at dusk 7 black-forest-labs_flux-schnell 2.png'
            ($made | Save-ReplicateOutput -Path "$folder/again").PredictionId | Sort-Object | Should -Be ($made.PredictionId | Sort-Object)
            [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($made[0])) |
                Save-ReplicateOutput -Path "$folder/copy" -FileName '{prompt}' | ForEach-Object Name | Should -BeLike 'a quay at *.png'
        }

        It 'say what there is when a token is unknown, and the others go on' {
            $prediction = Start-Picture
            $rows = [pscustomobject]@{ Url = $prediction.Output[0]; a = 1 }, [pscustomobject]@{ Url = $prediction.Output[0]; b = 1 }
            $saved = @($rows | Save-ReplicateOutput -Path $folder -FileName '{b}' -ErrorAction SilentlyContinue -ErrorVariable failures)
            $saved.Name | Should -Be '1.png'
            "$failures" | Should -BeLike '*{b}*index*'
        }

        It 'are refused before anything is sent when a brace is open' {
            $prediction = Start-Picture
            Get-Sent { { $prediction | Save-ReplicateOutput -Path $folder -FileName '{id' } | Should -Throw -ErrorId 'ReplicateInvalidInput,*' } | Should -BeNullOrEmpty
        }

        It 'lose no file to another that has the name already' {
            $first = Start-Picture | Save-ReplicateOutput -Path $folder -FileName picture
            $second = Start-Picture | Save-ReplicateOutput -Path $folder -FileName PICTURE
            $third = Start-Picture | Save-ReplicateOutput -Path $folder -FileName picture
            @(Get-ChildItem $folder).Count | Should -Be 3
            $third.Name | Should -Be 'picture-1.png'
        }

        It 'come from the server where the address tells none' {
            Disconnect-Replicate
            $server = New-TestServer 200 'bytes' 'image/webp'
            try {
                ("$($server.Address)/pictures/5" | Save-ReplicateOutput -Path $folder).Name | Should -Be '5.webp'
            }
            finally {
                $server.Dispose()
            }
        }
    }

    Context 'many at once' {
        It 'fetches so many files of one prediction together' {
            # Three that never come do not keep the fourth waiting.
            $prediction = Start-Picture 4
            $null = $faults.Add('GET', 'out-[012]', (Get-Fault)::Stall(), 100)
            ($prediction | Save-ReplicateOutput -Path $folder -ThrottleLimit 4 | Select-Object -First 1).Name | Should -BeLike '*-out-3.png'
            Get-ChildItem $folder -Force -Filter *.part | Should -BeNullOrEmpty
        }

        It 'fetches no more than -ThrottleLimit at once' {
            $prediction = Start-Picture 4
            $null = $faults.Add('GET', 'out-', (Get-Fault)::Stall(), 100)
            $context.Emulator.Journal.Clear()
            $shell = [powershell]::Create([Management.Automation.RunspaceMode]::NewRunspace)
            try {
                $null = $shell.AddScript('param($module, $context, $prediction, $folder) Import-Module $module; $prediction | Save-ReplicateOutput -Path $folder -Context $context -ThrottleLimit 2')
                $null = $shell.AddArgument((Get-Module ReplicatePS).Path).AddArgument($context).AddArgument($prediction).AddArgument($folder)
                $running = $shell.BeginInvoke()
                $until = [datetime]::UtcNow.AddSeconds(20)
                while ($context.Emulator.Journal.Entries.Count -lt 2 -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 20 }
                Start-Sleep -Milliseconds 200
                $context.Emulator.Journal.Entries.Count | Should -Be 2
                $shell.Stop()
            }
            finally {
                $shell.Dispose()
            }
        }

        It 'shows one bar with counts and bytes, and takes it away' {
            $prediction = New-ReplicatePrediction emulator/bytes -Input @{ megabytes = 30 } | Wait-ReplicatePrediction
            $null = $faults.Add('GET', '/bytes.bin', (Get-Fault)::Slow([timespan]::FromSeconds(25)))
            $shell = [powershell]::Create([Management.Automation.RunspaceMode]::NewRunspace)
            try {
                $null = $shell.AddScript('param($module, $context, $prediction, $folder) $ProgressPreference = "Continue"; Import-Module $module; $prediction | Save-ReplicateOutput -Path $folder -Context $context')
                $null = $shell.AddArgument((Get-Module ReplicatePS).Path).AddArgument($context).AddArgument($prediction).AddArgument($folder)
                $shell.Invoke().Count | Should -Be 1
                $bars = @($shell.Streams.Progress | Where-Object Activity -eq 'Saving files')
                @($bars.ActivityId | Select-Object -Unique).Count | Should -Be 1
                $bars[0].StatusDescription | Should -Match '^[01] of 1 files, [0-9.,]+ MiB, [0-9.,]+ MiB/s$'
                $bars[-1].RecordType | Should -Be Completed
            }
            finally {
                $shell.Dispose()
            }
        }

        It 'hands on a file as soon as it is there' {
            $prediction = Start-Picture 3
            $null = $faults.Add('GET', 'out-0', (Get-Fault)::Stall(), 100)
            $first = $prediction | Save-ReplicateOutput -Path $folder | Select-Object -First 2
            $first.Name | ForEach-Object { $_ | Should -Not -BeLike '*out-0*' }
            Get-ChildItem $folder -Force -Filter *.part | Should -BeNullOrEmpty
        }

        It 'leaves nothing half-written when it is stopped' {
            $prediction = New-ReplicatePrediction emulator/bytes -Input @{ megabytes = 1 } | Wait-ReplicatePrediction
            $null = $faults.Add('GET', '/bytes.bin', (Get-Fault)::Stall(), 100)
            $shell = [powershell]::Create([Management.Automation.RunspaceMode]::NewRunspace)
            try {
                $null = $shell.AddScript('param($module, $context, $prediction, $folder) Import-Module $module; $prediction | Save-ReplicateOutput -Path $folder -Context $context')
                $null = $shell.AddArgument((Get-Module ReplicatePS).Path).AddArgument($context).AddArgument($prediction).AddArgument($folder)
                $running = $shell.BeginInvoke()
                $until = [datetime]::UtcNow.AddSeconds(20)
                while (-not (Test-Path $folder) -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 20 }
                Test-Path $folder | Should -BeTrue
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $shell.Stop()
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
                Get-ChildItem $folder -Force | Should -BeNullOrEmpty
            }
            finally {
                $shell.Dispose()
            }
        }

        It 'is one error when the disk is full, and the temporary file goes away' -Skip:(-not $IsLinux) {
            $null = New-Item -ItemType Directory $folder
            $script = {
                param($module, $folder)
                Import-Module $module
                $context = Connect-Replicate -Emulator -PassThru
                $prediction = New-ReplicatePrediction emulator/bytes -Input @{ megabytes = 40 } | Wait-ReplicatePrediction
                $null = $prediction | Save-ReplicateOutput -Path $folder -ErrorVariable failures -ErrorAction SilentlyContinue
                "$($failures.Count) $($failures[0].FullyQualifiedErrorId) $($failures[0].Exception.Message)"
                @(Get-ChildItem $folder -Force).Count
            }
            # No file may be larger than 20 MB there, which ends a write as a full disk does.
            $said = & bash -c "trap '' XFSZ; ulimit -f 20000; `"`$0`" -NoProfile -Command `"`$@`"" ([Environment]::ProcessPath) "& { $script } '$((Get-Module ReplicatePS).Path)' '$folder'"
            $said[0] | Should -BeLike '1 ReplicateInvalidInput,*cannot be written*'
            $said[1] | Should -Be 0
        }

        It 'works in a runspace without a host' {
            $prediction = Start-Picture 2
            $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
            try {
                $null = $shell.AddScript('param($module, $context, $prediction, $folder) Import-Module $module; $prediction | Save-ReplicateOutput -Path $folder -Context $context')
                $null = $shell.AddArgument((Get-Module ReplicatePS).Path).AddArgument($context).AddArgument($prediction).AddArgument($folder)
                $shell.Invoke().Count | Should -Be 2
                $shell.Streams.Error | Should -BeNullOrEmpty
            }
            finally {
                $shell.Dispose()
            }
        }
    }
}
