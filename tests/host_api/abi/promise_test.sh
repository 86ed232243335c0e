#!/usr/bin/env bash
# promise_test.sh ROOT: promise.sh notices what it must. The ABI of a copy is changed in one way after the other, before
# its release and after.
# shellcheck disable=SC2317 # the ways to change it are called by their names
set -euo pipefail
root=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# fresh [RELEASED]: the copy as it is in ROOT, with ABI 1.0 released or not.
fresh() {
    rm -rf "$work/host_api"
    mkdir -p "$work/host_api"
    cp -r "$root"/host_api/{include,abi} "$work/host_api/"
    sed -i '/^#/!d' "$work/host_api/abi/released"
    if [[ ${1-} == released ]]; then echo 1.0 >>"$work/host_api/abi/released"; fi
}
edit() { sed -i -E "$2" "$work/host_api/$1"; }
header() { edit "include/alysio/abi/$1.h" "$2"; }
raise_minor() { header base 's/(ALYSIO_ABI_MINOR) 0/\1 1/'; }
promise() { "$root/host_api/abi/promise.sh" "$1" "$work" 2>&1; }

passes() {
    local said
    said=$(promise "$1") && return
    printf '%s: %s should pass, and says:\n%s\n' "$what" "$1" "$said"
    status=1
}
fails() {
    local said
    if said=$(promise "$1") || [[ $said != *"$2"* ]]; then
        printf '%s: %s should fail with “%s”, and says:\n%s\n' "$what" "$1" "$2" "$said"
        status=1
    fi
}

# The ways to change it. A struct reached by void* alone is the hard case, so alysio_http stands for all.
append_unlisted() { header http 's/^\} alysio_http;/    void* more;\n&/'; }
append() {
    append_unlisted
    edit abi/layout.c 's/^    END\(alysio_http\);/    MEMBER(alysio_http, more);\n&/'
}
insert() {
    header http 's/^typedef struct alysio_http \{/&\n    uint64_t more;/'
    edit abi/layout.c 's/^    BEGIN\(alysio_http\);/&\n    MEMBER(alysio_http, more);/'
}
exchange() { header http 's/(\(ALYSIO_CALL\* )start/\1swap/; s/(\(ALYSIO_CALL\* )consume/\1start/; s/(\(ALYSIO_CALL\* )swap/\1consume/'; }
retype() { header http 's/(alysio_request request, )uint64_t bytes/\1int64_t bytes/'; }
redefine() { header base 's/(ALYSIO_E_STALE) \(-2\)/\1 (-9)/'; }
define() { header base 's/^#define ALYSIO_E_STALE.*/&\n#define ALYSIO_E_WEARY (-99)/'; }
grow_frozen() {
    header base 's/^\} alysio_sink;/    uint64_t more;\n&/'
    edit abi/layout.c 's/^    END\(alysio_sink\);/    MEMBER(alysio_sink, more);\n&/'
}
add_struct() {
    header http 's/^typedef struct alysio_http \{/typedef struct alysio_new {\n    uint32_t struct_size;\n    uint32_t reserved;\n} alysio_new;\n\n&/'
    edit abi/layout.c 's/^    BEGIN\(alysio_http\);/    BEGIN(alysio_new);\n    MEMBER(alysio_new, struct_size);\n    MEMBER(alysio_new, reserved);\n    END(alysio_new);\n&/'
    edit abi/witness.c 's/^WITNESS\(alysio_http\)/WITNESS(alysio_new)\n&/'
}

for release in '' released; do
    fresh $release
    what="nothing changed${release:+, released}"
    passes check
    passes update
    cmp "$root/host_api/abi/witness-1.0.abi" "$work/host_api/abi/witness-1.0.abi" || status=1
done

for what in append insert exchange retype redefine define grow_frozen add_struct; do
    fresh
    "$what"
    fails check 'Until 1.0 is released'
    passes update
    passes check

    fresh released
    "$what"
    fails check 'released and does not change any more'
    if [[ $what =~ ^(append|define|add_struct)$ ]]; then
        fails update 'raise ALYSIO_ABI_MINOR'
        raise_minor
        fails check 'Nothing is written of ABI 1.1 yet'
        passes update
        passes check
    else
        raise_minor
        fails update 'what was built for it would break'
    fi
done

what=append_unlisted
fresh
append_unlisted
fails check 'forgot a member'

what='a macro that no table holds'
fresh
header base 's/struct_size >= /struct_size > /'
fails check 'ABI changed'
passes update
passes check

what='a comment'
fresh
header base 's/^\/\* The words/\/* All words/'
passes check

what='a minor raised over a change that was made before'
fresh released
raise_minor
passes update
insert
fails check 'ABI changed'
fails update 'what was built for it would break'
exit "$status"
