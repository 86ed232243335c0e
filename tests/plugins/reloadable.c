/* A plugin for the tests of hot reload: it says which build it is, keeps a state, and can hold a call open until the
 * test lets go; in a host without the test's gate, until the build is being replaced. Each build has its RELOADABLE_LABEL; further macros plant what a build may do wrong. */
#include "reloadable.h"

#include <alysio/abi.h>

#include <stdlib.h>
#include <string.h>

#ifndef RELOADABLE_LABEL
#define RELOADABLE_LABEL "one"
#endif
#ifndef RELOADABLE_WHICH
#define RELOADABLE_WHICH "Says which build this is."
#endif

#ifndef RELOADABLE_SCHEMA
#define RELOADABLE_SCHEMA "{\"type\":\"object\"}"
#endif

#define STR(literal) \
    { (literal), sizeof(literal) - 1 }

/* A call that is held open. */
typedef struct held {
    alysio_instance* instance;
    alysio_call call;
    struct held* next;
} held;

struct alysio_instance {
    const alysio_host* host;
    const reloadable_gate* gate;
    char state[64]; /* of the build before; its label and the number of its calls */
    unsigned calls;
    int replaced;
    held* open;
};

static int equal(alysio_str text, const char* literal) {
    return text.size == strlen(literal) && memcmp(text.data, literal, text.size) == 0;
}

static void append_state(const alysio_instance* self, char* text) {
    char digits[4] = ":00";
    digits[1] = (char)('0' + self->calls / 10 % 10);
    digits[2] = (char)('0' + self->calls % 10);
    strcat(text, RELOADABLE_LABEL);
    strcat(text, digits);
}

static void finish(alysio_instance* self, alysio_call call, alysio_result_kind kind, const char* json) {
    alysio_result result;
    memset(&result, 0, sizeof result);
    result.struct_size = sizeof result;
    result.kind = kind;
    result.json.data = json;
    result.json.size = strlen(json);
    self->host->finish(self->host->ctx, call, &result);
}

static void finish_which(alysio_instance* self, alysio_call call) {
#ifdef RELOADABLE_BROKEN
    finish(self, call, ALYSIO_RESULT_ERROR, "{\"error\":{\"code\":\"internal\",\"message\":\"a bug\"}}");
#else
    char json[160] = "{\"build\":\"" RELOADABLE_LABEL "\",\"state\":\"";
    strcat(json, self->state);
    strcat(json, "\"}");
    ++self->calls;
    finish(self, call, ALYSIO_RESULT_SUCCESS, json);
#endif
}

static void let_go(alysio_instance* self, alysio_call call) {
    held** link = &self->open;
    while (*link != NULL && (*link)->call != call) link = &(*link)->next;
    if (*link != NULL) {
        held* gone = *link;
        *link = gone->next;
        free(gone);
    }
}

static void ALYSIO_CALL look_at_gate(void* event_ctx, alysio_timer timer) {
    held* self = event_ctx;
    const alysio_host* host = self->instance->host;
    (void)timer;
    const reloadable_gate* gate = self->instance->gate;
    const int open = gate == NULL ? self->instance->replaced : gate->is_open(host->ctx) != 0u;
    if (!open) {
        alysio_timer next;
        if (host->timer_start(host->ctx, self->call, 1000000, look_at_gate, self, &next) == ALYSIO_OK) return;
    }
    finish_which(self->instance, self->call);
    let_go(self->instance, self->call);
}

static alysio_status ALYSIO_CALL create(const alysio_host* host, alysio_str settings, alysio_str saved_state,
                                        alysio_instance** out, alysio_error* error) {
    static const alysio_str gate = STR(RELOADABLE_GATE_SERVICE);
    alysio_instance* self;
    (void)settings;
#ifdef RELOADABLE_CREATE_FAILS
    error->message_size = 17;
    memcpy(error->message, "it has a bad day.", 17);
    return ALYSIO_E_UNSUPPORTED;
#endif
    (void)error;
    self = calloc(1, sizeof *self);
    if (self == NULL) return ALYSIO_E_NO_MEMORY;
    self->host = host;
    self->gate = host->service(host->ctx, gate);
    if (saved_state.size < sizeof self->state && saved_state.size > 0) {
        memcpy(self->state, saved_state.data, saved_state.size);
    }
    *out = self;
    return ALYSIO_OK;
}

