// What the tool answers, and in which form.
#include "run_soql_query_org.hpp"

#include <catch2/catch.hpp>

namespace run_soql_query_test {

using namespace alysio::salesforce::testing;
using Catch::Contains;

namespace {

const std::string soql = "SELECT Id, Name FROM Account";

std::string url_of(const std::string& object, const std::string& id) {
    return "https://acme.lightning.force.com/lightning/r/" + object + "/" + id + "/view";
}

std::string all_warnings(const Json& result) {
    std::string text;
    if (result.contains("warnings"))
        for (const auto& warning : result["warnings"]) text += warning.get<std::string>() + "\n";
    return text;
}

}  // namespace

TEST_CASE("a small result is in the answer, each row with its link") {
    Org org;
    org.page(soql, page_of(2, accounts(1, 2)));
    const Json result = org.run({{"query", soql}});
    CHECK(result == Json::parse(R"({"total_size":2,"returned":2,"complete":true,"records":[)"
                                R"({"Id":"001000000000001AAA","Name":"A1","record_url":")" +
                                url_of("Account", "001000000000001AAA") +
                                R"("},{"Id":"001000000000002AAA","Name":"A2","record_url":")" +
                                url_of("Account", "001000000000002AAA") + R"("}]})"));
    CHECK(org.host.artifacts.empty());
    CHECK(org.host.misuse.empty());
}

TEST_CASE("amounts and texts leave as they came, plainly written") {
    Org org;
    org.page(soql, page_of(1, R"({"Amount":1.39E8,"Big":12345678901234567890.10,"Name":"\u00e9\/\"","Gone":null})"));
    org.host.run();
    auto& call = org.call({{"query", soql}, {"links", "none"}});
    org.host.run();
    CHECK_THAT(call.result,
               Contains(R"("records":[{"Amount":139000000,"Big":12345678901234567890.1,"Name":"\u00e9\/\""}])"));
}

TEST_CASE("a count answers its number and no records") {
    Org org;
    const std::string count = "SELECT COUNT() FROM Opportunity";
    org.page(count, R"({"totalSize":17,"done":true,"records":[]})");
    CHECK(org.run({{"query", count + ";"}}) ==
          Json::parse(R"({"total_size":17,"returned":0,"complete":true,"records":[]})"));
}

TEST_CASE("groups keep Salesforce's names and have no link") {
    Org org;
    const std::string groups = "SELECT StageName, SUM(Amount) FROM Opportunity GROUP BY StageName";
    org.page(groups, page_of(1, R"({"attributes":{"type":"AggregateResult"},"StageName":"Won","expr0":300.0})"));
    CHECK(org.run({{"query", groups}})["records"] == Json::parse(R"([{"StageName":"Won","expr0":300}])"));
}

TEST_CASE("links reach parents when asked for, and nobody with none") {
    Org org;
    const std::string query = "SELECT Name, Owner.Name FROM Account";
    org.page(query, page_of(1, "{" + attributes_of("Account", id_of("001", 1)) + R"(,"Name":"A","Owner":{)" +
                                   attributes_of("User", id_of("005", 2)) + R"(,"Name":"O"}})"));
    const auto all = org.run({{"query", query}, {"links", "all"}})["records"][0];
    CHECK(all["record_url"] == url_of("Account", id_of("001", 1)));
    CHECK(all["Owner"]["record_url"] == url_of("User", id_of("005", 2)));
    CHECK(org.run({{"query", query}, {"links", "none"}})["records"] ==
          Json::parse(R"([{"Name":"A","Owner":{"Name":"O"}}])"));
}

TEST_CASE("what is not one reading SELECT is refused before anything is sent") {
    Org org;
    const auto query = GENERATE(as<std::string>(), "FIND {Acme}", "DELETE FROM Account",
                                "SELECT Id FROM Account FOR UPDATE", "SELECT Id FROM Account; SELECT Id FROM Contact");
    const Json error = org.fail({{"query", query}});
    CHECK(error["code"] == "invalid_query");
    CHECK(error["outcome"] == "not_sent");
    CHECK(org.host.requests.empty());
}

