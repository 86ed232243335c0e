#!/usr/bin/env bash
# own_header_first.sh ROOT: NAME.cpp includes the NAME.hpp beside it before anything else, so that compiling the one shows
# that the other needs nothing before it. (alysio_headers_alone in tests/CMakeLists.txt compiles the rest.)
# shellcheck disable=SC2016 # the program in single quotes is awk
set -euo pipefail
cd "$1"

# A line per source: its name and its first directive.
first_directives() {
    find plugin sandbox_host tests -name '*.cpp' -print0 2>/dev/null | sort -z | xargs -0 --no-run-if-empty awk '
        FNR == 1 { if (source != "") print source "\t" first; source = FILENAME; first = "" }
        first == "" && /^[ \t]*#/ { first = $0 }
        END { if (source != "") print source "\t" first }'
}

status=0
while IFS=$'\t' read -r source first; do
    header=${source%.cpp}.hpp
    [[ -e $header ]] || continue
    [[ $first == "#include \"$header\"" || $first == "#include \"${header##*/}\"" ]] && continue
    echo "$source: \"$header\" is not the first that it includes"
    status=1
done < <(first_directives || true)
exit "$status"
