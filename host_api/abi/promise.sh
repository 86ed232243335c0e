#!/usr/bin/env bash
# promise.sh check|update [ROOT]: measures the ABI that the headers describe and compares it with what is written of it
# in ROOT/host_api/abi, or writes that down. The README beside it explains what is measured, and what may change when.
set -euo pipefail
shopt -s inherit_errexit
export LC_ALL=C
command=${1:-check}
here=$(cd "${2:-$(dirname "${BASH_SOURCE[0]}")/../..}/host_api/abi" && pwd)
now=$(mktemp -d)
trap 'rm -rf "$now"' EXIT
cd "$here"

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}
command -v abidiff >/dev/null || fail "There is no abidiff on this machine; ./dev test installs it (abigail-tools)."

compile() { cc -std=c11 -Wall -Wextra -Werror -I ../include "$@"; }

# Into $now: layout.txt (sizes and places), constants.txt (what numbers and ids mean), witness.abi (every type).
measure() {
    compile layout.c -o "$now/layout"
    "$now/layout" >"$now/layout.txt" || fail "host_api/abi/layout.c forgot a member:" "$(cat "$now/layout.txt")"
    compile -E -dM layout.c | sed -nE 's/^#define (ALYSIO_[A-Z0-9_]+) \(?(-?[0-9]+u?|".*")\)?$/\1 \2/p' | sort \
        >"$now/constants.txt"
    compile -g -shared -fPIC witness.c -o "$now/witness.so"
    abidw --no-show-locs --no-corpus-path --no-comp-dir-path "$now/witness.so" >"$now/witness.abi"
    version=$(awk '$1 == "ALYSIO_ABI_MAJOR" { major = $2 } $1 == "ALYSIO_ABI_MINOR" { print major "." $2 }' \
        "$now/constants.txt")
    sed -i '/^ALYSIO_ABI_MINOR /d' "$now/constants.txt"
}

# Each says what differs between what is written of VERSION and what is measured; nothing when it is the same.
layout_changes() { diff -U 2 "layout-$1.txt" "$now/layout.txt" || (($? == 1)); }
constants_changes() { diff -U 0 "constants-$1.txt" "$now/constants.txt" || (($? == 1)); }
type_changes() {
    abidiff --harmless --leaf-changes-only --no-show-locs "witness-$1.abi" "$now/witness.abi" || (($? == 4))
}
changes() {
    layout_changes "$1"
    constants_changes "$1"
    type_changes "$1"
}

# The same of the headers as a compiler reads them, without their comments.
header_changes() {
    local header
    (cd ../include && find alysio/abi alysio/abi.h -name '*.h' | sort) >"$now/headers"
    while read -r header; do
        diff -U 0 <(bare "$1/$header") <(bare "../include/$header") || (($? == 1))
    done <"$now/headers"
}
bare() { cc -w -fpreprocessed -dD -E -P "$1"; }

# breaks VERSION: those differences that whoever was built for it would notice.
breaks() {
    awk '
        /^[^ ]/ { struct = $1; count = 0 }
        FNR == NR && /^[^ ]/ { wanted[struct] = 0 }
        FNR == NR && /^ / { wanted[struct] = ++count; line[struct, count] = $0 }
        FNR != NR && /^ / && struct in wanted {
            found[struct] = ++count
            if (count <= wanted[struct] && $0 != line[struct, count])
                print "not at its place any more: " struct line[struct, count]
            if (count > wanted[struct] && line[struct, 1] !~ /^  struct_size /)
                print "frozen, and grown: " struct $0
        }
        END { for (s in wanted) if (found[s] < wanted[s]) print "shorter than it was, or gone: " s }
    ' "layout-$1.txt" "$now/layout.txt"
    comm -23 "constants-$1.txt" "$now/constants.txt" | sed 's/^/meant something else: /'
    # What abidiff says of structs that only grew, and of new ones, is let through; every other line is a break.
    type_changes "$1" |
        grep -vE "^$|^(Leaf changes|Changed leaf types|Removed/Changed/Added)|^ *type size (changed from|hasn't changed)" |
        grep -vE "^'struct \w+' changed:|^ *[0-9]+ data member insertions?:|^ *'.*', at offset [0-9]+ \(in bits\)" |
        grep -vE "^[0-9]+ Added functions?:|\[A\] 'function void witness_" || true
}

released() { grep -qxF "$1" released; }

# Whatever was released still holds.
keep_promises() {
    local old broken
    while read -r old; do
        broken=$(breaks "$old")
        [[ -z $broken ]] || fail "ABI $old is released, and what was built for it would break; append instead:" "$broken"
    done < <(grep -v '^#' released)
}

measure
case $command in
    check)
        [[ -f witness-$version.abi ]] || fail "Nothing is written of ABI $version yet: ./dev abi does it."
        changed=$(changes "$version")
        if ! released "$version"; then changed+=$(header_changes "$version"); fi
        if [[ -n $changed ]] && released "$version"; then
            fail "ABI $version is released and does not change any more. An addition needs the next minor:" \
                "raise ALYSIO_ABI_MINOR in base.h, then ./dev abi." "$changed"
        elif [[ -n $changed ]]; then
            fail "The ABI changed. Until $version is released it may, when it is meant: run ./dev abi, and commit what" \
                "it writes together with the change and its reason." "$changed"
        fi
        keep_promises
        ;;
    update)
        keep_promises
        if released "$version"; then
            if [[ -z $(changes "$version") ]]; then exit 0; fi
            fail "ABI $version is released and does not change any more: raise ALYSIO_ABI_MINOR in base.h first."
        fi
        for kind in layout.txt constants.txt witness.abi; do
            cp "$now/$kind" "${kind%.*}-$version.${kind##*.}"
        done
        rm -rf "$version"
        mkdir -p "$version/alysio"
        cp -r ../include/alysio/abi ../include/alysio/abi.h "$version/alysio/"
        ;;
    *) fail "promise.sh check|update [ROOT]" ;;
esac
