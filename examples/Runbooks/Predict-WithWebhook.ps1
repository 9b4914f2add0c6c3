<#
.SYNOPSIS
Starts a prediction that calls a webhook at its end. Receive-Webhook.ps1 is the other half.

.DESCRIPTION
The job ends at once and nothing waits; Replicate calls the address when the prediction has ended.

.EXAMPLE
./Predict-WithWebhook.ps1 -Webhook https://0123.webhook.we.azure-automation.net/webhooks?token=... -Prompt 'a lighthouse at dawn'
#>
param(
    # The address that Replicate calls: https, such as the webhook of the runbook Receive-Webhook.
    [Parameter(Mandatory)] [uri] $Webhook,

    # What the model is asked for.
    [string] $Prompt = 'a lighthouse at dawn',

    # The model.
    [string] $Model = 'black-forest-labs/flux-schnell'
)

$ErrorActionPreference = 'Stop'

New-ReplicatePrediction $Model -Input @{ prompt = $Prompt } -Webhook $Webhook -WebhookEvent Completed |
    Select-Object -ExpandProperty Id
