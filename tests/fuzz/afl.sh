#!/usr/bin/env bash
# Fuzzes one target with AFL++: afl.sh TARGET [SECONDS]. Needs afl-fuzz (Debian: apt-get install afl++). What it finds is under /tmp/dutykiosk-fuzz-afl/TARGET.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=$1
seconds=${2:-600}
program=$(dotnet run -c Release --project "$here" -- instrument | tail -n 1)
found=${AFL_OUT:-/tmp/dutykiosk-fuzz-afl}/$target
mkdir -p "$found"
# The program is a .NET one, which afl-fuzz cannot look into, needs address space it never touches, and is slow in its first run.
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_FORKSRV_INIT_TMOUT=60000 DOTNET_TieredPGO=0
exec afl-fuzz -i "$here/corpus/$target" -o "$found" -V "$seconds" -t 10000 -m none -- dotnet "$program" afl "$target"
