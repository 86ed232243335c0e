// All rows of a query to a file: the whole program as a user runs it, against a server of ready-made pages on loopback.
// Beside it, in the same run on the same pages: curl, which only fetches them, and jsforce, which does the same work.
//
//     bench_stream [--json FILE] [--quick]      --quick leaves out the two million records

#include "tests/bench/bench.hpp"
#include "tests/bench/opportunity_pages.hpp"
#include "tests/bench/page_server.hpp"
#include "tests/bench/process.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>

using namespace alysio;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t records = 50'000;
constexpr std::size_t many_records = 2'000'000;
constexpr std::size_t page_size = 2'000;

// Runs of one program, told by the middle one.
struct Runs {
    std::vector<bench::Spent> all;
    std::optional<double> allocations;

    double median(double bench::Spent::*what) const {
        std::vector<double> values;
        for (const bench::Spent& spent : all) values.push_back(spent.*what);
        return bench::median(std::move(values));
    }
    double wall() const { return median(&bench::Spent::wall_s); }
    double cpu() const { return median(&bench::Spent::cpu_s); }
    double memory() const { return median(&bench::Spent::peak_memory); }

    bench::Figure figure(std::string name) const {
        std::vector<double> times;
        for (const bench::Spent& spent : all) times.push_back(spent.wall_s * 1e6);
        bench::Figure figure = bench::figure_of(std::move(name), std::move(times));
        char note[80];
        std::snprintf(note, sizeof note, "CPU %.0f ms, of %zu runs", cpu() * 1e3, all.size());
        figure.note = note;
        figure.allocations = allocations;
        figure.peak_memory = memory();
        return figure;
    }
};

// What a line of the file must say, by nlohmann's reading of the record.
Json expected_row(std::size_t number) {
    Json row = Json::parse(bench::opportunity(number));
    row.erase("attributes");
    row["Account"].erase("attributes");
    row["Owner"].erase("attributes");
    row["record_url"] = "https://links.example/lightning/r/Opportunity/" + row["Id"].get<std::string>() + "/view";
    return row;
}

void check_rows(const fs::path& path) {
    std::ifstream file(path);
    std::string line;
    for (std::size_t i = 0; i < records; ++i) {
        bench::require(std::getline(file, line) && Json::parse(line) == expected_row(i), path.string());
    }
    bench::require(!std::getline(file, line), "the number of lines of " + path.string());
}

// The same rows over and over, since the server begins again after each 50,000.
void check_repeated_rows(const fs::path& once, const fs::path& many) {
    std::ifstream long_file(many);
    std::string line;
    std::string expected;
    for (std::size_t i = 0; i < many_records / records; ++i) {
        std::ifstream short_file(once);
        while (std::getline(short_file, expected)) {
            bench::require(std::getline(long_file, line) && line == expected, "a line among two million");
        }
    }
    bench::require(!std::getline(long_file, line), "the number of lines among two million");
}

// One way each to the same file.
class Fetch {
  public:
    explicit Fetch(fs::path programs) : programs_(std::move(programs)) {}

