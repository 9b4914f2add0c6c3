# A call with every parameter that goes to the server, and one with none of them, for each operation of the contract. What the contract
# server answers is generated, so ids that a call needs are given as text.
param([Parameter(Mandatory)] [string] $Folder)

$id = '7k2m9q4xw1rg80cs5t3b6vhzyn'
$version = '5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa'
$prompt = @{ prompt = 'a lighthouse'; seed = 7; strength = 0.5; flag = $true; list = 1, 2; nested = @{ deep = 'ü' } }
$hook = @{ Webhook = 'https://example.com/hook'; WebhookEvent = 'Start', 'Output', 'Logs', 'Completed' }
$terms = @{ PreferWait = 60; CancelAfter = '1h30m45s' } + $hook
$file = Join-Path $Folder 'harbour.png'
[IO.File]::WriteAllBytes($file, [Convert]::FromBase64String('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='))
$link = "$((Get-ReplicateContext).BaseUri)/files/$id/download?owner=you&expiry=4000000000&signature=c2lnbmVk"

@{
    'account.get'                    = { Get-ReplicateAccount }, { Invoke-ReplicateRequest account }
    'collections.list'               = { Get-ReplicateCollection -First 1 }
    'collections.get'                = { Get-ReplicateCollection text-to-image }
    'deployments.list'               = { Get-ReplicateDeployment -First 1 }
    'deployments.get'                = { Get-ReplicateDeployment you/my-style }
    'deployments.create'             = { New-ReplicateDeployment my-style -Model "you/my-style:$version" -Hardware gpu-l40s },
        { New-ReplicateDeployment my-style -Model you/my-style -Version $version -Hardware gpu-l40s -MinInstances 5 -MaxInstances 20 }
    'deployments.update'             = { Set-ReplicateDeployment you/my-style -MinInstances 0 -MaxInstances 0 -WarningAction Ignore },
        { Set-ReplicateDeployment you/my-style -Version $version -Hardware cpu -MinInstances 1 -MaxInstances 2 }
    'deployments.delete'             = { Remove-ReplicateDeployment you/my-style -Confirm:$false }
    'deployments.predictions.create' = { New-ReplicatePrediction -Deployment you/my-style -Input $prompt },
        { Invoke-ReplicateModel -Deployment you/my-style -Input $prompt -TimeoutSec 2 },
        { New-ReplicatePrediction -Deployment you/my-style -Input $prompt @terms }
    'files.list'                     = { Get-ReplicateFile -First 1 }
    'files.get'                      = { Get-ReplicateFile $id }
    'files.create'                   = { New-ReplicateFile $file }, { New-ReplicateFile $file -Name 'Hafen – 1.png' -ContentType image/png }
    'files.delete'                   = { Remove-ReplicateFile $id -Confirm:$false }
    'files.download'                 = { Save-ReplicateFile -Url $link -Path $Folder -Force },
        { Save-ReplicateFile $id -SigningSecret secret -Owner you -Path $Folder -Force }, { Save-ReplicateFile $id -SigningSecret secret -Path $Folder -Force }
    'hardware.list'                  = { Get-ReplicateHardware }
    'models.list'                    = { Get-ReplicateModel -First 1 }, { Get-ReplicateModel -First 1 -SortBy LatestVersionCreatedAt },
        { Get-ReplicateModel -First 1 -SortBy ModelCreatedAt -Descending }
    'models.get'                     = { Get-ReplicateModel black-forest-labs/flux-schnell }, { Get-ReplicateModelSchema black-forest-labs/flux-schnell },
        { Get-ReplicateModelSchema black-forest-labs/flux-schnell -Kind Output }
    'models.create'                  = { New-ReplicateModel you/new-style -Hardware gpu-l40s }, {
        $links = @{ GitHubUrl = 'https://example.com/code'; PaperUrl = 'https://example.com/paper'; LicenseUrl = 'https://example.com/licence' }
        New-ReplicateModel you/new-style -Hardware cpu -Visibility public -Description 'Lighthouses' -CoverImageUrl https://example.com/cover.png @links
    }
    'models.update'                  = { Set-ReplicateModel you/my-style -Description '' -WarningAction Ignore }, {
        $links = @{ GitHubUrl = 'https://example.com/code'; PaperUrl = 'https://example.com/paper'; LicenseUrl = 'https://example.com/licence' }
        Set-ReplicateModel you/my-style -Description 'Lighthouses' -Readme '# Style' -WeightsUrl https://example.com/weights @links
    }
    'models.delete'                  = { Remove-ReplicateModel you/my-style -Confirm:$false }
    'models.readme.get'              = { Get-ReplicateModelReadme black-forest-labs/flux-schnell }
    'models.examples.list'           = { Get-ReplicateModelExample black-forest-labs/flux-schnell -First 1 }
    'models.predictions.create'      = { New-ReplicatePrediction black-forest-labs/flux-schnell -Input $prompt },
        { Invoke-ReplicateModel black-forest-labs/flux-schnell -Input $prompt -TimeoutSec 2 },
        { New-ReplicatePrediction black-forest-labs/flux-schnell -Input $prompt @terms }
    'models.versions.list'           = { Get-ReplicateModelVersion you/my-style -First 1 }
    'models.versions.get'            = { Get-ReplicateModelVersion you/my-style -Version $version },
        { Get-ReplicateModelSchema you/my-style -Version $version }, { Get-ReplicateModelSchema you/my-style -Version $version -Kind Training }
    'models.versions.delete'         = { Remove-ReplicateModelVersion you/my-style -Version $version -Confirm:$false }
    'predictions.list'               = { Get-ReplicatePrediction -First 1 },
        { Get-ReplicatePrediction -First 1 -CreatedAfter 2026-01-01T00:00:00.1234567+02:00 -CreatedBefore 2027-01-01 -Source web },
        { Find-ReplicatePrediction you/my-style -Input $prompt -CreatedAfter 2999-01-01 },
        { Find-ReplicatePrediction you/my-style -Input $prompt -Around 2999-01-01 }, { Invoke-ReplicateRequest predictions -Paginate -First 1 }
    'predictions.get'                = { Get-ReplicatePrediction $id }, { Wait-ReplicatePrediction $id -TimeoutSec 2 },
        { Receive-ReplicatePrediction $id -TimeoutSec 2 }, { Receive-ReplicatePrediction $id -TimeoutSec 2 -AsEvent },
        { Save-ReplicateOutput $id -Path $Folder -WhatIf }
    'predictions.create'             = { New-ReplicatePrediction -Version $version -Input $prompt },
        { New-ReplicatePrediction "you/my-style:$version" -Input $prompt @terms },
        { Invoke-ReplicateModel "you/my-style:$version" -Input $prompt -TimeoutSec 2 },
        { Invoke-ReplicateRequest POST predictions -Body @{ version = $version; input = $prompt } }
    'predictions.cancel'             = { Stop-ReplicatePrediction $id }
    'search'                         = { Search-Replicate 'räuber & co' }, { Search-Replicate upscale -First 50 }
    'trainings.list'                 = { Get-ReplicateTraining -First 1 }
    'trainings.get'                  = { Get-ReplicateTraining $id }, { Wait-ReplicateTraining $id -TimeoutSec 2 }
    'trainings.create'               = { New-ReplicateTraining "ostris/trainer:$version" -Destination you/my-style -Input @{ steps = 10 } },
        { New-ReplicateTraining "ostris/trainer:$version" -Destination you/my-style -Input @{ images = Get-Item $file } @hook },
        { New-ReplicateTraining "ostris/trainer:$version" -Destination you/my-style -CreateDestination }
    'trainings.cancel'               = { Stop-ReplicateTraining $id }
    'webhooks.default.secret.get'    = { Get-ReplicateWebhookSecret }, { Get-ReplicateWebhookSecret -AsPlainText },
        { Test-ReplicateWebhook -Body '{}' -Header @{ 'webhook-id' = 'msg'; 'webhook-timestamp' = '1'; 'webhook-signature' = 'v1,c2lnbmVk' } }
}
