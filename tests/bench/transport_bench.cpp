// What the host adds between the network and a plugin, beside the floor: libcurl, and zlib, alone on the same bytes.

#include "sandbox_host/connection/acting_user.hpp"
#include "sandbox_host/runtime/runtime.hpp"
#include "sandbox_host/services/curl_transport.hpp"
#include "sandbox_host/services/decoder.hpp"
#include "sandbox_host/services/http_service.hpp"
#include "tests/bench/bench.hpp"
#include "tests/plugins/scripted_plugin.hpp"
#include "tests/sandbox_host/services/raw_server.hpp"

#include <curl/curl.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

using namespace alysio;
using namespace alysio::sandbox;
using namespace alysio::sandbox::testing;

namespace {

constexpr std::size_t long_body = 32'000'000;

std::string records(std::size_t size) {
    std::string text = "{\"records\":[";
    for (unsigned i = 0; text.size() < size; ++i) {
        const auto number = std::to_string(i * 2654435761u);
        text += R"({"Id":"006)" + number + R"(","Name":"Opportunity )" + number + R"(","Amount":)" + number + "},";
    }
    return text;
}

// Everybody at once, always the same way.
class OpenDoor final : public connection::Admission {
  public:
    Ticket enter(std::uint64_t) override { return waiting_.emplace_back(++last_); }
    std::vector<Ticket> admit(Time) override { return std::exchange(waiting_, {}); }
    void leave(Ticket) override {}
    std::optional<Time> next(Time) const override { return std::nullopt; }

  private:
    Ticket last_ = 0;
    std::vector<Ticket> waiting_;
};

class PlainSession final : public connection::RequestSession {
  public:
    explicit PlainSession(std::string url) : url_(std::move(url)) {}
    connection::WireRequest wire() override {
        connection::WireRequest wire;
        wire.url = url_;
        return wire;
    }
    bool collects(const connection::ResponseHead&) override { return false; }
    connection::Verdict judge(const connection::ResponseHead&, std::string_view) override {
        return connection::Deliver{};
    }
    bool shows_header(std::string_view) const override { return true; }
    std::string_view filter(std::string_view chunk) override { return chunk; }

  private:
    std::string url_;
};

class PlainConnection final : public connection::Connection {
  public:
    explicit PlainConnection(std::string origin) : origin_(std::move(origin)) {}
    base::Result<std::unique_ptr<connection::RequestSession>, connection::RequestError> open(
        const connection::RequestView& request) override {
        std::unique_ptr<connection::RequestSession> session =
            std::make_unique<PlainSession>(origin_ + std::string(request.path));
        return session;
    }
    connection::Admission& admission() override { return door_; }
    std::string_view name() const override { return "bench"; }
    std::string_view ca_file() const override { return ""; }

  private:
    std::string origin_;
    OpenDoor door_;
};

// One GET in a call, whose body is consumed as it comes.
struct Fetch {
    ScriptedPlugin& plugin;
    alysio_call call;
    const alysio_http* http;

    static void on_head(void*, alysio_request, const alysio_http_head*) {}
    static void on_body(void* ctx, alysio_request request, alysio_str chunk) {
        auto& self = *static_cast<Fetch*>(ctx);
        self.http->consume(self.plugin.host->ctx, request, chunk.size);
    }
    static void on_end(void* ctx, alysio_request, const alysio_http_end* end) {
        const std::unique_ptr<Fetch> self(static_cast<Fetch*>(ctx));
        if (end->status != ALYSIO_OK) std::abort();
        self->plugin.finish(self->call);
    }
    static constexpr alysio_http_events events = {sizeof(alysio_http_events), 0, on_head, on_body, on_end};
};

std::size_t discard(char*, std::size_t, std::size_t size, void*) {
    return size;
}

}  // namespace

int main(int argc, char** argv) {
    const auto text = records(long_body);
    const auto packed = gzip(text);
    RawServer server([&](Peer& peer) {
        const auto short_answer = answer(200, std::string(1'000, 'x'));
        const auto long_answer = answer(200, text);
        const auto packed_answer = answer(200, packed, "Content-Encoding: gzip\r\n");
        for (auto request = peer.read_request(); !request.empty(); request = peer.read_request()) {
            const auto path = request.substr(4, request.find(' ', 4) - 4);
            peer.write(path == "/short" ? short_answer : path == "/long" ? long_answer : packed_answer);
        }
    });

    ScriptedPlugin plugin;
    services::HttpService service{std::make_shared<services::CurlTransport>()};
    runtime::RuntimeOptions options;
    options.instance.services = {service.service()};
    runtime::Runtime runtime(options);
    if (!runtime.load(ScriptedPlugin::table())) return 1;
    const auto acting_for = std::make_shared<connection::ActingUser>();
    acting_for->connection = std::make_shared<PlainConnection>(server.origin());
    runtime::CallRequest call;
    call.tool = "act";
    call.acting_for = acting_for;

    const auto through_the_host = [&](std::string path) {
        plugin.on_call = [&plugin, path = std::move(path)](ScriptedPlugin&, const alysio_call_info& info) {
            alysio_http_request request{};
            request.struct_size = sizeof request;
            request.method = ALYSIO_HTTP_GET;
            request.path = sdk::str(path);
            auto* fetch = new Fetch{plugin, info.call, plugin.service<alysio_http>(ALYSIO_HTTP_SERVICE)};
            alysio_request handle = 0;
            return fetch->http->start(plugin.host->ctx, info.call, &request, &Fetch::events, fetch, &handle);
        };
        return [&runtime, call] { run(runtime, call); };
    };
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy(curl_easy_init(), curl_easy_cleanup);
    curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, discard);
    curl_easy_setopt(easy.get(), CURLOPT_BUFFERSIZE, 64L * 1024);
    curl_easy_setopt(easy.get(), CURLOPT_NOPROXY, "*");
    const auto curl_alone = [&](const std::string& path) {
        curl_easy_setopt(easy.get(), CURLOPT_URL, (server.origin() + path).c_str());
        return [&easy] { curl_easy_perform(easy.get()); };
    };
    const auto zlib_alone = [&] {
        services::Decoder decoder(true);
        decoder.feed(std::string_view(packed));
        for (std::string_view content; !decoder.hungry();) decoder.pull(content, 64 * 1024);
    };
    const auto rate = [](bench::Figure figure) {
        char note[32];
        std::snprintf(note, sizeof note, "%.0f MB/s", static_cast<double>(long_body) / figure.median_us);
        figure.note = note;
        return figure;
    };

    std::vector<bench::Figure> figures;
    plugin.on_call = [](ScriptedPlugin& self, const alysio_call_info& info) { return self.finish(info.call); };
    figures.push_back(bench::measure("a call, to the lane and back", [&] { run(runtime, call); }));
    figures.push_back(bench::measure("GET 1 kB, libcurl alone", curl_alone("/short")));
    figures.push_back(bench::measure("GET 1 kB, through the host", through_the_host("/short")));
    figures.push_back(rate(bench::measure("GET 32 MB, libcurl alone", curl_alone("/long"))));
    figures.push_back(rate(bench::measure("GET 32 MB, through the host", through_the_host("/long"))));
    figures.push_back(rate(bench::measure("inflate 32 MB, zlib alone", zlib_alone)));
    figures.push_back(rate(bench::measure("GET 32 MB as gzip, through the host", through_the_host("/packed"))));
    return bench::report(figures, argc, argv);
}