TEST_CASE("more than 200 rows go to a file, with a preview of the first five") {
    Org org;
    org.page(soql, page_of(201, accounts(1, 201)));
    const Json result = org.run({{"query", soql}});

    CHECK(result["total_size"] == 201);
    CHECK(result["returned"] == 201);
    CHECK(result["complete"] == true);
    CHECK_FALSE(result.contains("records"));
    CHECK(result["columns"] == Json::parse(R"(["Id","Name","record_url"])"));
    REQUIRE(result["preview"].size() == 5);
    CHECK(result["preview"][4]["Name"] == "A5");
    CHECK_THAT(result["hint"].get<std::string>(), Contains("201"));

    REQUIRE(org.host.artifacts.size() == 1);
    const auto& file = *org.host.artifacts[0];
    CHECK(file.name == "Account.jsonl");
    CHECK(file.disposition == ALYSIO_ARTIFACT_COMMIT);
    CHECK(result["file"] == Json({{"path", "/artifacts/Account.jsonl"},
                                  {"format", "jsonl"},
                                  {"bytes", file.content.size()},
                                  {"records", 201}}));
    const auto lines = lines_of(file.content);
    REQUIRE(lines.size() == 201);
    CHECK(lines[200]["Name"] == "A201");
    CHECK(lines[200]["record_url"] == url_of("Account", id_of("001", 201)));
}

TEST_CASE("200 rows or less go to a file as well once they are more than 20 KB") {
    Org org;
    std::string rows;
    for (int i = 0; i < 20; ++i) rows += (i > 0 ? "," : "") + account(1, R"(,"D":")" + std::string(1200, 'x') + "\"");
    org.page(soql, page_of(20, rows));
    const Json result = org.run({{"query", soql}});
    REQUIRE(result.contains("file"));
    CHECK(result["preview"].size() == 5);
    CHECK(lines_of(org.host.artifacts[0]->content).size() == 20);
}

TEST_CASE("a preview of long rows is shorter, down to none") {
    Org org;
    const auto [length, shown] = GENERATE(table<std::size_t, std::size_t>({{9000, 2}, {25000, 0}}));
    std::string rows;
    for (int i = 0; i < 6; ++i) rows += (i > 0 ? "," : "") + account(1, R"(,"D":")" + std::string(length, 'x') + "\"");
    org.page(soql, page_of(6, rows));
    CHECK(org.run({{"query", soql}})["preview"].size() == shown);
}

TEST_CASE("inline holds more rows, and says so when even that is not enough") {
    Org org;
    org.page(soql, page_of(250, accounts(1, 250)));
    CHECK(org.run({{"query", soql}, {"output", "inline"}})["records"].size() == 250);
    CHECK(org.host.artifacts.empty());

    org.answers.clear();
    org.page(soql, page_of(400, accounts(1, 400)));
    const Json result = org.run({{"query", soql}, {"output", "inline"}});
    CHECK(result["file"]["records"] == 400);
    CHECK_THAT(all_warnings(result), Contains("40000 characters"));
}

TEST_CASE("inline counts characters, not bytes") {
    Org org;
    std::string text;
    for (int i = 0; i < 30000; ++i) text += "é";
    org.page(soql, page_of(1, R"({"Name":")" + text + "\"}"));
    CHECK(org.run({{"query", soql}, {"output", "inline"}}).contains("records"));
}

TEST_CASE("the tenant's settings move the limits") {
    Org org;
    org.page(soql, page_of(3, accounts(1, 3)));
    CallOptions options;
    options.settings = R"({"inline_max_rows":2})";
    CHECK(org.run({{"query", soql}}, options).contains("file"));
    options.settings = R"({"inline_max_bytes":100})";
    CHECK(org.run({{"query", soql}}, options).contains("file"));
    options.settings = R"({"inline_max_characters":100})";
    CHECK(org.run({{"query", soql}, {"output", "inline"}}, options).contains("file"));
}

