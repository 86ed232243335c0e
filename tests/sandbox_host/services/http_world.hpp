#pragma once

// Everything between a plugin's HTTP call and a raw server: a plugin plugin, the runtime, the real transport, and a
// connection that leads to the server.

#include "sandbox_host/connection/acting_user.hpp"
#include "sandbox_host/runtime/runtime.hpp"
#include "sandbox_host/services/curl_transport.hpp"
#include "sandbox_host/services/http_service.hpp"
#include "tests/plugins/scripted_plugin.hpp"
#include "tests/sandbox_host/services/raw_server.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace alysio::sandbox::testing {

// First come, first served; as many at once as `width`.
class Line final : public connection::Admission {
  public:
    explicit Line(std::size_t width) : width_(width) {}
    Ticket enter(std::uint64_t) override {
        waiting_.push_back(++last_);
        if (on_enter) on_enter(last_);
        return last_;
    }
    std::vector<Ticket> admit(Time) override {
        std::vector<Ticket> admitted;
        while (!waiting_.empty() && inside_.size() < width_) {
            admitted.push_back(waiting_.front());
            inside_.insert(waiting_.front());
            waiting_.pop_front();
        }
        most_inside = std::max(most_inside, inside_.size());
        return admitted;
    }
    void leave(Ticket ticket) override {
        inside_.erase(ticket);
        std::erase(waiting_, ticket);
    }
    std::optional<Time> next(Time) const override { return std::nullopt; }

    std::function<void(Ticket)> on_enter;
    std::size_t most_inside = 0;

  private:
    std::size_t width_;
    Ticket last_ = 0;
    std::deque<Ticket> waiting_;
    std::set<Ticket> inside_;
};

// Leads to one origin. What it does beyond that, a test sets.
class Road final : public connection::Connection {
  public:
    std::string origin;
    std::string trusted;  // a PEM file
    std::string title = "test/road";
    std::optional<connection::RequestError> closed;
    std::function<bool(const connection::ResponseHead&)> collects;
    std::function<connection::Verdict(const connection::ResponseHead&, std::string_view)> judge;
    std::function<void(std::string_view, std::string&)> filter;
    std::vector<std::string> headers;
    std::unique_ptr<Line> line = std::make_unique<Line>(16);
    int wires = 0;

    base::Result<std::unique_ptr<connection::RequestSession>, connection::RequestError> open(
        const connection::RequestView& request) override;
    connection::Admission& admission() override { return *line; }
    std::string_view name() const override { return title; }
    std::string_view ca_file() const override { return trusted; }
};

// What the plugin saw of one request.
struct Seen {
    std::uint32_t http_status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::size_t chunks = 0;
    std::uint64_t most_unconsumed = 0;
    alysio_status status = 1;  // none of the ABI's: no end was seen
    alysio_http_sent sent = 9;
    std::string message;
    std::string subject;
    std::uint64_t size = 0;
    std::uint64_t limit = 0;
    std::uint64_t retry_after_ns = 0;

    std::string header(std::string_view name) const;
};

struct Ask {
    alysio_http_method method = ALYSIO_HTTP_GET;
    std::string path = "/answer";
    std::vector<std::pair<std::string, std::string>> query;
    std::string body;
    std::uint64_t window = 0;
    std::uint64_t timeout_ns = 0;
    alysio_intent intent = ALYSIO_INTENT_EXECUTE;
    alysio_grants grants = ALYSIO_GRANT_READ | ALYSIO_GRANT_WRITE;
    bool connected = true;
    alysio_http_effect effect = ALYSIO_HTTP_BY_METHOD;
};

class HttpWorld {
  public:
    explicit HttpWorld(std::string origin, services::TransportOptions transport = {}, runtime::Limits limits = {},
                       std::shared_ptr<services::ExchangeLog> watcher = nullptr);

    ScriptedPlugin plugin;
    std::shared_ptr<Road> road = std::make_shared<Road>();
    services::HttpService http;
    runtime::Runtime runtime;

    // [lane] Starts a request; `done` comes with on_end. Where `on_chunk` is given it has the body to itself, and
    // consumes.
    using Done = std::function<void(const Seen&)>;
    using OnChunk = std::function<void(alysio_request, std::string_view)>;
    alysio_request start(alysio_call call, const Ask& ask, Done done, OnChunk on_chunk = {});
    const alysio_http& api() const;
    alysio_status consume(alysio_request request, std::uint64_t bytes) const;
    // What cancel says of `sent`.
    alysio_http_sent cancel(alysio_request request) const;

    // One request in a call of its own.
    Seen ask(const Ask& ask);
    runtime::CallRequest call_request(const Ask& ask = {}) const;
    // A call whose body is `step`; it ends when that has the plugin finish it.
    runtime::CallResult call(std::function<void(alysio_call)> step, const Ask& ask = {});

  private:
    std::vector<std::shared_ptr<void>> watches_;  // also of requests that never ended
};

}  // namespace alysio::sandbox::testing
