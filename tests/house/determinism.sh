#!/usr/bin/env bash
# determinism.sh ROOT: in the rooms that a simulator runs on one thread with a time and a chance of its own, nothing asks
# the system by itself: executor, clock, randomness, network and disk are given. The files below are what is given.
set -euo pipefail
cd "$1"
rooms=(runtime services)
ours=(
    runtime/clock.cpp                  # SystemClock
    runtime/randomness.cpp             # SystemRandomness
    runtime/executor.hpp               # Signal, which threads can wait for
    runtime/thread_pool.cpp            # ThreadPool
    runtime/plugin_watcher.hpp         # builds that a developer makes
    runtime/plugin_watcher.cpp
    services/curl_transport.cpp        # the network
    services/curl_multi.hpp
    services/curl_multi.cpp
    services/artifact_disk.cpp         # the disk
    services/stderr_log.cpp            # the terminal
)
forbidden='_clock::now|\b(time|rand)\((NULL|nullptr|0)?\)|\bstd::clock\(|\b(clock_gettime|gettimeofday|timespec_get|localtime|localtime_r|mktime)\b'
forbidden+='|random_device|\b(RAND_bytes|getrandom|getentropy|arc4random|rand_r|srand)\b|/dev/u?random'
forbidden+='|std::(this_thread|thread|jthread|async|future|shared_future|promise|packaged_task|condition_variable|latch|barrier|counting_semaphore|binary_semaphore)\b'
forbidden+='|\bpthread_create\b|\bu?sleep\(|\bnanosleep\('
forbidden+='|#include <(thread|future|condition_variable|semaphore|latch|barrier|random)>'

status=0
for room in "${rooms[@]}"; do
    for file in sandbox_host/"$room"/*.?pp; do
        [[ -e $file && " ${ours[*]} " != *" ${file#sandbox_host/} "* ]] || continue
        # Comments may say what they like.
        if found=$(sed 's#//.*##' "$file" | grep -nE "$forbidden"); then
            sed "s#^#$file:#; s#\$#   -- asks the system by itself; take what the options give#" <<<"$found"
            status=1
        fi
    done
done
exit "$status"
