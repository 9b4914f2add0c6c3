Describe 'Completion' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"

        function Complete([string] $Line) {
            (TabExpansion2 $Line $Line.Length).CompletionMatches
        }
    }

    AfterAll {
        Disconnect-Replicate
    }

    Context 'on the emulator' {
        BeforeAll {
            $context = Connect-Emulator
            $null = New-ReplicateDeployment shop stability-ai/sdxl -Hardware cpu
            $slow = New-ReplicatePrediction emulator/slow -Input @{ seconds = 86400 }
            $done = New-ReplicatePrediction emulator/echo -Input @{ text = 'x' }
            $null = New-ReplicateModel you/dog -Hardware cpu
            $training = New-ReplicateTraining ostris/flux-dev-lora-trainer you/dog -Latest -Input @{}
        }

        It 'offers hardware, with its name' {
            $found = Complete 'New-ReplicateDeployment -Hardware '
            $found.CompletionText | Should -Contain 'gpu-l40s'
            ($found | Where-Object CompletionText -eq gpu-l40s).ToolTip | Should -Be 'Nvidia L40S GPU'
            (Complete 'New-ReplicateDeployment -Hardware h1').CompletionText | Should -Be 'gpu-h100'
            (Complete "New-ReplicateTraining -Hardware 'gpu-t").CompletionText | Should -Contain 'gpu-t4'
            (Complete 'Set-ReplicateDeployment you/shop -Hardware ').Count | Should -BeGreaterThan 5
        }

        It 'offers trainers to somebody who wants to train, and models to somebody who wants to run' {
            (Complete 'New-ReplicateTraining -Model ').CompletionText | Should -Contain 'ostris/flux-dev-lora-trainer'
            (Complete 'New-ReplicateTraining ').CompletionText | Should -Contain 'ostris/flux-dev-lora-trainer'
            (Complete 'New-ReplicatePrediction ').CompletionText | Should -Contain 'black-forest-labs/flux-schnell'
            (Complete 'New-ReplicatePrediction -Model ').CompletionText | Should -Contain 'emulator/slow' -Because 'it was used lately'
            (Complete 'Get-ReplicateModel kokoro').CompletionText | Should -Be 'jaaari/kokoro-82m'
            (Complete 'Get-ReplicateModel kokoro').ToolTip | Should -BeLike '*speech*'
        }

        It 'offers the versions of a model after the colon' {
            $version = (Get-ReplicateModel ostris/flux-dev-lora-trainer).LatestVersion
            (Complete 'New-ReplicateTraining ostris/flux-dev-lora-trainer:').CompletionText | Should -Be "ostris/flux-dev-lora-trainer:$version"
            (Complete "New-ReplicateTraining ostris/flux-dev-lora-trainer:$($version.Substring(0, 4))").CompletionText | Should -Be "ostris/flux-dev-lora-trainer:$version"
        }

        It 'offers the account''s own models as destinations, and the way to a new one' {
            $null = New-ReplicateTraining ostris/flux-dev-lora-trainer you/dog -Latest -Input @{}
            (Complete 'New-ReplicateTraining -Destination ').CompletionText | Should -Contain 'you/'
            (Complete 'New-ReplicateTraining ostris/flux-dev-lora-trainer ').CompletionText | Should -Contain 'you/'
            (Complete 'New-ReplicateModel ').CompletionText | Should -Contain 'you/'
        }

        It 'offers deployments for <_>' -ForEach 'Get-ReplicateDeployment ', 'Set-ReplicateDeployment ', 'Remove-ReplicateDeployment ', 'New-ReplicatePrediction -Deployment ' {
            (Complete $_).CompletionText | Should -Be 'you/shop'
        }

        It 'offers ids for <_>, the newest first' -ForEach 'Get-ReplicatePrediction ', 'Save-ReplicateOutput ' {
            $found = Complete $_
            $found.CompletionText | Should -Be $done.Id, $slow.Id
            $found[0].ToolTip | Should -BeLike '*succeeded*emulator/echo*'
        }

        It 'offers ids of what still runs for <_>' -ForEach 'Stop-ReplicatePrediction ', 'Wait-ReplicatePrediction -Id ' {
            (Complete $_)[0].CompletionText | Should -Be $slow.Id
        }

        It 'offers ids of trainings for <_>' -ForEach 'Get-ReplicateTraining ', 'Stop-ReplicateTraining ', 'Wait-ReplicateTraining ' {
            (Complete $_).CompletionText | Should -Contain $training.Id
        }

        It 'offers fixed choices' {
            (Complete 'New-ReplicateTraining -Visibility ').CompletionText | Should -Be 'private', 'public'
            (Complete 'New-ReplicateTraining -WebhookEvent ').CompletionText | Should -Contain 'Completed'
        }

        It 'remembers the answer for a while' {
            $null = Complete 'New-ReplicateDeployment -Hardware '
            Get-Sent { Complete 'New-ReplicateDeployment -Hardware g' } | Should -BeNullOrEmpty
        }

        It 'takes the connection that the line names' {
            $other = $context
            $null = Connect-Emulator
            $null = New-ReplicateDeployment other stability-ai/sdxl -Hardware cpu
            (Complete 'Get-ReplicateDeployment -Context $other -Deployment ').CompletionText | Should -Not -BeNullOrEmpty
        }

        It 'is not put off by wildcards and quotes' {
            { Complete 'Get-ReplicateModel [*' } | Should -Not -Throw
            { Complete "Get-ReplicateModel 'a`"b" } | Should -Not -Throw
        }
    }

    Context 'without a token' {
        BeforeAll {
            Disconnect-Replicate
        }

        It 'is silent for <_>' -ForEach 'New-ReplicateDeployment -Hardware ', 'New-ReplicateTraining -Model ', 'Get-ReplicatePrediction -Id ', 'New-ReplicateTraining -Destination ' {
            $before = $Error.Count
            { Complete $_ } | Should -Not -Throw
            $Error.Count | Should -Be $before
        }
    }

    Context 'when the server stalls' {
        It 'gives up after a second and a half' {
            $server = New-TestServer 0
            try {
                $null = Connect-Replicate -Token x -BaseUri $server.Address -SkipTokenCheck
                $watch = [Diagnostics.Stopwatch]::StartNew()
                (Complete 'New-ReplicateTraining -Model ') | Where-Object CompletionText -like '*/*' | Where-Object ResultType -eq ParameterValue | Should -BeNullOrEmpty
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
            }
            finally {
                $server.Dispose()
            }
        }

        It 'offers what came in time when one of several sources stalls' {
            $context = Connect-Emulator
            $null = New-ReplicatePrediction emulator/echo -Input @{ text = 'x' }
            $null = $context.Emulator.Faults.Add('GET', '/search', (Get-Fault)::Stall())
            $watch = [Diagnostics.Stopwatch]::StartNew()
            (Complete 'New-ReplicatePrediction -Model ').CompletionText | Should -Contain 'emulator/echo'
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
        }
    }
}
