/* A host in plain C11: it loads a plugin with dlopen, lends it a transport of its own, and runs one tool.
 *
 *     c_host PLUGIN ROOT_URL TOOL ARGUMENTS          the access token comes from the environment variable C_HOST_TOKEN
 *
 * ROOT_URL is what paths are relative to: http://127.0.0.1:8080/services/data/v62.0. The result goes to stdout; exit 0 for a
 * success, 1 for an error result, 2 for misuse.
 *
 * One thread: a queue of events is the instance's lane, and requests are made one after the other when the queue is empty.
 * It keeps no files (the artifact service is not offered) and judges no policy; sandbox_host does all that. */
#define _POSIX_C_SOURCE 200809L
#include <alysio/abi.h>

#include <curl/curl.h>

#include <ctype.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 64 }; /* open requests, and open timers */

typedef struct bytes {
    char* data;
    size_t size;
} bytes;

typedef struct request {
    alysio_request handle; /* 0: a free place */
    alysio_http_method method;
    const alysio_http_events* events;
    void* event_ctx;
    char* url;
    struct curl_slist* headers;
    bytes body;
} request;

typedef struct timer {
    alysio_timer handle; /* 0: a free place */
    uint64_t due_ns;
    alysio_timer_fn fn;
    void* event_ctx;
} timer;

typedef struct host {
    alysio_host table;
    CURL* curl;
    const char* root_url;
    const char* token;
    uint64_t last_handle;
    alysio_call call; /* 0: no call is open */
    request requests[MOST];
    timer timers[MOST];
    int failed;
} host;

/* An answer while it comes in. */
typedef struct answer {
    bytes body;
    alysio_pair headers[MOST];
    uint64_t header_count;
} answer;

static alysio_str text(const char* s) {
    const alysio_str view = {s, s == NULL ? 0 : strlen(s)};
    return view;
}

static void append(bytes* to, const char* data, size_t size) {
    char* grown = realloc(to->data, to->size + size + 1);
    if (grown == NULL) abort();
    to->data = grown;
    memcpy(grown + to->size, data, size);
    to->size += size;
    grown[to->size] = '\0';
}

