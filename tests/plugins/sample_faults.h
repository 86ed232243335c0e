/* The places in sample.c where something can be wrong: one fault each, by its macro; what is sound is at the end. */
#ifndef ALYSIO_TESTS_SAMPLE_FAULTS_H
#define ALYSIO_TESTS_SAMPLE_FAULTS_H

#include <alysio/abi.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ERROR_JSON(code) "{\"error\":{\"code\":\"" code "\",\"message\":\"It did not work.\"}}"

/* -- the image ---------------------------------------------------------------------------------------------------- */
#if defined(FAULT_SECOND_EXPORT)
ALYSIO_EXPORT void sample_helper(void);
void sample_helper(void) {}
#elif defined(FAULT_UNIQUE)
__asm__(
    ".pushsection .data\n.globl sample_only_one\n.type sample_only_one, @gnu_unique_object\n"
    ".size sample_only_one, 8\nsample_only_one: .quad 0\n.popsection");
#elif defined(FAULT_THREAD_LOCAL)
int __cxa_thread_atexit_impl(void (*function)(void*), void* object, void* image);
static int (*volatile at_thread_exit)(void (*)(void*), void*, void*) = __cxa_thread_atexit_impl;
#define ON_ENTRY() (void)at_thread_exit
#elif defined(FAULT_OPENS_FILE)
static void* volatile opened; /* volatile, or the optimiser would see that it never happens */
#define ON_CREATE(host) \
    if (opened != NULL) opened = fopen("/dev/null", "r")
#elif defined(FAULT_STARTS_THREAD)
#include <pthread.h>
static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;
static pthread_t thread;
static void* wait_for_it(void* nothing) {
    pthread_mutex_lock(&held);
    pthread_mutex_unlock(&held);
    return nothing;
}
#define ON_CREATE(host) (pthread_mutex_lock(&held), (void)pthread_create(&thread, NULL, wait_for_it, NULL))
#define ON_DESTROY(self) (pthread_mutex_unlock(&held), (void)pthread_join(thread, NULL))

/* -- what it says of itself --------------------------------------------------------------------------------------- */
#elif defined(FAULT_MAJOR)
#define TABLE_MAJOR 2
#elif defined(FAULT_SLOW_ENTRY)
#include <time.h>
static void dawdle(void) {
    const clock_t start = clock();
    while (clock() - start < CLOCKS_PER_SEC / 5) {
    }
}
#define ON_ENTRY() dawdle()
#elif defined(FAULT_KEYWORD)
#define INPUT_SCHEMA "{\"type\":\"object\",\"patternProperties\":{}}"

/* -- versions ----------------------------------------------------------------------------------------------------- */
#elif defined(FAULT_DIES)
#define ON_CREATE(host) abort()
#elif defined(FAULT_HANGS)
static volatile int waiting = 1;
static void hang(void) {
    while (waiting) {
    }
}
#define ON_CREATE(host) hang()
#elif defined(FAULT_ANY_MAJOR)
#define TOO_OLD(host) (!ALYSIO_HAS(host, service))
#elif defined(FAULT_SHORT_HOST)
#define TOO_OLD(host) ((host)->abi_major != ALYSIO_ABI_MAJOR)
#elif defined(FAULT_BEYOND_HOST)
#define ON_CREATE(host) \
    ((host)->abi_minor == 0 && ((const volatile char*)(host))[sizeof *(host)] == 1 ? abort() : (void)0)
#elif defined(FAULT_KEEPS_LENT)
static const alysio_http_head* volatile kept;
#define ON_HEAD(host, head) (kept = (head))
#define ON_DESTROY(self) (kept != NULL && kept->http_status == 1 ? abort() : (void)0)
#elif defined(FAULT_EXACT_SIZE)
#define ON_CALL(info) \
    if ((info)->struct_size != sizeof *(info)) return ALYSIO_E_INVALID_ARGUMENT
#elif defined(FAULT_NEEDS_HTTP)
#define WITHOUT_HTTP(self) ((self)->http->struct_size == 0)
#elif defined(FAULT_NEEDS_ANY_SERVICE)
#define SERVICES(self) ((self)->http == NULL && (self)->artifacts == NULL ? abort() : (void)0)

/* -- calls -------------------------------------------------------------------------------------------------------- */
#elif defined(FAULT_FINISHES_TWICE)
#define BEFORE_FINISH(host, call, result) (host)->finish((host)->ctx, call, &(result))
#elif defined(FAULT_OTHER_RESULT)
#define BYTES_MEMBER "size"
#elif defined(FAULT_SILENT_ERROR)
#undef ERROR_JSON
#define ERROR_JSON(code) "{\"code\":\"" code "\"}"
#elif defined(FAULT_ACTS_IN_PREVIEW)
#define IS_PREVIEW(info) 0
#elif defined(FAULT_ANY_TOOL)
#define UNKNOWN_TOOL() (void)0
#elif defined(FAULT_ANY_PRINCIPAL)
#define HAS_PRINCIPAL(info) 1
#elif defined(FAULT_FINISHES_UNKNOWN)
#define ON_CANCEL(self, handle, reason, found) \
    if ((found) == NULL) finish(self, handle, ALYSIO_RESULT_ERROR, ERROR_JSON("unknown"))
#elif defined(FAULT_IGNORES_CANCEL)
#define ON_CANCEL(self, handle, reason, found)                                               \
    if ((reason) != ALYSIO_CANCEL_SHUTDOWN && (found) != NULL && (found)->file != 0) {       \
        (self)->artifacts->close((self)->host->ctx, (found)->file, ALYSIO_ARTIFACT_DISCARD); \
        return;                                                                              \
    }
