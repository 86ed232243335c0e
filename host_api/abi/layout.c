/* Prints the size of every public struct and the offset and size of each member, one line each.
 * The ABI has no padding, so members that add up to less than their struct mean one that this list forgot: exit 1. */
#include <alysio/abi.h>

#include <stddef.h>
#include <stdio.h>

static size_t seen;
static int forgotten;

static void begin(const char* name, size_t size) {
    seen = 0;
    printf("%s %zu\n", name, size);
}

static void member(const char* name, size_t offset, size_t size) {
    seen += size;
    printf("  %s %zu %zu\n", name, offset, size);
}

static void end(const char* name, size_t size) {
    if (seen == size) return;
    forgotten = 1;
    printf("%s: the members listed here add up to %zu of %zu bytes\n", name, seen, size);
}

#define MEMBER(type, name) member(#name, offsetof(type, name), sizeof(((type*)NULL)->name))
#define BEGIN(type) begin(#type, sizeof(type))
#define END(type) end(#type, sizeof(type))

int main(void) {
    BEGIN(alysio_str);
    MEMBER(alysio_str, data);
    MEMBER(alysio_str, size);
    END(alysio_str);

    BEGIN(alysio_pair);
    MEMBER(alysio_pair, key);
    MEMBER(alysio_pair, value);
    END(alysio_pair);

    BEGIN(alysio_error);
    MEMBER(alysio_error, struct_size);
    MEMBER(alysio_error, message_size);
    MEMBER(alysio_error, message);
    END(alysio_error);

    BEGIN(alysio_sink);
    MEMBER(alysio_sink, ctx);
    MEMBER(alysio_sink, write);
    END(alysio_sink);

    BEGIN(alysio_result);
    MEMBER(alysio_result, struct_size);
    MEMBER(alysio_result, kind);
    MEMBER(alysio_result, json);
    END(alysio_result);

    BEGIN(alysio_log_field);
    MEMBER(alysio_log_field, key);
    MEMBER(alysio_log_field, kind);
    MEMBER(alysio_log_field, flags);
    MEMBER(alysio_log_field, integer);
    MEMBER(alysio_log_field, real);
    MEMBER(alysio_log_field, text);
    END(alysio_log_field);

    BEGIN(alysio_log_record);
    MEMBER(alysio_log_record, struct_size);
    MEMBER(alysio_log_record, level);
    MEMBER(alysio_log_record, call);
    MEMBER(alysio_log_record, event);
    MEMBER(alysio_log_record, message);
    MEMBER(alysio_log_record, fields);
    MEMBER(alysio_log_record, field_count);
    END(alysio_log_record);

    BEGIN(alysio_host);
    MEMBER(alysio_host, struct_size);
    MEMBER(alysio_host, abi_major);
    MEMBER(alysio_host, abi_minor);
    MEMBER(alysio_host, ctx);
    MEMBER(alysio_host, finish);
    MEMBER(alysio_host, progress);
    MEMBER(alysio_host, log_enabled);
    MEMBER(alysio_host, log);
    MEMBER(alysio_host, monotonic_ns);
    MEMBER(alysio_host, unix_ns);
    MEMBER(alysio_host, random);
    MEMBER(alysio_host, timer_start);
    MEMBER(alysio_host, timer_cancel);
    MEMBER(alysio_host, service);
    END(alysio_host);

    BEGIN(alysio_http_request);
    MEMBER(alysio_http_request, struct_size);
    MEMBER(alysio_http_request, method);
    MEMBER(alysio_http_request, path);
    MEMBER(alysio_http_request, query);
    MEMBER(alysio_http_request, query_count);
    MEMBER(alysio_http_request, headers);
    MEMBER(alysio_http_request, header_count);
    MEMBER(alysio_http_request, body);
    MEMBER(alysio_http_request, window);
    MEMBER(alysio_http_request, timeout_ns);
    MEMBER(alysio_http_request, effect);
    MEMBER(alysio_http_request, reserved);
    END(alysio_http_request);

    BEGIN(alysio_http_head);
    MEMBER(alysio_http_head, struct_size);
    MEMBER(alysio_http_head, http_status);
    MEMBER(alysio_http_head, headers);
    MEMBER(alysio_http_head, header_count);
    END(alysio_http_head);

    BEGIN(alysio_http_end);
    MEMBER(alysio_http_end, struct_size);
    MEMBER(alysio_http_end, status);
    MEMBER(alysio_http_end, sent);
    MEMBER(alysio_http_end, reserved);
    MEMBER(alysio_http_end, retry_after_ns);
    MEMBER(alysio_http_end, message);
    MEMBER(alysio_http_end, subject);
    MEMBER(alysio_http_end, size);
    MEMBER(alysio_http_end, limit);
    END(alysio_http_end);

    BEGIN(alysio_http_events);
    MEMBER(alysio_http_events, struct_size);
    MEMBER(alysio_http_events, reserved);
    MEMBER(alysio_http_events, on_head);
    MEMBER(alysio_http_events, on_body);
    MEMBER(alysio_http_events, on_end);
    END(alysio_http_events);

    BEGIN(alysio_http);
    MEMBER(alysio_http, struct_size);
    MEMBER(alysio_http, reserved);
    MEMBER(alysio_http, start);
    MEMBER(alysio_http, consume);
    MEMBER(alysio_http, cancel);
    END(alysio_http);

    BEGIN(alysio_artifact_options);
    MEMBER(alysio_artifact_options, struct_size);
    MEMBER(alysio_artifact_options, if_left_open);
    MEMBER(alysio_artifact_options, name);
    MEMBER(alysio_artifact_options, media_type);
    MEMBER(alysio_artifact_options, size_hint);
    END(alysio_artifact_options);

    BEGIN(alysio_artifact_closed);
    MEMBER(alysio_artifact_closed, struct_size);
    MEMBER(alysio_artifact_closed, status);
    MEMBER(alysio_artifact_closed, disposition);
    MEMBER(alysio_artifact_closed, reserved);
    MEMBER(alysio_artifact_closed, path);
    MEMBER(alysio_artifact_closed, bytes);
    MEMBER(alysio_artifact_closed, message);
    END(alysio_artifact_closed);

    BEGIN(alysio_artifact_events);
    MEMBER(alysio_artifact_events, struct_size);
    MEMBER(alysio_artifact_events, reserved);
    MEMBER(alysio_artifact_events, on_writable);
    MEMBER(alysio_artifact_events, on_closed);
    END(alysio_artifact_events);

    BEGIN(alysio_artifact_service);
    MEMBER(alysio_artifact_service, struct_size);
    MEMBER(alysio_artifact_service, reserved);
    MEMBER(alysio_artifact_service, open);
    MEMBER(alysio_artifact_service, write);
    MEMBER(alysio_artifact_service, close);
    END(alysio_artifact_service);

    BEGIN(alysio_tool);
    MEMBER(alysio_tool, struct_size);
    MEMBER(alysio_tool, annotations);
    MEMBER(alysio_tool, name);
    MEMBER(alysio_tool, title);
    MEMBER(alysio_tool, description);
    MEMBER(alysio_tool, input_schema);
    MEMBER(alysio_tool, output_schema);
    END(alysio_tool);

    BEGIN(alysio_call_info);
    MEMBER(alysio_call_info, struct_size);
    MEMBER(alysio_call_info, intent);
    MEMBER(alysio_call_info, call);
    MEMBER(alysio_call_info, tool);
    MEMBER(alysio_call_info, arguments);
    MEMBER(alysio_call_info, preview_token);
    MEMBER(alysio_call_info, principal);
    MEMBER(alysio_call_info, web_url);
    MEMBER(alysio_call_info, locale);
    MEMBER(alysio_call_info, time_zone);
    MEMBER(alysio_call_info, deadline_ns);
    MEMBER(alysio_call_info, grants);
    MEMBER(alysio_call_info, reserved);
    MEMBER(alysio_call_info, trace_context);
    MEMBER(alysio_call_info, settings);
    MEMBER(alysio_call_info, connection);
    END(alysio_call_info);

    BEGIN(alysio_plugin);
    MEMBER(alysio_plugin, struct_size);
    MEMBER(alysio_plugin, abi_major);
    MEMBER(alysio_plugin, abi_minor);
    MEMBER(alysio_plugin, min_host_minor);
    MEMBER(alysio_plugin, reserved16);
    MEMBER(alysio_plugin, reserved32);
    MEMBER(alysio_plugin, name);
    MEMBER(alysio_plugin, version);
    MEMBER(alysio_plugin, tools);
    MEMBER(alysio_plugin, tool_count);
    MEMBER(alysio_plugin, create);
    MEMBER(alysio_plugin, destroy);
    MEMBER(alysio_plugin, call);
    MEMBER(alysio_plugin, cancel);
    MEMBER(alysio_plugin, save_state);
    END(alysio_plugin);

    return forgotten;
}
