/* One exported function per public type, so that abidiff sees them all: tables are found by their id and cross as void*,
 * which leads it nowhere. Never linked into anything. */
#include <alysio/abi.h>

/* clang-format off */
#define WITNESS(type) void witness_##type(type* it); void witness_##type(type* it) { (void)it; }
/* clang-format on */

WITNESS(alysio_str)
WITNESS(alysio_pair)
WITNESS(alysio_error)
WITNESS(alysio_sink)

WITNESS(alysio_result)
WITNESS(alysio_log_field)
WITNESS(alysio_log_record)
WITNESS(alysio_timer_fn)
WITNESS(alysio_host)

WITNESS(alysio_tool)
WITNESS(alysio_call_info)
WITNESS(alysio_plugin)
WITNESS(alysio_plugin_fn)

WITNESS(alysio_http_request)
WITNESS(alysio_http_head)
WITNESS(alysio_http_end)
WITNESS(alysio_http_events)
WITNESS(alysio_http)

WITNESS(alysio_artifact_options)
WITNESS(alysio_artifact_closed)
WITNESS(alysio_artifact_events)
WITNESS(alysio_artifact_service)
