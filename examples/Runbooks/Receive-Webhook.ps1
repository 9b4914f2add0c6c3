<#
.SYNOPSIS
Takes a call of Replicate's webhook, makes sure that it is one, and saves what the prediction has made.

.DESCRIPTION
Anyone who knows the address can call it. Replicate signs its calls with a secret of your account, over the body byte for byte:
check the body as it came, before anything reads it.

.EXAMPLE
./Receive-Webhook.ps1 -WebhookData @{ RequestBody = $body; RequestHeader = $headers } -Path ./pictures
#>
param(
    # What Azure Automation gives a runbook that was started by its webhook: RequestBody and RequestHeader.
    [Parameter(Mandatory)] [object] $WebhookData,

    # The folder for the files.
    [string] $Path = (Join-Path ([IO.Path]::GetTempPath()) 'replicate')
)

$ErrorActionPreference = 'Stop'

# Some runtimes hand it over as text.
if ($WebhookData -is [string]) {
    $WebhookData = ConvertFrom-Json $WebhookData
}

$secret = Get-ReplicateWebhookSecret
if (-not (Test-ReplicateWebhook -Body $WebhookData.RequestBody -Header $WebhookData.RequestHeader -Secret $secret)) {
    throw 'This call did not come from Replicate. Nothing was done.'
}

$WebhookData.RequestBody |
    ConvertFrom-Json |
    Where-Object status -EQ succeeded |
    Save-ReplicateOutput -Path $Path
