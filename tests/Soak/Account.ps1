# Starting emulators, and reading in their accounts what was paid for.

function Start-Emulator([string]$Program, [double]$Percent, [switch]$Unlimited) {
    $arguments = 'dotnet', $Program, '--urls', 'http://127.0.0.1:0', '--speed', '1', '--faults', ([string]::Format([cultureinfo]::InvariantCulture, '{0}', $Percent))
    if ($Unlimited) { $arguments += '--no-rate-limits' }
    $process = [Diagnostics.Process]::Start((New-ProcessStart $arguments))
    $line = $process.StandardOutput.ReadLine()
    if ($line -notmatch 'http://127\.0\.0\.1:\d+') {
        throw "The emulator did not start: $line"
    }

    @{ Process = $process; Address = $Matches[0] }
}

# What ran: one text for each prediction, whoever knows of it.
function Get-Paid([string]$Module, [string]$Address) {
    Import-Module $Module
    $context = Connect-Replicate -Token r8_the_judge_of_the_soak -BaseUri $Address -SkipTokenCheck -MaximumRetryCount 100 -PassThru
    (Get-ReplicatePrediction -Context $context -WarningAction Ignore).Input.text
}

# A client prints a line for each row: 'done 7' when its output came, 'failed 7' when an error named it.
function Measure-Job([string]$Emulator, [string]$Module, [string[]]$Command, [int]$Rows, [double]$Percent) {
    $service = Start-Emulator $Emulator $Percent
    try {
        $run = Measure-Process ($Command + "$($service.Address)/v1" + $Rows)
        $lines = $run.Output -split '\r?\n'
        $completed = @($lines -like 'done *' -replace '^done ' | Sort-Object -Unique)
        $accounted = @($lines -like 'failed *' -replace '^failed ' | Sort-Object -Unique | Where-Object { $_ -notin $completed })
        $paid = @(Get-Paid $Module $service.Address)
        $groups = @($paid | Group-Object)
        @{
            Completed   = $completed.Count
            Accounted   = $accounted.Count
            PaidTwice   = ($groups | ForEach-Object { $_.Count - 1 } | Measure-Object -Sum).Sum
            PaidUnnamed = @($groups | Where-Object { $_.Name -notin $completed -and $_.Name -notin $accounted }).Count
            Seconds     = [Math]::Round($run.Milliseconds / 1000, 1)
        }
    }
    finally {
        $service.Process.Kill()
    }
}
