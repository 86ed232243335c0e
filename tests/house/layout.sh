#!/usr/bin/env bash
# layout.sh ROOT: the top of the repository holds these and dot files, nothing else.
set -euo pipefail
cd "$1"

allowed='CMakeLists.txt CMakePresets.json plugin host_api sandbox_host tests manifest.json dev README.md CHANGELOG.md LICENSE'

# What git tracks; in a copy without git, what is there apart from the build folder.
top=$(git ls-files 2>/dev/null | cut -d / -f 1 | sort -u | grep .) || top=$(ls -I build)

status=0
for name in $top; do
    case " $allowed " in
        *" $name "*) ;;
        *)
            [[ $name == .* ]] || { echo "$name does not belong at the top" && status=1; }
            ;;
    esac
done
exit "$status"
