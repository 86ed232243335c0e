/* A small plugin in plain C for the tests of the runtime. Each macro below plants one fault. */
#include <alysio/abi.h>

#include <stdlib.h>
#include <string.h>

#ifndef FIXTURE_MAJOR
#define FIXTURE_MAJOR ALYSIO_ABI_MAJOR
#endif
#ifndef FIXTURE_MIN_HOST_MINOR
#define FIXTURE_MIN_HOST_MINOR 0
#endif
#ifndef FIXTURE_STRUCT_SIZE
#define FIXTURE_STRUCT_SIZE sizeof(alysio_plugin)
#endif
#ifndef FIXTURE_SCHEMA
#define FIXTURE_SCHEMA "{\"type\":\"object\"}"
#endif
#ifndef FIXTURE_SECOND_NAME
#define FIXTURE_SECOND_NAME "fetch"
#endif

#define STR(literal) \
    { (literal), sizeof(literal) - 1 }

/* Built for a minor to come (host_api/abi/next_minor.awk), the fixture fills members that a host of 1.0 must not look at,
 * and must not find any of them in what such a host hands it. */
#if ALYSIO_ABI_MINOR >= 1
#define AND_YOUNGER , UINT64_MAX
#define FILL_YOUNGER(table) ((table).younger = UINT64_MAX)
#define BELIES_ITS_AGE(host, table) ((host)->abi_minor == 0 && ALYSIO_HAS(table, younger))
#else
#define AND_YOUNGER
#define FILL_YOUNGER(table) ((void)(table))
#define BELIES_ITS_AGE(host, table) ((void)(host), (void)(table), 0)
#endif

typedef struct fetch fetch;

struct alysio_instance {
    const alysio_host* host;
    const alysio_http* http;
    fetch* open;
};

/* One fetch under way: counts the bytes of the answer. */
struct fetch {
    fetch* next;
    alysio_instance* instance;
    alysio_call call;
    uint64_t bytes;
    uint32_t http_status;
};

#ifdef FIXTURE_UNDEFINED_SYMBOL
void fixture_symbol_that_no_library_has(void);
#endif

static int equal(alysio_str text, const char* literal) {
    return text.size == strlen(literal) && memcmp(text.data, literal, text.size) == 0;
}

static alysio_status finish(alysio_instance* self, alysio_call call, alysio_result_kind kind, const char* json,
                            uint64_t size) {
    alysio_result result;
    memset(&result, 0, sizeof result);
    result.struct_size = sizeof result;
    result.kind = kind;
    result.json.data = json;
    result.json.size = size;
    FILL_YOUNGER(result);
    return self->host->finish(self->host->ctx, call, &result);
}

static void forget(alysio_instance* self, alysio_call call) {
    fetch** link = &self->open;
    while (*link != NULL && (*link)->call != call) link = &(*link)->next;
    if (*link != NULL) {
        fetch* gone = *link;
        *link = gone->next;
        free(gone);
    }
}

static void ALYSIO_CALL on_head(void* event_ctx, alysio_request request, const alysio_http_head* head) {
    fetch* self = event_ctx;
    (void)request;
    self->http_status = BELIES_ITS_AGE(self->instance->host, head) ? 0 : head->http_status;
}

static void ALYSIO_CALL on_body(void* event_ctx, alysio_request request, alysio_str chunk) {
    fetch* self = event_ctx;
    self->bytes += chunk.size;
    self->instance->http->consume(self->instance->host->ctx, request, chunk.size);
}

static void append_number(char* text, uint64_t number) {
    char digits[24];
    size_t count = 0;
    do digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    text += strlen(text);
    while (count > 0) *text++ = digits[--count];
    *text = '\0';
}

static void ALYSIO_CALL on_end(void* event_ctx, alysio_request request, const alysio_http_end* end) {
    fetch* self = event_ctx;
    char json[160] = "{\"http_status\":";
    (void)request;
    if (BELIES_ITS_AGE(self->instance->host, end)) self->http_status = 0;
    if (end->status == ALYSIO_OK) {
        append_number(json, self->http_status);
        strcat(json, ",\"bytes\":");
        append_number(json, self->bytes);
        strcat(json, "}");
    } else {
        strcpy(json, "{\"error\":{\"message\":\"The answer did not come.\",\"failure\":");
        append_number(json, (uint64_t)(-(int64_t)end->status));
        strcat(json, "}}");
    }
    finish(self->instance, self->call, end->status == ALYSIO_OK ? ALYSIO_RESULT_SUCCESS : ALYSIO_RESULT_ERROR, json,
           strlen(json));
    forget(self->instance, self->call);
}

static const alysio_http_events fetch_events = {sizeof fetch_events, 0, on_head, on_body, on_end AND_YOUNGER};

