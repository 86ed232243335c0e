#!/usr/bin/env bash
# demo.sh ALYSIO_SANDBOX: a sales week in eight calls. The org is a real HTTP server on loopback ports of its own choice,
# and all it keeps goes to a temporary folder. At a terminal the org then stays until Ctrl-C, so that links can be opened.
set -euo pipefail
sandbox=$1

home=$(mktemp -d)
export XDG_STATE_HOME=$home
trap 'kill "${ORG_PID-}" 2>/dev/null || true; wait; rm -rf "$home"' EXIT
trap 'exit 130' INT

# step WHY WORD...: shows the command as it would be typed, then runs it.
step() {
    local why=$1 word line='$ alysio-sandbox'
    shift
    for word; do
        case $word in
            *[!A-Za-z0-9_=.@:/+-]*) line+=" '${word//"'"/"'\\''"}'" ;;
            *) line+=" $word" ;;
        esac
    done
    printf '\n\033[1m%s\033[0m\n%s\n' "$why" "$line"
    "$sandbox" "$@"
}

# first_id QUERY: the Id of the first record.
first_id() { "$sandbox" query --csv "$1" | sed -n '2s/,.*//p'; }

printf '\033[1mThe sandbox org starts\033[0m\n$ alysio-sandbox org\n'
coproc ORG { exec "$sandbox" org 2>"$home/org.log"; }
if ! IFS= read -r -t 30 where <&"${ORG[0]}"; then
    cat "$home/org.log" >&2
    exit 1
fi
printf '%s\n' "$where" | grep -o '"instance_url" *: *"[^"]*"'

step 'The pipeline: open opportunities, largest first, each with its link' query \
    'SELECT Name, StageName, Amount, CloseDate FROM Opportunity WHERE IsClosed = false ORDER BY Amount DESC NULLS LAST LIMIT 10'

step 'What can be said about an opportunity: stages and types' call get_object_fields \
    object_name=Opportunity fields=StageName,Type,CloseDate,Amount

deal=$(first_id 'SELECT Id FROM Opportunity WHERE IsClosed = false ORDER BY Amount DESC NULLS LAST LIMIT 1')
step 'The largest one in full' call get_record object_name=Opportunity "record_id=$deal"

step 'A new lead' call create_record object_name=Lead fields.FirstName=Ana fields.LastName=Rivera fields.Company=Acme \
    fields.Email=ana.rivera@acme.example

lead=$(first_id "SELECT Id FROM Lead WHERE Email = 'ana.rivera@acme.example'")
step 'She answered the phone' call update_record object_name=Lead "record_id=$lead" \
    'fields.Status=Working - Contacted' 'fields.Phone=+1 415 555 0134'

step 'A link to share' call generate_record_url object_name=Lead "record_id=$lead"

status=0
step 'And a mistake: the stage is not called that. The refusal says what to send instead' call update_record \
    object_name=Opportunity "record_id=$deal" fields.StageName=Negotiation || status=$?
if ((status != 1)); then
    echo "the mistake ended with exit $status instead of 1" >&2
    exit 1
fi

printf '\nThat was real HTTP against a running org. Now your own, in another window:\n'
printf "\n    %s query 'SELECT Name, Industry FROM Account LIMIT 5'\n\n" "$sandbox"
if [[ -t 0 && -t 1 ]]; then
    trap 'echo; exit 0' INT
    echo "The org stays up: all links above open in a browser. Ctrl-C ends it."
    wait "$ORG_PID"
else
    echo "Its links open in a browser while the org runs: $sandbox org"
fi
