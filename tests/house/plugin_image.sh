#!/usr/bin/env bash
# plugin_image.sh PLUGIN.so: what the finished library shows and wants. One symbol, so that no other can bind to it; none
# that the loader would keep for ever, so that it can be unloaded; and no way to the world but the host's table.
set -euo pipefail
status=0

# expect WHY WANTED FOUND
expect() {
    [[ $2 == "$3" ]] && return
    printf '%s\n  expected: %s\n  found:    %s\n' "$1" "${2:-nothing}" "${3//$'\n'/$'\n'            }"
    status=1
}

exports=$(nm -D --defined-only "$1" | awk '{ print $NF }')
unique=$(readelf --dyn-syms -W "$1" | awk '$5 == "UNIQUE" { print $NF }')
imports=$(nm -D --undefined-only "$1" | awk '{ sub(/@.*/, "", $NF); print $NF }')

# imported PATTERN: the imports that match as a whole; C++ names are mangled.
imported() { grep -xE "$1" <<<"$imports" || true; }

expect 'exports exactly its entry' alysio_plugin_v1 "$exports"
expect 'has no UNIQUE symbol, which would pin the image' '' "$unique"
expect 'has no thread_local with a destructor, which would pin the image' '' "$(imported '__cxa_thread_atexit(_impl)?')"
expect 'opens no socket' '' \
    "$(imported '(socket|connect|bind|listen|accept4?|send(to|m?msg)?|recv(from|m?msg)?|poll|ppoll|select|epoll_.*|getaddrinfo|gethostby.*)')"
expect 'opens no file' '' \
    "$(imported '(f?open(at)?(64)?|creat(64)?|freopen(64)?|f?read|f?write|pread.*|pwrite.*|mmap(64)?|unlink(at)?|rename(at)?|mkdir|opendir|stat(x|64)?|_ZNSt.*(basic_[io]?fstream|basic_filebuf|10filesystem).*)')"
# (fmt's fprintf goes with the abort of a failed assertion, in debug builds.)
expect 'prints nothing' '' "$(imported 'f?put[cs]|v?printf|__printf_chk|_ZSt(3cin|4cout|4cerr|4clog)')"
expect 'starts no thread and takes no lock' '' \
    "$(imported 'pthread_.*|thrd_.*|mtx_.*|cnd_.*|sem_.*|_ZNSt6thread.*|_ZNSt18condition_variable.*|_ZNSt13__future_base.*')"
expect 'starts no program, loads no library' '' "$(imported 'fork|vfork|exec.*|posix_spawn.*|system|popen|dlopen|dlmopen|dlsym')"
# (simdjson's getenv looks for the name of an instruction set.)
expect 'asks no clock and no chance but the host' '' \
    "$(imported 'clock_.*|time|gettimeofday|localtime(_r)?|nanosleep|usleep|sleep|rand|random|getrandom|getentropy|_ZNSt6chrono.*3nowEv|_ZNSt13random_device.*')"
expect 'needs no library of transport or encryption' '' "$(imported '(curl|SSL|TLS|BIO|EVP|gnutls|sqlite3|deflate|inflate).*')"
exit "$status"
