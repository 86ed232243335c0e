/* A sound plugin in plain C that uses every service, for the tests of the validator. Each FAULT_ below plants one fault.
 *
 * greet answers at once. copy fetches something, waits for its turn, and leaves what it fetched as a file. send does the
 * same with what the server answers to a POST, which a preview only speaks of. */
#include "sample_faults.h"

#include <alysio/abi.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STR(literal) \
    { (literal), sizeof(literal) - 1 }

/* A copy under way. */
typedef struct job {
    struct job* next;
    alysio_instance* instance;
    alysio_call call;
    const alysio_call_info* info; /* until finish */
    uint32_t http_status;
    char* bytes;
    uint64_t size;
    uint64_t written;
    uint64_t owed; /* credit */
    alysio_artifact file;
} job;

/* What is remembered of a principal: the size of its last copy. */
typedef struct memo {
    struct memo* next;
    uint64_t size;
    uint64_t key_size;
    char key[];
} memo;

struct alysio_instance {
    const alysio_host* host;
    const alysio_http* http;
    const alysio_artifact_service* artifacts;
    job* jobs;
    memo* memos;
    char copies; /* how many, up to nine: the saved state */
};

static alysio_status finish(alysio_instance* self, alysio_call call, alysio_result_kind kind, const char* json) {
    alysio_result result;
    memset(&result, 0, sizeof result);
    result.struct_size = sizeof result;
    result.kind = kind;
    result.json.data = json;
    result.json.size = strlen(json);
    BEFORE_FINISH(self->host, call, result);
    return self->host->finish(self->host->ctx, call, &result);
}

static memo* memo_of(alysio_instance* self, alysio_str principal) {
    memo* found = self->memos;
    PRINCIPAL(principal);
    while (found != NULL &&
           (found->key_size != principal.size || memcmp(found->key, principal.data, principal.size) != 0))
        found = found->next;
    if (found != NULL) return found;
    found = calloc(1, sizeof *found + principal.size);
    if (found == NULL) abort();
    found->key_size = principal.size;
    memcpy(found->key, principal.data, principal.size);
    found->next = self->memos;
    self->memos = found;
    return found;
}

static void drop(job* self) {
    job** link = &self->instance->jobs;
    while (*link != self) link = &(*link)->next;
    *link = self->next;
    LEAK(self->bytes = NULL);
    free(self->bytes);
    free(self);
}

static void end(job* self, alysio_result_kind kind, const char* json) {
    alysio_instance* instance = self->instance;
    const alysio_call call = self->call;
    memo_of(instance, self->info->principal)->size = kind == ALYSIO_RESULT_SUCCESS ? self->size : 0;
    drop(self);
    finish(instance, call, kind, json);
}

static void fail(job* self, const char* json) {
    end(self, ALYSIO_RESULT_ERROR, json);
}

static void succeed(job* self) {
    char json[160];
    const unsigned long long before = memo_of(self->instance, self->info->principal)->size;
    snprintf(json, sizeof json, "{\"" BYTES_MEMBER "\":%llu,\"before\":%llu}", (unsigned long long)self->size, before);
    if (self->instance->copies < '9') ++self->instance->copies;
    end(self, ALYSIO_RESULT_SUCCESS, json);
}

static void write_on(job* self) {
    alysio_instance* instance = self->instance;
    alysio_str rest;
    uint64_t taken = 0;
    alysio_status status;
    rest.data = self->bytes + self->written;
    rest.size = self->size - self->written;
    status = instance->artifacts->write(instance->host->ctx, self->file, rest, &taken);
    self->written += taken;
    if (status == ALYSIO_WOULD_BLOCK) {
        WOULD_BLOCK();
    }
    if (status != ALYSIO_OK ||
        instance->artifacts->close(instance->host->ctx, self->file, ALYSIO_ARTIFACT_COMMIT) != ALYSIO_OK)
        fail(self, ERROR_JSON("not_written"));
}

static void ALYSIO_CALL on_writable(void* event_ctx, alysio_artifact artifact) {
    (void)artifact;
    write_on(event_ctx);
}

static void ALYSIO_CALL on_closed(void* event_ctx, alysio_artifact artifact, const alysio_artifact_closed* closed) {
    (void)artifact;
    if (closed->status != ALYSIO_OK) {
        fail(event_ctx, ERROR_JSON("not_kept"));
    } else {
        succeed(event_ctx);
    }
}

static const alysio_artifact_events file_events = {sizeof file_events, 0, on_writable, on_closed};