static alysio_status start_fetch(alysio_instance* self, const alysio_call_info* info) {
    alysio_http_request request;
    alysio_request handle;
    fetch* state = calloc(1, sizeof *state);
    if (state == NULL) return ALYSIO_E_NO_MEMORY;
    state->instance = self;
    state->call = info->call;
    state->next = self->open;
    self->open = state;
    memset(&request, 0, sizeof request);
    request.struct_size = sizeof request;
    request.method = ALYSIO_HTTP_GET;
    request.path.data = "/answer";
    request.path.size = 7;
    FILL_YOUNGER(request);
    return self->http->start(self->host->ctx, info->call, &request, &fetch_events, state, &handle);
}

static alysio_status ALYSIO_CALL create(const alysio_host* host, alysio_str settings, alysio_str saved_state,
                                        alysio_instance** out, alysio_error* error) {
    static const alysio_str http = STR(ALYSIO_HTTP_SERVICE);
    alysio_instance* self;
    (void)settings;
    (void)saved_state;
#ifdef FIXTURE_CREATE_FAILS
    error->message_size = 21;
    memcpy(error->message, "the moon is not full.", 21);
    return ALYSIO_E_UNSUPPORTED;
#endif
    (void)error;
#ifdef FIXTURE_UNDEFINED_SYMBOL
    fixture_symbol_that_no_library_has();
#endif
    if (BELIES_ITS_AGE(host, host) || BELIES_ITS_AGE(host, error)) return ALYSIO_E_INCOMPATIBLE;
    self = calloc(1, sizeof *self);
    if (self == NULL) return ALYSIO_E_NO_MEMORY;
    self->host = host;
    self->http = host->service(host->ctx, http);
    *out = self;
    return ALYSIO_OK;
}

static void ALYSIO_CALL destroy(alysio_instance* self) {
    free(self);
}

static alysio_status ALYSIO_CALL call(alysio_instance* self, const alysio_call_info* info) {
    if (BELIES_ITS_AGE(self->host, info)) return ALYSIO_E_INCOMPATIBLE;
    if (equal(info->tool, "echo")) {
        return finish(self, info->call, ALYSIO_RESULT_SUCCESS, info->arguments.data, info->arguments.size);
    }
    return self->http == NULL ? ALYSIO_E_UNSUPPORTED : start_fetch(self, info);
}

static void ALYSIO_CALL cancel(alysio_instance* self, alysio_call handle, alysio_cancel_reason reason,
                               uint64_t grace_ns) {
    static const char json[] = "{\"error\":{\"code\":\"cancelled\",\"message\":\"It is not wanted any more.\"}}";
    (void)reason;
    (void)grace_ns;
    finish(self, handle, ALYSIO_RESULT_ERROR, json, sizeof json - 1);
    forget(self, handle);
}

static const alysio_tool echo = {sizeof(alysio_tool),
                                 ALYSIO_TOOL_NON_DESTRUCTIVE,
                                 STR("echo"),
                                 STR("Echo"),
                                 STR("Answers its own arguments."),
                                 STR(FIXTURE_SCHEMA),
                                 STR("{\"type\":\"object\"}") AND_YOUNGER};
static const alysio_tool fetches = {sizeof(alysio_tool),
                                    ALYSIO_TOOL_READ_ONLY,
                                    STR(FIXTURE_SECOND_NAME),
                                    STR("Fetch"),
                                    STR("Counts the bytes of an answer."),
                                    STR("{\"type\":\"object\"}"),
                                    STR("{\"type\":\"object\"}") AND_YOUNGER};
static const alysio_tool* const tools[] = {&echo, &fetches};

static const alysio_plugin plugin = {(uint32_t)FIXTURE_STRUCT_SIZE,
                                     FIXTURE_MAJOR,
                                     ALYSIO_ABI_MINOR,
                                     FIXTURE_MIN_HOST_MINOR,
                                     0,
                                     0,
                                     STR("fixture"),
                                     STR("1.2.3"),
                                     tools,
                                     2,
                                     create,
                                     destroy,
                                     call,
                                     cancel,
                                     NULL AND_YOUNGER};

#ifdef FIXTURE_NO_ENTRY
ALYSIO_EXPORT const alysio_plugin* ALYSIO_CALL alysio_plugin_v2(void);
const alysio_plugin* ALYSIO_CALL alysio_plugin_v2(void) {
    return &plugin;
}
#elif defined(FIXTURE_NULL_TABLE)
const alysio_plugin* ALYSIO_CALL alysio_plugin_v1(void) {
    return NULL;
}
static const void* const kept_for_the_compiler = &plugin;
const void* fixture_kept(void);
const void* fixture_kept(void) {
    return kept_for_the_compiler;
}
#else
const alysio_plugin* ALYSIO_CALL alysio_plugin_v1(void) {
    return &plugin;
}
#endif