static void ALYSIO_CALL destroy(alysio_instance* self) {
    free(self);
}

static alysio_status ALYSIO_CALL call(alysio_instance* self, const alysio_call_info* info) {
    if (equal(info->tool, "hold")) {
        static const alysio_str holding = STR("holding");
        alysio_timer timer;
        held* state = calloc(1, sizeof *state);
        if (state == NULL) return ALYSIO_E_NO_MEMORY;
        state->instance = self;
        state->call = info->call;
        state->next = self->open;
        self->open = state;
        self->host->progress(self->host->ctx, info->call, 1, 2, holding);
        return self->host->timer_start(self->host->ctx, info->call, 0, look_at_gate, state, &timer);
    }
    if (equal(info->tool, "guide")) {
        finish(self, info->call, ALYSIO_RESULT_ERROR,
               "{\"error\":{\"code\":\"not_found\",\"message\":\"look elsewhere\"}}");
    } else {
        finish_which(self, info->call);
    }
    return ALYSIO_OK;
}

static void ALYSIO_CALL cancel(alysio_instance* self, alysio_call handle, alysio_cancel_reason reason,
                               uint64_t grace_ns) {
    (void)reason;
    (void)grace_ns;
    let_go(self, handle);
    finish(self, handle, ALYSIO_RESULT_ERROR, "{\"error\":{\"code\":\"cancelled\",\"message\":\"as you wish\"}}");
}

static alysio_status ALYSIO_CALL save_state(alysio_instance* self, const alysio_sink* sink) {
    char text[64] = "";
    alysio_str label;
    alysio_str rest;
    self->replaced = 1;
    append_state(self, text);
    /* In two pieces, as a sink must take it. */
    label.data = text;
    label.size = 1;
    rest.data = text + 1;
    rest.size = strlen(text) - 1;
    if (sink->write(sink->ctx, label) != ALYSIO_OK) return ALYSIO_E_INTERNAL;
#ifdef RELOADABLE_STATE_FAILS
    return ALYSIO_E_INTERNAL;
#endif
    return sink->write(sink->ctx, rest);
}

#define TOOL(name, text)                                                                                           \
    {                                                                                                              \
        sizeof(alysio_tool), ALYSIO_TOOL_NON_DESTRUCTIVE, STR(name), STR(name), STR(text), STR(RELOADABLE_SCHEMA), \
            STR("{\"type\":\"object\"}")                                                                           \
    }
static const alysio_tool which = TOOL("which", RELOADABLE_WHICH);
static const alysio_tool hold = TOOL("hold", "The same, once the gate is open.");
#ifndef RELOADABLE_WITHOUT_GUIDE
static const alysio_tool guide = TOOL("guide", "Always an error that tells what to do.");
#endif
#ifdef RELOADABLE_WITH_MORE
static const alysio_tool more = TOOL("more", "The same as which.");
#endif
static const alysio_tool* const tools[] = {
    &which,
    &hold,
#ifndef RELOADABLE_WITHOUT_GUIDE
    &guide,
#endif
#ifdef RELOADABLE_WITH_MORE
    &more,
#endif
};

static const alysio_plugin plugin = {sizeof(alysio_plugin),
                                     ALYSIO_ABI_MAJOR,
                                     ALYSIO_ABI_MINOR,
                                     0,
                                     0,
                                     0,
                                     STR("reloadable"),
                                     STR(RELOADABLE_LABEL),
                                     tools,
                                     sizeof tools / sizeof *tools,
                                     create,
                                     destroy,
                                     call,
                                     cancel,
                                     save_state};

const alysio_plugin* ALYSIO_CALL alysio_plugin_v1(void) {
    return &plugin;
}
