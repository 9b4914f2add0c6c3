@{
    RootModule             = 'ReplicatePS.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = 'af47903a-76e1-4589-9e15-6f48047461a8'
    Author                 = 'ReplicatePS contributors'
    CompanyName            = 'ReplicatePS contributors'
    Copyright              = '(c) ReplicatePS contributors. MIT licence.'
    Description            = 'Run, fine-tune and deploy models on Replicate (replicate.com), and move their files, as objects on the pipeline. Comes with an emulator: Connect-Replicate -Emulator needs no account and costs nothing.'
    CompatiblePSEditions   = @('Core', 'Desktop')
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = @('ReplicatePS.format.ps1xml')

    # Named one by one, because PowerShell loads a module for a command only when its manifest names that command.
    CmdletsToExport        = @(
        'Connect-Replicate'
        'Disconnect-Replicate'
        'Find-ReplicateModel'
        'Find-ReplicatePrediction'
        'Get-ReplicateAccount'
        'Get-ReplicateCollection'
        'Get-ReplicateContext'
        'Get-ReplicateDeployment'
        'Get-ReplicateFile'
        'Get-ReplicateHardware'
        'Get-ReplicateJournal'
        'Get-ReplicateModel'
        'Get-ReplicateModelExample'
        'Get-ReplicateModelReadme'
        'Get-ReplicateModelSchema'
        'Get-ReplicateModelVersion'
        'Get-ReplicatePrediction'
        'Get-ReplicateTraining'
        'Get-ReplicateWebhookSecret'
        'Invoke-ReplicateModel'
        'Invoke-ReplicateRequest'
        'New-ReplicateDeployment'
        'New-ReplicateFile'
        'New-ReplicateModel'
        'New-ReplicatePrediction'
        'New-ReplicateTraining'
        'Receive-ReplicatePrediction'
        'Remove-ReplicateDeployment'
        'Remove-ReplicateFile'
        'Remove-ReplicateModel'
        'Remove-ReplicateModelVersion'
        'Save-ReplicateFile'
        'Save-ReplicateOutput'
        'Search-Replicate'
        'Set-ReplicateDeployment'
        'Set-ReplicateModel'
        'Stop-ReplicatePrediction'
        'Stop-ReplicateTraining'
        'Test-ReplicateWebhook'
        'Wait-ReplicatePrediction'
        'Wait-ReplicateTraining'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()

    PrivateData            = @{
        PSData = @{
            Tags         = @(
                'Replicate', 'AI', 'MachineLearning', 'ImageGeneration', 'FineTuning', 'LLM', 'API', 'REST', 'Automation'
                'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS'
            )
            LicenseUri   = 'https://github.com/ReplicatePS/ReplicatePS/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/ReplicatePS/ReplicatePS'
            ReleaseNotes = 'https://github.com/ReplicatePS/ReplicatePS/blob/main/CHANGELOG.md'
        }
    }
}