    bench::Spent with_host(const bench::PageServer& server, std::size_t rows, fs::path* file = nullptr) {
        const fs::path config = place_.folder() / "host.json";
        const fs::path artifacts = place_.folder() / "artifacts";
        const Json direct = {{"kind", "direct"},
                             {"instance_url", server.origin()},
                             {"web_url", "https://links.example"},
                             {"access_token_env", "ALYSIO_BENCH_TOKEN"},
                             {"api_version", "62.0"}};
        const Json budget = {{"concurrent", 8}, {"per_second", 10'000}};
        std::ofstream(config) << Json{{"tenants", {{"me", {{"connection", direct}, {"budget", budget}}}}}};
        setenv("ALYSIO_BENCH_TOKEN", "token", 1);

        const Json arguments = {{"query", bench::opportunity_query}, {"output", "file"}};
        const fs::path out = place_.folder() / "result.json";
        const bench::Spent spent =
            run_({(programs_ / "alysio-sandbox").string(), "call", "salesforce_run_soql_query", arguments.dump(),
                  "--config", config.string(), "--artifacts", artifacts.string(), "--json"},
                 out);
        const Json result = Json::parse(std::ifstream(out), nullptr, false);
        bench::require(spent.exit_code == 0 && result["complete"] == true && result["returned"] == rows,
                       "the host's result: " + result.dump());
        const fs::path written = result["file"]["path"].get<std::string>();
        if (file == nullptr) {
            fs::remove(written);
        } else {
            *file = written;
        }
        return spent;
    }

    bench::Spent with_curl(const bench::PageServer& server) const {
        std::vector<std::string> arguments = {"curl", "--silent", "--fail"};
        std::size_t number = 0;
        for (const std::string& url : server.pages()) {
            arguments.push_back(url);
            arguments.insert(arguments.end(),
                             {"--output", (place_.folder() / ("page" + std::to_string(number++))).string()});
        }
        const bench::Spent spent = run_(arguments, place_.folder() / "curl.out");
        bench::require(spent.exit_code == 0, "curl's exit code");
        for (std::size_t i = 0; i < number; ++i) fs::remove(place_.folder() / ("page" + std::to_string(i)));
        return spent;
    }

    bench::Spent with_jsforce(const bench::PageServer& server, const fs::path& modules) const {
        const bench::Spent spent = run_({"node", ALYSIO_SOURCE "/tests/bench/jsforce_stream.mjs", modules.string(),
                                         server.origin(), "https://links.example/lightning/r/Opportunity/",
                                         std::to_string(records), bench::opportunity_query, jsforce_file().string()},
                                        place_.folder() / "jsforce.out");
        bench::require(spent.exit_code == 0, "jsforce's exit code");
        return spent;
    }

    fs::path jsforce_file() const { return place_.folder() / "jsforce.jsonl"; }

    // Where jsforce is installed; nothing without node.
    std::optional<fs::path> jsforce() const {
        if (bench::run_program({"node", "--version"}, place_.folder() / "node.out").exit_code != 0) return std::nullopt;
        for (const char* folder : {"build/clients", "build/bench/clients"}) {
            const fs::path modules = fs::path(ALYSIO_SOURCE) / folder;
            if (fs::exists(modules / "node_modules/jsforce/package.json")) return modules;
        }
        return std::nullopt;
    }

    // How often a program asks for memory on its way, in a run of its own.
    double allocations(const std::function<bench::Spent()>& way) {
        run_ = bench::run_counted;
        const bench::Spent spent = way();
        run_ = bench::run_program;
        bench::require(spent.allocations > 0, "the count of allocations");
        return spent.allocations;
    }

  private:
    const fs::path programs_;
    const bench::Workplace place_;
    std::function<bench::Spent(const std::vector<std::string>&, const fs::path&)> run_ = bench::run_program;
};

struct Beside {
    Runs curl;
    Runs host;
};

// The same pages by curl and by the host, in turn.
Beside side_by_side(Fetch& fetch, const bench::PageServer& server, int runs) {
    Beside beside;
    for (int i = 0; i < runs; ++i) {
        beside.curl.all.push_back(fetch.with_curl(server));
        beside.host.all.push_back(fetch.with_host(server, records));
    }
    return beside;
}

}  // namespace

int main(int argc, char** argv) {
    const bool quick =
        std::find_if(argv, argv + argc, [](const char* a) { return std::strcmp(a, "--quick") == 0; }) != argv + argc;
    Fetch fetch{fs::path{argv[0]}.parent_path()};
    std::vector<bench::Figure> figures;
    std::vector<bench::Goal> goals;
    using Kind = bench::Goal::Kind;

    const bench::PageServer server({records, page_size, {}});
    fs::path rows;
    fetch.with_host(server, records, &rows);
    check_rows(rows);

    auto [curl, host] = side_by_side(fetch, server, 15);
    curl.allocations = fetch.allocations([&] { return fetch.with_curl(server); });
    host.allocations = fetch.allocations([&] { return fetch.with_host(server, records); });
    figures.push_back(curl.figure("curl: 25 pages to disk"));
    figures.push_back(host.figure("50,000 records to JSON Lines"));
    goals.push_back({"50,000 records, wall time to curl's", "x", host.wall() / curl.wall(), Kind::at_most, 1.5, ""});
    goals.push_back({"50,000 records, CPU time to curl's", "x", host.cpu() / curl.cpu(), Kind::at_most, 2, ""});

    constexpr double latency_s = 0.05;
    const double floor_s = latency_s * static_cast<double>(records / page_size) + curl.wall();
    const bench::PageServer far_server({records, page_size, std::chrono::milliseconds(50)});
    const auto [far_curl, far_host] = side_by_side(fetch, far_server, 5);
    figures.push_back(far_curl.figure("curl: the same pages, each 50 ms away"));
    figures.push_back(far_host.figure("50,000 records, each page 50 ms away"));
    char by_curl[40];
    std::snprintf(by_curl, sizeof by_curl, "curl: %.2f", far_curl.wall() / floor_s);
    goals.push_back({"the same with 50 ms a page, to 25 round trips and curl's time", "x", far_host.wall() / floor_s,
                     Kind::at_most, 1.05, by_curl});

    // As over a real network, where a transfer takes its time too: the floor asks for a page when it has the one before.
    constexpr std::size_t bytes_per_second = 40'000'000;
    const bench::PageServer slow_server({records, page_size, std::chrono::milliseconds(50), bytes_per_second});
    const auto [slow_curl, slow_host] = side_by_side(fetch, slow_server, 3);
    figures.push_back(slow_curl.figure("curl: each 50 ms away, over a link of 40 MB/s"));
    figures.push_back(slow_host.figure("50,000 records over the same link"));

    bench::Goal faster{
        "jsforce's wall time to ours", "x", {}, Kind::at_least, 6, "no node, or no jsforce in build/clients"};
    bench::Goal smaller{"our peak memory to jsforce's", "x", {}, Kind::at_most, 0.25, faster.note};
    if (const auto modules = fetch.jsforce()) {
        Runs jsforce;
        for (int i = 0; i < 5; ++i) jsforce.all.push_back(fetch.with_jsforce(server, *modules));
        jsforce.allocations = fetch.allocations([&] { return fetch.with_jsforce(server, *modules); });
        check_rows(fetch.jsforce_file());
        figures.push_back(jsforce.figure("jsforce: 50,000 records to JSON Lines"));
        faster.figure = jsforce.wall() / host.wall();
        smaller.figure = host.memory() / jsforce.memory();
        faster.note = smaller.note = "";
    }
    goals.push_back(faster);
    goals.push_back(smaller);

    if (!quick) {
        const bench::PageServer endless({many_records, page_size, {}});
        fs::path many_rows;
        Runs many;
        for (int i = 0; i < 2; ++i) many.all.push_back(fetch.with_host(endless, many_records));
        many.all.push_back(fetch.with_host(endless, many_records, &many_rows));
        check_repeated_rows(rows, many_rows);
        fs::remove(many_rows);  // the host's folder has no room for two of them
        many.allocations = fetch.allocations([&] { return fetch.with_host(endless, many_records); });
        figures.push_back(many.figure("2,000,000 records to JSON Lines"));
        goals.push_back(
            {"peak memory, 2,000,000 records to 50,000", "x", many.memory() / host.memory(), Kind::at_most, 1.1, ""});
        goals.push_back({"peak memory of the whole process", "MB", many.memory(), Kind::at_most, 40, ""});
    }
    // Else the kernel would have counted this program's memory as theirs.
    bench::require(bench::own_peak_memory() < host.memory(), "the memory of this program");
    return bench::report(figures, goals, argc, argv);
}
