#!/usr/bin/env bash
# demo.sh ALYSIO_SANDBOX: a sales week in eight calls. The org is a real HTTP server on loopback ports of its own choice,
# and all it keeps goes to a temporary folder.
set -euo pipefail
sandbox=$1

home=$(mktemp -d)
export XDG_STATE_HOME=$home
trap 'kill "${ORG_PID-}" 2>/dev/null || true; wait; rm -rf "$home"' EXIT

# step WHY TOOL ARGUMENTS: shows the command, then runs it.
step() {
    printf '\n\033[1m%s\033[0m\n$ alysio-sandbox call %s \\\n    '\''%s'\''\n' "$1" "$2" "${3//"'"/"'\\''"}"
    "$sandbox" call "$2" "$3"
}

# first_id QUERY: the Id of the first record.
first_id() {
    "$sandbox" call salesforce_run_soql_query "{\"query\": \"$1\"}" --json |
        sed -n 's/.*"Id" *: *"\([A-Za-z0-9]*\)".*/\1/p;T;q'
}

printf '\033[1mThe sandbox org starts\033[0m\n$ alysio-sandbox org\n'
coproc ORG { exec "$sandbox" org 2>"$home/org.log"; }
if ! IFS= read -r -t 30 where <&"${ORG[0]}"; then
    cat "$home/org.log" >&2
    exit 1
fi
printf '%s\n' "$where" | grep -o '"instance_url" *: *"[^"]*"'

step 'The pipeline: open opportunities, largest first, each with its link' salesforce_run_soql_query \
    '{"query": "SELECT Name, Account.Name, StageName, Amount, CloseDate FROM Opportunity WHERE IsClosed = false ORDER BY Amount DESC NULLS LAST LIMIT 10"}'

step 'What can be said about an opportunity: stages and types' salesforce_get_object_fields \
    '{"object_name": "Opportunity", "fields": ["StageName", "Type", "CloseDate", "Amount"]}'

deal=$(first_id 'SELECT Id FROM Opportunity WHERE IsClosed = false ORDER BY Amount DESC NULLS LAST LIMIT 1')
step 'The largest one in full' salesforce_get_record "{\"object_name\": \"Opportunity\", \"record_id\": \"$deal\"}"

step 'A new lead' salesforce_create_record \
    '{"object_name": "Lead", "fields": {"FirstName": "Ana", "LastName": "Rivera", "Company": "Acme", "Email": "ana.rivera@acme.example"}}'

lead=$(first_id "SELECT Id FROM Lead WHERE Email = 'ana.rivera@acme.example'")
step 'She answered the phone' salesforce_update_record \
    "{\"object_name\": \"Lead\", \"record_id\": \"$lead\", \"fields\": {\"Status\": \"Working - Contacted\", \"Phone\": \"+1 415 555 0134\"}}"

step 'A link to share' salesforce_generate_record_url "{\"object_name\": \"Lead\", \"record_id\": \"$lead\"}"

status=0
step 'And a mistake: the stage is not called that. The refusal says what to send instead' salesforce_update_record \
    "{\"object_name\": \"Opportunity\", \"record_id\": \"$deal\", \"fields\": {\"StageName\": \"Negotiation\"}}" || status=$?
if ((status != 1)); then
    echo "the mistake ended with exit $status instead of 1" >&2
    exit 1
fi

printf '\nThat was real HTTP against a running org. Try your own: build/release/bin/alysio-sandbox --help\n'
