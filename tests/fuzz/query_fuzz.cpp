#include "sandbox_host/org/config/tenants_file.hpp"
#include "sandbox_host/org/tenant/tenant.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace alysio::sandbox::org;

namespace {

/// The demo org in memory, with several currencies, and a user who may not see everything.
struct Fixture {
    Clock clock;
    Database database = Database::in_memory();
    std::unique_ptr<Tenant> tenant;

    Fixture() {
        const auto config = TenantsFile::load(demo_files().at("tenants.json"));
        if (!config) std::abort();
        clock.set(*parse_datetime("2026-05-01T07:25:37Z"));
        auto opened = Tenant::open(config->tenants.back(), demo_files(), database, clock);
        if (!opened) std::abort();
        tenant = *std::move(opened);
    }
};

}  // namespace

// Any text is answered with JSON or refused with a code and a message, and no answer is SQLite's refusal of our SQL; the
// pages that it leads to are answered too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Fixture fixture;
    constexpr std::size_t longest_that_sqlite_must_take = 500;
    const std::string text(data, data + size);
    const User& user = fixture.tenant->users().back();
    const QueryContext context{.profile = *user.profile,
                               .user_id = user.id,
                               .time_zone = user.time_zone,
                               .now = fixture.clock.now(),
                               .api_version = "63.0",
                               .batch_size = 3,
                               .page_shrink = {30, size}};
    auto answer = fixture.tenant->queries().run(text, context);
    if (!answer) {
        const QueryError& error = answer.error();
        if (error.code.empty() || error.message.empty()) std::abort();
        // With a place it is the parser's refusal of what is nested too deep.
        const bool by_sqlite = error.code == "QUERY_TOO_COMPLICATED" && error.message.front() != '\n';
        if (by_sqlite && size < longest_that_sqlite_must_take) std::abort();
        return 0;
    }
    for (int page = 0; page < 3; ++page) {
        const auto document = nlohmann::json::parse(*answer, nullptr, false);
        if (document.is_discarded() || document.contains("nextRecordsUrl") == document.at("done").get<bool>())
            std::abort();
        if (document["done"] == true) return 0;
        const std::string url = document["nextRecordsUrl"];
        answer = fixture.tenant->queries().more(url.substr(url.rfind('/') + 1), context);
        if (!answer) std::abort();
    }
    return 0;
}
