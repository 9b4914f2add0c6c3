<#
.SYNOPSIS
Checks the module against Replicate's API contract: Prism, a server made of the contract, judges every request and makes up the answers.

.PARAMETER Contract
The contract, an OpenAPI document in JSON. It is not part of this repository.

.PARAMETER ModulePath
The module; the default is the one that the build lays out.

.PARAMETER Rounds
How many times answers are made up anew from the schemas, each time with another seed.
#>
param(
    [Parameter(Mandatory)] [string] $Contract,
    [string] $ModulePath = "$PSScriptRoot/../../out/ReplicatePS",
    [ValidateRange(1, 1000)] [int] $Rounds = 5
)

$ErrorActionPreference = 'Stop'
$prism = "$PSScriptRoot/node_modules/@stoplight/prism-cli/dist/index.js"
if (-not (Test-Path $prism)) {
    "Skipped: Prism is not installed. Run 'npm ci' in tests/Contract first."
    exit 0
}

Import-Module (Join-Path $ModulePath 'ReplicatePS.psd1')
$work = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "replicateps-contract-$PID") -Force).FullName

# Prism leaves out the path of the contract's server, such as /v1, so it is put before each path of a copy. Nothing else is changed but
# the known differences: JsonNode keeps numbers and times as they are written.
function New-ServedContract([string] $Path) {
    $document = [Text.Json.Nodes.JsonNode]::Parse((Get-Content $Path -Raw))
    foreach ($difference in & "$PSScriptRoot/Differences.ps1") {
        & $difference.Change $document
        Write-Host "known difference: $($difference.Where). $($difference.Why)"
    }
    $base = ([uri][string] $document['servers'][0]['url']).AbsolutePath.TrimEnd('/')
    $paths = [Text.Json.Nodes.JsonObject]::new()
    foreach ($entry in $document['paths'].AsObject()) {
        $paths.Add("$base$($entry.Key)", $entry.Value.DeepClone())
    }
    $document['paths'] = $paths
    $served = Join-Path $work 'contract.json'
    Set-Content $served $document.ToJsonString()
    [pscustomobject]@{ Path = $served; Base = $base }
}

# The operations of a contract, with what a path of theirs looks like.
function Get-Operation([string] $Path) {
    $document = Get-Content $Path -Raw | ConvertFrom-Json -AsHashtable
    foreach ($entry in $document.paths.GetEnumerator()) {
        foreach ($method in $entry.Value.Keys | Where-Object { $_ -in 'get', 'post', 'patch', 'put', 'delete', 'query' }) {
            [pscustomobject]@{
                Name    = $entry.Value[$method].operationId
                Shape   = "$($method.ToUpperInvariant()) $($entry.Key -replace '\{\w+\}', '{}')"
                Pattern = "^$($method.ToUpperInvariant()) $($entry.Key -replace '\{\w+\}', '[^/?]+')(\?\S*)?$"
            }
        }
    }
}

function Start-Prism([string] $Document, [string[]] $Options) {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    $arguments = @($prism, 'mock', $Document, '--errors', '--host', '127.0.0.1', '--port', $port) + $Options
    $log = Join-Path $work 'prism.log'
    $process = Start-Process node $arguments -PassThru -RedirectStandardOutput $log -RedirectStandardError "$log.err"
    $deadline = [DateTime]::UtcNow.AddMinutes(1)
    while (-not (Select-String 'Prism is listening' $log -Quiet)) {
        if ($process.HasExited -or [DateTime]::UtcNow -gt $deadline) {
            Stop-Process $process -ErrorAction Ignore
            throw "Prism does not start: $(Get-Content $log, "$log.err" -Raw)"
        }
        Start-Sleep -Milliseconds 100
    }
    [pscustomobject]@{ Process = $process; Address = "http://127.0.0.1:$port" }
}

# Reads all that can be seen of an object: each property, the JSON, the list and the view.
function Read-Whole($Object) {
    foreach ($property in $Object.PSObject.Properties) {
        $null = $property.Value
    }
    # A file on disk leads to all of its drive.
    if ($Object -isnot [IO.FileInfo]) {
        $null = $Object | ConvertTo-Json -Depth 20 -WarningAction Ignore
    }
    $null = $Object | Format-List * | Out-String
    $null = $Object | Out-String
}

