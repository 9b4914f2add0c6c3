# A job in one step, as a script does it with ReplicatePS: nothing in it knows of faults.
param($Module, $Api, [int]$Rows)

Import-Module $Module
$null = Connect-Replicate -Token r8_soak_test_of_the_module -BaseUri $Api -SkipTokenCheck
1..$Rows | ForEach-Object { [pscustomobject]@{ text = "$_" } } |
    Invoke-ReplicateModel emulator/echo -ThrottleLimit 16 -TimeoutSec 600 -ErrorVariable lost -ErrorAction SilentlyContinue -WarningAction SilentlyContinue |
    ForEach-Object { "done $_" }
$lost | Where-Object { $_.TargetObject.text } | ForEach-Object { "failed $($_.TargetObject.text)" }
