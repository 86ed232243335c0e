#include "tests/sandbox_host/org/raw_client.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

namespace {

// This process's, and so the org's too.
std::size_t open_files() {
    const std::filesystem::directory_iterator files("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

// Something of everything, each by chance and from its own seed.
json mixed_faults() {
    json faults = {{{"drop", "before"}},
                   {{"drop", "during"}, {"reset", true}},
                   {{"drop", "during"}, {"chunked", true}},
                   {{"drop", "after"}, {"reset", true}},
                   {{"error", "session_expired"}},
                   {{"error", "maintenance"}},
                   {{"malformed_after", 100}},
                   {{"latency_ms", 5}},
                   {{"bytes_per_second", 2'000'000}},
                   {{"stall_after", 10}},
                   {{"stall_after", 10}, {"stall_ms", 3}},
                   {{"length_error", 5}},
                   {{"expire_locators", true}}};
    int seed = 0;
    for (json& fault : faults) {
        fault["times"] = -1;
        fault["probability"] = 0.015;
        fault["seed"] = ++seed;
    }
    return faults;
}

// A client that asks again and again on one connection, and on a new one whenever an answer is no good or takes long.
class Worker {
  public:
    Worker(const RunningOrg& org, std::size_t number) : org_(org), number_(number) {}

    void ask() {
        static const std::vector<std::string> paths = {"/query?q=SELECT+Id,Name+FROM+Account", "/sobjects", "/limits"};
        if (!client_) client_ = std::make_unique<RawClient>(org_.tenant().instance_url);
        client_->request(org_, "GET", paths[number_++ % paths.size()]);
    }

    void listen() {
        const std::string head = answers_on_time() ? client_->read_head() : "";
        const std::string length = header_of(head, "Content-Length");
        bool whole = !length.empty();
        for (std::size_t left = whole ? std::stoul(length) : 0; whole && left > 0;) {
            const std::size_t came = answers_on_time() ? client_->read_some(left).size() : 0;
            whole = came > 0;
            left -= came;
        }
        if (whole) ++good_answers;
        if (!whole) client_.reset();
    }

    std::size_t good_answers = 0;

  private:
    bool answers_on_time() const { return client_->has_more(std::chrono::milliseconds(20)); }

    const RunningOrg& org_;
    std::size_t number_;
    std::unique_ptr<RawClient> client_;
};

}  // namespace

TEST_CASE("two hundred clients and mixed faults leave nothing open behind") {
    const RunningOrg org;
    org.call("GET", "/limits");
    const std::size_t before = open_files();
    REQUIRE_FALSE(org.control("POST", "/faults", mixed_faults()).contains("error"));
    std::size_t good_answers = 0;
    {
        std::vector<Worker> workers;
        for (std::size_t i = 0; i < 200; ++i) workers.emplace_back(org, i);
        for (int round = 0; round < 20; ++round) {
            for (Worker& worker : workers) worker.ask();
            for (Worker& worker : workers) worker.listen();
        }
        for (const Worker& worker : workers) good_answers += worker.good_answers;
    }
    CHECK(org.control("GET", "/requests")["count"] == 4001);
    CHECK(good_answers > 2000);
    const json faults = org.control("GET", "/faults")["list"];
    CHECK(std::all_of(faults.begin(), faults.end(), [](const json& fault) { return fault["struck"] > 10; }));

    // Every connection is closed by now on this side; the org notices each, those that stand still too.
    org.control("DELETE", "/faults");
    while (open_files() > before) org.control("GET", "/clock");
    CHECK(open_files() <= before);
    CHECK(org.control("GET", "/connection").contains("pid"));
}