TEST_CASE("a file keeps nulls and every byte of numbers and texts") {
    Org org;
    org.page(soql, page_of(1, R"({"Amount":1.39E8,"Rate":15000.0,"Name":"\u00e9\/","Gone":null})"));
    org.run({{"query", soql}, {"output", "file"}});
    CHECK(org.host.artifacts[0]->content ==
          "{\"Amount\":1.39E8,\"Rate\":15000.0,\"Name\":\"\\u00e9\\/\",\"Gone\":null}\n");
}

TEST_CASE("CSV has the SELECT list as its header, links last, and says what it neutralised") {
    Org org;
    const std::string query = "SELECT Name, Owner.Name FROM Account";
    org.page(query,
             page_of(2, "{" + attributes_of("Account", id_of("001", 1)) + R"(,"Name":"=1+1","Owner":null},)" + "{" +
                            attributes_of("Account", id_of("001", 2)) + R"(,"Name":"B","Owner":{"Name":"O"}})"));
    const Json result = org.run({{"query", query}, {"output", "file"}, {"format", "csv"}});
    CHECK(org.host.artifacts[0]->name == "Account.csv");
    CHECK(org.host.artifacts[0]->content == "Name,Owner.Name,record_url\r\n'=1+1,," +
                                                url_of("Account", id_of("001", 1)) + "\r\nB,O," +
                                                url_of("Account", id_of("001", 2)) + "\r\n");
    CHECK(result["file"]["format"] == "csv");
    CHECK_THAT(all_warnings(result), Contains("1 cell of the CSV has a '"));
}

TEST_CASE("the columns of a CSV are those of its header") {
    Org org;
    const std::string query = "SELECT Owner.Name, Name FROM Account";
    org.page(query, page_of(1, account(1)));
    const Json result = org.run({{"query", query}, {"output", "file"}, {"format", "csv"}, {"links", "all"}});
    CHECK(result["columns"] == Json::parse(R"(["Owner.Name","Name","Owner.record_url","record_url"])"));
}

TEST_CASE("an empty CSV is its header") {
    Org org;
    org.page(soql, page_of(0, ""));
    const Json result = org.run({{"query", soql}, {"output", "file"}, {"format", "csv"}});
    CHECK(org.host.artifacts[0]->content == "Id,Name,record_url\r\n");
    CHECK(result["file"]["records"] == 0);
}

TEST_CASE("FIELDS() names its columns by the first row") {
    Org org;
    const std::string query = "SELECT FIELDS(ALL) FROM Account LIMIT 200";
    org.page(query, page_of(1, account(1, R"(,"Phone":null)")));
    const Json result = org.run({{"query", query}, {"output", "file"}, {"format", "csv"}});
    CHECK(result["columns"] == Json::parse(R"(["Id","Name","Phone","record_url"])"));
    CHECK_THAT(org.host.artifacts[0]->content, Catch::StartsWith("Id,Name,Phone,record_url\r\n"));
}

TEST_CASE("without knowing where the account is opened there are rows, no links, and a warning") {
    Org org;
    org.page(soql, page_of(1, account(1)));
    auto& call = org.host.call("salesforce_run_soql_query", Json({{"query", soql}}).dump());
    org.host.run();
    const Json result = Json::parse(call.result);
    CHECK(result["records"] == Json::parse(R"([{"Id":"001000000000001AAA","Name":"A1"}])"));
    CHECK_THAT(all_warnings(result), Contains("No link"));
}

TEST_CASE("a preview of a query asks nothing") {
    Org org;
    CallOptions options;
    options.intent = ALYSIO_INTENT_PREVIEW;
    auto& call = org.call({{"query", soql}}, options);
    org.host.run();
    CHECK(call.kind == ALYSIO_RESULT_SUCCESS);
    CHECK(org.host.requests.empty());
}

