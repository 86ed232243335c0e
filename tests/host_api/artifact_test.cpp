#include "probe.hpp"

#include <alysio/sdk/artifact.hpp>

#include <catch2/catch.hpp>

using namespace alysio;
using alysio::tests::ProbeHost;
using sdk::ArtifactClosed;
using sdk::ArtifactWriter;
using sdk::Call;
using sdk::Reply;
using sdk::Task;

namespace {

const std::string rows(1'000, 'r');

Task<Reply> exports(Call& call) {
    ArtifactWriter file(call, "rows.jsonl", "application/x-ndjson", ALYSIO_ARTIFACT_PARTIAL);
    for (int i = 0; i < 3; ++i) {
        const alysio_status status = co_await file.write(rows);
        if (status == ALYSIO_E_CANCELLED) {
            const ArtifactClosed closed = co_await file.close(ALYSIO_ARTIFACT_PARTIAL);
            co_return Reply::error("partial " + closed.path + " " + std::to_string(closed.bytes));
        }
        if (status != ALYSIO_OK) {
            co_return Reply::error(std::to_string(status) + " " + file.closed().message);
        }
    }
    const ArtifactClosed closed = co_await file.close(ALYSIO_ARTIFACT_COMMIT);
    co_return Reply::success(std::to_string(closed.status) + " " + closed.path + " " + std::to_string(closed.bytes));
}

}  // namespace

TEST_CASE("a file is written through any window, and told by its path and size") {
    ProbeHost host(exports);
    host.artifact_window = GENERATE(1U, 999U, 1'000U, 100'000U);
    const auto& call = host.probe();
    host.run();
    CHECK(call.result == "0 /artifacts/rows.jsonl 3000");
    REQUIRE(host.artifacts.size() == 1);
    CHECK(host.artifacts[0]->content == rows + rows + rows);
    CHECK(host.artifacts[0]->disposition == ALYSIO_ARTIFACT_COMMIT);
    CHECK(host.misuse.empty());
}

TEST_CASE("a stop while the window is full leaves the file open, so that it can be kept as partial") {
    ProbeHost host(exports);
    host.artifact_window = 10;
    const auto& call = host.probe();
    host.step();
    host.cancel(call.id, ALYSIO_CANCEL_USER);
    host.run();
    CHECK(call.kind == ALYSIO_RESULT_ERROR);
    CHECK(call.result == "partial /artifacts/rows.jsonl.partial 20");
    CHECK(host.misuse.empty());
}

TEST_CASE("storage that fails says why, whatever the writer was doing") {
    ProbeHost host(exports);
    host.artifact_window = GENERATE(10U, 100'000U);
    host.storage = ALYSIO_E_STORAGE;
    const auto& call = host.probe();
    host.run();
    CHECK(call.finished);
    CHECK(call.result.find("-32") == 0);
    CHECK(host.misuse.empty());
}

TEST_CASE("a writer that goes without closing discards its file") {
    auto careless = [](Call& call) -> Task<Reply> {
        ArtifactWriter file(call, "rows.jsonl", "application/x-ndjson", ALYSIO_ARTIFACT_PARTIAL);
        co_await file.write("half");
        co_return Reply::success("{}");
    };
    ProbeHost host(careless);
    host.probe();
    host.run();
    CHECK(host.artifacts[0]->disposition == ALYSIO_ARTIFACT_DISCARD);
}

TEST_CASE("a host that keeps no files says so") {
    tests::Probe::behaviour = exports;
    testing::TestHost host(tests::probe_table);
    host.offer_artifacts = false;
    REQUIRE(host.create() == ALYSIO_OK);
    CHECK(host.call("probe", "{}").result == "-4 This host keeps no files.");
}
