/* The words that every other header of the Alysio plugin ABI is written in.
 *
 * A plugin is a shared library that exports one function, alysio_plugin_v1 (plugin.h). A host loads it, hands it a
 * table of functions (host.h) and lets it run tool calls. The whole outside world reaches the plugin as HTTP through
 * the host (http.h); large results leave it through the host (artifact.h). <alysio/abi.h> includes everything.
 *
 * Conventions, quoted by number elsewhere:
 *
 *  1. C11, also valid C++20. <stdint.h> and <stddef.h> only. 64-bit, little-endian machines.
 *  2. Fixed-width integers only: no long, bool, enum, bit-field, wchar_t, FILE, va_list. Constants are typed by a
 *     typedef.
 *  3. A struct that can grow starts with `struct_size`, which its writer sets to its own sizeof. It is only ever
 *     appended to; a reader asks ALYSIO_HAS before touching a member younger than 1.0. Such structs cross by pointer,
 *     and lists of them as arrays of pointers. Unknown bytes at the end are ignored, absent ones count as zero or
 *     null.
 *  4. alysio_str, alysio_pair, alysio_sink and alysio_log_field are frozen for ever, so that they can lie in arrays.
 *     Tables of events and functions are static for as long as the image, or the instance, that gave them.
 *  5. No implicit padding; `reserved` members are zero.
 *  6. Text is UTF-8, length explicit, not NUL-terminated. {NULL, 0} is the absent text. JSON is one text without raw
 *     line breaks, carried word for word: a host never parses and re-serialises it.
 *  7. Ownership: a pointer that comes in is borrowed until the function returns; copy what must live longer. The one
 *     exception is alysio_call_info (plugin.h). Nothing is allocated on one side and freed on the other.
 *     A parameter is read by the callee ([in]) unless its name is `out`, `taken`, `sent` or `error`: those are written
 *     by it ([out]), and a caller hands them in zeroed.
 *  8. No exception, longjmp or signal crosses. Every function returns; none blocks. Whatever is entered on a lane
 *     returns within milliseconds: all calls of the instance wait for it. Long work goes on in steps, by a timer of 0.
 *  9. Thread tags. Every function below has one:
 *       [lane]        one call at a time per plugin instance. The thread may change between two calls, but the host
 *                     orders them, so the plugin needs no lock. Whatever takes a handle or an instance is [lane].
 *       [any-thread]  may be called at any time by any thread, and does not block.
 *       [loading]     called by the loader before any instance exists.
 * 10. Handles are 64-bit numbers that carry a generation: a handle used after its end is ALYSIO_E_STALE, never a
 *     crash and never another's. 0 is no handle.
 * 11. A function that starts something returns misuse only (a bad argument, a stale handle, a wrong state). Whatever
 *     the world has against it (policy, quota, credential, disk, network) comes in the one terminal event.
 * 12. Events are never delivered from inside a host function: they arrive after it returned, on the lane.
 * 13. Exactly one terminal event ends what was started, unless the plugin cancels: cancelling means silence.
 *
 * Honest limit: code in one process can read that process's memory. Credentials are kept out of every function,
 * buffer, log and file that this ABI names; isolating a hostile plugin takes a process of its own. */
#ifndef ALYSIO_ABI_BASE_H
#define ALYSIO_ABI_BASE_H

#include <stddef.h>
#include <stdint.h>

#define ALYSIO_ABI_MAJOR 1
#define ALYSIO_ABI_MINOR 0

#if defined(_WIN32)
#define ALYSIO_CALL __cdecl
#define ALYSIO_EXPORT __declspec(dllexport)
#else
#define ALYSIO_CALL
#define ALYSIO_EXPORT __attribute__((visibility("default")))
#endif

#if defined(__cplusplus)
#define ALYSIO_STATIC_ASSERT(condition, text) static_assert(condition, text)
#define ALYSIO_ADDRESS(pointer) reinterpret_cast<uintptr_t>(pointer)
#else
#define ALYSIO_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#define ALYSIO_ADDRESS(pointer) ((uintptr_t)(pointer))
#endif