TEST_CASE("an empty result, and activities, come with a warning") {
    Org org;
    org.page(soql, page_of(0, ""));
    CHECK_THAT(all_warnings(org.run({{"query", soql}})), Contains("Sharing"));
    const std::string tasks = "SELECT COUNT() FROM Task";
    org.page(tasks, R"({"totalSize":5,"done":true,"records":[]})");
    CHECK_THAT(all_warnings(org.run({{"query", tasks}})), Contains("archived"));
}

TEST_CASE("amounts of an org with several currencies come with a warning") {
    Org org;
    CallOptions options;
    options.connection = R"({"multi_currency":true})";
    const std::string sums = "SELECT SUM(Amount) FROM Opportunity";
    org.page(sums, page_of(1, R"({"expr0":1})"));
    CHECK_THAT(all_warnings(org.run({{"query", sums}}, options)), Contains("corporate currency"));

    const std::string ordered = "SELECT Id FROM Opportunity ORDER BY Amount DESC";
    org.page(ordered, page_of(1, R"({"Id":"1"})"));
    org.page(
        "/sobjects/Opportunity/describe",
        R"({"name":"Opportunity","fields":[{"name":"Amount","type":"currency"},{"name":"CloseDate","type":"date"}]})");
    CHECK_THAT(all_warnings(org.run({{"query", ordered}}, options)), Contains("convertCurrency"));

    const std::string by_date = "SELECT Id FROM Opportunity ORDER BY CloseDate";
    org.page(by_date, page_of(1, R"({"Id":"1"})"));
    CHECK(all_warnings(org.run({{"query", by_date}}, options)).empty());
}

TEST_CASE("what Salesforce says against a query is explained") {
    Org org;
    org.answer(soql, salesforce_error(400, "MALFORMED_QUERY", "unexpected token: 'FROM'"));
    const Json error = org.fail({{"query", soql}});
    CHECK(error["code"] == "invalid_query");
    CHECK(error["salesforce_code"] == "MALFORMED_QUERY");
    CHECK_FALSE(error.contains("partial"));
}

TEST_CASE("an unknown field comes with what may have been meant") {
    Org org;
    const std::string query = "SELECT Stage FROM Opportunity";
    org.answer(query, salesforce_error(400, "INVALID_FIELD",
                                       "\\nSELECT Stage FROM Opportunity\\n       ^\\nERROR at Row:1:Column:8\\n"
                                       "No such column 'Stage' on entity 'Opportunity'."));
    org.page("/sobjects/Opportunity/describe",
             R"({"name":"Opportunity","fields":[{"name":"StageName","label":"Stage","type":"picklist"}]})");
    const Json error = org.fail({{"query", query}});
    CHECK(error["code"] == "unknown_field");
    CHECK(error["did_you_mean"] == Json::parse(R"(["StageName"])"));
}

TEST_CASE("an answer that is no page is told as such") {
    Org org;
    const auto body = GENERATE(as<std::string>(), "<html>", "{}", R"({"totalSize":1,"done":true,"records":[{"Id":)");
    org.page(soql, body);
    const Json error = org.fail({{"query", soql}});
    CHECK(error["code"] == "bad_response");
    CHECK_FALSE(error.contains("partial"));
}

TEST_CASE("a host without files is told to ask for less, once the rows do not fit") {
    TestHost bare(*alysio_plugin_v1());
    bare.offer_artifacts = false;
    bare.create();
    bare.on_request = [](const SeenRequest&) { return Answer::json(page_of(300, accounts(1, 300))); };
    auto& call = bare.call("salesforce_run_soql_query", Json({{"query", soql}, {"links", "none"}}).dump());
    bare.run();
    CHECK(Json::parse(call.result)["error"]["code"] == "unavailable");
    CHECK(bare.misuse.empty());
}

TEST_CASE("a disk that fails ends the call with what to do") {
    Org org;
    org.host.storage = ALYSIO_E_STORAGE;
    org.page(soql, page_of(300, accounts(1, 300)));
    const Json error = org.fail({{"query", soql}});
    CHECK(error["code"] == "unavailable");
    CHECK_THAT(error["guidance"].get<std::string>(), Contains("max_records"));
}

}  // namespace run_soql_query_test
