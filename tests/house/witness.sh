#!/usr/bin/env bash
# witness.sh ROOT: whatever the public C headers declare stands where the ABI's tables are measured: every struct in
# layout.c, every struct and function type in witness.c.
set -euo pipefail
cd "$1/host_api"
status=0

declared() { grep -rhoP "$1" include/alysio/abi 2>/dev/null | sort -u || true; }

# lists FILE MACRO NAME...
lists() {
    local file=$1 macro=$2 name
    shift 2
    for name; do
        grep -qsF "$macro($name)" "$file" || { echo "$name is missing in host_api/$file: add $macro($name)" && status=1; }
    done
}

mapfile -t structs < <(declared '^typedef struct \K\w+(?= \{)')
mapfile -t functions < <(declared '^typedef\b.*\(ALYSIO_CALL\s*\*\s*\K\w+(?=\)\()')
lists abi/layout.c BEGIN "${structs[@]}"
lists abi/witness.c WITNESS "${structs[@]}" "${functions[@]}"
exit "$status"
