// The plugin in hosts that have no more than ABI 1.0 asks of them, or less.

#include "tests/plugin/tool_fixture.hpp"

#include <catch2/catch.hpp>

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <deque>

using namespace alysio;
using namespace alysio::salesforce::tests;

namespace {

constexpr const char* query = R"({"query":"SELECT Name FROM Contact","links":"none"})";

/// A struct as ABI 1.0 has it, at the end of a page; to touch what would follow it ends the program.
template <class Struct>
class AtTheEnd {
  public:
    AtTheEnd(const Struct& original, std::size_t size_in_1_0) {
        REQUIRE(pages_ != MAP_FAILED);
        REQUIRE(mprotect(static_cast<char*>(pages_) + page_, page_, PROT_NONE) == 0);
        copy_ = reinterpret_cast<Struct*>(static_cast<char*>(pages_) + page_ - size_in_1_0);
        std::memcpy(copy_, &original, size_in_1_0);
        copy_->struct_size = static_cast<std::uint32_t>(size_in_1_0);
    }
    ~AtTheEnd() { munmap(pages_, 2 * page_); }
    AtTheEnd(const AtTheEnd&) = delete;
    AtTheEnd& operator=(const AtTheEnd&) = delete;
    Struct* get() const { return copy_; }

  private:
    std::size_t page_ = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    void* pages_ = mmap(nullptr, 2 * page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    Struct* copy_ = nullptr;
};

template <class Struct, class Member>
std::size_t size_up_to(Member Struct::*last) {
    const Struct sample{};
    return static_cast<std::size_t>(reinterpret_cast<const char*>(&(sample.*last) + 1) -
                                    reinterpret_cast<const char*>(&sample));
}

/// Stands between a test host and the plugin: hands on everything the host does, each struct with nothing behind it.
struct Poisoned {
    static inline const alysio_host* original = nullptr;
    static inline std::unique_ptr<AtTheEnd<alysio_host>> host;
    static inline std::unique_ptr<AtTheEnd<alysio_http>> http;
    static inline std::unique_ptr<AtTheEnd<alysio_artifact_service>> artifacts;
    static inline std::deque<AtTheEnd<alysio_call_info>> calls;

    static const void* service(void* ctx, alysio_str id) {
        const void* table = original->service(ctx, id);
        if (table == nullptr) return nullptr;
        if (sdk::view(id) == ALYSIO_HTTP_SERVICE) {
            http = std::make_unique<AtTheEnd<alysio_http>>(*static_cast<const alysio_http*>(table),
                                                           size_up_to(&alysio_http::cancel));
            return http->get();
        }
        artifacts = std::make_unique<AtTheEnd<alysio_artifact_service>>(
            *static_cast<const alysio_artifact_service*>(table), size_up_to(&alysio_artifact_service::close));
        return artifacts->get();
    }

    static alysio_status create(const alysio_host* given, alysio_str settings, alysio_str saved_state,
                                alysio_instance** out, alysio_error* error) {
        original = given;
        host = std::make_unique<AtTheEnd<alysio_host>>(*given, size_up_to(&alysio_host::service));
        host->get()->service = service;
        const AtTheEnd<alysio_error> told(*error, size_up_to(&alysio_error::message));
        return alysio_plugin_v1()->create(host->get(), settings, saved_state, out, told.get());
    }

    static alysio_status call(alysio_instance* instance, const alysio_call_info* info) {
        calls.emplace_back(*info, size_up_to(&alysio_call_info::connection));
        return alysio_plugin_v1()->call(instance, calls.back().get());
    }

    static alysio_plugin plugin() {
        alysio_plugin table = *alysio_plugin_v1();
        table.create = create;
        table.call = call;
        return table;
    }

    ~Poisoned() {
        host.reset();
        http.reset();
        artifacts.reset();
        calls.clear();
    }
};

Answer contacts(int count) {
    Json rows = Json::array();
    for (int i = 0; i < count; ++i) rows.push_back({{"Name", "Contact " + std::to_string(i)}});
    return row({{"totalSize", count}, {"done", true}, {"records", rows}});
}

}  // namespace

TEST_CASE("The plugin touches nothing behind the tables of a host of ABI 1.0") {
    const Poisoned poisoned;
    const alysio_plugin plugin = Poisoned::plugin();
    testing::TestHost host(plugin);
    host.on_request = [](const SeenRequest& request) {
        return request.path == "/query" ? contacts(300) : Org()(request);
    };
    REQUIRE(host.create() == ALYSIO_OK);
    const auto& queried = host.call("salesforce_run_soql_query", query);
    const auto& explained = host.call("salesforce_get_object_fields", R"({"object_name":"Account"})");
    const auto& cancelled = host.call("salesforce_get_object_fields", R"({"object_name":"Opportunity"})");
    host.cancel(cancelled.id, ALYSIO_CANCEL_USER);
    host.run();
    CHECK(queried.kind == ALYSIO_RESULT_SUCCESS);
    REQUIRE(host.artifacts.size() == 1);
    CHECK(explained.kind == ALYSIO_RESULT_SUCCESS);
    CHECK(cancelled.kind == ALYSIO_RESULT_ERROR);
    CHECK(host.misuse.empty());
}

TEST_CASE("A host without files runs everything whose result needs none") {
    testing::TestHost host(*alysio_plugin_v1());
    host.offer_artifacts = false;
    host.on_request = [](const SeenRequest& request) {
        return request.path == "/query" ? contacts(3) : Org()(request);
    };
    REQUIRE(host.create() == ALYSIO_OK);
    const auto& queried = host.call("salesforce_run_soql_query", query);
    const auto& explained = host.call("salesforce_get_object_fields", R"({"object_name":"Account"})");
    host.run();
    CHECK(queried.kind == ALYSIO_RESULT_SUCCESS);
    CHECK(explained.kind == ALYSIO_RESULT_SUCCESS);
    CHECK(host.misuse.empty());
}

TEST_CASE("A host without any service still runs what asks nothing of Salesforce") {
    testing::TestHost host(*alysio_plugin_v1());
    host.offer_artifacts = false;
    host.offer_http = false;
    REQUIRE(host.create() == ALYSIO_OK);
    CallOptions options = ToolFixture::default_options();
    const auto& linked = host.call("salesforce_generate_record_url",
                                   Json({{"object_name", "Account"}, {"record_id", account_id}}).dump(), options);
    options.intent = ALYSIO_INTENT_PREVIEW;
    const auto& previewed = host.call("salesforce_run_soql_query", query, options);
    host.run();
    CHECK(linked.kind == ALYSIO_RESULT_SUCCESS);
    CHECK_THAT(linked.result, Catch::Contains("/lightning/r/Account/" + account_id));
    CHECK(previewed.kind == ALYSIO_RESULT_SUCCESS);
    CHECK(host.misuse.empty());
}
