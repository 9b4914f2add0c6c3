# A job with a journal: the same line each time it is started.
param($Module, $Api, [int]$Rows, $Journal)

Import-Module $Module
$null = Connect-Replicate -Token r8_soak_test_of_the_module -BaseUri $Api -SkipTokenCheck
1..$Rows | ForEach-Object { [pscustomobject]@{ text = "$_" } } |
    Invoke-ReplicateModel emulator/echo -Journal $Journal -ThrottleLimit 32 |
    ForEach-Object { [Console]::Out.WriteLine("done $_") }
