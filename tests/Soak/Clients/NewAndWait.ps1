# A job in two steps, as a script does it that wants the predictions: nothing in it knows of faults.
param($Module, $Api, [int]$Rows)

Import-Module $Module
$null = Connect-Replicate -Token r8_soak_test_of_the_module -BaseUri $Api -SkipTokenCheck
1..$Rows | ForEach-Object { [pscustomobject]@{ text = "$_" } } |
    New-ReplicatePrediction emulator/echo -ThrottleLimit 16 -ErrorVariable refused -ErrorAction SilentlyContinue |
    Wait-ReplicatePrediction -TimeoutSec 600 -ErrorVariable +lost -ErrorAction SilentlyContinue -WarningAction SilentlyContinue |
    Where-Object Status -eq 'succeeded' | ForEach-Object { "done $($_.Output)" }
$refused | ForEach-Object { "failed $($_.TargetObject.text)" }
$lost | Where-Object { $_.TargetObject.Input } | ForEach-Object { "failed $($_.TargetObject.Input.text)" }
