#include "sandbox_host/cli/show/result_view.hpp"

#include "sandbox_host/cli/show/result_shape.hpp"

#include <catch2/catch.hpp>

#include <sstream>

namespace alysio::sandbox::cli {
namespace {

std::string result(std::string_view json, const Style& style = {}, std::string_view output_schema = "") {
    std::ostringstream out;
    show_result(out, json, output_schema, style);
    return out.str();
}

std::string preview(std::string_view json) {
    std::ostringstream out;
    show_preview(out, json, {}, "Nothing was changed: run it without --dry-run to do it.");
    return out.str();
}

std::string error(std::string_view json) {
    std::ostringstream out;
    show_error(out, json, {});
    return out.str();
}

}  // namespace

TEST_CASE("records are a table with links and a count") {
    constexpr std::string_view json =
        R"({"total_size":1200,"returned":2,"complete":false,"records":[
            {"Id":"006A","Name":"Renewal","Account":{"Name":"Acme","Owner":{"Name":"Ann"}},"Amount":120000,
             "record_url":"http://x/1"},
            {"Id":"006B","Name":"New","Amount":7.5,"Contacts":[{"Id":"003A"},{"Id":"003B"}],"record_url":"http://x/2"}],
            "warnings":["sharing may hide rows"]})";
    CHECK(result(json) ==
          "Id    Name     Account.Name  Account.Owner.Name  Amount  link\n"
          "006A  Renewal  Acme          Ann                 120000  http://x/1\n"
          "006B  New                                           7.5  http://x/2\n"
          "    Contacts\n"
          "    Id\n"
          "    003A\n"
          "    003B\n"
          "2 of 1,200 records, not all of them\n"
          "warning: sharing may hide rows\n");
    const auto on_terminal = result(json, {true, false, 0, true});
    CHECK(on_terminal.find("\x1b]8;;http://x/1\x1b\\Renewal\x1b]8;;\x1b\\") != std::string::npos);
    CHECK(on_terminal.find("link") == std::string::npos);
}

TEST_CASE("columns stand in the order that was asked for, whatever the first rows lack") {
    CHECK(result(R"({"total_size":3,"returned":3,"records":[
              {"Name":"Acme","Phone":"1"},{"Name":"Globex","Fax":"2","Phone":"3"},{"Type":"x","Phone":"4","City":"Ulm"}]})") ==
          "Type  Name    Fax  Phone  City\n"
          "      Acme         1\n"
          "      Globex  2    3\n"
          "x                  4      Ulm\n"
          "3 of 3 records\n");
    CHECK(result(R"({"total_size":1,"returned":1,"columns":["Name","Fax","Owner.Name","City","record_url"],
              "records":[{"Name":"Acme","City":"Ulm","record_url":"http://x/1"}]})") ==
          "Name  Fax  Owner.Name  City  link\n"
          "Acme                   Ulm   http://x/1\n"
          "1 of 1 records\n");
    CHECK(result(R"({"total_size":0,"returned":0,"columns":["Name","Fax"],"records":[]})") ==
          "Name  Fax\n0 of 0 rows\n");
}

TEST_CASE("in a window an id is whole, and children stand below their row") {
    CHECK(result(R"({"total_size":1,"returned":1,"records":[{"Id":"001Sb0000000001IAA","Name":"Burlington Textiles",
              "Contacts":[{"Id":"003Sb0000000001IAA","Name":"Ann"}],"record_url":"http://x/1"}]})",
                 {true, false, 32}) ==
          "Id                  Name\n"
          "001Sb0000000001IAA  Burlington …\n"
          "    http://x/1\n"
          "    Contacts\n"
          "    Id                  Name\n"
          "    003Sb0000000001IAA  Ann\n"
          "1 of 1 records\n");
}

