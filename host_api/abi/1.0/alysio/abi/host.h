/* What every host gives every plugin: the end of a call, progress, log, clocks, randomness, timers, and the way to
 * further services.
 *
 * The table is handed to alysio_plugin.create and stays as it is until alysio_plugin.destroy of that instance returned.
 * Every function takes the table's `ctx` first; so do the functions of the services found through `service`. */
#ifndef ALYSIO_ABI_HOST_H
#define ALYSIO_ABI_HOST_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How a call ended. */
typedef uint32_t alysio_result_kind;
/* json conforms to the tool's output schema, or is a preview (plugin.h) where one was asked for. */
#define ALYSIO_RESULT_SUCCESS 0u
/* json is {"error": {"message": text, "code"?: text, "guidance"?: text, ...}}: what happened, a stable word for it, what to
 * do next, and whatever else the caller can act on. Hosts show what they know of it, and pass all of it on. The code
 * "internal" is a bug of the plugin's own, and a host that has just loaded it may go back to an earlier build. */
#define ALYSIO_RESULT_ERROR 1u

typedef struct alysio_result {
    uint32_t struct_size;
    alysio_result_kind kind;
    alysio_str json; /* one JSON object (rule 6); the host copies it */
} alysio_result;

typedef uint32_t alysio_log_level;
#define ALYSIO_LOG_TRACE 0u
#define ALYSIO_LOG_DEBUG 1u
#define ALYSIO_LOG_INFO 2u
#define ALYSIO_LOG_WARN 3u
#define ALYSIO_LOG_ERROR 4u

typedef uint32_t alysio_log_kind;
#define ALYSIO_LOG_TEXT 0u
#define ALYSIO_LOG_INTEGER 1u
#define ALYSIO_LOG_REAL 2u

#define ALYSIO_LOG_SENSITIVE 1u /* flag: personal data; the host may hash or drop the value */

/* One typed value beside a message. Frozen (rule 4). Only the member that `kind` names is read. */
typedef struct alysio_log_field {
    alysio_str key;
    alysio_log_kind kind;
    uint32_t flags;
    int64_t integer;
    double real;
    alysio_str text;
} alysio_log_field;

typedef struct alysio_log_record {
    uint32_t struct_size;
    alysio_log_level level;
    alysio_call call; /* 0 where no call is concerned */
    alysio_str event; /* short, stable, dotted: "http.retry" */
    alysio_str message;
    const alysio_log_field* fields;
    uint64_t field_count;
} alysio_log_record;

/* The terminal event of a timer. */
typedef void(ALYSIO_CALL* alysio_timer_fn)(void* event_ctx, alysio_timer timer);

typedef struct alysio_host {
    uint32_t struct_size;
    uint16_t abi_major;
    uint16_t abi_minor;
    void* ctx;

    /* [lane] Ends the call with its result. While it runs, the plugin is not entered: no event, no call, no cancel comes
     * from inside it. Everything that was started for the call and has not ended is cancelled, in
     * silence (an open artifact ends as its options say), and everything reachable from its alysio_call_info is gone
     * when this returns. Legal inside alysio_plugin.call. ALYSIO_E_STALE: the call has ended already, or the host gave
     * it up; nothing is done. */
    alysio_status(ALYSIO_CALL* finish)(void* ctx, alysio_call call, const alysio_result* result);

    /* [lane] Tells the caller how far the call is: `done` of `total`, in any one unit, `done` never falling; total 0 =
     * unknown. The host limits the rate and drops what nobody asked for, so it is cheap to call often. */
    alysio_status(ALYSIO_CALL* progress)(void* ctx, alysio_call call, uint64_t done, uint64_t total,
                                         alysio_str message);

    /* [any-thread] Is a record of this level wanted? Ask before building an expensive one. */
    uint32_t(ALYSIO_CALL* log_enabled)(void* ctx, alysio_log_level level);

    /* [any-thread] The host copies the whole record, so nothing of the plugin's image stays behind in it. A call in it
     * that has ended, or none, does no harm: the record is written all the same. */
    void(ALYSIO_CALL* log)(void* ctx, const alysio_log_record* record);

    /* [any-thread] Nanoseconds of a clock that never jumps; its zero means nothing. Deadlines are on this clock. */
    uint64_t(ALYSIO_CALL* monotonic_ns)(void* ctx);

    /* [any-thread] Nanoseconds since 1970-01-01T00:00:00Z. */
    int64_t(ALYSIO_CALL* unix_ns)(void* ctx);

    /* [any-thread] Fills `out` with bytes nobody can predict. */
    void(ALYSIO_CALL* random)(void* ctx, void* out, uint64_t size);

    /* [lane] Calls `fn` once, `delay_ns` from now or later. With a delay of 0 it is the lane's `post`: fn runs after
     * what is queued already, so a long computation can let others in. Timers work while a call is being cancelled. */
    alysio_status(ALYSIO_CALL* timer_start)(void* ctx, alysio_call call, uint64_t delay_ns, alysio_timer_fn fn,
                                            void* event_ctx, alysio_timer* out);

    /* [lane] Once this returns, fn is not called. ALYSIO_E_STALE: it has been called already. */
    alysio_status(ALYSIO_CALL* timer_cancel)(void* ctx, alysio_timer timer);

    /* [lane] The table of a further service, or null where this host does not offer it. Look it up once, in create: the
     * answer holds until destroy. Ids end in their major, "alysio.http/1"; a break is a new id. */
    const void*(ALYSIO_CALL* service)(void* ctx, alysio_str id);
} alysio_host;

#ifdef __cplusplus
}
#endif

#endif
