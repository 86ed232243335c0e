#include "plugin/records/page_reader.hpp"

#include "pages.hpp"
#include "plugin/records/csv_rows.hpp"
#include "plugin/records/json_rows.hpp"

#include <catch2/catch.hpp>

namespace page_reader_test {

using namespace alysio::salesforce::records;
using namespace alysio::salesforce::records::testing;

namespace {

const PathLinks links;

// An Account with two of five Contacts, the first of whom has one of three Cases.
const std::string unfinished =
    R"({"totalSize":1,"done":true,"records":[{"attributes":{"url":"/sobjects/Account/001A"},)"
    R"("Contacts":{"totalSize":5,"done":false,"nextRecordsUrl":"/query/contacts-2","records":[)"
    R"({"attributes":{"url":"/sobjects/Contact/003A"},"Cases":{"totalSize":3,"done":false,)"
    R"("nextRecordsUrl":"/query/cases-1","records":[)"
    R"({"attributes":{"url":"/sobjects/Case/500A"},"Id":"500A"}]}},)"
    R"({"attributes":{"url":"/sobjects/Contact/003B"},"Cases":null}]},"Name":"Acme"}]})";

}  // namespace

TEST_CASE("A page says how many rows there are and where the next page is") {
    JsonLines sink({});
    const auto result =
        read(R"({"totalSize":4302,"done":false,"nextRecordsUrl":"\/services\/data\/v62.0\/query\/0r8-2000",)"
             R"("records":[{"attributes":{"url":"/sobjects/Account/001Z"},"Id":"001Z"}]})",
             sink);
    CHECK(result.outcome.total_size == 4302);
    CHECK_FALSE(result.outcome.done);
    CHECK(result.outcome.next_url == "/services/data/v62.0/query/0r8-2000");
    CHECK(result.outcome.rows == 1);
    CHECK(result.outcome.last_id == "001Z");
    CHECK_FALSE(result.outcome.fault);
}

TEST_CASE("The members of a page may come in any order, and unknown ones are left out") {
    JsonLines sink({});
    const auto result =
        read(R"({"records":[{"A":1},{"A":2}],"extra":{"x":[1,null]},"done":false,"nextRecordsUrl":"/n",)"
             R"("totalSize":9})",
             sink);
    CHECK_FALSE(result.outcome.fault);
    CHECK(result.text == "{\"A\":1}\n{\"A\":2}\n");
    CHECK(result.outcome.total_size == 9);
    CHECK(result.outcome.next_url == "/n");
}

TEST_CASE("COUNT() is a page with a size and no rows") {
    JsonLines sink({});
    const auto result = read(R"({"totalSize":17,"done":true,"records":[]})", sink);
    CHECK_FALSE(result.outcome.fault);
    CHECK(result.outcome.total_size == 17);
    CHECK(result.outcome.rows == 0);
    CHECK(result.text.empty());
}

TEST_CASE("No more rows are appended than wanted") {
    JsonLines sink({});
    const auto result = read(R"({"totalSize":3,"done":true,"records":[{"A":1},{"A":2},{"A":3}]})", sink, 2);
    CHECK(result.text == "{\"A\":1}\n{\"A\":2}\n");
    CHECK(result.outcome.rows == 2);
    CHECK(result.outcome.total_size == 3);
}

TEST_CASE("The first rows of a page are read without a look at what follows") {
    const auto seed = GENERATE(range(0u, 20u));
    const auto wanted = GENERATE(as<std::size_t>(), 0, 1, 2, 5, 9);
    std::string page = PageMaker(seed).page(5);
    JsonLines whole({LinkScope::all, &links});
    const std::string expected = read(page, whole, wanted).text;

    PageReader reader;
    JsonLines sink({LinkScope::all, &links});
    std::string text;
    reader.read_first(page, sink, wanted, text);
    CHECK(text == expected);
}

TEST_CASE("An unfinished child result leaves a gap at every depth") {
    JsonLines sink({LinkScope::none, nullptr});
    const auto result = read(unfinished, sink);

    REQUIRE(result.gaps.size() == 2);
    const Gap& cases = result.gaps[0];
    CHECK(cases.path == "Contacts.Cases");
    CHECK(cases.next_url == "/query/cases-1");
    CHECK(cases.object == "Contact");
    CHECK(cases.id == "003A");
    CHECK(cases.rows == 1);
    CHECK(cases.last_id == "500A");
    CHECK(cases.total == 3);
    const Gap& contacts = result.gaps[1];
    CHECK(contacts.path == "Contacts");
    CHECK(contacts.object == "Account");
    CHECK(contacts.id == "001A");
    CHECK(contacts.rows == 2);
    CHECK(contacts.last_id == "003B");

    auto marked = result.text;
    marked.insert(contacts.offset, "<2>");
    marked.insert(cases.offset, "<1>");
    CHECK(marked == "{\"Contacts\":[{\"Cases\":[{\"Id\":\"500A\"}<1>]},{\"Cases\":null}<2>],\"Name\":\"Acme\"}\n");
}

TEST_CASE("A finished child result leaves no gap even when it names a next page") {
    JsonLines sink({});
    CHECK(
        read(
            R"({"totalSize":1,"done":true,"records":[{"C":{"totalSize":1,"done":true,"nextRecordsUrl":"/n","records":[]}}]})",
            sink)
            .gaps.empty());
}

TEST_CASE("A child page fits its gap, with its own gaps named from the top") {
    const std::string child_page =
        R"({"totalSize":5,"done":false,"nextRecordsUrl":"/query/contacts-3","records":[)"
        R"({"attributes":{"url":"/sobjects/Contact/003C"},"Cases":{"totalSize":2,"done":false,"nextRecordsUrl":"/c","records":[]}}]})";

    PageReader reader;
    std::string page = child_page;
    std::string text;
    std::vector<Gap> gaps;
    Gap gap;
    gap.path = "Contacts";
    gap.rows = GENERATE(std::size_t{0}, std::size_t{2});
    const std::string comma = gap.rows > 0 ? "," : "";

    SECTION("JSON") {
        JsonLines sink({});
        const auto outcome = reader.read_children(page, sink, gap, 0, text, gaps);
        CHECK(text == comma + R"({"Cases":[]})");
        CHECK(outcome.next_url == "/query/contacts-3");
        REQUIRE(gaps.size() == 1);
        CHECK(gaps[0].path == "Contacts.Cases");
        CHECK(gaps[0].id == "003C");
        CHECK(gaps[0].offset == comma.size() + 10);
    }
    SECTION("CSV") {
        Csv sink({{"Contacts"}}, {});
        reader.read_children(page, sink, gap, 0, text, gaps);
        CHECK(text == comma + R"({""Cases"":[]})");
        REQUIRE(gaps.size() == 1);
        CHECK(gaps[0].offset == comma.size() + 12);
    }
}

TEST_CASE("A gap in a CSV cell lies inside the cell") {
    Csv sink({{"Contacts"}, {"Name"}}, {});
    const auto result = read(unfinished, sink);
    REQUIRE(result.gaps.size() == 2);
    auto marked = result.text;
    marked.insert(result.gaps[1].offset, "<2>");
    marked.insert(result.gaps[0].offset, "<1>");
    CHECK(marked ==
          "Contacts,Name\r\n"
          "\"[{\"\"Cases\"\":[{\"\"Id\"\":\"\"500A\"\"}<1>]},{\"\"Cases\"\":null}<2>]\",Acme\r\n");
}

TEST_CASE("A record that stands alone is read like a row, and nothing may follow it") {
    PageReader reader;
    JsonLines sink({});
    std::string text;
    std::string record = R"( {"attributes":{"url":"/sobjects/Account/001A"},"Name":"Acme"} )";
    REQUIRE(reader.read_record(record, sink, text));
    CHECK(text == "{\"Name\":\"Acme\"}\n");

    std::string other = GENERATE(as<std::string>(), "", "[]", "7", R"({"Name":"Acme"},)", R"({"Name":"Acme"}{})",
                                 R"({"Name":"Ac)", R"({"Name":tru})");
    INFO(other);
    CHECK_FALSE(reader.read_record(other, sink, text));
}

TEST_CASE("One reader reads page after page") {
    PageReader reader;
    JsonLines sink({});
    std::string text;
    std::vector<Gap> gaps;
    for (const int size : {1, 3000, 2}) {
        std::string page = PageMaker(static_cast<unsigned>(size)).page(size);
        CHECK(reader.read(page, sink, PageReader::all_rows, text, gaps).rows == static_cast<std::size_t>(size));
    }
    CHECK(std::count(text.begin(), text.end(), '\n') == 3003);
}

TEST_CASE("Child rows that stand before the gap are left out when they come again") {
    PageReader reader;
    JsonLines sink({});
    std::string page = R"({"totalSize":3,"done":true,"records":[{"A":1},{"A":2},{"A":3}]})";
    std::string text;
    std::vector<Gap> gaps;
    Gap gap;
    gap.rows = 2;
    CHECK(reader.read_children(page, sink, gap, 2, text, gaps).rows == 1);
    CHECK(text == R"(,{"A":3})");
}

TEST_CASE("The child rows of a single parent are a page of their own") {
    PageReader reader;
    std::string page = R"({"totalSize":1,"done":true,"records":[{"Id":"1","Contacts":{"totalSize":1,"done":true,)"
                       R"("records":[{"Name":"C"}]},"Z":1}]})";
    CHECK(reader.child_page(page, "contacts") == R"({"totalSize":1,"done":true,"records":[{"Name":"C"}]})");
    CHECK(reader.child_page(page, "Cases").empty());
    CHECK(reader.child_page(page, "Id").empty());
    std::string empty = R"({"totalSize":0,"done":true,"records":[]})";
    CHECK(reader.child_page(empty, "Contacts").empty());
    std::string broken = R"({"totalSize":0,)";
    CHECK(reader.child_page(broken, "Contacts").empty());
}

TEST_CASE("The head of a page can be told before the page is read") {
    const auto head =
        peek_head(R"({"totalSize":4302,"done":false,"nextRecordsUrl":"\/query\/0r8-2000","records":[{"Id":)");
    CHECK(head.total_size == 4302);
    CHECK(head.next_url == "/query/0r8-2000");

    CHECK(peek_head(R"({"totalSize":2,"done":true,"records":[{"nextRecordsUrl":"/x"}]})").next_url.empty());
    CHECK(peek_head(R"({"records":[],"totalSize":2})").total_size == -1);
    CHECK(peek_head("").next_url.empty());
    CHECK(peek_head(std::string(5000, ' ') + R"("totalSize":2,"records":[])").total_size == -1);
}

}  // namespace page_reader_test