/* Whether the struct behind `pointer` is new enough to hold `member`. Null pointers hold nothing. */
#define ALYSIO_HAS(pointer, member)                                                                                \
    ((pointer) != NULL && (pointer)->struct_size >= ALYSIO_ADDRESS(&(pointer)->member) - ALYSIO_ADDRESS(pointer) + \
                                                        sizeof((pointer)->member))

#ifdef __cplusplus
extern "C" {
#endif

typedef struct alysio_str {
    const char* data;
    uint64_t size; /* bytes */
} alysio_str;

typedef struct alysio_pair {
    alysio_str key;
    alysio_str value;
} alysio_pair;

/* Handles. Each belongs to the call it was started for, and ends with it at the latest. */
typedef uint64_t alysio_call;
typedef uint64_t alysio_request;
typedef uint64_t alysio_timer;
typedef uint64_t alysio_artifact;

/* 0 is success; negative numbers are failures and keep their meaning for ever. */
typedef int32_t alysio_status;

#define ALYSIO_OK 0

/* Misuse, returned by functions (rule 11). */
#define ALYSIO_E_INVALID_ARGUMENT (-1)
#define ALYSIO_E_STALE (-2)        /* the handle has ended, or was never given to this instance */
#define ALYSIO_E_WRONG_STATE (-3)  /* not now: a second finish, a write after close, a call re-entered */
#define ALYSIO_E_UNSUPPORTED (-4)  /* this side does not offer it */
#define ALYSIO_E_INCOMPATIBLE (-5) /* ABI versions that do not fit */
#define ALYSIO_E_NO_MEMORY (-6)
#define ALYSIO_E_INTERNAL (-7)  /* a bug on the other side, caught at its wall */
#define ALYSIO_WOULD_BLOCK (-8) /* the window is full: go on when on_writable comes */

/* The world, told by terminal events. */
#define ALYSIO_E_CANCELLED (-20)    /* the call was cancelled or its deadline passed; nothing new is started for it */
#define ALYSIO_E_TIMEOUT (-21)      /* the request's own time limit */
#define ALYSIO_E_DENIED (-22)       /* policy; `subject` names what is denied */
#define ALYSIO_E_LIMITED (-23)      /* quota or throttle on the host's side; `retry_after_ns` */
#define ALYSIO_E_UNREACHABLE (-24)  /* name not found, connection refused */
#define ALYSIO_E_UNTRUSTED (-25)    /* the server's certificate is not trusted */
#define ALYSIO_E_BROKEN (-26)       /* the connection ended early, or spoke no HTTP */
#define ALYSIO_E_TOO_LARGE (-27)    /* `size` is over `limit` */
#define ALYSIO_E_RECONNECT (-28)    /* the user must connect the account again */
#define ALYSIO_E_NOT_APPROVED (-29) /* an administrator must approve the connection first */
/* The host's own credential was refused: its operator's business, not the user's. */
#define ALYSIO_E_HOST_CREDENTIAL (-30)
#define ALYSIO_E_UNAVAILABLE (-31) /* something between host and server is down; `retry_after_ns` where known */
#define ALYSIO_E_STORAGE (-32)     /* disk full, folder not writable */

/* A failure in words, filled by the called side into the caller's memory. */
typedef struct alysio_error {
    uint32_t struct_size;
    uint32_t message_size; /* bytes used of message; cut at a whole UTF-8 character */
    char message[504];     /* one sentence: what, why, what to do */
} alysio_error;

/* Takes bytes; says ALYSIO_OK or why not. Frozen. */
typedef struct alysio_sink {
    void* ctx;
    alysio_status(ALYSIO_CALL* write)(void* ctx, alysio_str bytes);
} alysio_sink;

ALYSIO_STATIC_ASSERT(sizeof(void*) == 8, "the ABI is for 64-bit machines");
ALYSIO_STATIC_ASSERT(sizeof(alysio_str) == 16 && sizeof(alysio_pair) == 32, "frozen for ever");

#ifdef __cplusplus
}
#endif

#endif