TEST_CASE("in a window the values of a field stand below it, all of them") {
    constexpr std::string_view schema = R"({"properties":{"fields":{"type":"array","items":{"type":"object",
        "properties":{"name":{"type":"string"},"type":{"type":"string"}}}}}})";
    CHECK(result(R"({"field_count":9,"returned":1,"fields":[{"name":"StageName","type":"picklist",
              "values":[{"value":"Prospecting"},{"value":"Qualification"},{"value":"Won"}]}]})",
                 {true, false, 33}, schema) ==
          "name       label  type      notes\n"
          "StageName         picklist\n"
          "    Prospecting, Qualification,\n"
          "    Won\n"
          "1 of 9 fields\n");
}

TEST_CASE("a count is its number") {
    constexpr std::string_view schema =
        R"({"type":"object","properties":{"file":{"type":"object"},"records":{"type":"array","items":{"type":"object"}}}})";
    CHECK(result(R"({"total_size":42,"returned":0,"complete":true,"records":[]})", {}, schema) == "42\n");
    CHECK(result(R"({"total_size":1200,"returned":0,"complete":true,"records":[]})", {}, schema) == "1200\n");
}

TEST_CASE("a file is named with what is in it") {
    constexpr std::string_view schema =
        R"({"type":"object","properties":{"records":{"type":"array","items":{"type":"object"}},"file":{"type":"object"}}})";
    CHECK(result(R"({"total_size":5000,"returned":5000,"complete":true,"columns":["Id"],"preview":[{"Id":"001A"}],
                     "file":{"path":"/tmp/a.jsonl","format":"jsonl","bytes":1234567,"records":5000},"hint":"Read it."})",
                 {}, schema) ==
          "Id\n"
          "001A\n"
          "5,000 of 5,000 records; the first 1 above\n"
          "/tmp/a.jsonl  (5,000 records, 1,234,567 bytes of jsonl)\n"
          "Read it.\n");
}

TEST_CASE("fields are a table of types, notes and values") {
    constexpr std::string_view schema =
        R"({"type":"object","required":["context"],"properties":{
            "object":{"type":"object"},
            "fields":{"type":"array","items":{"type":"object","properties":{
                "name":{"type":"string"},"type":{"type":"string"}}}},
            "context":{"type":"object"}}})";
    CHECK(result(R"({"object":{"name":"Opportunity","key_prefix":"006","can":["query","create"]},"field_count":40,
        "returned":3,"fields":[
            {"name":"Name","type":"string","length":120,"required":true},
            {"name":"AccountId","label":"Account","type":"reference","reference_to":["Account"],"read_only":true},
            {"name":"StageName","type":"picklist","values":[{"value":"Won","label":"Closed Won"},{"value":"Lost"}],
             "value_count":10}],"context":{"user_name":"Ann","today":"2026-11-23"}})",
                 {}, schema) ==
          "name        Opportunity\n"
          "key_prefix  006\n"
          "can         query, create\n"
          "\n"
          "name       label    type                  notes      values\n"
          "Name                string(120)           required\n"
          "AccountId  Account  reference to Account  read only\n"
          "StageName           picklist                         Won, Lost, … (10 in all)\n"
          "3 of 40 fields\n"
          "\n"
          "context\n"
          "user_name  Ann\n"
          "today      2026-11-23\n");
}

TEST_CASE("a record is shown by key and value, its link first") {
    CHECK(
        result(R"({"object_name":"Account","id":"001A","record":{"Name":"Acme","Owner":{"Name":"Ann"},"IsActive":true},
                     "record_url":"http://x/1"})") ==
        "http://x/1\n"
        "Name        Acme\n"
        "Owner.Name  Ann\n"
        "IsActive    true\n"
        "\n"
        "object_name  Account\n"
        "id           001A\n");
}

