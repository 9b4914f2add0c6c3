#!/usr/bin/env bash
# The door to build.ps1 on a machine without PowerShell: ./build.sh [build|test|demo|package] [-Configuration Debug]
# It gets PowerShell as a .NET tool where the package feed has it. Elsewhere it runs what needs only the .NET SDK, and says
# what it left out.
set -euo pipefail
cd "$(dirname "$0")"

task=$(echo "${1:-build}" | tr '[:upper:]' '[:lower:]')
configuration=Release
[[ "${2:-}" == -[Cc]onfiguration && -n "${3:-}" ]] && configuration=$3
tools=artifacts/tools

if ! command -v pwsh >/dev/null; then
    [[ -x $tools/pwsh ]] || dotnet tool install PowerShell --tool-path "$tools" >/dev/null 2>&1 || true
    export PATH="$PWD/$tools:$PATH"
fi
if command -v pwsh >/dev/null; then
    exec pwsh -NoProfile -NonInteractive -File build.ps1 "$task" -Configuration "$configuration"
fi

without_powershell() { echo "There is no PowerShell on this machine and none in the package feed: $1"; }
build() { dotnet build ReplicatePS.sln --configuration "$configuration" --nologo --verbosity quiet; }
package() { dotnet build src/ReplicatePS/ReplicatePS.csproj --configuration "$configuration" --nologo --verbosity quiet --target:PackModule; }

case $task in
    build)
        build
        echo "The module is in out/ReplicatePS."
        ;;
    test)
        build
        rm -rf artifacts/test-results
        status=0
        dotnet test ReplicatePS.sln --configuration "$configuration" --no-build --nologo -maxcpucount:1 \
            --logger trx --results-directory artifacts/test-results || status=$?
        without_powershell "the Pester tests did not run."
        exit $status
        ;;
    demo)
        without_powershell "this is the demo in C#, on the core alone."
        dotnet run --project examples/CoreDemo --configuration "$configuration"
        ;;
    package)
        package
        ls artifacts/ReplicatePS*.zip
        ;;
    *)
        echo "usage: ./build.sh [build|test|demo|package] [-Configuration Release|Debug]" >&2
        exit 2
        ;;
esac
