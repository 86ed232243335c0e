#include "sandbox_host/tenants/member_scanner.hpp"

#include <catch2/catch.hpp>

#include <vector>

namespace alysio::sandbox::tenants {
namespace {

std::vector<std::string> scanned(std::string_view text, std::size_t piece) {
    std::vector<std::string> found;
    MemberScanner scanner{"nextRecordsUrl"};
    for (std::size_t i = 0; i < text.size(); i += piece) {
        scanner.scan(text.substr(i, piece), [&](std::string_view value) { found.emplace_back(value); });
    }
    return found;
}

}  // namespace

TEST_CASE("the values of a member are found however the text is cut") {
    const auto piece = GENERATE(1u, 2u, 3u, 7u, 16u, 64u, 1000u);
    CHECK(scanned(R"({"totalSize":3,"done":false,"nextRecordsUrl":"/services/data/v62.0/query/01g-2","records":[
        {"Name":"x","Contacts":{"done":false,"nextRecordsUrl" : "\/services\/data\/v62.0\/query\/01h-5"}}]})",
                  piece) ==
          std::vector<std::string>{"/services/data/v62.0/query/01g-2", "/services/data/v62.0/query/01h-5"});
}

TEST_CASE("a member is found behind what only looks like it") {
    const auto piece = GENERATE(1u, 4u, 1000u);
    CHECK(scanned(R"(RR{"nextR":"RecordsUrl","nextRecords":{"nextRecordsUrl":"/a"},"R":"nextRecordsUr"})", piece) ==
          std::vector<std::string>{"/a"});
}

TEST_CASE("what record data says is no member") {
    const auto piece = GENERATE(1u, 5u, 1000u);
    const auto text = GENERATE(values<std::string>({
        R"({"Name":"\"nextRecordsUrl\":\"/services/data/v62.0/query/stolen\""})",
        R"({"Name":"nextRecordsUrl","Other":"/services/data/v62.0/query/stolen"})",
        R"({"Name":["nextRecordsUrl","/services/data/v62.0/query/stolen"]})",
        R"({"nextRecordsUrl":null,"Name":"/services/data/v62.0/query/stolen"})",
        R"({"notnextRecordsUrl":"/x","nextRecordsUrls":"/y"})",
        R"({"nextRecordsUrl":)",
    }));
    CAPTURE(text, piece);
    CHECK(scanned(text, piece).empty());
}

TEST_CASE("a value without end is given up") {
    CHECK(scanned(R"({"nextRecordsUrl":")" + std::string(100'000, 'x') + R"(","nextRecordsUrl":"/a"})", 1000) ==
          std::vector<std::string>{"/a"});
}

}  // namespace alysio::sandbox::tenants
