#include "tests/sandbox_host/services/http_world.hpp"

#include <catch2/catch.hpp>

namespace alysio::sandbox::testing {

using sdk::view;

namespace {

class RoadSession final : public connection::RequestSession {
  public:
    RoadSession(Road& road, std::string url, std::vector<std::string> headers)
        : road_(road), url_(std::move(url)), headers_(std::move(headers)) {}

    connection::WireRequest wire() override {
        ++road_.wires;
        connection::WireRequest wire;
        wire.url = url_;
        wire.headers = headers_;
        for (const auto& line : road_.headers) wire.headers.push_back(line);
        wire.headers.push_back("X-Attempt: " + std::to_string(road_.wires));
        return wire;
    }
    bool collects(const connection::ResponseHead& head) override { return road_.collects && road_.collects(head); }
    connection::Verdict judge(const connection::ResponseHead& head, std::string_view body) override {
        return road_.judge(head, body);
    }
    bool shows_header(std::string_view name) const override { return name != "set-cookie"; }
    std::string_view filter(std::string_view chunk) override {
        if (!road_.filter) return chunk;
        filtered_.clear();
        road_.filter(chunk, filtered_);
        return filtered_;
    }

  private:
    Road& road_;
    std::string url_;
    std::vector<std::string> headers_;
    std::string filtered_;
};

struct Watch {
    Seen seen;
    HttpWorld& world;
    HttpWorld::Done done;
    HttpWorld::OnChunk on_chunk;
    std::uint64_t unconsumed = 0;
};

void on_head(void* ctx, alysio_request, const alysio_http_head* head) {
    auto& watch = *static_cast<Watch*>(ctx);
    watch.seen.http_status = head->http_status;
    for (std::uint64_t i = 0; i < head->header_count; ++i) {
        watch.seen.headers.emplace_back(view(head->headers[i].key), view(head->headers[i].value));
    }
}

void on_body(void* ctx, alysio_request request, alysio_str chunk) {
    auto& watch = *static_cast<Watch*>(ctx);
    ++watch.seen.chunks;
    if (watch.on_chunk) {
        watch.on_chunk(request, view(chunk));
        return;
    }
    watch.seen.body += view(chunk);
    watch.unconsumed += chunk.size;
    watch.seen.most_unconsumed = std::max(watch.seen.most_unconsumed, watch.unconsumed);
    const auto& api = watch.world.api();
    if (api.consume(watch.world.plugin.host->ctx, request, watch.unconsumed) == ALYSIO_OK) watch.unconsumed = 0;
}

void on_end(void* ctx, alysio_request, const alysio_http_end* end) {
    auto& watch = *static_cast<Watch*>(ctx);
    auto& seen = watch.seen;
    REQUIRE(seen.status == 1);  // it comes once
    seen.status = end->status;
    seen.sent = end->sent;
    seen.message = view(end->message);
    seen.subject = view(end->subject);
    seen.size = end->size;
    seen.limit = end->limit;
    seen.retry_after_ns = end->retry_after_ns;
    watch.done(seen);
}

constexpr alysio_http_events events = {sizeof(alysio_http_events), 0, on_head, on_body, on_end};

runtime::RuntimeOptions options(services::HttpService& http, runtime::Limits limits) {
    runtime::RuntimeOptions result;
    result.instance.services = {http.service()};
    result.instance.limits = limits;
    return result;
}

}  // namespace

base::Result<std::unique_ptr<connection::RequestSession>, connection::RequestError> Road::open(
    const connection::RequestView& request) {
    if (closed) return *closed;
    auto url = origin + std::string(request.path);
    for (const auto& [key, value] : request.query) {
        url += (url.find('?') == std::string::npos ? "?" : "&") + std::string(key) + "=" + std::string(value);
    }
    std::unique_ptr<connection::RequestSession> session =
        std::make_unique<RoadSession>(*this, std::move(url), std::vector<std::string>());
    return session;
}

std::string Seen::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (key == name) return value;
    }
    return "(none)";
}

HttpWorld::HttpWorld(std::string origin, services::TransportOptions transport, runtime::Limits limits,
                     std::shared_ptr<services::ExchangeLog> watcher)
    : http(std::make_shared<services::CurlTransport>(std::move(transport)), std::move(watcher)),
      runtime(options(http, limits)) {
    road->origin = std::move(origin);
    REQUIRE(runtime.load(ScriptedPlugin::table()));
}

const alysio_http& HttpWorld::api() const {
    return *plugin.service<alysio_http>(ALYSIO_HTTP_SERVICE);
}

alysio_request HttpWorld::start(alysio_call call, const Ask& ask, Done done, OnChunk on_chunk) {
    std::vector<alysio_pair> query;
    for (const auto& [key, value] : ask.query) query.push_back({sdk::str(key), sdk::str(value)});
    alysio_http_request request{};
    request.struct_size = sizeof request;
    request.method = ask.method;
    request.path = sdk::str(ask.path);
    request.query = query.data();
    request.query_count = query.size();
    request.body = sdk::str(ask.body);
    request.window = ask.window;
    request.timeout_ns = ask.timeout_ns;
    request.effect = ask.effect;
    const std::shared_ptr<Watch> watch(new Watch{{}, *this, std::move(done), std::move(on_chunk), 0});
    watches_.push_back(watch);
    alysio_request handle = 0;
    REQUIRE(api().start(plugin.host->ctx, call, &request, &events, watch.get(), &handle) == ALYSIO_OK);
    return handle;
}

alysio_status HttpWorld::consume(alysio_request request, std::uint64_t bytes) const {
    return api().consume(plugin.host->ctx, request, bytes);
}

alysio_http_sent HttpWorld::cancel(alysio_request request) const {
    alysio_http_sent sent = 9;
    REQUIRE(api().cancel(plugin.host->ctx, request, &sent) == ALYSIO_OK);
    return sent;
}

runtime::CallRequest HttpWorld::call_request(const Ask& ask) const {
    auto identity = std::make_shared<connection::Identity>();
    identity->tenant = "acme";
    identity->user = "admin";
    identity->grants = ask.grants;
    auto acting_for = std::make_shared<connection::ActingUser>();
    acting_for->identity = std::move(identity);
    if (ask.connected) acting_for->connection = road;
    runtime::CallRequest request;
    request.tool = "act";
    request.intent = ask.intent;
    request.acting_for = std::move(acting_for);
    return request;
}

runtime::CallResult HttpWorld::call(std::function<void(alysio_call)> step, const Ask& ask) {
    plugin.on_call = [step = std::move(step)](ScriptedPlugin&, const alysio_call_info& info) {
        step(info.call);
        return ALYSIO_OK;
    };
    return run(runtime, call_request(ask));
}

Seen HttpWorld::ask(const Ask& ask) {
    Seen result;
    call(
        [&](alysio_call call) {
            start(call, ask, [&result, this, call](const Seen& seen) {
                result = seen;
                plugin.finish(call);
            });
        },
        ask);
    return result;
}

}  // namespace alysio::sandbox::testing
