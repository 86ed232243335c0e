// Ten thousand queries in flight in one instance of the plugin, as shipped, in the host in memory: what each holds while
// it waits, that all of them end with their row, and that nobody started a thread for it.

#include "tests/bench/allocations.hpp"
#include "tests/bench/bench.hpp"

#include <alysio/testing/test_host.hpp>

#include <dlfcn.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

using namespace alysio;

namespace {

constexpr std::size_t calls = 10'000;

std::size_t bytes_in_use() {
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

std::size_t threads() {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

std::string page_of(const std::string& name) {
    return R"({"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account",)"
           R"("url":"/services/data/v62.0/sobjects/Account/001dM00003kRs59QAC"},"Id":"001dM00003kRs59QAC","Name":")" +
           name + R"("}]})";
}

// A round of calls that all wait at once. What each of them holds then, in bytes.
double bytes_each(testing::TestHost& host) {
    const std::size_t before = bytes_in_use();
    std::vector<const testing::TestCall*> open;
    for (std::size_t i = 0; i < calls; ++i) {
        testing::CallOptions options;
        options.web_url = "https://acme.my.salesforce.com";
        const std::string name = std::to_string(i);
        open.push_back(&host.call("salesforce_run_soql_query",
                                  R"({"query":"SELECT Id, Name FROM Account WHERE Name = ')" + name + R"(' LIMIT 1"})",
                                  options));
    }
    bench::require(host.requests.size() == calls, "a request of each call under way");
    host.requests.clear();
    const auto held = static_cast<double>(bytes_in_use() - before);
    host.run();
    for (std::size_t i = 0; i < calls; ++i) {
        const bool right = open[i]->finished && open[i]->kind == ALYSIO_RESULT_SUCCESS &&
                           open[i]->result.find(R"("Name":")" + std::to_string(i) + '"') != std::string::npos;
        bench::require(right, "the row of each call: " + open[i]->result);
    }
    host.forget_finished();
    return held / static_cast<double>(calls);
}

}  // namespace

int main(int argc, char** argv) {
    const std::string plugin_file = (std::filesystem::path{argv[0]}.parent_path() / "alysio_salesforce.so").string();
    void* image = dlopen(plugin_file.c_str(), RTLD_NOW | RTLD_LOCAL);
    bench::require(image != nullptr, plugin_file);
    const auto entry = reinterpret_cast<alysio_plugin_fn>(dlsym(image, ALYSIO_PLUGIN_ENTRY));

    std::vector<bench::Figure> figures;
    std::vector<bench::Goal> goals;
    {
        testing::TestHost host(*entry());
        host.create();
        host.on_request = [](const testing::SeenRequest& request) {
            const std::string query = request.query_value("q");
            const auto from = query.find('\'') + 1;
            testing::Answer answer = testing::Answer::json(page_of(query.substr(from, query.find('\'', from) - from)));
            answer.delay_ns = 100'000'000;
            return answer;
        };
        const std::size_t threads_before = threads();
        bytes_each(host);  // caches and the allocator's own are there from now on
        std::vector<double> times;
        std::vector<double> bytes;
        std::vector<double> allocated;
        for (int round = 0; round < 3; ++round) {
            const auto allocated_before = bench::allocations();
            const auto start = std::chrono::steady_clock::now();
            bytes.push_back(bytes_each(host));
            const auto spent = std::chrono::steady_clock::now() - start;
            allocated.push_back(static_cast<double>(bench::allocations() - allocated_before) / calls);
            times.push_back(std::chrono::duration<double, std::micro>(spent).count() / static_cast<double>(calls));
        }
        figures.push_back(bench::figure_of("one of 10,000 calls in flight", std::move(times)));
        figures.back().allocations = bench::median(std::move(allocated));
        figures.back().note = "mostly the host in memory, which looks through its lists whenever a call ends";
        using Kind = bench::Goal::Kind;
        goals.push_back({"memory of a call in flight", "KB", bench::median(bytes) / 1'000, Kind::at_most, 24,
                         "plugin and host in memory together"});
        goals.push_back({"threads started", "", static_cast<double>(threads() - threads_before), Kind::at_most, 0, ""});
    }
    dlclose(image);
    return bench::report(figures, goals, argc, argv);
}
