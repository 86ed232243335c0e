#!/usr/bin/env bash
# walls.sh ROOT: who must not know whom. What may be linked is in the top CMakeLists.txt; here is what may be named.
set -euo pipefail
cd "$1"
status=0

# never WHY PATTERN FOLDER...: no C or C++ source in the folders (those that exist) has a line like this.
never() {
    local why=$1 pattern=$2 folder folders=() found
    shift 2
    for folder; do if [[ -d $folder ]]; then folders+=("$folder"); fi; done
    ((${#folders[@]} > 0)) || return 0
    if found=$(grep -rniP --include='*.[ch]' --include='*.[ch]pp' "$pattern" "${folders[@]}"); then
        printf '%s:\n%s\n' "$why" "$found"
        status=1
    fi
}

include='^\s*#\s*include\s*[<"]'
system='sys/|unistd|fcntl|poll|signal|netinet/|arpa/|netdb|pthread|dlfcn|windows|winsock'
libraries='curl/|openssl/|boost/|spdlog/|sqlite3|zlib|CLI/|jwt/'
standard='(thread|mutex|shared_mutex|condition_variable|future|semaphore|latch|barrier|stop_token|fstream|iostream|filesystem|random|c?stdio(\.h)?|c?signal(\.h)?|c?locale(\.h)?)>'

never 'the contract knows neither side' "$include.*\b(plugin|sandbox_host)/" host_api
never 'a plugin knows its host by the contract alone' "$include.*\bsandbox_host/" plugin
never 'a host knows its plugins by the contract alone' "$include.*(?<!abi/)\bplugin/" sandbox_host
never 'the contract takes two headers from C' "$include(?!std(int|def)\.h>|(abi/)?\w+\.h\")" host_api/include/alysio/abi
never 'the other side may be older or newer: ask ALYSIO_HAS' 'struct_size\s*([<>]=?|[=!]=)\s*sizeof' \
    host_api/include plugin sandbox_host
never 'the world is reached through the host' "$include($system|$libraries|$standard)" plugin host_api/include/alysio/sdk
never 'the org knows nothing of plugins' "$include.*\b(alysio/(?!base/)|runtime/|services/)" sandbox_host/org sandbox_host/soql
never 'a host for any plugin names no product' 'salesforce|paragon' \
    sandbox_host/connection sandbox_host/runtime sandbox_host/services sandbox_host/mcp sandbox_host/check
never 'tenants/ asks a provider, and knows none' 'salesforce|soql' sandbox_host/tenants
exit "$status"
