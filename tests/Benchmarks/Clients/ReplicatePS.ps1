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
    if ($Name -eq 'files') { $null = Save-ReplicateOutput "$Target/0.bin" -Path "$Folder/first" }
    $self.Refresh()
    $before = $self.TotalProcessorTime
    $watch.Restart()
}

# How much memory the process holds after a thirtieth, a third and all of what is read and dropped.
$whole = $Count * $(if ($Name -eq 'models') { 25 } else { 100 })
$marks = @([Math]::Ceiling($whole / 30), [Math]::Ceiling($whole / 3), $whole)
$seen = 0
$curve = [Collections.Generic.List[double]]::new()
function Add-Point {
    $self.Refresh()
    $curve.Add($self.WorkingSet64 / 1MB)
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
    runs {
        $all = 1..$Count | ForEach-Object { @{ seed = $_ } } |
            Invoke-ReplicateModel black-forest-labs/flux-schnell -Input @{ prompt = 'a lighthouse at dawn' } -ThrottleLimit 32
        ($all.Url | Sort-Object -Unique).Count
    }
    pages {
        $all = Get-ReplicatePrediction -First ($Count * 100)
        $null = $all.CreatedAt
        @($all.Status -eq 'succeeded').Count
    }
    dropped {
        Get-ReplicatePrediction -First ($Count * 100) | ForEach-Object { if ($_.Status -eq 'succeeded' -and $_.CreatedAt -and ++$seen -in $marks) { Add-Point } }
        $seen
    }
    models {
        Get-ReplicateModel -First ($Count * 25) | ForEach-Object { if ($_.RunCount -and $_.CreatedAt -and ++$seen -in $marks) { Add-Point } }
        $seen
    }
    stream {
        $all = New-ReplicatePrediction stream/burst-$Count -Input @{ prompt = 'x' } | Receive-ReplicatePrediction
        [Collections.Generic.HashSet[string]]::new([string[]]$all).Count
    }
    { $_ -in 'word', 'words' } {
        $delays = New-ReplicatePrediction stream/paced-$Count -Input @{ prompt = 'x' } | Receive-ReplicatePrediction |
            ForEach-Object { ([DateTimeOffset]::UtcNow - [DateTimeOffset]::UnixEpoch).TotalMilliseconds - $_ / 1000 }
        $delays.Count
    }
    upload { (New-ReplicateFile "$Folder/upload.bin").Size }
    files {
        $saved = 1..$Count | ForEach-Object { "$Target/$_.bin" } | Save-ReplicateOutput -Path "$Folder/ReplicatePS"
        $saved.Where{ $_.Length }.Count
    }
    download { (Save-ReplicateOutput $Target -Path "$Folder/ReplicatePS" -Force).Length }
}

$watch.Stop()
$self.Refresh()
@{
    milliseconds    = switch ($Name) {
        word { $delays[0] }
        words { ($delays | Measure-Object -Average).Average }
        default { $watch.Elapsed.TotalMilliseconds }
    }
    cpuMilliseconds = ($self.TotalProcessorTime - $before).TotalMilliseconds
    done            = $done
    peakMiB         = $self.PeakWorkingSet64 / 1MB
    curve           = $curve
} | ConvertTo-Json -Compress
