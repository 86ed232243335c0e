#!/usr/bin/env bash
# readme_test.sh ALYSIO_SANDBOX README: every command of the README's sessions is run, at a terminal of 100 columns, and
# shows what stands there; … stands for anything, and alone on a line for any number of lines. Its configurations are
# used: the tenant's against a running org, the MCP client's by a client's first words. ./dev knows the commands that the
# README gives to it.
set -euo pipefail
sandbox=$(realpath "$1") readme=$(realpath "$2")
folder=$(mktemp -d)
trap 'kill "${ORG_PID-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
mkdir "$folder/bin" "$folder/here"
ln -s "$sandbox" "$folder/bin/alysio-sandbox"
cd "$folder/here"
export PATH=$folder/bin:$PATH XDG_STATE_HOME=$folder/state TERM=dumb

failures=0
fail() {
    printf '%s\n' "$@" >&2
    failures=$((failures + 1))
}

# blocks KIND: the README's blocks of that kind, with an empty line after each.
blocks() { awk -v kind="^\`\`\`$1\$" '/^```/ { inside = !inside && $0 ~ kind; if (!inside) print ""; next } inside' "$readme"; }

# as_shown EXPECTED SHOWN: line by line, with the …
as_shown() {
    local -a expected shown
    mapfile -t expected <"$1"
    mapfile -t shown <"$2"
    local at=0 line any=
    for line in "${expected[@]}"; do
        if [[ $line == … ]]; then
            any=yes
            continue
        fi
        local pattern=${line//\\/\\\\}
        pattern=${pattern//\*/\\*} pattern=${pattern//\[/\\[} pattern=${pattern//\?/\\?} pattern=${pattern//…/*}
        while [[ -n $any ]] && ((at < ${#shown[@]})) && [[ ${shown[at]} != $pattern ]]; do at=$((at + 1)); done
        any=
        # shellcheck disable=SC2053 # it is a pattern
        ((at < ${#shown[@]})) && [[ ${shown[at]} == $pattern ]] || return 1
        at=$((at + 1))
    done
    [[ -n $any ]] || ((at == ${#shown[@]}))
}

# run_session COMMAND: what stands in $folder/expected is what it shows.
run_session() {
    script --quiet --return --command "stty cols 100; $1" /dev/null </dev/null 2>&1 | tr -d '\r' >"$folder/shown" ||
        fail "this ended with an error: $1" "$(cat "$folder/shown")"
    as_shown "$folder/expected" "$folder/shown" ||
        fail "the README shows otherwise: $1" "$(diff "$folder/expected" "$folder/shown")"
}

# The org that the configuration of a real one is tried on; its folder is not the one of the other commands.
coproc ORG { XDG_STATE_HOME=$folder/org exec "$sandbox" org --memory 2>/dev/null; }
IFS= read -r -t 30 where <&"${ORG[0]}"
value_of() { grep -o "\"$1\":\"[^\"]*\"" <<<"$where" | sed -n '1s/.*":"\(.*\)"/\1/p'; }
blocks json | awk '/"tenants"/,/^$/' | sed "s|https://acme.my.salesforce.com|$(value_of instance_url)|" >me.json
grep -q 127.0.0.1 me.json || fail "there is no configuration of a real org"

command= sessions=0
while IFS= read -r line; do
    if [[ $line == '$ '* || -z $line ]]; then
        [[ -z $command ]] || run_session "$command"
        command=${line#'$ '}
        command=${command/SF_TOKEN=…/SF_TOKEN=\'$(value_of access_token)\'}
        [[ -z $command ]] || sessions=$((sessions + 1))
        : >"$folder/expected"
    else
        printf '%s\n' "$line" >>"$folder/expected"
    fi
done < <(blocks console)
((sessions >= 8)) || fail "only $sessions commands were found"
(($(wc -l <deals.csv) == 79)) || fail "deals.csv does not hold the deals"

arguments=$(blocks json | sed -n 's/.*"args": \["\(.*\)"\].*/\1/p')
hello='{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"readme","version":"1"}}}'
alysio-sandbox "$arguments" <<<"$hello" | grep -q '"serverInfo"' || fail "no MCP server answers to \"$arguments\""

"$(dirname "$readme")/dev" help >"$folder/dev"
while read -r name; do
    grep -q "^./dev $name" "$folder/dev" || fail "./dev help does not know $name"
done < <(grep -o '\./dev [a-z]*' "$readme" | sed 's|./dev ||' | sort -u)
((failures == 0))