#elif defined(FAULT_IGNORES_SHUTDOWN)
#define ON_CANCEL(self, handle, reason, found)                                               \
    if ((reason) == ALYSIO_CANCEL_SHUTDOWN && (found) != NULL && (found)->file != 0) {       \
        (self)->artifacts->close((self)->host->ctx, (found)->file, ALYSIO_ARTIFACT_DISCARD); \
        return;                                                                              \
    }
#elif defined(FAULT_EXPECTS_START)
#define NOT_STARTED() return ALYSIO_OK
#elif defined(FAULT_EXPECTS_ANSWER)
#define IF_UNREADABLE() \
    if (self->size == 0) return
#elif defined(FAULT_ONE_CHUNK)
#define ON_BODY(self) ((self)->size = 0)
#elif defined(FAULT_HOARDS_CREDIT)
#define LEAST_CREDIT 16
#elif defined(FAULT_LOSES_REST)
#define WOULD_BLOCK() self->written = self->size, status = ALYSIO_OK
#elif defined(FAULT_ECHOES)
#define GREET(self, info)                                                           \
    if ((info)->arguments.size > 0 && (info)->arguments.size < 1000 &&              \
        memchr((info)->arguments.data, 0xff, (info)->arguments.size) != NULL) {     \
        alysio_result echo = {sizeof echo, ALYSIO_RESULT_ERROR, (info)->arguments}; \
        return (self)->host->finish((self)->host->ctx, (info)->call, &echo);        \
    }
#elif defined(FAULT_SMALL_BUFFER)
static char buffer[64 * 1024];
#define GREET(self, info) \
    if ((info)->arguments.size > 0) memcpy(buffer, (info)->arguments.data, (info)->arguments.size)
#elif defined(FAULT_LOOKS_BACK)
#define ON_DESTROY(self) \
    for (const job* one = (self)->jobs; one != NULL; one = one->next) ((self)->copies = one->info->tool.data[0])

/* -- state, memory, tenants --------------------------------------------------------------------------------------- */
#elif defined(FAULT_OWN_STATE_ONLY)
#define STATE(saved) \
    if ((saved).size != 0 && (saved).data[0] != 'v') return ALYSIO_E_INVALID_ARGUMENT
#elif defined(FAULT_COUNTS_SAVES)
#define SAVED(self) (++(self)->copies)
#elif defined(FAULT_LEAKS)
#define LEAK(loss) loss
#elif defined(FAULT_SHARED_CACHE)
#define PRINCIPAL(principal) ((principal).size = 0)
#elif defined(FAULT_LOGS_HEADERS)
static void log_last(const alysio_host* host, const alysio_http_head* head) {
    alysio_log_record record;
    memset(&record, 0, sizeof record);
    record.struct_size = sizeof record;
    if (head->header_count > 0) record.message = head->headers[head->header_count - 1].value;
    host->log(host->ctx, &record);
}
#define ON_HEAD(host, head) log_last(host, head)
#endif

/* -- sound -------------------------------------------------------------------------------------------------------- */
#ifndef ON_ENTRY
#define ON_ENTRY() (void)0
#endif
#ifndef ON_CREATE
#define ON_CREATE(host) (void)0
#endif
#ifndef ON_DESTROY
#define ON_DESTROY(self) (void)0
#endif
#ifndef TABLE_MAJOR
#define TABLE_MAJOR ALYSIO_ABI_MAJOR
#endif
#ifndef INPUT_SCHEMA
#define INPUT_SCHEMA "{\"type\":\"object\"}"
#endif
#ifndef TOO_OLD
#define TOO_OLD(host) (!ALYSIO_HAS(host, service) || (host)->abi_major != ALYSIO_ABI_MAJOR)
#endif
#ifndef SERVICES
#define SERVICES(self) (void)0
#endif
#ifndef STATE
#define STATE(saved) (void)0
#endif
#ifndef WITHOUT_HTTP
#define WITHOUT_HTTP(self) ((self)->http == NULL)
#endif
#ifndef ON_CALL
#define ON_CALL(info) (void)0
#endif
#ifndef IS_PREVIEW
#define IS_PREVIEW(info) ((info)->intent == ALYSIO_INTENT_PREVIEW)
#endif
#ifndef UNKNOWN_TOOL
#define UNKNOWN_TOOL() return ALYSIO_E_INVALID_ARGUMENT
#endif
#ifndef HAS_PRINCIPAL
#define HAS_PRINCIPAL(info) ((info)->principal.size != 0)
#endif
#ifndef BEFORE_FINISH
#define BEFORE_FINISH(host, call, result) (void)0
#endif
#ifndef BYTES_MEMBER
#define BYTES_MEMBER "bytes"
#endif
#ifndef ON_CANCEL
#define ON_CANCEL(self, handle, reason, found) (void)0
#endif
#ifndef NOT_STARTED
#define NOT_STARTED() fail(started_job, ERROR_JSON("not_started"))
#endif
#ifndef IF_UNREADABLE
#define IF_UNREADABLE() (void)0
#endif
#ifndef ON_HEAD
#define ON_HEAD(host, head) (void)(head)
#endif
#ifndef ON_BODY
#define ON_BODY(self) (void)0
#endif
#ifndef LEAST_CREDIT
#define LEAST_CREDIT 1
#endif
#ifndef WOULD_BLOCK
#define WOULD_BLOCK() return
#endif
#ifndef GREET
#define GREET(self, info) (void)0
#endif
#ifndef SAVED
#define SAVED(self) ((self)->copies)
#endif
#ifndef LEAK
#define LEAK(loss) (void)0
#endif
#ifndef PRINCIPAL
#define PRINCIPAL(principal) (void)0
#endif

#endif