TEST_CASE("a result of a tool that nobody here knows is shown by its shape and its schema") {
    constexpr std::string_view schema = R"({"type":"object","required":["owner"],"properties":{
        "contact":{"type":"object"},"owner":{"type":"object"},"notes":{"type":"array","items":{"type":"object"}},
        "note_count":{"type":"integer"},"quota":{"type":"object"}}})";
    CHECK(result(R"({"note_count":7,"returned":1,"notes":[{"id":1,"text":"Call back","page_url":"https://x/n/1"}],
                     "contact":{"name":"Ann","url":"https://x/c/1"},"owner":{"name":"Bob"},"quota":{"used":1}})",
                 {}, schema) ==
          "https://x/c/1\n"
          "name  Ann\n"
          "\n"
          "id  text       link\n"
          " 1  Call back  https://x/n/1\n"
          "1 of 7 notes\n"
          "\n"
          "owner\n"
          "name  Bob\n"
          "quota.used  1\n");
}

TEST_CASE("a link hides behind the name, or behind the first column that is no id") {
    using Columns = std::vector<std::string>;
    CHECK(named_column(Columns{"Id", "Amount", "Name"}) == 2);
    CHECK(named_column(Columns{"Id", "OwnerId", "Subject", "Status"}) == 2);
    CHECK(named_column(Columns{"id", "owner_id", "title"}) == 2);
    CHECK(named_column(Columns{"Id"}) == 0);
    CHECK(named_column({}) == 0);
}

TEST_CASE("a preview is a table of changes") {
    CHECK(preview(R"({"title":"Update Opportunity Renewal","location":"http://x/1",
                      "changes":[{"field":"Amount","old":100,"new":200},{"field":"NextStep","new":null}]})") ==
          "Update Opportunity Renewal\n"
          "http://x/1\n"
          "field     now  then\n"
          "Amount    100  200\n"
          "NextStep\n"
          "Nothing was changed: run it without --dry-run to do it.\n");
}

TEST_CASE("an error says what to do") {
    CHECK(error(R"({"error":{"code":"invalid_arguments","message":"Two things are wrong.","guidance":"Send a query.",
        "violations":[{"pointer":"/query","message":"is missing"},{"pointer":"/x","message":"is not known"}],
        "did_you_mean":["Account","Asset"],"fields":["StageName"],
        "partial":{"path":"/tmp/a","records":4000}}})") ==
          "invalid_arguments: Two things are wrong.\n"
          "  /query  is missing\n"
          "  /x  is not known\n"
          "Send a query.\n"
          "did you mean: Account, Asset\n"
          "fields: StageName\n"
          "what came is kept in /tmp/a (4,000 records)\n");
}

TEST_CASE("what record data says reaches no terminal") {
    constexpr std::string_view json =
        R"({"total_size":1,"returned":1,"complete":true,"records":[{"\u001b[1mName":"\u001b]0;title\u0007","record_url":"http://x/\u001b"}],
            "warnings":["\u001b[2J"],"other":"\u009b31m"})";
    const auto shown = result(json, {true, false, 0, true});
    CHECK(shown.find("\x1b[") == std::string::npos);
    CHECK(shown.find("\x1b]0") == std::string::npos);
    CHECK(shown.find('\a') == std::string::npos);
    CHECK(shown.find("\xc2\x9b") == std::string::npos);
}

TEST_CASE("results of unexpected shape are shown all the same") {
    const auto json = GENERATE(values<std::string>({
        "",
        "null",
        "[]",
        "7",
        "{",
        R"({"records":7})",
        R"({"total_size":"x","records":{"a":1}})",
        R"({"fields":7})",
        R"({"total_size":1,"records":[1,"two",null,[3]]})",
        R"({"fields":[1,{}]})",
        R"({"objects":"x"})",
        R"({"record":[]})",
        R"({"warnings":7,"hint":{}})",
        R"({"error":7})",
        R"({"changes":7,"title":[]})",
        R"({"error":{"violations":[7],"matches":7,"partial":[]}})",
    }));
    CAPTURE(json);
    CHECK_NOTHROW(result(json));
    CHECK_NOTHROW(preview(json));
    CHECK_NOTHROW(error(json));
}

}  // namespace alysio::sandbox::cli
