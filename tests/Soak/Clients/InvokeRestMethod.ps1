# A job as scripts usually do it: each call in a loop that tries again, whatever went wrong.
param($Api, [int]$Rows)

$ProgressPreference = 'SilentlyContinue'
1..$Rows | ForEach-Object -ThrottleLimit 16 -Parallel {
    function Invoke-Again($Arguments) {
        for ($try = 1; ; $try++) {
            try {
                return Invoke-RestMethod @Arguments
            }
            catch {
                if ($try -ge 5) { throw }
                Start-Sleep -Milliseconds 500
            }
        }
    }

    $row = $_
    $headers = @{ Authorization = 'Bearer r8_soak_test_of_the_loop' }
    try {
        $prediction = Invoke-Again @{
            Uri = "$using:Api/models/emulator/echo/predictions"; Method = 'Post'; Headers = $headers; ContentType = 'application/json'
            Body = @{ input = @{ text = "$row" } } | ConvertTo-Json
        }
        while ($prediction.status -notin 'succeeded', 'failed', 'canceled') {
            Start-Sleep -Milliseconds 500
            $prediction = Invoke-Again @{ Uri = "$using:Api/predictions/$($prediction.id)"; Headers = $headers }
        }
        "done $($prediction.output)"
    }
    catch {
        "failed $row"
    }
}
