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

TEST_CASE("a count stays in the answer whatever its number, and whatever output is asked for") {
    Org org;
    const std::string count = "SELECT COUNT() FROM Opportunity";
    org.page(count, R"({"totalSize":123456,"done":true,"records":[]})");
    const std::string output = GENERATE("auto", "inline", "file");
    CHECK(org.run({{"query", count}, {"output", output}, {"format", "csv"}, {"max_records", 5}}) ==
          Json::parse(R"({"total_size":123456,"returned":0,"complete":true,"records":[]})"));
    CHECK(org.host.artifacts.empty());
}

TEST_CASE("ALL ROWS is taken off, and the resource that knows deleted rows is asked, page by page") {
    Org org;
    org.answer("/queryAll",
               Answer::json(R"({"totalSize":2,"done":false,"nextRecordsUrl":"/services/data/v62.0/queryAll/q-1",)"
                            R"("records":[)" +
                            account(1) + "]}"));
    org.page("/queryAll/q-1", page_of(2, account(2)));
    const Json result = org.run({{"query", "SELECT Id, Name FROM Account ALL ROWS"}});
    CHECK(result["returned"] == 2);
    CHECK(org.host.requests[0].query_value("q") == "SELECT Id, Name FROM Account");
    CHECK_THAT(all_warnings(result), Contains("deleted and archived records are among these"));
}

TEST_CASE("a parent without children has an empty list of them") {
    Org org;
    org.page(with_contacts, page_of(1, account(1, R"(,"Contacts":null,"Phone":null)")));
    CHECK(org.run({{"query", with_contacts}, {"links", "none"}})["records"][0]["Contacts"] == Json::array());
    org.run({{"query", with_contacts}, {"links", "none"}, {"output", "file"}});
    const Json line = lines_of(org.host.artifacts.back()->content)[0];
    CHECK(line["Contacts"] == Json::array());
    CHECK(line["Phone"] == nullptr);
}

TEST_CASE("child rows are known by the query, whatever member their result begins with") {
    Org org;
    org.page(with_contacts, page_of(1, account(1, R"(,"Contacts":{"size":1,"totalSize":1,"done":true,"records":[)" +
                                                      contact(7) + "]}")));
    const Json result = org.run({{"query", with_contacts}, {"links", "none"}});
    CHECK(result["records"][0]["Contacts"] == Json::parse(R"([{"LastName":"C7"}])"));
}

TEST_CASE("what the query says are child rows, and is none, is an error and not a row like another") {
    Org org;
    org.page(with_contacts, page_of(1, account(1, R"(,"Contacts":{"rows":[]})")));
    CHECK(org.fail({{"query", with_contacts}})["code"] == "bad_response");
}

TEST_CASE("columns of a CSV go by what rows call their sources") {
    const auto [query, row, header, cells] = GENERATE(table<std::string, std::string, std::string, std::string>({
        {"SELECT c.Name, a.Name FROM Contact c, c.Account a", R"({"Name":"C","Account":{"Name":"A"}})",
         "Name,Account.Name", "C,A"},
        {"SELECT c.Name, o.Name FROM Contact c, c.Account a, a.Owner o",
         R"({"Name":"C","Account":{"Owner":{"Name":"O"}}})", "Name,Account.Owner.Name", "C,O"},
        {"SELECT Name, toLabel(Account.Industry) FROM Contact", R"({"Name":"C","Account":{"Industry":"I"}})",
         "Name,Account.Industry", "C,I"},
        {"SELECT Name, toLabel(Account.Industry) FROM Contact", R"({"Name":"C","Industry":"I"})",
         "Name,Account.Industry", "C,I"},
        {"SELECT Name, FORMAT(Account.AnnualRevenue) FROM Contact", R"({"Name":"C","AnnualRevenue":"1"})",
         "Name,Account.AnnualRevenue", "C,1"},
    }));
    Org org;
    org.page(query, page_of(1, row));
    const Json result = org.run({{"query", query}, {"links", "none"}, {"output", "file"}, {"format", "csv"}});
    CHECK(org.host.artifacts[0]->content == header + "\r\n" + cells + "\r\n");
    CHECK(all_warnings(result).empty());
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

    org.page("SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true LIMIT 1", page_of(1, R"({"IsoCode":"EUR"})"));
    options.principal = "principal-2";
    CHECK_THAT(all_warnings(org.run({{"query", sums}}, options)), Contains("in the corporate currency, EUR"));

    const std::string by_date = "SELECT Id FROM Opportunity ORDER BY CloseDate";
    org.page(by_date, page_of(1, R"({"Id":"1"})"));
    CHECK(all_warnings(org.run({{"query", by_date}}, options)).empty());
}

