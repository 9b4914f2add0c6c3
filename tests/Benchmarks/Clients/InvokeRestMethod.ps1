# The cases of the benchmark as scripts do them with nothing but PowerShell.
param($Name, $Api, [int]$Count, $Target, $Folder)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$self = [Diagnostics.Process]::GetCurrentProcess()
$watch = [Diagnostics.Stopwatch]::StartNew()
$before = $self.TotalProcessorTime
$headers = @{ Authorization = 'Bearer r8_benchmark' }
if ($Name -notin 'idle', 'first') {
    $null = Invoke-RestMethod "$Api/account" -Headers $headers
    if ($Name -eq 'files') { Invoke-WebRequest "$Target/0.bin" -OutFile "$Folder/first.bin" }
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
    first { @(Invoke-RestMethod "$Api/account" -Headers $headers).Count }
    gets {
        $all = foreach ($i in 1..$Count) { Invoke-RestMethod "$Api/predictions/$Target" -Headers $headers }
        $all.Where{ $_.id -eq $Target }.Count
    }
    creates {
        $all = 1..$Count | ForEach-Object -ThrottleLimit 32 -Parallel {
            $body = @{ input = @{ prompt = 'a lighthouse at dawn'; seed = $_ } } | ConvertTo-Json
            Invoke-RestMethod "$using:Api/models/black-forest-labs/flux-schnell/predictions" -Method Post -Headers $using:headers -Body $body -ContentType application/json
        }
        ($all.id | Sort-Object -Unique).Count
    }
    runs {
        $waiting = $headers + @{ Prefer = 'wait' }
        $all = 1..$Count | ForEach-Object -ThrottleLimit 32 -Parallel {
            $body = @{ input = @{ prompt = 'a lighthouse at dawn'; seed = $_ } } | ConvertTo-Json
            (Invoke-RestMethod "$using:Api/models/black-forest-labs/flux-schnell/predictions" -Method Post -Headers $using:waiting -Body $body -ContentType application/json).output
        }
        ($all | Sort-Object -Unique).Count
    }
    pages {
        $next = "$Api/predictions"
        $all = for ($page = 0; $page -lt $Count -and $next; $page++) {
            $read = Invoke-RestMethod $next -Headers $headers
            $read.results
            $next = $read.next
        }
        $null = $all.created_at
        @($all.status -eq 'succeeded').Count
    }
    { $_ -in 'dropped', 'models' } {
        $next = "$Api/$(if ($Name -eq 'models') { 'models' } else { 'predictions' })"
        for ($page = 0; $page -lt $Count -and $next; $page++) {
            $read = Invoke-RestMethod $next -Headers $headers
            foreach ($item in $read.results) { if (($item.status -eq 'succeeded' -or $item.run_count) -and $item.created_at -and ++$seen -in $marks) { Add-Point } }
            $next = $read.next
        }
        $seen
    }
    upload { (Invoke-RestMethod "$Api/files" -Method Post -Headers $headers -Form @{ content = Get-Item "$Folder/upload.bin" }).size }
    files {
        $null = New-Item -ItemType Directory "$Folder/InvokeRestMethod"
        1..$Count | ForEach-Object -ThrottleLimit 8 -Parallel {
            Invoke-WebRequest "$using:Target/$_.bin" -OutFile "$using:Folder/InvokeRestMethod/$_.bin"
        }
        (Get-ChildItem "$Folder/InvokeRestMethod").Where{ $_.Length }.Count
    }
    download {
        Invoke-RestMethod $Target -OutFile "$Folder/InvokeRestMethod.download"
        (Get-Item "$Folder/InvokeRestMethod.download").Length
    }
}

$watch.Stop()
$self.Refresh()
@{
    milliseconds    = $watch.Elapsed.TotalMilliseconds
    cpuMilliseconds = ($self.TotalProcessorTime - $before).TotalMilliseconds
    done            = $done
    peakMiB         = $self.PeakWorkingSet64 / 1MB
    curve           = $curve
} | ConvertTo-Json -Compress