static void ALYSIO_CALL on_turn(void* event_ctx, alysio_timer timer) {
    job* self = event_ctx;
    alysio_instance* instance = self->instance;
    alysio_artifact_options options;
    (void)timer;
    if (instance->artifacts == NULL) {
        succeed(self);
        return;
    }
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.if_left_open = ALYSIO_ARTIFACT_DISCARD;
    options.name.data = "copy.txt";
    options.name.size = 8;
    if (instance->artifacts->open(instance->host->ctx, self->call, &options, &file_events, self, &self->file) !=
        ALYSIO_OK) {
        fail(self, ERROR_JSON("no_file"));
    } else {
        write_on(self);
    }
}

static void ALYSIO_CALL on_head(void* event_ctx, alysio_request request, const alysio_http_head* head) {
    job* self = event_ctx;
    (void)request;
    self->http_status = head->http_status;
    ON_HEAD(self->instance->host, head);
}

static void ALYSIO_CALL on_body(void* event_ctx, alysio_request request, alysio_str chunk) {
    job* self = event_ctx;
    char* more = realloc(self->bytes, self->size + chunk.size);
    if (more == NULL) abort();
    self->bytes = more;
    ON_BODY(self);
    memcpy(self->bytes + self->size, chunk.data, chunk.size);
    self->size += chunk.size;
    self->owed += chunk.size;
    if (self->owed < LEAST_CREDIT) return;
    self->instance->http->consume(self->instance->host->ctx, request, self->owed);
    self->owed = 0;
}

static void ALYSIO_CALL on_end(void* event_ctx, alysio_request request, const alysio_http_end* ended) {
    job* self = event_ctx;
    alysio_instance* instance = self->instance;
    alysio_timer timer;
    (void)request;
    if (ended->status != ALYSIO_OK || self->http_status != 200) {
        IF_UNREADABLE();
        fail(self, ERROR_JSON("not_fetched"));
        return;
    }
    if (instance->host->timer_start(instance->host->ctx, self->call, 0, on_turn, self, &timer) != ALYSIO_OK)
        fail(self, ERROR_JSON("no_turn"));
}

static const alysio_http_events fetch_events = {sizeof fetch_events, 0, on_head, on_body, on_end};

static alysio_status ask(alysio_instance* self, const alysio_call_info* info, alysio_http_method method) {
    alysio_http_request request;
    alysio_request handle;
    alysio_status started;
    job* started_job = calloc(1, sizeof *started_job);
    if (started_job == NULL) return ALYSIO_E_NO_MEMORY;
    started_job->instance = self;
    started_job->call = info->call;
    started_job->info = info;
    started_job->next = self->jobs;
    self->jobs = started_job;
    memset(&request, 0, sizeof request);
    request.struct_size = sizeof request;
    request.method = method;
    request.path.data = "/original";
    request.path.size = 9;
    if (WITHOUT_HTTP(self)) {
        fail(started_job, ERROR_JSON("no_http"));
        return ALYSIO_OK;
    }
    started = self->http->start(self->host->ctx, info->call, &request, &fetch_events, started_job, &handle);
    if (started != ALYSIO_OK) {
        NOT_STARTED();
    }
    return ALYSIO_OK;
}

static alysio_status send(alysio_instance* self, const alysio_call_info* info) {
    if (IS_PREVIEW(info))
        return finish(self, info->call, ALYSIO_RESULT_SUCCESS,
                      "{\"title\":\"Send\",\"changes\":[{\"field\":\"sent\",\"new\":true}]}");
    return ask(self, info, ALYSIO_HTTP_POST);
}

static alysio_status greet(alysio_instance* self, const alysio_call_info* info) {
    GREET(self, info);
    if (info->arguments.size == 0 || info->arguments.data[0] != '{')
        return finish(self, info->call, ALYSIO_RESULT_ERROR, ERROR_JSON("invalid_arguments"));
    return finish(self, info->call, ALYSIO_RESULT_SUCCESS, "{\"greeting\":\"Hello\"}");
}

static int is(alysio_str text, const char* other) {
    return text.size == strlen(other) && memcmp(text.data, other, text.size) == 0;
}

