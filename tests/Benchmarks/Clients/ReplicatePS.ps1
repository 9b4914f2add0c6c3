# The cases of the benchmark with the cmdlets of this module.
param($Module, $Name, $Api, [int]$Count, $Target, $Folder)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$self = [Diagnostics.Process]::GetCurrentProcess()
$watch = [Diagnostics.Stopwatch]::StartNew()
$before = $self.TotalProcessorTime
if ($Name -ne 'idle') {
    Import-Module $Module
    Connect-Replicate r8_benchmark -BaseUri $Api -SkipTokenCheck
}

if ($Name -notin 'idle', 'first') {
    $null = Get-ReplicateAccount
    $self.Refresh()
    $before = $self.TotalProcessorTime
    $watch.Restart()
}

$done = switch ($Name) {
    idle { 0 }
    first { @(Get-ReplicateAccount).Count }
    gets {
        $all = foreach ($i in 1..$Count) { Get-ReplicatePrediction $Target }
        $all.Where{ $_.Id -eq $Target }.Count
    }
    piped {
        $all = 1..$Count | ForEach-Object { $Target } | Get-ReplicatePrediction
        $all.Where{ $_.Id -eq $Target }.Count
    }
    creates {
        $all = 1..$Count | ForEach-Object { @{ seed = $_ } } |
            New-ReplicatePrediction black-forest-labs/flux-schnell -Input @{ prompt = 'a lighthouse at dawn' } -ThrottleLimit 32
        ($all.Id | Sort-Object -Unique).Count
    }
    pages {
        $all = Get-ReplicatePrediction -First ($Count * 100)
        $null = $all.CreatedAt
        @($all.Status -eq 'succeeded').Count
    }
    upload { (New-ReplicateFile "$Folder/upload.bin").Size }
    download { (Save-ReplicateOutput $Target -Path "$Folder/ReplicatePS" -Force).Length }
}

$watch.Stop()
$self.Refresh()
@{
    milliseconds    = $watch.Elapsed.TotalMilliseconds
    cpuMilliseconds = ($self.TotalProcessorTime - $before).TotalMilliseconds
    done            = $done
    peakMiB         = $self.PeakWorkingSet64 / 1MB
} | ConvertTo-Json -Compress
