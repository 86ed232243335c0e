/* Service "alysio.http/1": the whole outside world.
 *
 * A request names no host, no token and no tenant: the host derives them from the call. Paths are relative to the root
 * of the call's *connection* ("/query", "/sobjects/Account/describe"). There is no DELETE, and no way to spell one: the
 * host's policy denies whatever the plugin's manifest does not list.
 *
 * Scenario: the plugin asks for a page.
 *
 *     plugin                         host
 *     start(call, GET /query) -----> queued, signed, sent              returns at once
 *                      <------------ on_head(200, headers)             [lane]
 *                      <------------ on_body(64 KiB)                   until `window` bytes are not yet consumed
 *     consume(64 KiB) ------------->                                   credit: more may come
 *                      <------------ on_body(12 KiB)
 *                      <------------ on_end(OK, ANSWERED)              the terminal event; the handle has ended
 *
 * What the host does with it, on the way there and back:
 *  - it percent-encodes query names and values (a blank is %20, never +) and sends the path as it stands;
 *  - it adds credential, user-agent, accept-encoding and, where the provider wants one, accept; other headers are the
 *    plugin's, as far as the manifest lists them;
 *  - it undoes content encodings: a body arrives as the server meant it, and says nothing of its length on the wire;
 *  - it follows no redirect: 3xx is an answer like any other. (Many HTTP clients follow by default, credential and all.)
 *
 * Retries are the plugin's: it knows what may be sent twice. The host refreshes a credential once on 401 and replays
 * the request by itself, before any event of it is delivered. */
#ifndef ALYSIO_ABI_HTTP_H
#define ALYSIO_ABI_HTTP_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ALYSIO_HTTP_SERVICE "alysio.http/1"

typedef uint32_t alysio_http_method;
#define ALYSIO_HTTP_GET 1u
#define ALYSIO_HTTP_POST 2u
#define ALYSIO_HTTP_PATCH 3u
#define ALYSIO_HTTP_PUT 4u

/* What a request does to the server's data, whatever its method: many searches are a POST. The manifest's endpoint says
 * the same, or the request ends with ALYSIO_E_DENIED. What reads may be sent for a preview and under ALYSIO_GRANT_READ,
 * travels on connections that are open already, and is not waited for when its call is cancelled. */
typedef uint32_t alysio_http_effect;
#define ALYSIO_HTTP_BY_METHOD 0u /* GET reads, everything else changes */
#define ALYSIO_HTTP_READS 1u
#define ALYSIO_HTTP_CHANGES 2u

/* Whether the server may have acted. In doubt it is MAYBE. */
typedef uint32_t alysio_http_sent;
#define ALYSIO_HTTP_NOT_SENT 0u   /* no byte was written: sending again is safe */
#define ALYSIO_HTTP_MAYBE_SENT 1u /* some or all was written, and no answer came */
#define ALYSIO_HTTP_ANSWERED 2u   /* a whole head came back */

typedef struct alysio_http_request {
    uint32_t struct_size;
    alysio_http_method method;
    alysio_str path;          /* starts with one '/'; each segment percent-encoded by the plugin where it holds data */
    const alysio_pair* query; /* raw text: the host percent-encodes names and values */
    uint64_t query_count;
    const alysio_pair* headers; /* only those the manifest lists; others end the request with ALYSIO_E_DENIED */
    uint64_t header_count;
    alysio_str body;     /* [in] like all above: copied before start returns */
    uint64_t window;     /* most bytes of answer delivered and not yet consumed; 0 = the host's choice */
    uint64_t timeout_ns; /* from start to end, waiting for credit not counted; 0 = the call's deadline alone */
    alysio_http_effect effect;
    uint32_t reserved;
} alysio_http_request;

typedef struct alysio_http_head {
    uint32_t struct_size;
    uint32_t http_status;
    const alysio_pair* headers; /* names in lower case; only those the manifest lists */
    uint64_t header_count;
} alysio_http_head;

typedef struct alysio_http_end {
    uint32_t struct_size;
    alysio_status status; /* ALYSIO_OK: the whole body was delivered, whatever http_status said */
    alysio_http_sent sent;
    uint32_t reserved;
    uint64_t retry_after_ns; /* 0 = not said */
    alysio_str message;      /* one sentence for people; empty with ALYSIO_OK */
    alysio_str subject;      /* what it is about: the denied object or field, the header, the limit's name */
    uint64_t size;           /* with ALYSIO_E_TOO_LARGE: how large it was, */
    uint64_t limit;          /* and how large it may be (bytes) */
} alysio_http_end;

/* [lane] All of them; pointers are borrowed until the function returns. */
typedef struct alysio_http_events {
    uint32_t struct_size;
    uint32_t reserved;

    /* At most once, first. Redirects, 304 and every error status are answers like any other. */
    void(ALYSIO_CALL* on_head)(void* event_ctx, alysio_request request, const alysio_http_head* head);

    /* Any number of times, never more than `window` bytes ahead of `consume`. The plugin always takes the chunk. */
    void(ALYSIO_CALL* on_body)(void* event_ctx, alysio_request request, alysio_str chunk);

    /* Exactly once, last (rule 13). */
    void(ALYSIO_CALL* on_end)(void* event_ctx, alysio_request request, const alysio_http_end* end);
} alysio_http_events;

typedef struct alysio_http {
    uint32_t struct_size;
    uint32_t reserved;

    /* [lane] Starts a request for the call. ALYSIO_E_INVALID_ARGUMENT: a method or effect that is none, a path without
     * '/', a null event. In a call that is being cancelled or only previews, a request that is not allowed ends with its
     * terminal event. */
    alysio_status(ALYSIO_CALL* start)(void* ctx, alysio_call call, const alysio_http_request* request,
                                      const alysio_http_events* events, void* event_ctx, alysio_request* out);

    /* [lane] Gives credit back for `bytes` of the body. ALYSIO_E_INVALID_ARGUMENT: more than was delivered. */
    alysio_status(ALYSIO_CALL* consume)(void* ctx, alysio_request request, uint64_t bytes);

    /* [lane] Ends the request in silence, and says whether the server may have acted. `sent` may be null. */
    alysio_status(ALYSIO_CALL* cancel)(void* ctx, alysio_request request, alysio_http_sent* sent);
} alysio_http;

#ifdef __cplusplus
}
#endif

#endif
