#include "plugin/salesforce/describe_state.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace alysio::salesforce;

namespace {

const std::string schema = "alysio.salesforce.describes\n";

// Every member of everything holds something that is not its default.
Describe account() {
    PicklistValue hot{"Hot", "Heiß", false, true, std::string("\x80\0", 2)};
    Field rating;
    rating.name = "Rating";
    rating.label = "Bewertung";
    rating.help = std::string(300, 'h');
    rating.type = "picklist";
    rating.relationship = "Owner";
    rating.compound = "BillingAddress";
    rating.controller = "Industry";
    rating.reference_to = {"User", "Group"};
    rating.values = {hot, {}};
    rating.length = 255;
    rating.precision = 18;
    rating.scale = -2;
    rating.digits = 2'000'000'000;
    rating.createable = rating.updateable = rating.defaulted = rating.restricted = true;
    rating.dependent = rating.calculated = true;
    rating.filterable = rating.groupable = rating.nillable = false;

    Describe describe;
    describe.name = "Account";
    describe.label = "Firma";
    describe.label_plural = "Firmen";
    describe.key_prefix = "001";
    describe.instance_url = "https://acme.my.salesforce.com";
    describe.queryable = describe.createable = describe.updateable = describe.custom_setting = true;
    describe.layoutable = false;
    describe.fields = {rating, {}};
    describe.children = {{"Contacts", "Contact", "AccountId"}, {}};
    describe.record_types = {{"012000000000001AAA", "Partner", "Partner_Account", true, true}, {}};
    return describe;
}

std::string state_of(const std::vector<SavedDescribe>& describes) {
    DescribeStateWriter writer;
    for (const SavedDescribe& saved : describes) writer.add(saved);
    return std::move(writer).finish();
}

std::string sample() {
    return state_of({{"ann@acme", "account", "Mon, 04 May 2026 10:00:00 GMT", 1'780'000'000'000'000'000,
                      std::make_shared<const Describe>(account())},
                     {"", "case", "", -1, std::make_shared<const Describe>()}});
}

}  // namespace

TEST_CASE("Saved describes come back as they were, in their order") {
    const auto read = read_describe_state(sample());
    REQUIRE(read);
    REQUIRE(read->size() == 2);
    const SavedDescribe& first = read->front();
    CHECK(first.principal == "ann@acme");
    CHECK(first.object == "account");
    CHECK(first.last_modified == "Mon, 04 May 2026 10:00:00 GMT");
    CHECK(first.fetched_unix_ns == 1'780'000'000'000'000'000);
    CHECK(*first.describe == account());
    CHECK(read->back().object == "case");
    CHECK(read->back().fetched_unix_ns == -1);
    CHECK(*read->back().describe == Describe());
    CHECK(state_of(*read) == sample());
}

TEST_CASE("A state without describes is a state") {
    const auto read = read_describe_state(state_of({}));
    REQUIRE(read);
    CHECK(read->empty());
}

TEST_CASE("What version 1 looks like does not change: other bytes need another number") {
    Describe describe;
    describe.name = "A";
    describe.fields.resize(1);
    describe.fields[0].name = "Id";
    describe.fields[0].length = 18;
    const std::string state = state_of({{"p", "a", "", 1, std::make_shared<const Describe>(std::move(describe))}});
    // clang-format off
    const char body[] =
        "\x01"                        // version
        "\x01p" "\x01" "a" "\0" "\x01"  // principal, object, last modified, fetched
        "\x01" "A" "\0\0\0\0" "\x02"   // name ... instance URL, flags
        "\x01"                        // one field:
        "\x02Id" "\0\0\0\0\0\0"      //   name ... controller
        "\0\0" "\x12\0\0\0" "\x70"   //   references and values, length ... digits, flags
        "\0\0";                      // children, record types
    // clang-format on
    const std::string bytes = schema + std::string(body, sizeof body - 1);
    CHECK(state.substr(0, state.size() - 8) == bytes);
    CHECK(state == sealed(bytes));
}

TEST_CASE("A state of another version is not read, whatever follows") {
    for (const char* version : {"\x02", "\x7f", "\x81\x01"}) CHECK_FALSE(read_describe_state(sealed(schema + version)));
    CHECK(read_describe_state(sealed(schema + "\x01")));
    CHECK_FALSE(read_describe_state(sealed("alysio.hubspot.describes\n\x01")));
}

TEST_CASE("A state that was cut off or changed in any byte is not read") {
    const std::string state = sample();
    for (std::size_t size = 0; size < state.size(); ++size) CHECK_FALSE(read_describe_state(state.substr(0, size)));
    for (std::size_t i = 0; i < state.size(); ++i) {
        for (const int bit : {0, 3, 7}) {
            std::string changed = state;
            changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
            CHECK_FALSE(read_describe_state(changed));
        }
    }
    CHECK_FALSE(read_describe_state(state + '\0'));
}

TEST_CASE("Bytes that carry the right sum and mean nothing are not read") {
    std::mt19937 random(11);
    int sound = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string body(random() % 200, '\0');
        for (char& byte : body) byte = static_cast<char>(random());
        sound += read_describe_state(sealed(schema + "\x01" + body)) ? 1 : 0;
    }
    CHECK(sound < 200);  // next to nothing but the empty ones
    const std::string endless = std::string(9, '\xff') + '\x7f';
    CHECK_FALSE(read_describe_state(sealed(schema + "\x01" + endless)));
    CHECK_FALSE(read_describe_state(sealed(schema + "\x01" + std::string("\0\0\0\0\0\0\0\0\0\0", 10) + endless)));
}
