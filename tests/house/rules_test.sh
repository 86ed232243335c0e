#!/usr/bin/env bash
# rules_test.sh BAD_GUEST.so: each rule notices that it is broken. A house is built in a temporary folder with one fault of
# each kind; the rules of the plugin's image meet a library that breaks them all.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
house=$(mktemp -d)
trap 'rm -rf "$house"' EXIT
cd "$house"
mkdir -p plugin/tools host_api/abi host_api/include/alysio/{abi,sdk} sandbox_host/{check,org,runtime,services}
status=0

# notices RULE TEXT [FILE CONTENT]: with the file in place (and only then), the rule fails and says TEXT.
notices() {
    local rule=$1 text=$2 file=$3 content=$4 said
    if ! "$here/$rule.sh" "$house" >/dev/null; then
        echo "$rule complains of a sound house"
        status=1
    fi
    printf '%s\n' "$content" >"$file"
    if said=$("$here/$rule.sh" "$house") || [[ $said != *"$text"* ]]; then
        printf '%s did not notice: %s\n  %s\n  it said: %s\n' "$rule" "$text" "$content" "$said"
        status=1
    fi
    rm "$file"
}

# accepts RULE FILE CONTENT
accepts() {
    local rule=$1 file=$2 content=$3
    printf '%s\n' "$content" >"$file"
    if ! "$here/$rule.sh" "$house"; then
        printf '%s complains without cause: %s\n' "$rule" "$content"
        status=1
    fi
    rm "$file"
}

notices layout 'notes.txt' notes.txt 'remember the milk'
accepts layout .hidden 'a dot file'

notices walls 'knows neither side' host_api/include/alysio/sdk/a.hpp '#include "plugin/tools/query.hpp"'
notices walls 'by the contract alone' plugin/tools/a.cpp '#include "sandbox_host/runtime/lane.hpp"'
notices walls 'by the contract alone' plugin/tools/a.cpp '#  include "../../sandbox_host/runtime/lane.hpp"'
notices walls 'by the contract alone' sandbox_host/runtime/a.cpp '#include "plugin/tools/query.hpp"'
notices walls 'two headers' host_api/include/alysio/abi/a.h '#include <stdbool.h>'
notices walls 'ask ALYSIO_HAS' sandbox_host/runtime/a.cpp 'if (tool->struct_size < sizeof(alysio_tool)) return;'
accepts walls sandbox_host/runtime/a.cpp 'host.struct_size = sizeof host;'
notices walls 'through the host' plugin/tools/a.cpp '#include <sys/socket.h>'
notices walls 'through the host' plugin/tools/a.cpp '#include <thread>'
notices walls 'through the host' host_api/include/alysio/sdk/a.hpp '#include <curl/curl.h>'
notices walls 'nothing of plugins' sandbox_host/org/a.cpp '#include <alysio/abi.h>'
notices walls 'nothing of plugins' sandbox_host/org/a.cpp '#include <alysio/sdk/text.hpp>'
accepts walls sandbox_host/org/a.cpp '#include <alysio/base/text.hpp>'
notices walls 'names no product' sandbox_host/runtime/a.cpp 'const char* name = "SalesForce";'
notices walls 'names no product' sandbox_host/check/a.cpp '// Paragon would sign this.'
accepts walls sandbox_host/services/a.cpp '#include <alysio/abi/plugin.h>'
accepts walls host_api/include/alysio/abi/a.h '#include <stdint.h>
#include "base.h"'

system() { notices determinism 'asks the system by itself' "sandbox_host/$1" "$2"; }
system runtime/a.cpp 'const auto began = std::chrono::steady_clock::now();'
system services/a.hpp '#include <thread>'
system services/a.cpp 'std::promise<void> done;'
system runtime/a.cpp 'if (getrandom(to, size, 0) < 0) return;'
system runtime/a.cpp 'const auto seconds = std::time(nullptr);'
accepts determinism sandbox_host/runtime/clock.cpp 'return std::chrono::steady_clock::now();'
accepts determinism sandbox_host/runtime/a.cpp 'std::chrono::steady_clock::time_point began = clock.now();  // not steady_clock::now()'

notices witness 'alysio_new is missing in host_api/abi/layout.c' host_api/include/alysio/abi/a.h 'typedef struct alysio_new {'
notices witness 'alysio_new is missing in host_api/abi/witness.c' host_api/include/alysio/abi/a.h 'typedef struct alysio_new {'
notices witness 'alysio_new_fn is missing' host_api/include/alysio/abi/a.h \
    'typedef const alysio_new*(ALYSIO_CALL* alysio_new_fn)(void);'

touch plugin/tools/a.hpp
notices own_header_first 'plugin/tools/a.cpp: "plugin/tools/a.hpp" is not the first' plugin/tools/a.cpp '#include <string>
#include "plugin/tools/a.hpp"'
notices own_header_first 'is not the first' plugin/tools/a.cpp '#define QUIET
#include "plugin/tools/a.hpp"'
notices own_header_first 'is not the first' plugin/tools/a.cpp 'int a();'
accepts own_header_first plugin/tools/a.cpp '// What a.hpp promises.
#include "plugin/tools/a.hpp"
#include <string>'
accepts own_header_first plugin/tools/b.cpp '#include <string>'

lint() { notices coroutines "a.cpp:1: $1" plugin/tools/a.cpp "$2"; }
lint 'a brace after co_await' 'auto r = co_await send(Request{1, 2});'
lint 'a brace after co_await' 'auto r = co_await each(rows, [&](Row row) { use(row); });'
lint 'co_await within braces' 'Pair p{.left = co_await left(), .right = 2};'
lint 'co_await after braces' 'use(Pair{1, 2}, co_await right());'
lint 'co_await in a conditional' 'T t = ready ? co_await slow() : T(1);'
notices coroutines 'a.cpp:3: a brace after co_await' plugin/tools/a.cpp '// one
auto r =
    co_await send(
        Request{1});'
while IFS= read -r line; do
    accepts coroutines plugin/tools/a.cpp "$line"
done <<'FINE'
if (auto r = co_await get(path)) { use(*r); }
while (co_await next()) { n += 1; }
for (auto& row : co_await rows()) co_return {};
auto operator co_await() && noexcept { struct Awaiter { int n; }; return Awaiter{1}; }
Request request{.path = path}; auto r = co_await send(std::move(request));
co_await log("what? {} is this"); // ? { co_await
task<int> f() { co_return co_await g(); } task<int> h() { auto x = flag ? 1'000 : 2; co_await g(); }
FINE

image=$("$here/plugin_image.sh" "$1" || true)
while IFS= read -r rule; do
    if [[ $image != *"$rule"* ]]; then
        echo "plugin_image did not notice: $rule"
        status=1
    fi
done < <(sed -n "s/^expect '\([^']*\)'.*/\1/p" "$here/plugin_image.sh")

exit "$status"
