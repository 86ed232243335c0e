// The plugin's own cost of a call. The plugin is the library as shipped, in the host in memory: no network, no clock. The floor
// is a probe that makes the same requests and answers without looking: what the host in memory costs by itself.

#include "bench.hpp"

#include <alysio/sdk/http.hpp>
#include <alysio/sdk/plugin.hpp>
#include <alysio/testing/test_host.hpp>

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace {

using namespace alysio;

const std::string record_id = "001dM00003kRs59QAC";

std::string describe_of_account(int fields) {
    std::string json =
        R"({"name":"Account","label":"Account","keyPrefix":"001","queryable":true,"createable":true,"updateable":true,)"
        R"("layoutable":true,"urls":{"uiDetailTemplate":"https://acme.my.salesforce.com/{ID}"},"recordTypeInfos":[],)"
        R"("childRelationships":[],"fields":[)";
    for (int i = 0; i < fields; ++i) {
        json +=
            std::string(i == 0 ? "" : ",") + R"({"name":"Field)" + std::to_string(i) + R"(__c","label":"Field )" +
            std::to_string(i) +
            R"(","type":"string","length":255,"nillable":true,"createable":true,"updateable":true,"filterable":true,)" +
            R"("sortable":true,"groupable":true,"defaultedOnCreate":false,"picklistValues":[],"referenceTo":[],)" +
            R"("relationshipName":null,"calculated":false,"custom":true})";
    }
    return json + "]}";
}

std::string account(int fields) {
    std::string json = R"({"attributes":{"type":"Account","url":"/services/data/v62.0/sobjects/Account/)" + record_id +
                       R"("},"Id":")" + record_id +
                       R"(","Name":"Acme","LastModifiedDate":"2026-05-01T07:25:37.000+0000")";
    for (int i = 0; i < fields; ++i)
        json += R"(,"Field)" + std::to_string(i) + R"(__c":"value )" + std::to_string(i) + '"';
    return json + "}";
}

/// Answers each path as an org would.
class Server {
  public:
    testing::Answer operator()(const testing::SeenRequest& request) const {
        if (request.path == "/") return testing::Answer::json(root_);
        if (request.path == "/sobjects/Account/describe") return testing::Answer::json(describe_);
        if (request.path == "/query") return testing::Answer::json(nothing_);
        return testing::Answer::json(record_);
    }

  private:
    std::string root_ = R"({"identity":"https://login.salesforce.com/id/00DdM00000vfgTuUAI/005dM00000abcdeQAA"})";
    std::string nothing_ = R"({"totalSize":0,"done":true,"records":[]})";
    std::string describe_ = describe_of_account(60);
    std::string record_ = account(60);
};

/// Makes one request and answers with its size.
class Floor {
  public:
    Floor(sdk::Core&, std::string_view, std::string_view) {}
    sdk::Task<sdk::Reply> run(sdk::Call& call) {
        if (call.tool() == "asks") {
            sdk::HttpRequest request(ALYSIO_HTTP_GET, "/sobjects/Account/" + record_id);
            sdk::HttpExchange exchange(call, request);
            const sdk::HttpResponse response = co_await exchange.response();
            co_return sdk::Reply::success(std::to_string(response.body.size()));
        }
        co_return sdk::Reply::success("{}");
    }
};

constexpr alysio_tool named(std::string_view name) {
    return {sizeof(alysio_tool), 0, sdk::str(name), sdk::str(name), sdk::str(name), sdk::str("{}"), sdk::str("{}")};
}
constexpr alysio_tool asks = named("asks");
constexpr alysio_tool answers = named("answers");
constexpr const alysio_tool* floor_tools[] = {&asks, &answers};
constexpr alysio_plugin floor_table = sdk::plugin_table<Floor, floor_tools>("floor", "1.0.0");

void run(testing::TestHost& host, const std::string& tool, const std::string& arguments) {
    testing::CallOptions options;
    options.web_url = "https://acme.my.salesforce.com";
    options.deadline_ns = 0;
    const testing::TestCall& call = host.call(tool, arguments, options);
    host.run();
    if (call.kind != ALYSIO_RESULT_SUCCESS) {
        std::fprintf(stderr, "%s failed: %s\n", tool.c_str(), call.result.c_str());
        std::exit(1);
    }
    host.forget_finished();
}

}  // namespace

int main(int argc, char** argv) {
    const std::string plugin_file = (std::filesystem::path(argv[0]).parent_path() / "alysio_salesforce.so").string();
    void* image = dlopen(plugin_file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (image == nullptr) {
        std::fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    const auto entry = reinterpret_cast<alysio_plugin_fn>(dlsym(image, ALYSIO_PLUGIN_ENTRY));

    std::vector<bench::Figure> figures;
    const std::string arguments = R"({"object_name":"Account","record_id":")" + record_id + R"("})";
    {
        testing::TestHost floor(floor_table);
        floor.create();
        floor.on_request = Server();
        figures.push_back(bench::measure("floor: a call that asks nothing", [&] { run(floor, "answers", "{}"); }));
        figures.push_back(bench::measure("floor: a call that makes one request", [&] { run(floor, "asks", "{}"); }));
    }
    {
        testing::TestHost host(*entry());
        host.create();
        host.on_request = Server();
        figures.push_back(bench::measure("salesforce_generate_record_url",
                                         [&] { run(host, "salesforce_generate_record_url", arguments); }));
        figures.back().note = "goal: 3 us over the floor";
        figures.push_back(
            bench::measure("salesforce_get_record, 60 fields", [&] { run(host, "salesforce_get_record", arguments); }));
        figures.back().note = "goal: 20 us over the floor";
        const std::string query = R"({"query":"SELECT Id, Name FROM Account LIMIT 1"})";
        figures.push_back(bench::measure("salesforce_run_soql_query, one row of 60 fields",
                                         [&] { run(host, "salesforce_run_soql_query", query); }));
    }
    dlclose(image);
    return bench::report(figures, argc, argv);
}
