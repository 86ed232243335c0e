// A thousand queries at once through the whole host: one I/O thread, two lanes, a server that takes 100 ms for each
// answer. The floor is libcurl alone with the same requests, with as many connections or streams as it likes.

#include "sandbox_host/runtime/memory.hpp"
#include "tests/bench/allocations.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/direct_host.hpp"
#include "tests/bench/front.hpp"
#include "tests/bench/opportunity_pages.hpp"
#include "tests/bench/page_server.hpp"
#include "tests/bench/process.hpp"

#include <curl/curl.h>

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <vector>

using namespace alysio;
using namespace alysio::sandbox;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t calls = 1'000;
constexpr std::size_t users = 8;
constexpr int rounds = 15;

const std::string soql = std::string(bench::opportunity_query) + " LIMIT 1";

// What a thousand calls cost.
struct Round {
    double us = 0;
    double allocations = 0;
};

class Stopwatch {
  public:
    Round stop() const {
        const auto spent = std::chrono::steady_clock::now() - start_;
        return {std::chrono::duration<double, std::micro>(spent).count(),
                static_cast<double>(bench::allocations() - allocations_)};
    }

  private:
    const std::uint64_t allocations_ = bench::allocations();
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

bench::Figure figure_of(std::string name, const std::vector<Round>& rounds, const Round& first) {
    std::vector<double> times;
    std::vector<double> allocations;
    for (const Round& round : rounds) {
        times.push_back(round.us);
        allocations.push_back(round.allocations);
    }
    bench::Figure figure = bench::figure_of(std::move(name), std::move(times));
    figure.allocations = bench::median(std::move(allocations));
    figure.note = "the first time, with connections to make: " + std::to_string(first.us / 1e3).substr(0, 5) + " ms";
    return figure;
}

std::size_t count(char*, std::size_t, std::size_t size, void* total) {
    *static_cast<std::size_t*>(total) += size;
    return size;
}

// libcurl alone, on this thread, with what the host sends for the query. Connections last from round to round.
class Floor {
  public:
    Floor(const std::string& origin, std::string ca_file) : ca_file_(std::move(ca_file)) {
        char* const query = curl_easy_escape(nullptr, soql.c_str(), 0);
        url_ = origin + "/services/data/v62.0/query?q=" + query;
        curl_free(query);
        for (const char* header :
             {"Accept-Encoding: gzip", "Accept: application/json", "Authorization: Bearer token"}) {
            headers_ = curl_slist_append(headers_, header);
        }
    }
    ~Floor() {
        curl_multi_cleanup(multi_);
        curl_slist_free_all(headers_);
    }
    Floor(const Floor&) = delete;
    Floor& operator=(const Floor&) = delete;

    Round round() {
        std::size_t bytes = 0;
        const Stopwatch watch;
        for (std::size_t i = 0; i < calls; ++i) {
            CURL* easy = curl_easy_init();
            curl_easy_setopt(easy, CURLOPT_URL, url_.c_str());
            if (!ca_file_.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file_.c_str());
            curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_);
            curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
            curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
            curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &count);
            curl_easy_setopt(easy, CURLOPT_WRITEDATA, &bytes);
            curl_multi_add_handle(multi_, easy);
        }
        std::size_t left = calls;
        while (left > 0) {
            int running = 0;
            curl_multi_perform(multi_, &running);
            int queued = 0;
            while (const CURLMsg* message = curl_multi_info_read(multi_, &queued)) {
                bench::require(message->data.result == CURLE_OK, "an answer to libcurl alone");
                CURL* easy = message->easy_handle;
                curl_multi_remove_handle(multi_, easy);
                curl_easy_cleanup(easy);
                --left;
            }
            if (left > 0) curl_multi_poll(multi_, nullptr, 0, 1'000, nullptr);
        }
        bench::require(bytes > calls * 500, "the bytes of libcurl's answers");
        return watch.stop();
    }

  private:
    std::string url_;
    std::string ca_file_;
    curl_slist* headers_ = nullptr;
    CURLM* multi_ = curl_multi_init();
};

// A thousand calls at once, to a host with two instances of the plugin.
class Calls {
  public:
    explicit Calls(const bench::DirectOptions& options) : host_(options) {}

    Round round() {
        std::atomic<std::size_t> left{calls};
        std::atomic<std::size_t> wrong{0};
        std::promise<void> all;
        std::vector<runtime::CallRequest> requests;
        for (std::size_t i = 0; i < calls; ++i) requests.push_back(host_.query(i % users, soql));
        const Stopwatch watch;
        for (runtime::CallRequest& request : requests) {
            runtime::CallEvents events;
            events.on_finish = [&](runtime::CallId, const runtime::CallResult& result) {
                const bool right = result.kind == ALYSIO_RESULT_SUCCESS &&
                                   result.json.find(R"("returned":1,"complete":true)") != std::string::npos;
                if (!right) wrong.fetch_add(1);
                if (left.fetch_sub(1) == 1) all.set_value();
            };
            host_.host().runtime().call(std::move(request), std::move(events));
        }
        all.get_future().wait();
        const Round round = watch.stop();
        bench::require(wrong == 0, "the row of each call");
        return round;
    }

  private:
    bench::DirectHost host_;
};

void compare(const std::string& name, const bench::DirectOptions& options, std::vector<bench::Figure>& figures,
             std::vector<bench::Goal>& goals) {
    Floor floor(options.origin, options.ca_file);
    Calls host(options);
    const Round first_of_floor = floor.round();
    const Round first_of_host = host.round();
    std::vector<Round> floors;
    std::vector<Round> hosts;
    for (int i = 0; i < rounds; ++i) {
        floors.push_back(floor.round());
        hosts.push_back(host.round());
    }
    figures.push_back(figure_of(name + ": libcurl alone", floors, first_of_floor));
    figures.push_back(figure_of(name + ": 1,000 calls", hosts, first_of_host));
    const auto best = [&](std::size_t at) { return figures[figures.size() - at].median_us; };
    goals.push_back({name + ", to libcurl alone", "x", best(1) / best(2), bench::Goal::Kind::at_most, 1.3, ""});
    goals.push_back(
        {name + ", to 100 ms", "x", best(1) / 100'000, bench::Goal::Kind::at_most, 1.3, "all at once, for nothing"});
}

}  // namespace

int main(int argc, char** argv) {
    runtime::keep_memory_flat();
    // A connection each, on both sides of nginx.
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);

    const bench::Workplace place;
    const bench::PageServer server({1, 1, std::chrono::milliseconds(100)});
    bench::DirectOptions options;
    options.library = fs::path{argv[0]}.parent_path() / "alysio_salesforce.so";
    options.folder = place.folder();
    options.origin = server.origin();
    options.users = users;
    options.instances = 2;
    options.idle_connections = calls;
    std::vector<bench::Figure> figures;
    std::vector<bench::Goal> goals;
    compare("HTTP/1.1", options, figures, goals);

    if (const std::string missing = bench::Front::missing(place.folder()); missing.empty()) {
        const bench::Front front(place.folder(), server.port());
        options.origin = front.origin();
        options.ca_file = front.certificate();
        compare("TLS, HTTP/2", options, figures, goals);
    } else {
        goals.push_back({"TLS, HTTP/2", "x", std::nullopt, bench::Goal::Kind::at_most, 1.3, missing});
    }
    return bench::report(figures, goals, argc, argv);
}
