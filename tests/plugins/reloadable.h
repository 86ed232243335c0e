/* What the test gives the plugin reloadable.c beside the host's own services. */
#ifndef TESTS_PLUGINS_RELOADABLE_H
#define TESTS_PLUGINS_RELOADABLE_H

#include <stdint.h>

#define RELOADABLE_GATE_SERVICE "test.gate/1"

typedef struct reloadable_gate {
    uint32_t (*is_open)(void* ctx); /* [any-thread] */
} reloadable_gate;

#endif
