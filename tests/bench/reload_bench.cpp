// Five hundred reloads of the Salesforce plugin under 200 calls a second, to a server that takes 100 ms for each answer.

#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/runtime/sha256.hpp"
#include "sandbox_host/services/exchange_log.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/direct_host.hpp"
#include "tests/bench/opportunity_pages.hpp"
#include "tests/bench/page_server.hpp"
#include "tests/bench/process.hpp"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

using namespace alysio;
using namespace alysio::sandbox;
using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr int reloads = 500;
constexpr int warm_reloads = 20;
constexpr std::size_t users = 8;
constexpr auto between_calls = 5ms;
constexpr auto between_reloads = 100ms;
constexpr auto quiet_time = 10s;

std::string read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>{stream}, {}};
}

// A build of the plugin that differs from all others by a few bytes behind its end, which no loader looks at.
struct Build {
    fs::path library;
    fs::path manifest;

    Build(const fs::path& shipped, const fs::path& folder, const std::string& mark) {
        fs::create_directory(folder);
        library = folder / shipped.filename();
        manifest = runtime::manifest_beside(library);
        std::ofstream(library, std::ios::binary) << read(shipped) << mark;
        auto json = Json::parse(read(runtime::manifest_beside(shipped)));
        json["sha256"] = runtime::sha256_of_file(library).value();
        std::ofstream(manifest) << json;
    }
};

// How many requests each call made.
class RequestCounts final : public services::ExchangeLog {
  public:
    void write(const services::ExchangeRecord& record) noexcept override {
        std::lock_guard lock(mutex_);
        ++counts_[record.call];
    }
    std::size_t calls_with(int requests) {
        std::lock_guard lock(mutex_);
        return static_cast<std::size_t>(
            std::count_if(counts_.begin(), counts_.end(), [&](const auto& entry) { return entry.second == requests; }));
    }

  private:
    std::mutex mutex_;
    std::unordered_map<alysio_call, int> counts_;
};

// 200 calls a second from a thread of its own, whatever becomes of them.
class Traffic {
  public:
    explicit Traffic(bench::DirectHost& host) : host_(host), thread_([this] { run(); }) {}

    // Ends it, and waits for every answer. A call that is lost is waited for in vain: the benchmark then never ends.
    std::vector<double> stop() {
        stopping_ = true;
        thread_.join();
        std::unique_lock lock(mutex_);
        ended_.wait(lock, [this] { return latencies_.size() == started_; });
        return latencies_;
    }
    std::size_t started() const { return started_; }
    std::size_t failed() const { return failed_; }
    std::size_t ended_twice() const { return ended_twice_; }

  private:
    void run() {
        for (auto turn = Clock::now(); !stopping_; turn += between_calls) {
            std::this_thread::sleep_until(turn);
            auto request = host_.query(started_ % users, std::string(bench::opportunity_query) + " LIMIT 1");
            ++started_;
            const auto ended = std::make_shared<std::atomic<bool>>(false);
            runtime::CallEvents events;
            events.on_finish = [this, turn, ended](runtime::CallId, const runtime::CallResult& result) {
                if (ended->exchange(true)) ++ended_twice_;
                end(turn, result);
            };
            host_.host().runtime().call(std::move(request), std::move(events));
        }
    }

    void end(Clock::time_point turn, const runtime::CallResult& result) {
        const double spent = std::chrono::duration<double, std::micro>(Clock::now() - turn).count();
        const bool right = result.kind == ALYSIO_RESULT_SUCCESS &&
                           result.json.find(R"("returned":1,"complete":true)") != std::string::npos;
        if (!right) ++failed_;
        std::lock_guard lock(mutex_);
        latencies_.push_back(spent);
        ended_.notify_all();
    }

    bench::DirectHost& host_;
    std::atomic<bool> stopping_ = false;
    std::atomic<std::size_t> started_ = 0;
    std::atomic<std::size_t> failed_ = 0;
    std::atomic<std::size_t> ended_twice_ = 0;
    std::mutex mutex_;
    std::condition_variable ended_;
    std::vector<double> latencies_;
    std::thread thread_;
};

double p99_ms(std::vector<double> microseconds) {
    const auto at = microseconds.begin() + static_cast<std::ptrdiff_t>(microseconds.size() * 99 / 100);
    std::nth_element(microseconds.begin(), at, microseconds.end());
    return *at / 1e3;
}