static alysio_status ALYSIO_CALL create(const alysio_host* host, alysio_str settings, alysio_str saved_state,
                                        alysio_instance** out, alysio_error* error) {
    static const alysio_str http = STR(ALYSIO_HTTP_SERVICE);
    static const alysio_str artifacts = STR(ALYSIO_ARTIFACT_SERVICE);
    static const alysio_str later = STR("sample.later/1");
    static const char too_old[] = "The host is not of ABI 1.";
    alysio_instance* self;
    (void)settings;
    *out = NULL;
    if (TOO_OLD(host)) {
        memcpy(error->message, too_old, sizeof too_old - 1);
        error->message_size = sizeof too_old - 1;
        return ALYSIO_E_INCOMPATIBLE;
    }
    ON_CREATE(host);
    STATE(saved_state);
    self = calloc(1, sizeof *self);
    if (self == NULL) return ALYSIO_E_NO_MEMORY;
    self->host = host;
    self->http = host->service(host->ctx, http);
    self->artifacts = host->service(host->ctx, artifacts);
    host->service(host->ctx, later); /* no host has it yet */
    SERVICES(self);
    self->copies = '0';
    if (saved_state.size == 3 && memcmp(saved_state.data, "v1", 2) == 0) self->copies = saved_state.data[2];
    *out = self;
    return ALYSIO_OK;
}

static void ALYSIO_CALL destroy(alysio_instance* self) {
    ON_DESTROY(self);
    while (self->jobs != NULL) drop(self->jobs);
    while (self->memos != NULL) {
        memo* next = self->memos->next;
        free(self->memos);
        self->memos = next;
    }
    free(self);
}

static alysio_status ALYSIO_CALL call(alysio_instance* self, const alysio_call_info* info) {
    ON_CALL(info);
    if (!HAS_PRINCIPAL(info)) return ALYSIO_E_INVALID_ARGUMENT;
    if (is(info->tool, "copy")) return ask(self, info, ALYSIO_HTTP_GET);
    if (is(info->tool, "send")) return send(self, info);
    if (!is(info->tool, "greet")) UNKNOWN_TOOL();
    return greet(self, info);
}

/* `finish` ends whatever the call still waits for. */
static void ALYSIO_CALL cancel(alysio_instance* self, alysio_call handle, alysio_cancel_reason reason,
                               uint64_t grace_ns) {
    job* found = self->jobs;
    (void)reason;
    (void)grace_ns;
    while (found != NULL && found->call != handle) found = found->next;
    ON_CANCEL(self, handle, reason, found);
    if (found != NULL) fail(found, ERROR_JSON("cancelled"));
}

static alysio_status ALYSIO_CALL save_state(alysio_instance* self, const alysio_sink* sink) {
    const char bytes[3] = {'v', '1', SAVED(self)};
    const alysio_str state = {bytes, sizeof bytes};
    return sink->write(sink->ctx, state);
}

#define NUMBER "{\"type\":\"integer\"}"
static const alysio_tool greeting = {
    sizeof(alysio_tool),
    ALYSIO_TOOL_READ_ONLY,
    STR("greet"),
    STR("Greet"),
    STR("Greets."),
    STR(INPUT_SCHEMA),
    STR("{\"type\":\"object\",\"required\":[\"greeting\"],\"properties\":{\"greeting\":{\"type\":\"string\"}}}")};
static const alysio_tool copying = {
    sizeof(alysio_tool),
    ALYSIO_TOOL_READ_ONLY,
    STR("copy"),
    STR("Copy"),
    STR("Copies."),
    STR("{\"type\":\"object\"}"),
    STR("{\"type\":\"object\",\"required\":[\"bytes\"],\"properties\":{\"bytes\":" NUMBER ",\"before\":" NUMBER "}}")};
static const alysio_tool sending = {
    sizeof(alysio_tool),
    0,
    STR("send"),
    STR("Send"),
    STR("Sends."),
    STR("{\"type\":\"object\"}"),
    STR("{\"type\":\"object\",\"required\":[\"bytes\"],\"properties\":{\"bytes\":" NUMBER ",\"before\":" NUMBER "}}")};
static const alysio_tool* const tools[] = {&greeting, &copying, &sending};

static const alysio_plugin plugin = {sizeof(alysio_plugin),
                                     TABLE_MAJOR,
                                     ALYSIO_ABI_MINOR,
                                     0,
                                     0,
                                     0,
                                     STR("sample"),
                                     STR("1.0.0"),
                                     tools,
                                     3,
                                     create,
                                     destroy,
                                     call,
                                     cancel,
                                     save_state};

const alysio_plugin* ALYSIO_CALL alysio_plugin_v1(void) {
    ON_ENTRY();
    return &plugin;
}
