# Making a table of the figures.

function Get-Median([double[]]$Figures) {
    $sorted = $Figures | Sort-Object
    $middle = [Math]::Floor($sorted.Count / 2)
    if ($sorted.Count % 2) { $sorted[$middle] } else { ($sorted[$middle - 1] + $sorted[$middle]) / 2 }
}

function Get-TableRow($Figures, [string[]]$Clients, [string[]]$Cases, [hashtable]$Counts, [long]$UploadSize, [long]$DownloadSize) {
    $median = @{}
    foreach ($group in $Figures | Group-Object case, client) {
        foreach ($figure in 'milliseconds', 'wholeMilliseconds', 'peakMiB', 'earlyMiB', 'middleMiB', 'lateMiB') {
            $figures = @($group.Group.$figure) -ne $null
            if ($figures) { $median["$($group.Values -join '/')/$figure"] = Get-Median $figures }
        }
    }

    $rows = @(
        @{ Case = 'import'; Text = 'Import-Module, over a bare shell'; Figure = 'milliseconds'; Below = 60 }
        @{ Case = 'first'; Text = 'first call, whole process'; Figure = 'wholeMilliseconds' }
        @{ Case = 'first'; Text = 'first call, over an idle process'; Figure = 'wholeMilliseconds'; OverIdle = $true }
        @{ Case = 'gets'; Text = "$($Counts.gets) gets, one after another"; Figure = 'milliseconds'; Ratio = 1.5 }
        @{ Case = 'piped'; Text = "$($Counts.piped) gets, ids by the pipeline"; Figure = 'milliseconds'; Ratio = 1.5; Beside = 'gets' }
        @{ Case = 'creates'; Text = "$($Counts.creates) creates, 32 in flight"; Figure = 'milliseconds'; Ratio = 2 }
        @{ Case = 'runs'; Text = "$($Counts.runs) runs to the output, 32 in flight"; Figure = 'milliseconds'; Ratio = 2.5 }
        @{ Case = 'pages'; Text = "$($Counts.pages) pages of 100 predictions"; Figure = 'milliseconds'; Ratio = 2.5 }
        @{ Case = 'dropped'; Text = "$($Counts.dropped * 100) predictions, each dropped when read"; Figure = 'milliseconds'; Ratio = 2.5 }
        @{ Case = 'dropped'; Text = 'its memory after a thirtieth, a third, all'; Figure = 'lateMiB'; Growth = 16 }
        @{ Case = 'models'; Text = "$($Counts.models * 25) models of 80 kB, each dropped when read"; Figure = 'milliseconds'; Ratio = 2.5 }
        @{ Case = 'models'; Text = 'its memory after a thirtieth, a third, all'; Figure = 'lateMiB'; Growth = 16 }
        @{ Case = 'stream'; Text = "$($Counts.stream) words streamed in one burst"; Figure = 'milliseconds'; Ratio = 3 }
        @{ Case = 'word'; Text = 'first word, from the server to the pipeline'; Figure = 'milliseconds'; AtMost = 20; Digits = 1 }
        @{ Case = 'words'; Text = 'any word, from the server to the pipeline'; Figure = 'milliseconds'; AtMost = 20; Digits = 1 }
        @{ Case = 'upload'; Text = "upload of $($UploadSize / 1e6) MB"; Figure = 'milliseconds'; Ratio = 1.1 }
        @{ Case = 'upload'; Text = 'its peak memory, over an idle process'; Figure = 'peakMiB'; OverIdle = $true; AtMost = 16 }
        @{ Case = 'download'; Text = "download of $($DownloadSize / 1e6) MB"; Figure = 'milliseconds'; Ratio = 1.1 }
        @{ Case = 'download'; Text = 'its peak memory, over an idle process'; Figure = 'peakMiB'; OverIdle = $true; AtMost = 16 }
        @{ Case = 'files'; Text = "$($Counts.files) files of 20 kB, 8 in flight"; Figure = 'milliseconds'; Ratio = 1.5 }
    )
    foreach ($row in $rows | Where-Object { $_.Case -in $Cases }) {
        $shown = [ordered]@{ Case = $row.Text }
        $unit = if ($row.Figure -like '*MiB') { 'MiB' } else { 'ms' }
        $digits = [int]$row.Digits
        $value = @{}
        foreach ($client in $Clients) {
            $case = if ($row.Beside -and $client -eq 'HttpClient') { $row.Beside } else { $row.Case }
            $value[$client] = $median["$case/$client/$($row.Figure)"]
            if ($row.OverIdle) { $value[$client] -= $median["idle/$client/$($row.Figure)"] }
            $curve = if ($row.Growth -and $value[$client]) { foreach ($part in 'early', 'middle', 'late') { '{0:N0}' -f $median["$case/$client/${part}MiB"] } }
            if ($curve) { $value[$client] -= $median["$case/$client/middleMiB"] }
            $ratio = if ($row.Ratio -and $value.HttpClient) { $value[$client] / $value.HttpClient }
            $shown[$client] = if ($null -eq $value[$client]) { '' }
                elseif ($curve) { "$($curve -join ' / ') $unit" }
                elseif ($ratio) { "{0:N$digits} {1} ({2:N2})" -f $value[$client], $unit, $ratio }
                else { "{0:N$digits} {1}" -f $value[$client], $unit }
        }

        $own = $value.ReplicatePS
        $shown.Goal = if ($row.Ratio) { "at most $($row.Ratio)" } elseif ($row.Below) { "below $($row.Below) $unit" } elseif ($row.AtMost) { "at most $($row.AtMost) $unit" } elseif ($row.Growth) { "grows by at most $($row.Growth) $unit after a third" } else { '' }
        $reached = if ($null -eq $own) { $null }
            elseif ($row.Ratio) { if ($value.HttpClient) { $own / $value.HttpClient -le $row.Ratio } }
            elseif ($row.Below) { $own -lt $row.Below }
            elseif ($row.AtMost) { $own -le $row.AtMost }
            elseif ($row.Growth) { $own -le $row.Growth }
        $shown.Result = if ($null -eq $reached) { '' } elseif ($reached) { 'reached' } else { 'MISSED' }
        [pscustomobject]$shown
    }
}

function ConvertTo-MarkdownTable([object[]]$Rows) {
    $names = $Rows[0].PSObject.Properties.Name
    "| $($names -join ' | ') |"
    "|$(' --- |' * $names.Count)"
    foreach ($row in $Rows) {
        "| $(($names | ForEach-Object { $row.$_ }) -join ' | ') |"
    }
}
