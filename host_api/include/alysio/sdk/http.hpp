#pragma once

#include "call.hpp"
#include "http_effect.hpp"

#include <alysio/abi/http.h>

#include <coroutine>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sdk {

struct HttpRequest {
    HttpRequest(alysio_http_method method, std::string path) : method(method), path(std::move(path)) {}

    HttpRequest&& with_query(std::string name, std::string value) && {
        query.emplace_back(std::move(name), std::move(value));
        return std::move(*this);
    }
    HttpRequest&& with_header(std::string name, std::string value) && {
        headers.emplace_back(std::move(name), std::move(value));
        return std::move(*this);
    }
    HttpRequest&& with_json(std::string text) && {
        body = std::move(text);
        return std::move(*this).with_header("content-type", "application/json");
    }

    /// A search by POST: it may be previewed, repeated, and stopped at once.
    HttpRequest&& that_reads() && {
        effect = ALYSIO_HTTP_READS;
        return std::move(*this);
    }

    alysio_http_method method;
    alysio_http_effect effect = ALYSIO_HTTP_BY_METHOD;
    std::string path;  ///< relative to the connection's root: "/query"
    std::vector<std::pair<std::string, std::string>> query;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    uint64_t timeout_ns = 0;                 ///< 0 = the call's deadline alone
    uint64_t body_limit = 64 * 1024 * 1024;  ///< a longer answer ends ALYSIO_E_TOO_LARGE
};

/// What came of a request. `status` is the ABI's terminal status: the server's word stands in http_status, and only when
/// `sent` is ALYSIO_HTTP_ANSWERED.
struct HttpResponse {
    HttpResponse() = default;

    alysio_status status = ALYSIO_OK;
    alysio_http_sent sent = ALYSIO_HTTP_NOT_SENT;
    uint32_t http_status = 0;
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    std::string body;
    uint64_t retry_after_ns = 0;
    std::string message;
    std::string subject;
    uint64_t size = 0;
    uint64_t limit = 0;

    /// Empty when the header is not there.
    std::string_view header(std::string_view name) const {
        for (const auto& [key, value] : headers) {
            if (key == name) return value;
        }
        return {};
    }
};

/// One request and its whole answer. It is sent when constructed, so work can go on beside it:
///
///     HttpExchange next(call, std::move(request));          // under way
///     process(page);
///     std::string_view head = co_await next.beginning(512);  // if something can be done with it already
///     HttpResponse response = co_await next.response();      // once
///
/// What reads ends at once when its call is stopped. What changes something does not: it may end within the grace that the host gives, so that
/// the user can be told what became of it. Destroying the exchange cancels it.
class HttpExchange final : private Stoppable {
  public:
    HttpExchange(Call& call, const HttpRequest& request);
    HttpExchange(const HttpExchange&) = delete;
    HttpExchange& operator=(const HttpExchange&) = delete;
    ~HttpExchange() {
        if (running()) core().http()->cancel(core().ctx(), handle_, nullptr);
    }

    Core& core() const { return call_.core(); }
    bool running() const { return handle_ != 0; }

    /// Memory for the body, such as that of an answer like this one which is not needed any more: a long body grows step
    /// by step, and each step is a copy. Too late once some of it has come: then it stays where it is.
    void use_memory(std::string& memory) {
        if (!response_.body.empty()) return;
        response_.body.swap(memory);
        response_.body.clear();
    }

    /// Waits for the first `size` bytes of the body, or for all of it where it is shorter, before response(). What it gives
    /// stays until the next await.
    auto beginning(uint64_t size) {
        struct Awaiter {
            HttpExchange& exchange;
            uint64_t size;
            bool await_ready() const { return !exchange.running() || exchange.response_.body.size() >= size; }
            void await_suspend(std::coroutine_handle<> coroutine) const {
                exchange.beginning_size_ = size;
                exchange.beginning_waiter_.coroutine = coroutine;
            }
            std::string_view await_resume() const { return exchange.response_.body; }
        };
        return Awaiter{*this, size};
    }

    auto response() {
        struct Awaiter {
            HttpExchange& exchange;
            bool await_ready() const { return !exchange.running(); }
            void await_suspend(std::coroutine_handle<> coroutine) const { exchange.waiter_.coroutine = coroutine; }
            HttpResponse await_resume() const { return std::move(exchange.response_); }
        };
        return Awaiter{*this};
    }

