#!/usr/bin/env bash
# demo_test.sh ALYSIO_SANDBOX: at a terminal every link of the demo opens when it has ended, until Ctrl-C; elsewhere it ends
# by itself and says how links are opened.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
sandbox=$1
folder=$(mktemp -d)
trap 'kill "${DEMO_PID-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
fail() {
    cat "$folder/shown" >&2
    echo "$1" >&2
    exit 1
}

coproc DEMO { TERM=dumb script --quiet --return --command "stty cols 100; exec '$here/demo.sh' '$sandbox'" /dev/null 2>&1; }
while IFS= read -r -t 60 line; do
    printf '%s\n' "${line%$'\r'}" >>"$folder/shown"
    [[ $line != *'Ctrl-C ends it.'* ]] || break
done <&"${DEMO[0]}"
grep -q 'Ctrl-C ends it.' "$folder/shown" || fail "the demo does not say that the org stays up"
grep -o 'http://127[^ ]*/view' "$folder/shown" | sort -u >"$folder/links"
(($(wc -l <"$folder/links") >= 11)) || fail "there are too few links"
while read -r link; do
    curl --silent --fail --output /dev/null "$link" || fail "$link does not open"
done <"$folder/links"
pid=$DEMO_PID
printf '\003' >&"${DEMO[1]}"
wait "$pid" || fail "Ctrl-C ended the demo with exit $?"

"$here/demo.sh" "$sandbox" </dev/null >"$folder/shown" 2>&1 || fail "without a terminal it ends with exit $?"
grep -q "Its links open in a browser while the org runs: $sandbox org" "$folder/shown" || fail "it does not say how links open"
