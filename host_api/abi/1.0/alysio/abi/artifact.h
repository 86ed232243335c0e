/* Service "alysio.artifact/1": results too large for one JSON text leave as files that the host keeps.
 *
 * The plugin gives a name and bytes; folder, permissions, quota and expiry are the host's. A file has its final name
 * only once it is whole.
 *
 * Scenario:
 *
 *     open("open-opportunities.jsonl") -> handle
 *     write(4 MiB) -> OK, 1 MiB taken        the window was full
 *                  <- on_writable            room again
 *     write(3 MiB) -> OK, 3 MiB taken
 *     close(COMMIT)
 *                  <- on_closed(OK, path, bytes)
 */
#ifndef ALYSIO_ABI_ARTIFACT_H
#define ALYSIO_ABI_ARTIFACT_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ALYSIO_ARTIFACT_SERVICE "alysio.artifact/1"

typedef uint32_t alysio_artifact_disposition;
#define ALYSIO_ARTIFACT_COMMIT 1u  /* whole: takes its final name */
#define ALYSIO_ARTIFACT_PARTIAL 2u /* kept, and marked as unfinished by its name */
#define ALYSIO_ARTIFACT_DISCARD 3u /* removed */

typedef struct alysio_artifact_options {
    uint32_t struct_size;
    alysio_artifact_disposition if_left_open; /* PARTIAL or DISCARD: what becomes of it when the call ends first */
    alysio_str name;                          /* a proposal; the host sanitises it and keeps it unique */
    alysio_str media_type;
    uint64_t size_hint; /* bytes; 0 = unknown */
} alysio_artifact_options;

typedef struct alysio_artifact_closed {
    uint32_t struct_size;
    alysio_status status; /* ALYSIO_OK, ALYSIO_E_STORAGE, ALYSIO_E_LIMITED (quota), ALYSIO_E_CANCELLED */
    alysio_artifact_disposition disposition;
    uint32_t reserved;
    alysio_str path; /* for the user: a file path, or what the host serves it under; empty where nothing is left */
    uint64_t bytes;  /* of content in it */
    alysio_str message;
} alysio_artifact_closed;

/* [lane] Pointers are borrowed until the function returns. */
typedef struct alysio_artifact_events {
    uint32_t struct_size;
    uint32_t reserved;

    /* There is room again, after a write that was not taken whole. Not after close. */
    void(ALYSIO_CALL* on_writable)(void* event_ctx, alysio_artifact artifact);

    /* The terminal event (rule 13): after close(COMMIT or PARTIAL), or at any time when storage fails. */
    void(ALYSIO_CALL* on_closed)(void* event_ctx, alysio_artifact artifact, const alysio_artifact_closed* closed);
} alysio_artifact_events;

typedef struct alysio_artifact_service {
    uint32_t struct_size;
    uint32_t reserved;

    /* [lane] Opens a file for the call, and sets *out. ALYSIO_E_INVALID_ARGUMENT: an if_left_open that is neither of the
     * two, a null event. Where the host can keep no file for this call, or the call is being cancelled, the file ends
     * with its terminal event. One that is still open when its call ends becomes what if_left_open says, in silence. */
    alysio_status(ALYSIO_CALL* open)(void* ctx, alysio_call call, const alysio_artifact_options* options,
                                     const alysio_artifact_events* events, void* event_ctx, alysio_artifact* out);

    /* [lane] Copies what fits and sets *taken. ALYSIO_OK: all of it. ALYSIO_WOULD_BLOCK: less; write the rest after
     * on_writable. */
    alysio_status(ALYSIO_CALL* write)(void* ctx, alysio_artifact artifact, alysio_str bytes, uint64_t* taken);

    /* [lane] DISCARD ends it in silence; COMMIT and PARTIAL are answered by on_closed. ALYSIO_E_WRONG_STATE: closed
     * already. */
    alysio_status(ALYSIO_CALL* close)(void* ctx, alysio_artifact artifact, alysio_artifact_disposition disposition);
} alysio_artifact_service;

#ifdef __cplusplus
}
#endif

#endif