  private:
    void on_head(alysio_request, const alysio_http_head* head) {
        response_.http_status = head->http_status;
        for (uint64_t i = 0; i < head->header_count; ++i) {
            const alysio_pair& header = head->headers[i];
            response_.headers.emplace_back(view(header.key), view(header.value));
        }
    }

    void on_body(alysio_request, alysio_str chunk) {
        const uint64_t size = response_.body.size() + chunk.size;
        if (size > body_limit_) {
            response_.size = size;
            response_.limit = body_limit_;
            abandon(ALYSIO_E_TOO_LARGE, "The answer is larger than this request allows.");
            return;
        }
        make_room(size);
        response_.body += view(chunk);
        core().http()->consume(core().ctx(), handle_, chunk.size);
        if (beginning_size_ != 0 && size >= beginning_size_) begun();
    }

    void begun() {
        beginning_size_ = 0;
        core().ready(beginning_waiter_);
    }

    // A body that is long already mostly becomes much longer, and memory that is not used yet costs nothing; but each step
    // of one that grows is a copy into pages that the system makes anew.
    void make_room(uint64_t size) {
        constexpr uint64_t is_long = 128 * 1024;
        constexpr uint64_t leap = 2 * 1024 * 1024;
        std::string& body = response_.body;
        if (size > body.capacity() && body.size() >= is_long) body.reserve(size < leap ? leap : 2 * size);
    }

    void on_end(alysio_request, const alysio_http_end* end) {
        response_.status = end->status;
        response_.sent = end->sent;
        response_.retry_after_ns = end->retry_after_ns;
        response_.message = view(end->message);
        response_.subject = view(end->subject);
        response_.size = end->size;
        response_.limit = end->limit;
        ended();
    }

    void stop() override { abandon(ALYSIO_E_CANCELLED, "The call was stopped."); }

    void abandon(alysio_status status, std::string_view message) {
        core().http()->cancel(core().ctx(), handle_, &response_.sent);
        response_.status = status;
        response_.message = message;
        ended();
    }

    void ended() {
        handle_ = 0;
        unlink();
        if (beginning_size_ != 0) {
            begun();
        } else if (waiter_.coroutine) {
            core().ready(waiter_);
        }
    }

    Call& call_;
    uint64_t body_limit_;
    alysio_request handle_ = 0;
    HttpResponse response_;
    Waiter waiter_;
    uint64_t beginning_size_ = 0;  ///< waited for; 0: nobody waits for a beginning
    Waiter beginning_waiter_;
};

inline HttpExchange::HttpExchange(Call& call, const HttpRequest& request)
    : call_(call), body_limit_(request.body_limit) {
    if (core().http() == nullptr) {
        response_.status = ALYSIO_E_UNSUPPORTED;
        response_.message = "This host offers no HTTP.";
        return;
    }
    const auto pairs = [](const std::vector<std::pair<std::string, std::string>>& from) {
        std::vector<alysio_pair> to;
        to.reserve(from.size());
        for (const auto& [key, value] : from) to.push_back(alysio_pair{str(key), str(value)});
        return to;
    };
    const std::vector<alysio_pair> query = pairs(request.query);
    const std::vector<alysio_pair> headers = pairs(request.headers);
    alysio_http_request raw{};
    raw.struct_size = sizeof raw;
    raw.method = request.method;
    raw.path = str(request.path);
    raw.query = query.data();
    raw.query_count = query.size();
    raw.headers = headers.data();
    raw.header_count = headers.size();
    raw.body = str(request.body);
    raw.timeout_ns = request.timeout_ns;
    raw.effect = request.effect;
    static constexpr alysio_http_events events{sizeof(alysio_http_events), 0, event<&HttpExchange::on_head>,
                                               event<&HttpExchange::on_body>, event<&HttpExchange::on_end>};
    const alysio_status started = core().http()->start(core().ctx(), call.id(), &raw, &events, this, &handle_);
    if (started != ALYSIO_OK) {
        handle_ = 0;
        response_.status = started;
        response_.message = "The host did not take the request.";
        return;
    }
    if (effect_of(request.method, request.effect) == ALYSIO_HTTP_READS) call.on_stop(*this);
}

}  // namespace alysio::sdk