# What is wrong with a call, one sentence each. The operations that it asked for go to $asked.
function Find-Fault([scriptblock] $Call) {
    $lines = [Collections.Generic.List[string]]::new()
    try {
        & {
            $ErrorActionPreference = 'Continue'
            $VerbosePreference = 'Continue'
            . $Call
        } 6>$null 4>&1 2>&1 | ForEach-Object {
            if ($_ -is [Management.Automation.VerboseRecord]) {
                $lines.Add($_.Message)
            }
            elseif ($_ -is [Management.Automation.ErrorRecord]) {
                # A run that was made up may well have ended badly, or not at all, or with an output that is no file or an id that
                # none can be, and a file does not have the size that was made up.
                $fault = "$($_.FullyQualifiedErrorId): $_"
                if ($fault -notmatch '^Replicate(WaitTimeout|(Prediction|Training)(Failed|Canceled|Aborted)),|^ReplicateBadResponse,.* arrived damaged|,ReplicatePS\.Commands\.SaveReplicateOutputCommand: .*(is gone|holds no files|has no files yet)|^ReplicateInvalidInput,.* is not a prediction id\.') {
                    $fault
                }
            }
            else {
                $script:objects++
                Read-Whole $_
            }
        }
    }
    catch {
        "$($_.FullyQualifiedErrorId): $_ $($_.ScriptStackTrace)"
    }

    $requests = $lines | Where-Object { $_ -match '^(?<request>[A-Z]+ /\S*) (?<status>\d{3}) in ' } | ForEach-Object { $Matches.request }
    foreach ($request in $requests) {
        $script:requests++
        $known = $operations | Where-Object { $request -match $_.Pattern } | Select-Object -First 1
        if ($known) {
            $null = $asked.Add($known.Name)
        }
        else {
            "$request is no operation of the contract"
        }
    }
}

try {
    $served = New-ServedContract $Contract
    $operations = @(Get-Operation $served.Path)
    $asked = [Collections.Generic.HashSet[string]]::new()
    $requests = 0
    $objects = 0
    $failures = [Collections.Generic.List[string]]::new()

    # The table of the docs names the operations of the contract, and no others.
    $table = Get-Content "$PSScriptRoot/../../docs/operations.md" | Where-Object { $_ -match '^\| `(?<name>[^`]+)` \| `(?<method>[A-Z]+) (?<path>[^`]+)`' } |
        ForEach-Object { "$($Matches.name) $($Matches.method) $($served.Base)$($Matches.path -replace '\{\w+\}', '{}')" }
    Compare-Object $table @($operations | ForEach-Object { "$($_.Name) $($_.Shape)" }) |
        ForEach-Object { $failures.Add("docs/operations.md and the contract differ: $($_.InputObject) $($_.SideIndicator)") }

    $runs = @(
        @{ Name = 'examples of the contract'; Options = @() }
        @{ Name = 'plain values of the schemas'; Options = @('--ignoreExamples') }
        1..$Rounds | ForEach-Object { @{ Name = "values made up with seed $_"; Options = @('--dynamic', '--seed', "$_") } }
    )
    foreach ($run in $runs) {
        $asked.Clear()
        $before = $failures.Count
        $server = Start-Prism $served.Path $run.Options
        try {
            Connect-Replicate -BaseUri "$($server.Address)$($served.Base)" -Token r8_contract -MaximumRetryCount 0 -SkipTokenCheck
            $calls = . "$PSScriptRoot/Calls.ps1" -Folder $work
            foreach ($name in $calls.Keys | Sort-Object) {
                foreach ($call in @($calls[$name])) {
                    Find-Fault $call | ForEach-Object { $failures.Add("$name ($($run.Name)): {$call}`n      $_") }
                }
            }
            # Prism knows no method QUERY.
            $operations | Where-Object { -not $asked.Contains($_.Name) -and $_.Shape -notlike 'QUERY *' } |
                ForEach-Object { $failures.Add("$($_.Name) ($($run.Name)): no call asked for it") }
        }
        finally {
            Disconnect-Replicate
            Stop-Process $server.Process
        }
        "$(if ($failures.Count -eq $before) { 'pass' } else { 'FAIL' })  $($run.Name): $($asked.Count) operations"
    }

    $failures | ForEach-Object { "FAIL  $_" }
    "$requests requests, $objects objects, $($failures.Count) failures."
}
finally {
    Remove-Item $work -Recurse -Force -ErrorAction Ignore
}
exit [int]($failures.Count -gt 0)
