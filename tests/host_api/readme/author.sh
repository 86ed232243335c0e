#!/usr/bin/env bash
# author.sh BUILD README: the plugin of host_api/README.md builds as a project of its own, against what is installed of the
# host API and nothing else.
set -euo pipefail
build=$1 readme=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cmake --install "$build" --component host_api --prefix "$folder/installed" >/dev/null
mkdir "$folder/author"
cp "$(dirname "${BASH_SOURCE[0]}")/author.cmake" "$folder/author/CMakeLists.txt"
awk '/^\/\/ greeter.cpp$/ { inside = 1 } /^```/ { inside = 0 } inside' "$readme" >"$folder/author/greeter.cpp"
cmake -S "$folder/author" -B "$folder/build" -DCMAKE_PREFIX_PATH="$folder/installed" >/dev/null
cmake --build "$folder/build" >/dev/null
nm --dynamic --defined-only "$folder/build/libgreeter.so" | grep -q ' T alysio_plugin_v1$'
