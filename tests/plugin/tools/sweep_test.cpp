// Every tool with every service call failing in turn, given up at every event, and with bodies in pieces.

#include "tests/plugin/tools/desk.hpp"

#include <alysio/sdk/task.hpp>

#include <catch2/catch.hpp>

using namespace alysio;
using namespace alysio::salesforce::tests;

namespace {

struct Errand {
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

std::vector<Errand> errands() {
    const std::string record = R"({"object_name":"Account","record_id":"001dM00003kRs59QAC")";
    return {
        {"salesforce_get_object_fields", R"({"object_name":"Account"})", without_link()},
        {"salesforce_get_object_fields", R"({"object_name":"Acount"})", Desk::default_options()},
        {"salesforce_get_object_fields", R"({"search":"invoice"})", Desk::default_options()},
        {"salesforce_get_record", record + "}", without_link()},
        {"salesforce_get_record", record + R"(,"fields":["Owner.Name"]})", Desk::default_options()},
        {"salesforce_get_record", R"({"object_name":"Account","record_id":"006dM00000AbCdEQAV"})",
         Desk::default_options()},
        {"salesforce_create_record", R"({"object_name":"Account","fields":{"Name":"x"}})", Desk::default_options()},
        {"salesforce_create_record", R"({"object_name":"Account","fields":{"Name":"x"}})", Desk::preview()},
        {"salesforce_update_record", record + R"(,"fields":{"Name":"x"})" + guarded, Desk::default_options()},
        {"salesforce_update_record", record + R"(,"fields":{"Name":"x"}})", Desk::preview()},
        {"salesforce_generate_record_url", record + "}", without_link()},
    };
}

void furnish(Desk& desk) {
    const Json record = {{"Id", account_id}, {"Name", "x"}, {"LastModifiedDate", "2026-05-01T07:25:37.000+0000"}};
    desk.org.answers["GET /sobjects/Account/" + account_id] = row(record);
    desk.org.answers["POST /sobjects/Account"] = row({{"id", account_id}, {"success", true}});
    desk.org.answers["PATCH /sobjects/Account/" + account_id] = Answer::json("", 204);
    desk.org.queries.emplace_back("SELECT Id,Owner.Name",
                                  row({{"totalSize", 1}, {"done", true}, {"records", {record}}}));
}

void check_ended_well(const Desk& desk, const testing::TestCall& call) {
    INFO(call.result);
    REQUIRE(call.finished);
    CHECK(desk.host.misuse.empty());
    CHECK(desk.host.open_requests() == 0);
    CHECK(desk.host.open_timers() == 0);
    const Json result = Json::parse(call.result);
    if (call.kind == ALYSIO_RESULT_ERROR) CHECK(result["error"]["code"].is_string());
    for (const std::string& line : desk.host.logs) CHECK(line.find("plugin.bug") == std::string::npos);
}

}  // namespace

TEST_CASE("Whichever service call fails, the call ends once, with a result or an error") {
    for (const Errand& errand : errands()) {
        bool failed_one = true;
        for (std::uint64_t n = 0; failed_one; ++n) {
            INFO(errand.tool << " " << errand.arguments << ", failing service call " << n);
            Desk desk;
            furnish(desk);
            desk.host.fail_at(n);
            testing::TestCall& call = desk.host.call(errand.tool, errand.arguments, errand.options);
            desk.host.run();
            check_ended_well(desk, call);
            failed_one = desk.host.service_calls() > n;
            REQUIRE(n < 50);
        }
    }
}

TEST_CASE("Given up at any event, the call ends once and leaves nothing behind") {
    for (const Errand& errand : errands()) {
        bool stopped_one = true;
        for (int n = 0; stopped_one; ++n) {
            INFO(errand.tool << " " << errand.arguments << ", given up after event " << n);
            Desk desk;
            furnish(desk);
            testing::TestCall& call = desk.host.call(errand.tool, errand.arguments, errand.options);
            for (int i = 0; i < n && !call.finished; ++i) desk.host.step();
            stopped_one = !call.finished;
            if (stopped_one) desk.host.cancel(call.id, ALYSIO_CANCEL_USER);
            desk.host.run();
            check_ended_well(desk, call);
            REQUIRE(n < 200);
        }
    }
}

TEST_CASE("An instance destroyed in the middle of any call leaves no coroutine behind") {
    for (const Errand& errand : errands()) {
        for (int n = 0; n < 12; ++n) {
            Desk desk;
            furnish(desk);
            desk.host.call(errand.tool, errand.arguments, errand.options);
            for (int i = 0; i < n; ++i) desk.host.step();
            desk.host.destroy();
            CHECK(desk.host.misuse.empty());
        }
    }
    CHECK(sdk::live_frames() == 0);
}

TEST_CASE("Bodies in single bytes make no difference") {
    for (const Errand& errand : errands()) {
        std::string results[2];
        for (const std::uint64_t chunk : {std::uint64_t{64 * 1024}, std::uint64_t{1}}) {
            Desk desk;
            furnish(desk);
            desk.host.chunk_bytes = chunk;
            testing::TestCall& call = desk.host.call(errand.tool, errand.arguments, errand.options);
            desk.host.run();
            results[chunk == 1 ? 1 : 0] = call.result;
        }
        CHECK(results[0] == results[1]);
    }
}