// What the process has in memory now, in MB.
double resident() {
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double pages = 0;
    statm >> total >> pages;
    return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

// Told of every generation; waits until all old ones are gone.
class Gone {
  public:
    void note(const runtime::GenerationEvent& event) {
        using Kind = runtime::GenerationEvent::Kind;
        std::lock_guard lock(mutex_);
        count_ += event.kind == Kind::ended || event.kind == Kind::pinned ? 1 : 0;
        changed_.notify_all();
    }
    void wait_for(int count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return count_ >= count; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int count_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    const fs::path shipped = fs::path{argv[0]}.parent_path() / "alysio_salesforce.so";
    const bench::Workplace place;
    const bench::PageServer server({1, 1, 100ms});
    const Build builds[] = {{shipped, place.folder() / "a", "a"}, {shipped, place.folder() / "b", "b"}};

    const auto requests = std::make_shared<RequestCounts>();
    Gone gone;
    bench::DirectOptions options;
    options.library = builds[0].library;
    options.folder = place.folder();
    options.origin = server.origin();
    options.users = users;
    options.exchanges = requests;
    bench::DirectHost host(options);
    host.host().on_generation([&](const runtime::GenerationEvent& event) { gone.note(event); });
    runtime::Runtime& runtime = host.host().runtime();

    Traffic before(host);
    std::this_thread::sleep_for(quiet_time);
    const auto quiet = before.stop();

    std::vector<double> ready;
    std::vector<double> verify;
    std::vector<double> load;
    std::vector<double> hand_over;
    double warm = 0;
    Traffic during(host);
    auto turn = Clock::now();
    for (int i = 1; i <= reloads; ++i) {
        std::this_thread::sleep_until(turn += between_reloads);
        const auto begun = Clock::now();
        const auto done = runtime.reload(builds[i % 2].library, builds[i % 2].manifest);
        bench::require(static_cast<bool>(done), "a reload");
        const auto us = [](auto time) { return std::chrono::duration<double, std::micro>(time).count(); };
        ready.push_back(us(Clock::now() - begun));
        verify.push_back(us(done->verify));
        load.push_back(us(done->load));
        hand_over.push_back(us(done->hand_over));
        if (i != warm_reloads) continue;
        gone.wait_for(warm_reloads);
        warm = resident();
    }
    gone.wait_for(reloads);
    const double last = resident();
    const auto busy = during.stop();
    const auto counters = runtime.counters();
    bench::require(busy.size() > 5'000 && counters.started == reloads + 1, "the traffic and the reloads");

    const auto calls = before.started() + during.started();
    const auto number = [](std::size_t count) { return std::optional(static_cast<double>(count)); };
    using Kind = bench::Goal::Kind;
    const std::string many = std::to_string(reloads) + " reloads";
    return bench::report(
        {bench::figure_of("a call, nobody reloads", quiet), bench::figure_of("a call, ten reloads a second", busy),
         bench::figure_of("load to ready", ready), bench::figure_of("  manifest, copy, hash", verify),
         bench::figure_of("  the loader", load), bench::figure_of("  state, instance, swap", hand_over)},
        {{many + ": calls that were lost or ended twice", "calls", number(during.ended_twice()), Kind::at_most, 0,
          std::to_string(during.started()) + " calls"},
         {many + ": calls that failed", "calls", number(before.failed() + during.failed()), Kind::at_most, 0, ""},
         {many + ": calls with more or fewer requests than one", "calls", number(calls - requests->calls_with(1)),
          Kind::at_most, 0, "what the host sent in their name"},
         {"added at the 99th percentile", "ms", p99_ms(busy) - p99_ms(quiet), Kind::at_most, 5,
          "of calls that live through a swap or two, each"},
         {"memory after " + many + ", over that after " + std::to_string(warm_reloads), "MB", last - warm,
          Kind::at_most, 2, std::to_string(last).substr(0, 5) + " MB in all"},
         {"old images that are still mapped", "images", number(counters.pinned + counters.finishing), Kind::at_most, 0,
          ""},
         {"load to ready", "ms", bench::figure_of("", ready).median_us / 1e3, Kind::at_most, 10, "median"}},
        argc, argv);
}
