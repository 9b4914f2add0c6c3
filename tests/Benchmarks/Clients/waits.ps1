# Waves of predictions with the cmdlets of this module: each wave is created at once and waited for together.
param($Module, $Api, [int]$Waves, [int]$InFlight)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Module
Connect-Replicate r8_benchmark -BaseUri $Api -SkipTokenCheck
$seconds = 0, 0.3, 1.2, 5
$next = 0
$arrived = foreach ($wave in 1..$Waves) {
    $inputs = foreach ($one in 1..$InFlight) { @{ seconds = $seconds[$next++ % 4] } }
    $inputs | New-ReplicatePrediction bench/timed -ThrottleLimit $InFlight | Wait-ReplicatePrediction | ForEach-Object {
        [pscustomobject]@{ id = $_.Id; at = ([DateTime]::UtcNow - [DateTime]::UnixEpoch).TotalMilliseconds; status = $_.Status }
    }
}

ConvertTo-Json @($arrived) -Compress