TEST_CASE("whether an org has several currencies is asked where amounts are summed or sorted, in the first call too") {
    const auto [query, row, asks] = GENERATE(table<std::string, std::string, bool>({
        {"SELECT SUM(Amount) FROM Opportunity", R"({"expr0":1})", true},
        {"SELECT MAX(o.Amount) m FROM Opportunity o", R"({"m":1})", true},
        {"SELECT Id, Amount FROM Opportunity ORDER BY Amount DESC NULLS LAST", R"({"Id":"1","Amount":2})", true},
        {"SELECT MAX(CloseDate) FROM Opportunity", R"({"expr0":"2026-01-01"})", false},
        {"SELECT Id FROM Opportunity ORDER BY CloseDate", R"({"Id":"1"})", false},
        {"SELECT COUNT(Id) FROM Opportunity", R"({"expr0":1})", false},
    }));
    Org org;
    org.page(query, page_of(1, row));
    org.page(
        "/sobjects/Opportunity/describe",
        R"({"name":"Opportunity","fields":[{"name":"Amount","type":"currency"},{"name":"CloseDate","type":"date"}]})");
    org.page("/", R"({"identity":"https://login.salesforce.com/id/00DdM00000vfgTuUAI/005dM00000abcdeQAA"})");
    org.page("/sobjects/User/005dM00000abcdeQAA",
             R"({"Name":"Ann","TimeZoneSidKey":"Europe/Berlin","DefaultCurrencyIsoCode":"GBP"})");
    const Json result = org.run({{"query", query}, {"links", "none"}});
    CHECK((all_warnings(result).find("several currencies") != std::string::npos) == asks);
    CHECK(org.times_asked("/sobjects/User/005dM00000abcdeQAA") == (asks ? 1 : 0));
}

TEST_CASE("where nothing matched, a literal that no record can hold is named with the nearest value") {
    const auto [query, answer, warning] = GENERATE(table<std::string, std::string, std::string>({
        {"SELECT Id FROM Opportunity WHERE StageName = 'Negotiation'", page_of(0, ""),
         "“Negotiation” is no value of StageName; nearest: Negotiation/Review."},
        {"SELECT COUNT(Id) n FROM Opportunity WHERE StageName IN ('closed won', 'Lost')", page_of(1, R"({"n":0})"),
         "“Lost” is no value of StageName; nearest: Closed Lost."},
        {"SELECT SUM(Amount) FROM Opportunity o WHERE o.StageName = 'Won'", page_of(1, R"({"expr0":null})"),
         "“Won” is no value of o.StageName; nearest: Closed Won."},
        {"SELECT StageName, COUNT(Id) FROM Opportunity WHERE Account.Industry = 'Bank' GROUP BY StageName",
         page_of(0, ""), "“Bank” is no value of Account.Industry; nearest: Banking."},
        {"SELECT COUNT() FROM Opportunity WHERE StageName = 'Negotiation'", page_of(0, ""), "Negotiation/Review"},
        {"SELECT Id FROM Opportunity WHERE StageName = 'closed won' AND Name = 'x'", page_of(0, ""), ""},
        {"SELECT COUNT(Id) n FROM Opportunity WHERE StageName = 'Won'", page_of(1, R"({"n":3})"), ""},
    }));
    Org org;
    org.page(query, answer);
    org.page("/sobjects/Opportunity/describe",
             R"({"name":"Opportunity","fields":[{"name":"Name","type":"string"},
                 {"name":"AccountId","type":"reference","referenceTo":["Account"],"relationshipName":"Account"},
                 {"name":"StageName","type":"picklist","picklistValues":[
                     {"value":"Negotiation/Review","active":true},{"value":"Closed Won","active":true},
                     {"value":"Closed Lost","active":true}]}]})");
    org.page("/sobjects/Account/describe",
             R"({"name":"Account","fields":[{"name":"Industry","type":"picklist","picklistValues":[
                     {"value":"Banking","active":true},{"value":"Energy","active":true}]}]})");
    const std::string warnings = all_warnings(org.run({{"query", query}}));
    if (warning.empty()) {
        CHECK_THAT(warnings, !Contains("is no value of"));
    } else {
        CHECK_THAT(warnings, Contains(warning));
    }
}

TEST_CASE("a range that ends where it was meant to begin comes with what was meant") {
    const auto [condition, warned] = GENERATE(table<std::string, bool>({
        {"CreatedDate > LAST_N_DAYS:30", true},
        {"CreatedDate > last_90_days", true},
        {"CloseDate < NEXT_N_DAYS:7", true},
        {"CreatedDate >= LAST_N_DAYS:30", false},
        {"CreatedDate = LAST_N_DAYS:30", false},
        {"CloseDate > THIS_MONTH", false},
        {"CloseDate > TODAY", false},
        {"CloseDate <= NEXT_N_DAYS:7", false},
        {"CreatedDate < LAST_N_DAYS:30", false},
    }));
    Org org;
    const std::string query = "SELECT Id FROM Opportunity WHERE " + condition;
    org.page(query, page_of(1, R"({"Id":"1"})"));
    CHECK((all_warnings(org.run({{"query", query}})).find("those days") != std::string::npos) == warned);
}