static uint64_t clock_ns(clockid_t which) {
    struct timespec now;
    clock_gettime(which, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

/* -- core services ------------------------------------------------------------------------------------------------ */

static void free_request(request* it) {
    free(it->url);
    free(it->body.data);
    curl_slist_free_all(it->headers);
    memset(it, 0, sizeof *it);
}

static alysio_status ALYSIO_CALL finish(void* ctx, alysio_call call, const alysio_result* result) {
    host* self = ctx;
    if (call == 0 || call != self->call) return ALYSIO_E_STALE;
    self->call = 0;
    self->failed = result->kind != ALYSIO_RESULT_SUCCESS;
    printf("%.*s\n", (int)result->json.size, result->json.data);
    for (size_t i = 0; i < MOST; ++i) {
        if (self->requests[i].handle != 0) free_request(&self->requests[i]);
    }
    memset(self->timers, 0, sizeof self->timers);
    return ALYSIO_OK;
}

static alysio_status ALYSIO_CALL progress(void* ctx, alysio_call call, uint64_t done, uint64_t total,
                                          alysio_str message) {
    (void)ctx, (void)call, (void)done, (void)total, (void)message;
    return ALYSIO_OK;
}

static uint32_t ALYSIO_CALL log_enabled(void* ctx, alysio_log_level level) {
    (void)ctx;
    return level >= ALYSIO_LOG_WARN;
}

static void ALYSIO_CALL log_record(void* ctx, const alysio_log_record* record) {
    (void)ctx;
    fprintf(stderr, "%.*s: %.*s\n", (int)record->event.size, record->event.data, (int)record->message.size,
            record->message.data);
}

static uint64_t ALYSIO_CALL monotonic_ns(void* ctx) {
    (void)ctx;
    return clock_ns(CLOCK_MONOTONIC);
}

static int64_t ALYSIO_CALL unix_ns(void* ctx) {
    (void)ctx;
    return (int64_t)clock_ns(CLOCK_REALTIME);
}

static void ALYSIO_CALL random_bytes(void* ctx, void* out, uint64_t size) {
    (void)ctx;
    FILE* source = fopen("/dev/urandom", "rb");
    if (source == NULL || fread(out, 1, size, source) != size) abort();
    fclose(source);
}

static alysio_status ALYSIO_CALL timer_start(void* ctx, alysio_call call, uint64_t delay_ns, alysio_timer_fn fn,
                                             void* event_ctx, alysio_timer* out) {
    host* self = ctx;
    if (call == 0 || call != self->call) return ALYSIO_E_STALE;
    for (size_t i = 0; i < MOST; ++i) {
        timer* it = &self->timers[i];
        if (it->handle != 0) continue;
        it->handle = *out = ++self->last_handle;
        it->due_ns = clock_ns(CLOCK_MONOTONIC) + delay_ns;
        it->fn = fn;
        it->event_ctx = event_ctx;
        return ALYSIO_OK;
    }
    return ALYSIO_E_NO_MEMORY;
}

static alysio_status ALYSIO_CALL timer_cancel(void* ctx, alysio_timer handle) {
    host* self = ctx;
    for (size_t i = 0; i < MOST; ++i) {
        if (handle == 0 || self->timers[i].handle != handle) continue;
        self->timers[i].handle = 0;
        return ALYSIO_OK;
    }
    return ALYSIO_E_STALE;
}

/* -- http ---------------------------------------------------------------------------------------------------------- */

static void append_escaped(host* self, bytes* url, alysio_str part) {
    char* escaped = curl_easy_escape(self->curl, part.data, (int)part.size);
    append(url, escaped, strlen(escaped));
    curl_free(escaped);
}

static alysio_status ALYSIO_CALL http_start(void* ctx, alysio_call call, const alysio_http_request* asked,
                                            const alysio_http_events* events, void* event_ctx, alysio_request* out) {
    host* self = ctx;
    if (call == 0 || call != self->call) return ALYSIO_E_STALE;
    if (asked->path.size == 0 || asked->path.data[0] != '/') return ALYSIO_E_INVALID_ARGUMENT;
    for (size_t i = 0; i < MOST; ++i) {
        request* it = &self->requests[i];
        if (it->handle != 0) continue;
        bytes url = {NULL, 0};
        append(&url, self->root_url, strlen(self->root_url));
        append(&url, asked->path.data, asked->path.size);
        for (uint64_t q = 0; q < asked->query_count; ++q) {
            append(&url, q == 0 ? "?" : "&", 1);
            append_escaped(self, &url, asked->query[q].key);
            append(&url, "=", 1);
            append_escaped(self, &url, asked->query[q].value);
        }
        for (uint64_t h = 0; h < asked->header_count; ++h) {
            bytes line = {NULL, 0};
            append(&line, asked->headers[h].key.data, asked->headers[h].key.size);
            append(&line, ": ", 2);
            append(&line, asked->headers[h].value.data, asked->headers[h].value.size);
            it->headers = curl_slist_append(it->headers, line.data);
            free(line.data);
        }
        append(&it->body, asked->body.data == NULL ? "" : asked->body.data, asked->body.size);
        it->url = url.data;
        it->method = asked->method;
        it->events = events;
        it->event_ctx = event_ctx;
        it->handle = *out = ++self->last_handle;
        return ALYSIO_OK;
    }
    return ALYSIO_E_NO_MEMORY;
}

/* The whole answer is in memory when it is delivered, so credit is not needed to bound anything here. */
static alysio_status ALYSIO_CALL http_consume(void* ctx, alysio_request handle, uint64_t size) {
    (void)ctx, (void)handle, (void)size;
    return ALYSIO_OK;
}

static request* find(host* self, alysio_request handle) {
    for (size_t i = 0; i < MOST; ++i) {
        if (handle != 0 && self->requests[i].handle == handle) return &self->requests[i];
    }
    return NULL;
}

static alysio_status ALYSIO_CALL http_cancel(void* ctx, alysio_request handle, alysio_http_sent* sent) {
    request* it = find(ctx, handle);
    if (it == NULL) return ALYSIO_E_STALE;
    if (sent != NULL) *sent = ALYSIO_HTTP_NOT_SENT;
    free_request(it);
    return ALYSIO_OK;
}

static size_t on_curl_body(char* data, size_t one, size_t size, void* ctx) {
    append(&((answer*)ctx)->body, data, one * size);
    return one * size;
}

static size_t on_curl_header(char* data, size_t one, size_t size, void* ctx) {
    answer* to = ctx;
    const char* colon = memchr(data, ':', size);
    if (colon == NULL || to->header_count == MOST) return one * size;
    const char* value = colon + 1;
    const char* end = data + size;
    while (value < end && *value == ' ') ++value;
    while (end > value && isspace((unsigned char)end[-1])) --end;
    bytes name = {NULL, 0};
    bytes copy = {NULL, 0};
    append(&name, data, (size_t)(colon - data));
    append(&copy, value, (size_t)(end - value));
    for (char* c = name.data; *c != '\0'; ++c) *c = (char)tolower((unsigned char)*c);
    to->headers[to->header_count].key = text(name.data);
    to->headers[to->header_count].value = text(copy.data);
    ++to->header_count;
    return one * size;
}

/* Makes the request, then delivers its events; any of them may end the call and with it the request. */
static void perform(host* self, request* it) {
    static const char* const methods[] = {"", "GET", "POST", "PATCH", "PUT"};
    answer got;
    memset(&got, 0, sizeof got);
    curl_easy_reset(self->curl);
    bytes authorization = {NULL, 0};
    append(&authorization, "Authorization: Bearer ", 22);
    append(&authorization, self->token, strlen(self->token));
    it->headers = curl_slist_append(it->headers, authorization.data);
    curl_easy_setopt(self->curl, CURLOPT_URL, it->url);
    curl_easy_setopt(self->curl, CURLOPT_CUSTOMREQUEST, methods[it->method]);
    curl_easy_setopt(self->curl, CURLOPT_HTTPHEADER, it->headers);
    if (it->method != ALYSIO_HTTP_GET) {
        curl_easy_setopt(self->curl, CURLOPT_POSTFIELDSIZE, (long)it->body.size);
        curl_easy_setopt(self->curl, CURLOPT_POSTFIELDS, it->body.data);
        curl_easy_setopt(self->curl, CURLOPT_FRESH_CONNECT, 1L); /* on a reused one libcurl may send a POST twice */
    }
    curl_easy_setopt(self->curl, CURLOPT_WRITEFUNCTION, on_curl_body);
    curl_easy_setopt(self->curl, CURLOPT_WRITEDATA, &got);
    curl_easy_setopt(self->curl, CURLOPT_HEADERFUNCTION, on_curl_header);
    curl_easy_setopt(self->curl, CURLOPT_HEADERDATA, &got);
    curl_easy_setopt(self->curl, CURLOPT_TIMEOUT, 60L);
    const CURLcode code = curl_easy_perform(self->curl);
    long status = 0;
    long request_bytes = 0;
    curl_easy_getinfo(self->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(self->curl, CURLINFO_REQUEST_SIZE, &request_bytes);

    const alysio_request handle = it->handle;
    const alysio_http_events* events = it->events;
    void* event_ctx = it->event_ctx;
    if (status != 0) {
        const alysio_http_head head = {sizeof head, (uint32_t)status, got.headers, got.header_count};
        events->on_head(event_ctx, handle, &head);
    }
    if (got.body.size > 0 && find(self, handle) != NULL) {
        const alysio_str chunk = {got.body.data, got.body.size};
        events->on_body(event_ctx, handle, chunk);
    }
    request* still = find(self, handle);
    if (still != NULL) {
        free_request(still);
        alysio_http_end end;
        memset(&end, 0, sizeof end);
        end.struct_size = sizeof end;
        end.status = code == CURLE_OK ? ALYSIO_OK : status != 0 ? ALYSIO_E_BROKEN : ALYSIO_E_UNREACHABLE;
        end.sent = status != 0         ? ALYSIO_HTTP_ANSWERED
                   : request_bytes > 0 ? ALYSIO_HTTP_MAYBE_SENT
                                       : ALYSIO_HTTP_NOT_SENT;
        end.message = text(code == CURLE_OK ? NULL : curl_easy_strerror(code));
        events->on_end(event_ctx, handle, &end);
    }
    for (uint64_t i = 0; i < got.header_count; ++i) {
        free((void*)(uintptr_t)got.headers[i].key.data);
        free((void*)(uintptr_t)got.headers[i].value.data);
    }
    free(got.body.data);
    free(authorization.data);
}

static const void* ALYSIO_CALL service(void* ctx, alysio_str id) {
    static const alysio_http http = {sizeof http, 0, http_start, http_consume, http_cancel};
    (void)ctx;
    const alysio_str name = text(ALYSIO_HTTP_SERVICE);
    return id.size == name.size && memcmp(id.data, name.data, id.size) == 0 ? &http : NULL;
}

/* -- the lane: one event at a time until the call is over ---------------------------------------------------------- */

static int run_next(host* self) {
    for (size_t i = 0; i < MOST; ++i) {
        if (self->requests[i].handle == 0) continue;
        perform(self, &self->requests[i]);
        return 1;
    }
    timer* next = NULL;
    for (size_t i = 0; i < MOST; ++i) {
        timer* it = &self->timers[i];
        if (it->handle != 0 && (next == NULL || it->due_ns < next->due_ns)) next = it;
    }
    if (next == NULL) return 0;
    const uint64_t now = clock_ns(CLOCK_MONOTONIC);
    if (next->due_ns > now) {
        const uint64_t wait = next->due_ns - now;
        const struct timespec pause = {(time_t)(wait / 1000000000U), (long)(wait % 1000000000U)};
        nanosleep(&pause, NULL);
    }
    const timer due = *next;
    next->handle = 0;
    due.fn(due.event_ctx, due.handle);
    return 1;
}

static int complain(const char* what, const char* detail) {
    fprintf(stderr, "c_host: %s%s%s\n", what, detail == NULL ? "" : ": ", detail == NULL ? "" : detail);
    return 2;
}

int main(int argc, char** argv) {
    const char* token = getenv("C_HOST_TOKEN");
    if (argc != 5 || token == NULL)
        return complain("usage: C_HOST_TOKEN=... c_host PLUGIN ROOT_URL TOOL ARGUMENTS", NULL);

    void* image = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (image == NULL) return complain("the plugin cannot be loaded", dlerror());
    alysio_plugin_fn entry = NULL;
    *(void**)&entry = dlsym(image, ALYSIO_PLUGIN_ENTRY);
    if (entry == NULL) return complain("this is no plugin of ABI 1", dlerror());
    const alysio_plugin* plugin = entry();
    if (!ALYSIO_HAS(plugin, save_state) || plugin->abi_major != ALYSIO_ABI_MAJOR ||
        plugin->min_host_minor > ALYSIO_ABI_MINOR) {
        return complain("the plugin wants another ABI", NULL);
    }

    host self;
    memset(&self, 0, sizeof self);
    self.curl = curl_easy_init();
    self.root_url = argv[2];
    self.token = token;
    self.table.struct_size = sizeof self.table;
    self.table.abi_major = ALYSIO_ABI_MAJOR;
    self.table.abi_minor = ALYSIO_ABI_MINOR;
    self.table.ctx = &self;
    self.table.finish = finish;
    self.table.progress = progress;
    self.table.log_enabled = log_enabled;
    self.table.log = log_record;
    self.table.monotonic_ns = monotonic_ns;
    self.table.unix_ns = unix_ns;
    self.table.random = random_bytes;
    self.table.timer_start = timer_start;
    self.table.timer_cancel = timer_cancel;
    self.table.service = service;

    alysio_instance* instance = NULL;
    alysio_error error;
    memset(&error, 0, sizeof error);
    error.struct_size = sizeof error;
    if (plugin->create(&self.table, text("{}"), text(NULL), &instance, &error) != ALYSIO_OK) {
        return complain("the plugin does not start", error.message);
    }

    alysio_call_info info;
    memset(&info, 0, sizeof info);
    info.struct_size = sizeof info;
    info.intent = ALYSIO_INTENT_EXECUTE;
    info.call = self.call = ++self.last_handle;
    info.tool = text(argv[3]);
    info.arguments = text(argv[4]);
    info.principal = text("the owner of the token");
    info.deadline_ns = clock_ns(CLOCK_MONOTONIC) + 120U * 1000000000U;
    info.grants = ALYSIO_GRANT_READ | ALYSIO_GRANT_WRITE;
    info.settings = text("{}");
    info.connection = text("{}");
    if (plugin->call(instance, &info) != ALYSIO_OK) return complain("the plugin refused the call", NULL);
    while (self.call != 0 && run_next(&self)) {
    }
    const int stuck = self.call != 0;
    plugin->destroy(instance);
    curl_easy_cleanup(self.curl);
    dlclose(image);
    if (stuck) return complain("the call waits for nothing: the plugin forgot to finish it", NULL);
    return self.failed;
}
