// The MCP server as a client sees it: the whole program over pipes, the sandbox org in another process. Beside it, where
// node and the clients are there, the official client's view of it, and a peer: @tsmztech/mcp-server-salesforce on the
// same org.

#include "tests/bench/bench.hpp"
#include "tests/bench/conversation.hpp"
#include "tests/bench/process.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <memory>

using namespace alysio;
using Json = nlohmann::json;
using Kind = bench::Goal::Kind;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view hello =
    R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},)"
    R"("clientInfo":{"name":"bench","version":"1"}}})";
constexpr std::string_view list = R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})";
constexpr std::string_view url_arguments = R"({"object_name":"Account","record_id":"001Sb0000000001IAA"})";

std::string call(int id) {
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) +
           R"(,"method":"tools/call","params":{"name":"salesforce_generate_record_url","arguments":)" +
           std::string(url_arguments) + "}}";
}

double microseconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

// One start of the program to its list of tools.
double start_to_list(const std::string& program, std::string* answer = nullptr) {
    const auto start = std::chrono::steady_clock::now();
    bench::Conversation server({program, "mcp"});
    server.say(hello);
    server.say(list);
    server.hear();
    const auto tools = server.hear();
    const double spent = microseconds_since(start);
    bench::require(Json::parse(tools)["result"]["tools"].size() >= 6, "a list of tools");
    if (answer != nullptr) *answer = tools;
    return spent;
}

// What node says of a server, or null.
Json seen_by_client(const fs::path& folder, int calls, const std::string& tool, std::string_view arguments,
                    const std::vector<std::string>& command) {
    const fs::path modules = fs::path(ALYSIO_SOURCE) / "build/clients";
    if (!fs::exists(modules / "node_modules/@modelcontextprotocol/sdk")) return nullptr;
    std::vector<std::string> line = {"node",  ALYSIO_SOURCE "/tests/bench/mcp_client.mjs",
                                     modules, std::to_string(calls),
                                     tool,    std::string(arguments)};
    line.insert(line.end(), command.begin(), command.end());
    const fs::path out = folder / "client.json";
    if (bench::run_program(line, out).exit_code != 0) return nullptr;
    return Json::parse(std::ifstream(out), nullptr, false);
}

void add_client(const fs::path& folder, const std::string& program, std::vector<bench::Figure>& figures,
                std::vector<bench::Goal>& goals) {
    bench::Goal quick{"a call through the official client, p50", "us", {}, Kind::at_most, 200,
                      "no node, or no clients in build/clients"};
    const Json ours = seen_by_client(folder, 2'000, "salesforce_generate_record_url", url_arguments, {program, "mcp"});
    if (ours.is_object()) {
        figures.push_back(bench::figure_of("salesforce_generate_record_url, official client",
                                           ours["call_us"].get<std::vector<double>>()));
        quick.figure = figures.back().median_us;
        quick.note = "";
    }
    goals.push_back(quick);
}

// The peer on the same org. Its start, memory and list stand beside ours, as told by the same client.
void add_peer(const fs::path& folder, const std::string& program, const Json& tenant,
              std::vector<bench::Figure>& figures) {
    const Json& admin = tenant["users"]["admin"];
    setenv("SALESFORCE_CONNECTION_TYPE", "User_Password", 1);
    setenv("SALESFORCE_INSTANCE_URL", tenant["instance_url"].get<std::string>().c_str(), 1);
    setenv("SALESFORCE_USERNAME", admin.value("username", "").c_str(), 1);
    setenv("SALESFORCE_PASSWORD", admin.value("password", "").c_str(), 1);
    setenv("SALESFORCE_TOKEN", "TOKEN", 1);
    const std::string peer = ALYSIO_SOURCE "/build/clients/node_modules/@tsmztech/mcp-server-salesforce/dist/index.js";
    const std::vector<std::pair<std::string, std::vector<std::string>>> servers = {{"ours", {program, "mcp"}},
                                                                                   {"tsmztech", {"node", peer}}};
    const std::string soql_tool = "salesforce_query_records";
    for (const auto& [name, command] : servers) {
        const bool is_ours = name == "ours";
        std::vector<double> starts;
        Json seen;
        for (int i = 0; i < 5; ++i) {
            // No more than the host's budget lets a tenant ask at once.
            constexpr int queries = 15;
            seen = is_ours ? seen_by_client(folder, queries, "salesforce_run_soql_query",
                                            R"({"query":"SELECT Id, Name FROM Account LIMIT 5"})", command)
                           : seen_by_client(folder, queries, soql_tool,
                                            R"({"objectName":"Account","fields":["Id","Name"],"limit":5})", command);
            if (!seen.is_object()) return;
            starts.push_back(seen["start_ms"].get<double>() * 1e3);
        }
        figures.push_back(bench::figure_of(name + ": start to tools/list, official client", starts));
        figures.back().note = "peak " + std::to_string(seen["rss_mb"].get<double>()).substr(0, 5) + " MB, list " +
                              std::to_string(seen["list_bytes"].get<int>()) + " bytes";
        figures.push_back(
            bench::figure_of(name + ": five accounts, official client", seen["call_us"].get<std::vector<double>>()));
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::string program = (fs::path(argv[0]).parent_path() / "alysio-sandbox").string();
    const bench::Workplace place;
    setenv("XDG_STATE_HOME", place.folder().c_str(), 1);
    std::vector<bench::Figure> figures;
    std::vector<bench::Goal> goals;

    auto org = std::make_unique<bench::Conversation>(std::vector<std::string>{program, "org"});
    const Json connection = Json::parse(org->hear());

    std::string tools;
    std::vector<double> starts;
    for (int i = 0; i < 30; ++i) starts.push_back(start_to_list(program, &tools));
    figures.push_back(bench::figure_of("process start to tools/list", starts));
    goals.push_back({"process start to tools/list", "ms", figures.back().median_us / 1e3, Kind::at_most, 30, ""});
    goals.push_back({"tools/list", "bytes", static_cast<double>(tools.size()), Kind::at_most, 12'000, ""});

    bench::Conversation server({program, "mcp"});
    server.say(hello);
    server.hear();
    server.say(call(1));
    bench::require(server.hear().find("/lightning/r/Account/") != std::string::npos, "a link");
    std::vector<double> trips;
    for (int i = 0; i < 5'000; ++i) {
        const auto start = std::chrono::steady_clock::now();
        server.say(call(10 + i));
        server.hear();
        trips.push_back(microseconds_since(start));
    }
    figures.push_back(bench::figure_of("salesforce_generate_record_url on the pipe", trips));

    constexpr int many = 100'000;
    std::string text;
    for (int i = 0; i < many; ++i) text += call(100'000 + i) + "\n";
    std::vector<double> per_call;
    for (int i = 0; i < 3; ++i) {
        const auto start = std::chrono::steady_clock::now();
        server.exchange(text, many);
        per_call.push_back(microseconds_since(start) / many);
    }
    figures.push_back(bench::figure_of("the same, 100,000 at once, each", per_call));
    goals.push_back({"calls a second, pipelined", "1/s", 1e6 / figures.back().median_us, Kind::at_least, 20'000, ""});
    goals.push_back({"peak memory, the org elsewhere", "MB", server.peak_memory(), Kind::at_most, 25, ""});

    add_client(place.folder(), program, figures, goals);
    add_peer(place.folder(), program, connection["tenants"]["acme"], figures);
    org->interrupt();
    org.reset();
    return bench::report(figures, goals, argc, argv);
}
