#!/usr/bin/env bash
# dll.sh PLUGIN.dll: one export, and nothing needed that Windows does not have.
set -euo pipefail
headers=$(x86_64-w64-mingw32-objdump -p "$1")
exports=$(awk '/^\[Ordinal\/Name Pointer\] Table/ { on = 1; next } on && NF == 0 { exit } on { print $NF }' <<<"$headers")
imports=$(awk '/DLL Name:/ { print $3 }' <<<"$headers" | sort)

status=0
if [[ $exports != alysio_plugin_v1 ]]; then
    printf 'exports more or less than alysio_plugin_v1:\n%s\n' "$exports"
    status=1
fi
if foreign=$(grep -vxE 'KERNEL32\.dll|msvcrt\.dll' <<<"$imports"); then
    printf 'needs libraries that Windows does not have:\n%s\n' "$foreign"
    status=1
fi
exit "$status"
