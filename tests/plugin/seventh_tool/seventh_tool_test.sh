#!/usr/bin/env bash
# seventh_tool_test.sh ALYSIO_SANDBOX PLUGIN SEVENTH: the second plugin has the tools of the first and one more, at its place.
set -euo pipefail
sandbox=$1 plugin=$2 seventh=$3
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export XDG_STATE_HOME=$home

names() { "$sandbox" tools --json --plugin "$1" | grep -o '"name":"salesforce_[a-z_]*"'; }
call() { "$sandbox" call "$@" --json --plugin "$seventh"; }

expected=$(names "$plugin" | sed '1a "name":"salesforce_count_records"')
if [[ $(names "$seventh") != "$expected" ]]; then
    printf 'the tools are:\n%s\ninstead of:\n%s\n' "$(names "$seventh")" "$expected"
    exit 1
fi

counted=$(call salesforce_count_records '{"object_name":"Account"}')
queried=$(call salesforce_run_soql_query '{"query":"SELECT COUNT() FROM Account"}')
if [[ ! $counted =~ ^\{\"count\":([0-9]+)\}$ || $queried != *"\"total_size\":${BASH_REMATCH[1]},"* ]]; then
    printf 'the tool says %s, but the query %s\n' "$counted" "$queried"
    exit 1
fi

if refused=$(call salesforce_count_records '{"object_name":"No Such"}') || [[ $refused != *invalid_arguments* ]]; then
    printf "the tool's check did not refuse: %s\n" "$refused"
    exit 1
fi
