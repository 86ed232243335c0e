#pragma once

#include <alysio/abi.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::testing {

/// A request as the plugin asked for it.
struct SeenRequest {
    std::string method;
    std::string path;
    std::vector<std::pair<std::string, std::string>> query;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::string principal;
    alysio_call call = 0;

    std::string query_value(std::string_view name) const { return find(query, name); }
    std::string header(std::string_view name) const { return find(headers, name); }

  private:
    static std::string find(const std::vector<std::pair<std::string, std::string>>& pairs, std::string_view name) {
        for (const auto& [key, value] : pairs) {
            if (key == name) return value;
        }
        return {};
    }
};

/// What the scripted server says to it. A `status` other than ALYSIO_OK is a failure between host and server: with `sent`
/// ANSWERED the head and `body` are delivered first, and the connection breaks after them.
struct Answer {
    uint32_t http_status = 200;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    alysio_status status = ALYSIO_OK;
    alysio_http_sent sent = ALYSIO_HTTP_ANSWERED;
    uint64_t delay_ns = 0;
    uint64_t retry_after_ns = 0;
    std::string message;
    std::string subject;
    uint64_t size = 0;
    uint64_t limit = 0;

    static Answer json(std::string body, uint32_t http_status = 200) {
        Answer answer;
        answer.http_status = http_status;
        answer.body = std::move(body);
        answer.headers.emplace_back("content-type", "application/json;charset=UTF-8");
        return answer;
    }
    static Answer failure(alysio_status status, alysio_http_sent sent, std::string message = "scripted failure") {
        Answer answer;
        answer.status = status;
        answer.sent = sent;
        answer.message = std::move(message);
        return answer;
    }
};

struct CallOptions {
    alysio_intent intent = ALYSIO_INTENT_EXECUTE;
    std::string preview_token;
    std::string principal = "principal-1";
    std::string web_url;
    std::string locale = "en-US";
    std::string time_zone = "Europe/Berlin";
    uint64_t deadline_ns = 120'000'000'000;  ///< from now; 0 = none
    alysio_grants grants = ALYSIO_GRANT_READ | ALYSIO_GRANT_WRITE;
    std::string settings = "{}";
    std::string connection = "{}";
    std::string trace_context;
};

/// One call and how it ended.
struct TestCall {
    alysio_call id = 0;
    CallOptions options;
    std::string tool;
    std::string arguments;
    alysio_call_info info{};

    bool open = false;
    alysio_status accepted = ALYSIO_OK;
    bool finished = false;
    alysio_result_kind kind = ALYSIO_RESULT_ERROR;
    std::string result;
    std::vector<std::pair<uint64_t, uint64_t>> progress;  ///< done, total
    bool stopped = false;
};

/// A file that left the plugin.
struct TestArtifact {
    std::string name;
    std::string media_type;
    std::string content;
    alysio_artifact_disposition disposition = 0;  ///< 0 while it is open
};

}  // namespace alysio::testing
