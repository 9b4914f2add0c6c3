# A job with a journal: the same line again and again, until it has no errors any more.
param($Module, $Api, [int]$Rows)

Import-Module $Module
$null = Connect-Replicate -Token r8_soak_test_of_the_module -BaseUri $Api -SkipTokenCheck
$journal = Join-Path ([IO.Path]::GetTempPath()) "job-$([guid]::NewGuid().ToString('N')).jsonl"
do {
    1..$Rows | ForEach-Object { [pscustomobject]@{ text = "$_" } } |
        Invoke-ReplicateModel emulator/echo -Journal $journal -ThrottleLimit 16 -ErrorVariable lost -ErrorAction SilentlyContinue -WarningAction SilentlyContinue |
        ForEach-Object { "done $_" }
} while ($lost)
Remove-Item "$journal*"
