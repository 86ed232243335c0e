// Every tool with every service call failing in turn, given up at every event, and with bodies in pieces.

#include "tests/plugin/tool_fixture.hpp"

#include <alysio/sdk/task.hpp>

#include <catch2/catch.hpp>

using namespace alysio;
using namespace alysio::salesforce::tests;

namespace {

struct Sample {
    std::string tool;
    std::string arguments;
    CallOptions options;
};

CallOptions without_link() {
    CallOptions options;
    options.time_zone.clear();
    return options;
}

const std::string guarded = R"(,"if_unmodified_since":"2026-05-01T07:25:37.000+0000"})";

std::vector<Sample> samples() {
    const std::string record = R"({"object_name":"Account","record_id":"001dM00003kRs59QAC")";
    return {
        {"salesforce_get_object_fields", R"({"object_name":"Account"})", without_link()},
        {"salesforce_get_object_fields", R"({"object_name":"Acount"})", ToolFixture::default_options()},
        {"salesforce_get_object_fields", R"({"search":"invoice"})", ToolFixture::default_options()},
        {"salesforce_get_record", record + "}", without_link()},
        {"salesforce_get_record", record + R"(,"fields":["Owner.Name"]})", ToolFixture::default_options()},
        {"salesforce_get_record", R"({"object_name":"Account","record_id":"006dM00000AbCdEQAV"})",
         ToolFixture::default_options()},
        {"salesforce_create_record", R"({"object_name":"Account","fields":{"Name":"x"}})",
         ToolFixture::default_options()},
        {"salesforce_create_record", R"({"object_name":"Account","fields":{"Name":"x"}})", ToolFixture::preview()},
        {"salesforce_update_record", record + R"(,"fields":{"Name":"x"})" + guarded, ToolFixture::default_options()},
        {"salesforce_update_record", record + R"(,"fields":{"Name":"x"}})", ToolFixture::preview()},
        {"salesforce_generate_record_url", record + "}", without_link()},
    };
}

void furnish(ToolFixture& tools) {
    const Json record = {{"Id", account_id}, {"Name", "x"}, {"LastModifiedDate", "2026-05-01T07:25:37.000+0000"}};
    tools.org.answers["GET /sobjects/Account/" + account_id] = row(record);
    tools.org.answers["POST /sobjects/Account"] = row({{"id", account_id}, {"success", true}});
    tools.org.answers["PATCH /sobjects/Account/" + account_id] = Answer::json("", 204);
    tools.org.queries.emplace_back("SELECT Id,Owner.Name",
                                   row({{"totalSize", 1}, {"done", true}, {"records", {record}}}));
}

void check_ended_well(const ToolFixture& tools, const testing::TestCall& call) {
    INFO(call.result);
    REQUIRE(call.finished);
    CHECK(tools.host.misuse.empty());
    CHECK(tools.host.open_requests() == 0);
    CHECK(tools.host.open_timers() == 0);
    const Json result = Json::parse(call.result);
    if (call.kind == ALYSIO_RESULT_ERROR) CHECK(result["error"]["code"].is_string());
    for (const std::string& line : tools.host.logs) CHECK(line.find("plugin.bug") == std::string::npos);
}

}  // namespace

TEST_CASE("Whichever service call fails, the call ends once, with a result or an error") {
    for (const Sample& sample : samples()) {
        bool failed_one = true;
        for (std::uint64_t n = 0; failed_one; ++n) {
            INFO(sample.tool << " " << sample.arguments << ", failing service call " << n);
            ToolFixture tools;
            furnish(tools);
            tools.host.fail_at(n);
            testing::TestCall& call = tools.host.call(sample.tool, sample.arguments, sample.options);
            tools.host.run();
            check_ended_well(tools, call);
            failed_one = tools.host.service_calls() > n;
            REQUIRE(n < 50);
        }
    }
}

TEST_CASE("Given up at any event, the call ends once and leaves nothing behind") {
    for (const Sample& sample : samples()) {
        bool stopped_one = true;
        for (int n = 0; stopped_one; ++n) {
            INFO(sample.tool << " " << sample.arguments << ", given up after event " << n);
            ToolFixture tools;
            furnish(tools);
            testing::TestCall& call = tools.host.call(sample.tool, sample.arguments, sample.options);
            for (int i = 0; i < n && !call.finished; ++i) tools.host.step();
            stopped_one = !call.finished;
            if (stopped_one) tools.host.cancel(call.id, ALYSIO_CANCEL_USER);
            tools.host.run();
            check_ended_well(tools, call);
            REQUIRE(n < 200);
        }
    }
}

TEST_CASE("An instance destroyed in the middle of any call leaves no coroutine behind") {
    for (const Sample& sample : samples()) {
        for (int n = 0; n < 12; ++n) {
            ToolFixture tools;
            furnish(tools);
            tools.host.call(sample.tool, sample.arguments, sample.options);
            for (int i = 0; i < n; ++i) tools.host.step();
            tools.host.destroy();
            CHECK(tools.host.misuse.empty());
        }
    }
    CHECK(sdk::live_frames() == 0);
}

TEST_CASE("Bodies in single bytes make no difference") {
    for (const Sample& sample : samples()) {
        std::string results[2];
        for (const std::uint64_t chunk : {std::uint64_t{64 * 1024}, std::uint64_t{1}}) {
            ToolFixture tools;
            furnish(tools);
            tools.host.chunk_bytes = chunk;
            testing::TestCall& call = tools.host.call(sample.tool, sample.arguments, sample.options);
            tools.host.run();
            results[chunk == 1 ? 1 : 0] = call.result;
        }
        CHECK(results[0] == results[1]);
    }
}