TEST_CASE("empty values that DESC put in front come with the remedy") {
    const auto [query, rows, warned] = GENERATE(table<std::string, std::string, bool>({
        {"SELECT Id, Amount FROM Opportunity ORDER BY Amount DESC", R"({"Id":"1","Amount":null},{"Id":"2","Amount":5})",
         true},
        {"SELECT Id, Account.Name FROM Opportunity ORDER BY Account.Name DESC",
         R"({"Id":"1","Account":null},{"Id":"2","Account":{"Name":"A"}})", true},
        {"SELECT Id, Amount FROM Opportunity ORDER BY Amount DESC NULLS LAST",
         R"({"Id":"1","Amount":null},{"Id":"2","Amount":null})", false},
        {"SELECT Id, Amount FROM Opportunity ORDER BY Amount", R"({"Id":"1","Amount":null},{"Id":"2","Amount":5})",
         false},
        {"SELECT Id, Amount FROM Opportunity ORDER BY Amount DESC", R"({"Id":"1","Amount":7},{"Id":"2","Amount":5})",
         false},
        {"SELECT Id FROM Opportunity ORDER BY Amount DESC", R"({"Id":"1"},{"Id":"2"})", false},
    }));
    Org org;
    org.page(query, page_of(2, rows));
    const std::string output = GENERATE("inline", "file");
    const Json result = org.run({{"query", query}, {"output", output}, {"links", "none"}});
    CHECK((all_warnings(result).find("Add NULLS LAST") != std::string::npos) == warned);
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

TEST_CASE("a misspelt relationship is named, with those of the object that it was asked of") {
    const auto [query, wrong, nearest] = GENERATE(table<std::string, std::string, std::string>({
        {"SELECT Acount.Name FROM Contact", "Acount", "Account"},
        {"SELECT AccountId.Name FROM Contact", "AccountId", "Account"},
        {"SELECT Deal__c.Name FROM Contact", "Deal__c", "Deal__r"},
        {"SELECT c.Acount.Name FROM Contact c", "Acount", "Account"},
        {"SELECT Name FROM Contact WHERE Account.Ownr.Name = 'x'", "Ownr", "Owner"},
    }));
    Org org;
    org.answer(query, salesforce_error(400, "INVALID_FIELD",
                                       "\\nERROR at Row:1:Column:8\\nDidn't understand relationship '" + wrong +
                                           "' in field path. If you are attempting to use a custom relationship, be "
                                           "sure to append the '__r' after the custom relationship name."));
    org.page("/sobjects/Contact/describe",
             R"({"name":"Contact","fields":[
                 {"name":"AccountId","label":"Account ID","type":"reference","referenceTo":["Account"],"relationshipName":"Account"},
                 {"name":"Deal__c","label":"Deal","type":"reference","referenceTo":["Deal__c"],"relationshipName":"Deal__r"}]})");
    org.page("/sobjects/Account/describe",
             R"({"name":"Account","fields":[
                 {"name":"OwnerId","label":"Owner ID","type":"reference","referenceTo":["User"],"relationshipName":"Owner"}]})");
    const Json error = org.fail({{"query", query}});
    CHECK(error["code"] == "unknown_field");
    CHECK(error["fields"] == Json::array({wrong}));
    CHECK(error["did_you_mean"] == Json::array({nearest}));
}

TEST_CASE("a misspelt child relationship is named, with those of the parent") {
    Org org;
    const std::string query = "SELECT Id, (SELECT Id FROM Contact) FROM Account";
    org.answer(query, salesforce_error(400, "INVALID_TYPE",
                                       "\\nERROR at Row:1:Column:30\\nDidn't understand relationship 'Contact' in FROM "
                                       "part of query call."));
    org.page("/sobjects/Account/describe",
             R"({"name":"Account","fields":[],"childRelationships":[
                 {"childSObject":"Contact","field":"AccountId","relationshipName":"Contacts"},
                 {"childSObject":"Case","field":"AccountId","relationshipName":"Cases"}]})");
    const Json error = org.fail({{"query", query}});
    CHECK(error["code"] == "unknown_field");
    CHECK(error["fields"] == Json::array({"Contact"}));
    CHECK_THAT(error["message"].get<std::string>(), Catch::StartsWith("Salesforce knows no such relationship."));
    CHECK(error["did_you_mean"] == Json::array({"Contacts"}));
}

TEST_CASE("an alias in ORDER BY or HAVING is answered with the function, never with a field that looks like it") {
    Org org;
    const std::string grouped =
        "SELECT StageName, COUNT(Id) stages FROM Opportunity GROUP BY StageName ORDER BY stages";
    org.answer(grouped, salesforce_error(400, "INVALID_FIELD", "No such column 'stages' on entity 'Opportunity'."));
    const Json error = org.fail({{"query", grouped}});
    CHECK(error["code"] == "invalid_query");
    CHECK_FALSE(error.contains("did_you_mean"));
    CHECK_THAT(error["guidance"].get<std::string>(),
               Catch::Contains("repeat the function") && !Catch::Contains("administrator"));
}

TEST_CASE("an answer that is no page is told as such") {
    Org org;
    const auto body = GENERATE(as<std::string>(), "{}", R"({"totalSize":1,"done":true,"records":[{"Id":)");
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
