/* What a plugin gives the host: one function that returns one static table.
 *
 * Life cycle:
 *
 *     dlopen -> alysio_plugin_v1() -> look at the tools, compare with the manifest
 *            -> create(host, ...) -> call ... finish, call ... finish  (many at once, all on the instance's lane)
 *            -> destroy -> dlclose
 *
 * Scenario: one call that asks the outside world.
 *
 *     host                              plugin
 *     call(instance, info) -----------> starts a coroutine; http.start(info.call, GET ...); returns ALYSIO_OK
 *     on_head, on_body, on_end -------> parses, host.finish(info.call, result); the coroutine is gone
 *
 * Scenario: the user gives up.
 *
 *     cancel(instance, call, USER, 5 s) -> cancels its reads at once; lets a write that is under way end within 5 s
 *                                       -> host.finish(call, {ERROR, "cancelled" ...})
 *
 * Every operation belongs to a call and ends with it: between calls a plugin does nothing, so there is nothing to drain.
 * A host destroys an instance when no call is open. Where it must do so earlier it has forgotten the open calls: the
 * plugin drops what it holds for them, and whatever it still asks about them is ALYSIO_E_STALE. */
#ifndef ALYSIO_ABI_PLUGIN_H
#define ALYSIO_ABI_PLUGIN_H

#include "host.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct alysio_instance alysio_instance; /* the plugin's own */

/* Hints for whoever shows or gates the tool. What is not claimed is assumed at its worst. */
typedef uint32_t alysio_tool_annotations;
#define ALYSIO_TOOL_READ_ONLY 1u       /* changes nothing */
#define ALYSIO_TOOL_NON_DESTRUCTIVE 2u /* adds, but never overwrites or removes */
#define ALYSIO_TOOL_IDEMPOTENT 4u      /* the same call twice does no more than once */
#define ALYSIO_TOOL_CLOSED_WORLD 8u    /* stays within the connected account */

typedef struct alysio_tool {
    uint32_t struct_size;
    alysio_tool_annotations annotations;
    alysio_str name;          /* [A-Za-z0-9_-]{1,64}, unique in the plugin */
    alysio_str title;         /* for people */
    alysio_str description;   /* for models */
    alysio_str input_schema;  /* JSON Schema 2020-12, "type": "object" at the root */
    alysio_str output_schema; /* the same, for ALYSIO_RESULT_SUCCESS of an EXECUTE call */
} alysio_tool;

typedef uint32_t alysio_intent;
#define ALYSIO_INTENT_EXECUTE 1u
/* Read, change nothing, and answer what EXECUTE would do:
 *     {"title": text, "location"?: URL, "changes": [{"field": text, "old"?: any, "new": any}], "warnings"?: [text],
 *      "token"?: text}
 * Whoever is asked to confirm it sees all but the token. For such a call the host refuses (ALYSIO_E_DENIED) every
 * request whose effect is ALYSIO_HTTP_CHANGES, and gives the token back with the EXECUTE that follows. A tool that is
 * ALYSIO_TOOL_READ_ONLY need not be asked: its preview is {"title": ..., "changes": []}. */
#define ALYSIO_INTENT_PREVIEW 2u

typedef uint32_t alysio_grants;
#define ALYSIO_GRANT_READ 1u
#define ALYSIO_GRANT_WRITE 2u

/* One call of one tool. The struct and everything reachable from it live until this call's host.finish returns (the
 * exception to rule 7), so coroutines may keep views into it. */
typedef struct alysio_call_info {
    uint32_t struct_size;
    alysio_intent intent;
    alysio_call call;
    alysio_str tool;
    alysio_str arguments;     /* JSON, as the caller wrote it: not validated */
    alysio_str preview_token; /* from the preview that was confirmed; empty otherwise */
    alysio_str principal;     /* opaque; the one key for caches. It changes whenever the connected identity does, is
                               * never empty, and never the same for two tenants or users */
    alysio_str web_url;       /* where people open the connected account in a browser; empty = unknown */
    alysio_str locale;        /* BCP 47, or empty */
    alysio_str time_zone;     /* IANA, or empty */
    uint64_t deadline_ns;     /* on host.monotonic_ns; 0 = none. The host enforces it by `cancel` */
    alysio_grants grants;     /* what the host will let through; a hint, the host's policy decides */
    uint32_t reserved;
    alysio_str trace_context; /* W3C traceparent, or empty */
    alysio_str settings;      /* JSON object: the tenant's settings for this plugin */
    alysio_str connection;    /* JSON object, provider-specific: API version, user id, ... never a credential */
} alysio_call_info;

typedef uint32_t alysio_cancel_reason;
#define ALYSIO_CANCEL_USER 1u
#define ALYSIO_CANCEL_DEADLINE 2u
#define ALYSIO_CANCEL_SHUTDOWN 3u

typedef struct alysio_plugin {
    uint32_t struct_size;
    uint16_t abi_major;
    uint16_t abi_minor;      /* the header it was built with */
    uint16_t min_host_minor; /* the oldest host it runs in */
    uint16_t reserved16;
    uint32_t reserved32;
    alysio_str name;    /* "salesforce" */
    alysio_str version; /* "1.0.0" */
    const alysio_tool* const* tools;
    uint64_t tool_count;

    /* [lane] Makes an instance with a lane of its own. `settings` is a JSON object (or empty); `saved_state` is what
     * save_state of an older generation wrote, to be ignored when it is not understood. On failure *out stays null and
     * `error` says why. */
    alysio_status(ALYSIO_CALL* create)(const alysio_host* host, alysio_str settings, alysio_str saved_state,
                                       alysio_instance** out, alysio_error* error);

    /* [lane] Ends the instance and everything it holds. */
    void(ALYSIO_CALL* destroy)(alysio_instance* instance);

    /* [lane] Starts a call. ALYSIO_OK: host.finish will end it, perhaps before this returns. Anything else: refused, no
     * finish, then or later. ALYSIO_E_INVALID_ARGUMENT: a tool that is not in the table, or an empty principal, which would
     * let one user see what is remembered for another. */
    alysio_status(ALYSIO_CALL* call)(alysio_instance* instance, const alysio_call_info* info);

    /* [lane] The call is not wanted any more. New requests for it are refused from now on; a write that is under way
     * may end within `grace_ns`, after which the host ends it by its terminal event (ALYSIO_E_CANCELLED). The plugin
     * still finishes the call; a host that waits for that in vain gives the call up. A call it does not know is
     * ignored. */
    void(ALYSIO_CALL* cancel)(alysio_instance* instance, alysio_call call, alysio_cancel_reason reason,
                              uint64_t grace_ns);

    /* [lane] Writes what the next generation can use: caches, versioned, never a credential. Null where there is
     * nothing to keep. It may come at any time, while calls are open too, and they go on. */
    alysio_status(ALYSIO_CALL* save_state)(alysio_instance* instance, const alysio_sink* sink);
} alysio_plugin;

/* [loading] The one exported symbol. Returns a static table and does nothing else. The major is in the name: a host of
 * another major does not find it. */
typedef const alysio_plugin*(ALYSIO_CALL* alysio_plugin_fn)(void);
#define ALYSIO_PLUGIN_ENTRY "alysio_plugin_v1"
ALYSIO_EXPORT const alysio_plugin* ALYSIO_CALL alysio_plugin_v1(void);

#ifdef __cplusplus
}
#endif

#endif
