Describe 'Deployments' {
    BeforeAll {
        . "$PSScriptRoot/Bootstrap.ps1"

        $model = 'stability-ai/sdxl'
        $version = '7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc'
    }

    BeforeEach {
        $context = Connect-Emulator
    }

    AfterAll {
        Disconnect-Replicate
    }

    It 'are made of a pinned model in one request' {
        $sent = @(Get-Sent { $script:made = New-ReplicateDeployment shop "${model}:$version" -Hardware gpu-t4 -MinInstances 1 -MaxInstances 3 })
        $sent.Count | Should -Be 1
        $sent[0].Path | Should -Be '/v1/deployments'
        $sent[0].Body.psobject.Properties.Name | Sort-Object | Should -Be 'hardware', 'max_instances', 'min_instances', 'model', 'name', 'version'
        $script:made.FullName, $script:made.Model, $script:made.Version, $script:made.Hardware, $script:made.MinInstances, $script:made.MaxInstances, $script:made.Release |
            Should -Be 'you/shop', $model, $version, 'gpu-t4', 1, 3, 1
        "$($script:made)" | Should -Be 'you/shop'
    }

    It 'take the newest version of a model without one' {
        (New-ReplicateDeployment shop $model -Hardware gpu-t4).Version | Should -Be $version
    }

    It 'cost nothing while idle, unless asked for' {
        $made = New-ReplicateDeployment shop $model -Hardware gpu-t4
        $made.MinInstances, $made.MaxInstances | Should -Be 0, 1
        (New-ReplicateDeployment shop2 $model -Hardware gpu-t4 -MinInstances 3).MaxInstances | Should -Be 3
    }

    It 'refuse <Name> before any request' -ForEach @(
        @{ Name = 'too many'; Arguments = @{ MinInstances = 6 } }
        @{ Name = 'far too many'; Arguments = @{ MaxInstances = 21 } }
        @{ Name = 'less than none'; Arguments = @{ MinInstances = -1 } }
        @{ Name = 'crossed bounds'; Arguments = @{ MinInstances = 3; MaxInstances = 2 } }
        @{ Name = 'a version that differs'; Arguments = @{ Version = 'other' } }
    ) {
        $given = $Arguments
        Get-Sent { $script:failure = Get-Failure { New-ReplicateDeployment shop "${model}:$version" -Hardware cpu @given } } | Should -BeNullOrEmpty
        $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
        $script:failure.TargetObject | Should -Be 'shop'
    }

    It 'explain hardware, a name or a model that Replicate refuses' {
        "$(Get-Failure { New-ReplicateDeployment shop $model -Hardware abacus })" | Should -BeLike '*hardware*'
        "$(Get-Failure { New-ReplicateDeployment 'No Name!' $model -Hardware cpu })" | Should -BeLike '*name*'
        (Get-Failure { New-ReplicateDeployment shop nobody/nothing -Hardware cpu }).FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
    }

    It 'that exist are a conflict' {
        $null = New-ReplicateDeployment shop $model -Hardware cpu
        $failure = Get-Failure { New-ReplicateDeployment shop $model -Hardware cpu }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateConflict,*'
        $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
    }

    It 'are found by name, by object, and all' {
        $made = 'a', 'b', 'c' | ForEach-Object { New-ReplicateDeployment $_ $model -Hardware cpu }
        (Get-ReplicateDeployment you/b).Name | Should -Be 'b'
        ('you/a', 'you/c' | Get-ReplicateDeployment).Name | Should -Be 'a', 'c'
        ($made | Get-ReplicateDeployment).Name | Should -Be 'a', 'b', 'c'
        @(Get-ReplicateDeployment).Count | Should -Be 3
        @(Get-ReplicateDeployment -First 1).Count | Should -Be 1
        (Get-Failure { Get-ReplicateDeployment you/none }).FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
        (Get-Failure { Get-ReplicateDeployment none }).FullyQualifiedErrorId | Should -BeLike 'ReplicateInvalidInput,*'
    }

    It 'come back from JSON and CliXml' {
        $made = New-ReplicateDeployment shop $model -Hardware cpu
        ($made | ConvertTo-Json | ConvertFrom-Json | Get-ReplicateDeployment).FullName | Should -Be 'you/shop'
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($made))
        ($copy | Set-ReplicateDeployment -MaxInstances 2).MaxInstances | Should -Be 2
        ($copy | New-ReplicatePrediction -Input @{ prompt = 'x' }).Deployment | Should -Be 'you/shop'
    }

    It 'are changed only in what is given' {
        $made = New-ReplicateDeployment shop $model -Hardware cpu -MinInstances 1 -MaxInstances 3
        $sent = @(Get-Sent { $script:changed = $made | Set-ReplicateDeployment -MaxInstances 5 })
        $sent.Method | Should -Be 'GET', 'PATCH'
        $sent[1].Text | Should -Be '{"max_instances":5}'
        $script:changed.MinInstances, $script:changed.MaxInstances, $script:changed.Release | Should -Be 1, 5, 2
    }

    It 'are left alone where they are so already, which is said' {
        $made = New-ReplicateDeployment shop $model -Hardware cpu -MinInstances 1 -MaxInstances 3
        $sent = @(Get-Sent { $script:kept = $made | Set-ReplicateDeployment -MinInstances 1 -MaxInstances 3 -Hardware cpu -Version $version -WarningVariable script:said -WarningAction SilentlyContinue })
        $sent.Method | Should -Be 'GET'
        $script:kept | Should -BeOfType ReplicatePS.Deployment
        $script:kept.Release | Should -Be 1
        "$script:said" | Should -BeLike 'Nothing was changed*you/shop*release 1*'

        $again = Set-ReplicateDeployment you/shop -MinInstances 1 -MaxInstances 4 -WarningVariable none
        $again.Release, $again.MinInstances, $again.MaxInstances | Should -Be 2, 1, 4
        $none | Should -BeNullOrEmpty
        (Get-Journal PATCH)[-1].Text | Should -Be '{"min_instances":1,"max_instances":4}'
    }

    It 'that do not exist are not found, and nothing is sent to them' {
        $sent = @(Get-Sent { $script:failure = Get-Failure { Set-ReplicateDeployment you/none -MinInstances 1 } })
        $sent.Method | Should -Be 'GET'
        $script:failure.FullyQualifiedErrorId | Should -BeLike 'ReplicateNotFound,*'
        $script:failure.TargetObject | Should -Be 'you/none'
    }

    It 'take a version as id, as reference and as object' {
        $null = New-ReplicateDeployment shop $model -Hardware cpu
        foreach ($given in $version, "${model}:$version", (Get-ReplicateModelVersion $model -First 1)) {
            $most = (Get-ReplicateDeployment you/shop).MaxInstances + 1
            (Get-Sent { Set-ReplicateDeployment you/shop -Version $given -MaxInstances $most } PATCH).Body.version | Should -Be $version
        }
        $training = [pscustomobject]@{ Model = 'a/trainer'; Version = 'abc'; OutputVersion = "${model}:$version" }
        (Get-Sent { $training | Set-ReplicateDeployment you/shop -MaxInstances 1 } PATCH).Body.version | Should -Be $version
    }

    It 'are not changed by nothing' {
        Get-Sent { $script:failure = Get-Failure { Set-ReplicateDeployment you/shop } } | Should -BeNullOrEmpty
        "$script:failure" | Should -BeLike '*-MinInstances*'
    }

    It 'are removed, and asked about by default' {
        $null = New-ReplicateDeployment shop $model -Hardware cpu
        Remove-ReplicateDeployment you/shop -Confirm:$false
        @(Get-ReplicateDeployment) | Should -BeNullOrEmpty
        [ReplicatePS.Commands.RemoveReplicateDeploymentCommand].GetCustomAttributes([Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be 'High'
    }

    It 'that were used lately are kept, which is said' {
        $null = New-ReplicateDeployment shop $model -Hardware cpu
        $null = New-ReplicatePrediction -Deployment you/shop -Input @{ prompt = 'x' }
        $failure = Get-Failure { Remove-ReplicateDeployment you/shop -Confirm:$false }
        "$failure" | Should -BeLike '*15 minutes*'
        $failure.TargetObject | Should -Be 'you/shop'
        $context.Emulator.Clock.Advance([timespan]::FromMinutes(16))
        { Remove-ReplicateDeployment you/shop -Confirm:$false } | Should -Not -Throw
    }

    It 'send nothing with -WhatIf' {
        $null = New-ReplicateDeployment shop $model -Hardware cpu
        Get-Sent {
            New-ReplicateDeployment more $model -Hardware cpu -WhatIf
            Get-ReplicateContext | ForEach-Object { Set-ReplicateDeployment you/shop -MaxInstances 2 -WhatIf }
            'you/shop' | Remove-ReplicateDeployment -WhatIf
            New-ReplicateModel you/x -Hardware cpu -WhatIf
        } | Should -BeNullOrEmpty
    }
}
