#include "tests/sandbox_host/cli/program.hpp"

#include "tests/sandbox_host/cli/org_control.hpp"

#include <catch2/catch.hpp>

#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

namespace alysio::sandbox::cli {
namespace {

const std::string query_tool = "salesforce_run_soql_query";
const std::string create_tool = "salesforce_create_record";
const std::string url_tool = "salesforce_generate_record_url";

const std::string some_record = R"({"object_name":"Account","record_id":"001000000000001AAA"})";
const std::string new_lead = R"({"object_name":"Lead","fields":{"LastName":"Testperson","Company":"Test & Söhne"}})";
const std::string leads = R"({"query":"SELECT Id, Name, Company FROM Lead WHERE LastName = 'Testperson'"})";

std::size_t found_leads(const Program& program) {
    return program.run({"call", query_tool, leads, "--json"}).json().at("records").size();
}

// `alysio-sandbox org`, up and answering.
struct RunningOrg {
    explicit RunningOrg(const Program& program, std::vector<std::string> options = {})
        : process(program, with_command(std::move(options))), connection(nlohmann::json::parse(process.read_line())) {}

    static std::vector<std::string> with_command(std::vector<std::string> options) {
        options.insert(options.begin(), "org");
        return options;
    }
    std::string url(const std::string& tenant) const {
        return connection.at("tenants").at(tenant).at("instance_url").get<std::string>();
    }

    Running process;
    nlohmann::json connection;
};

std::size_t lines_of(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("tools lists all tools, for people and with schemas for programs") {
    const Program program;
    const auto people = program.run({"tools"});
    CHECK(people.exit_code == 0);
    CHECK(people.out.find(query_tool + "  ") != std::string::npos);
    CHECK(people.err.empty());

    const auto list = program.run({"tools", "--json"}).json();
    REQUIRE(list.size() >= 6);
    for (const auto& tool : list) {
        CHECK(tool.at("inputSchema").at("type") == "object");
        CHECK(tool.at("outputSchema").at("type") == "object");
        CHECK(tool.at("annotations").at("readOnlyHint").is_boolean());
        CHECK(tool.at("description").get<std::string>().size() >= 40);
    }
}

TEST_CASE("a query answers with records that have links") {
    const Program program;
    const std::string arguments =
        R"({"query":"SELECT Id, Name, Account.Name FROM Opportunity WHERE IsClosed = false ORDER BY Amount DESC LIMIT 10"})";
    const auto exact = program.run({"call", query_tool, arguments, "--json"});
    CHECK(exact.exit_code == 0);
    CHECK(exact.err.empty());
    CHECK(lines_of(exact.out) == 1);
    const auto records = exact.json().at("records");
    REQUIRE(records.size() == 10);
    for (const auto& record : records) {
        const auto url = record.at("record_url").get<std::string>();
        CHECK(url.find("/lightning/r/Opportunity/" + record.at("Id").get<std::string>() + "/view") !=
              std::string::npos);
    }

    const auto table = program.run({"call", query_tool, arguments});
    CHECK(table.exit_code == 0);
    CHECK(lines_of(table.out) == 12);
    CHECK(table.out.find("Account.Name") != std::string::npos);
    CHECK(table.out.find("/lightning/r/Opportunity/") != std::string::npos);
    CHECK(table.out.find('\x1b') == std::string::npos);
}

TEST_CASE("what one command creates the next one finds, until the org starts over") {
    const Program program;
    CHECK(found_leads(program) == 0);
    const auto created = program.run({"call", create_tool, new_lead, "--json"});
    CHECK(created.exit_code == 0);
    CHECK(created.json().at("id").get<std::string>().size() == 18);
    CHECK(found_leads(program) == 1);
    CHECK(program.run({"call", query_tool, leads, "--fresh", "--json"}).json().at("records").empty());
}

TEST_CASE("a dry run shows the changes and makes none") {
    const Program program;
    const auto shown = program.run({"call", create_tool, new_lead, "--dry-run"});
    CHECK(shown.exit_code == 0);
    CHECK(shown.out.find("Company") != std::string::npos);
    CHECK(shown.out.find("Test & Söhne") != std::string::npos);
    const auto exact = program.run({"call", create_tool, new_lead, "--dry-run", "--json"}).json();
    CHECK(exact.at("changes").size() == 2);
    CHECK(found_leads(program) == 0);
    CHECK(program.run({"call", query_tool, leads, "--dry-run", "--json"}).json().at("changes").empty());
    const auto only_reads = program.run({"call", query_tool, leads, "--dry-run"});
    CHECK(only_reads.out.find("This tool only reads: run it without --dry-run for its result.") != std::string::npos);
    CHECK(only_reads.out.find("Nothing was changed") == std::string::npos);
}

TEST_CASE("a running org is the one that is called, and its links stay good") {
    const Program program;
    RunningOrg org{program};
    CHECK(org.connection.at("tenants").at("acme").at("users").at("admin").contains("access_token"));
    CHECK(org.url("acme") != org.url("globex"));

    const auto link = program.run({"call", url_tool, some_record, "--json"}).json().at("record_url").get<std::string>();
    CHECK(link.rfind(org.url("acme") + '/', 0) == 0);
    const auto other = program.run({"call", url_tool, some_record, "--json", "--tenant", "globex"}).json();
    CHECK(other.at("record_url").get<std::string>().rfind(org.url("globex") + '/', 0) == 0);

    CHECK(program.run({"call", create_tool, new_lead}).exit_code == 0);
    org.process.signal(SIGTERM);
    CHECK(org.process.wait().exit_code == 0);
    CHECK(found_leads(program) == 1);
}

TEST_CASE("each user's calls carry that user's signed credential") {
    const Program program;
    RunningOrg org{program};
    program.run({"call", query_tool, leads, "--tenant", "globex", "--user", "rep"});
    const auto log = ask(org.connection.at("control_url"), "GET", "/requests");
    REQUIRE_FALSE(log.at("requests").empty());
    for (const auto& request : log.at("requests")) {
        CHECK(request.at("via") == "proxy");
        CHECK(request.at("tenant") == "globex");
        CHECK(request.at("user") == "rep");
        CHECK(request.at("credential_kind") == "signed");
    }
}

TEST_CASE("a direct connection goes to the instance with the token from a variable, which is shown nowhere") {
    Program program;
    RunningOrg org{program};
    const auto token =
        org.connection.at("tenants").at("acme").at("users").at("rep").at("access_token").get<std::string>();
    program.environment["SF_TOKEN"] = token;
    const auto config = program.write(
        "direct.json", R"({"tenants":{"me":{"connection":{"kind":"direct","instance_url":")" + org.url("acme") +
                           R"(","access_token_env":"SF_TOKEN","api_version":"62.0"}}}})");
    const auto called = program.run({"call", query_tool, R"({"query":"SELECT COUNT() FROM Account"})", "--config",
                                     config.string(), "--log-level", "trace", "--json"});
    CHECK(called.exit_code == 0);
    CHECK(called.out.find(token) == std::string::npos);
    CHECK(called.err.find(token) == std::string::npos);
    const auto log = ask(org.connection.at("control_url"), "GET", "/requests").at("requests");
    REQUIRE_FALSE(log.empty());
    CHECK(log.at(0).at("via") == "instance");
    CHECK(log.at(0).at("user") == "rep");
}

TEST_CASE("what the proxy answers itself becomes what has to be done about it") {
    const Program program;
    RunningOrg org{program};
    const auto control = org.connection.at("control_url").get<std::string>();
    using Row = std::pair<std::string, std::string>;
    const std::vector<Row> rows{
        {R"("times":1,"status":401,"body":{"message":"Unauthorized"})", ""},
        {R"("times":-1,"status":401,"body":{"message":"Unauthorized"})", "internal"},
        {R"("times":-1,"status":401,"body":[{"errorCode":"INVALID_SESSION_ID","message":"expired"}])",
         "reconnect_required"},
        {R"("times":-1,"status":404,"body":{"message":"no","code":"integration_not_enabled"})", "reconnect_required"},
        {R"("times":-1,"status":403,"body":{"message":"no","code":"7210"})", "internal"},
        {R"("times":-1,"status":400,"body":{"message":"OAUTH_APPROVAL_ERROR_GENERIC"})", "app_not_approved"},
    };
    for (const auto& [fault, code] : rows) {
        CAPTURE(fault);
        ask(control, "DELETE", "/faults");
        ask(control, "POST", "/faults", "{" + fault + "}");
        const auto called = program.run({"call", query_tool, leads, "--json"});
        CHECK(called.exit_code == (code.empty() ? 0 : 1));
        if (!code.empty()) CHECK(called.json().at("error").at("code") == code);
        CHECK(called.out.find("aragon") == std::string::npos);
    }
}

TEST_CASE("a tenant's policy is kept to, and named") {
    const Program program;
    const auto config = program.write("policy.json", R"({"tenants":{"acme":{"connection":{"kind":"org"},
        "policy":{"read":{"denied_objects":["Case"]},"write":{"allowed_objects":["Task"]}}}}})");
    const auto denied = [&](const std::string& tool, const std::string& arguments) {
        const auto called = program.run({"call", tool, arguments, "--config", config.string(), "--json"});
        CHECK(called.exit_code == 1);
        CHECK(called.json().at("error").at("code") == "policy_denied");
        return called.json().at("error").value("fields", nlohmann::json::array());
    };
    CHECK(denied(query_tool, R"({"query":"SELECT Id, (SELECT Id FROM Cases) FROM Account"})") ==
          nlohmann::json{"Case"});
    CHECK(denied(create_tool, new_lead) == nlohmann::json{"Lead"});
    const auto allowed = program.run({"call", query_tool, R"({"query":"SELECT Id, Account.Name FROM Contact LIMIT 1"})",
                                      "--config", config.string()});
    CHECK(allowed.exit_code == 0);
}

TEST_CASE("a tenant whose policy an endpoint cannot be held to is not served") {
    const Program program;
    const auto config = program.write("policy.json", R"({"tenants":{"acme":{"connection":{"kind":"org"},
        "policy":{"read":{"denied_objects":["Salary__c"]}}}}})");
    const auto built = std::filesystem::path(ALYSIO_SANDBOX).parent_path() / "alysio_salesforce.manifest.json";
    auto manifest = nlohmann::json::parse(std::ifstream(built));
    manifest["policy"]["endpoints"].push_back({{"endpoint", "GET /search"}, {"query", {"q"}}});
    const auto wider = program.write("wider.json", manifest.dump());
    const auto refused =
        program.run({"call", url_tool, some_record, "--config", config.string(), "--manifest", wider.string()});
    CHECK(refused.exit_code == 2);
    CHECK(refused.err.find("/tenants/acme/policy/read/denied_objects: cannot be enforced on GET /search: ") !=
          std::string::npos);
    CHECK(program.run({"call", url_tool, some_record, "--config", config.string()}).exit_code == 0);
}

TEST_CASE("an org that cannot be reached is a tool's error") {
    Program program;
    program.environment["SF_TOKEN"] = "t";
    const auto config = program.write("direct.json",
                                      R"({"tenants":{"me":{"connection":{"kind":"direct","api_version":"62.0",
                                          "instance_url":"http://127.0.0.1:1","access_token_env":"SF_TOKEN"}}}})");
    const auto called = program.run({"call", query_tool, leads, "--config", config.string(), "--json"});
    CHECK(called.exit_code == 1);
    CHECK(called.json().at("error").at("code") == "unavailable");
    CHECK(called.json().at("error").at("outcome") == "not_sent");
}

TEST_CASE("arguments may come from standard input, on several lines") {
    const Program program;
    const auto called =
        program.run({"call", url_tool, "-", "--json"},
                    "{\n  \"object_name\": \"Account\",\r\n  \"record_id\": \"001000000000001AAA\"\n}\n");
    CHECK(called.exit_code == 0);
    CHECK(called.json().at("id") == "001000000000001AAA");
}

TEST_CASE("a query needs no JSON: a table, CSV, the exact result, or a file") {
    const Program program;
    const std::string accounts = "SELECT Id, Name, Fax FROM Account ORDER BY Name LIMIT 3";
    const auto table = program.run({"query", accounts});
    CHECK(table.exit_code == 0);
    CHECK(table.out.rfind("Id ", 0) == 0);
    CHECK_THAT(table.out, Catch::Contains("3 of 3 records"));
    CHECK(program.run({"query", "-"}, accounts + "\n").out.substr(0, 20) == table.out.substr(0, 20));
    CHECK(program.run({"query", accounts, "--json"}).json().at("records").size() == 3);

    const auto csv = program.run({"query", accounts, "--csv"});
    CHECK(csv.exit_code == 0);
    CHECK(csv.out.rfind("Id,Name,Fax,", 0) == 0);
    CHECK(lines_of(csv.out) == 4);

    for (const auto* name : {"a.csv", "a.jsonl", "a.json", "a.txt"}) {
        const auto file = program.home() / name;
        const auto written = program.run({"query", accounts, "--output", file.string()});
        CAPTURE(name, written.err);
        CHECK(written.exit_code == 0);
        CHECK(written.out.empty());
        std::ifstream in(file);
        const std::string text{std::istreambuf_iterator<char>{in}, {}};
        const std::size_t lines = name == std::string("a.csv") ? 4 : name == std::string("a.jsonl") ? 3 : 1;
        CHECK(lines_of(text) == (name == std::string("a.txt") ? 5 : lines));
    }
    const auto refused = program.run({"query", "SELECT Nmae FROM Account", "--csv"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.out.empty());
}

TEST_CASE("whoami says who the connected user is") {
    const Program program;
    const auto said = program.run({"whoami", "--tenant", "globex", "--user", "rep"});
    CHECK(said.exit_code == 0);
    CHECK(said.out.rfind("user_id", 0) == 0);
}

TEST_CASE("a call takes a part of the tool's name and name=value, and no JSON") {
    const Program program;
    const auto created = program.run(
        {"call", "create", "object_name=Lead", "fields.LastName=Testperson", "fields.Company=Test", "--json"});
    CHECK(created.exit_code == 0);
    CHECK(found_leads(program) == 1);
    const auto updated =
        program.run({"call", "update", "object_name=Lead", "fields.Company:=null",
                     "record_id=" + created.json().at("id").get<std::string>(), "--dry-run", "--json"});
    CHECK(updated.json().at("changes").at(0).at("new").is_null());
}

TEST_CASE("call TOOL --help says what the tool takes") {
    const Program program;
    const auto help = program.run({"call", "run_soql", "--help"});
    CHECK(help.exit_code == 0);
    CHECK_THAT(help.out, Catch::Contains("  query        required; string; One SELECT\n") &&
                             Catch::Contains("  output       auto|inline|file; ") &&
                             Catch::Contains("  max_records  integer; 1 or more"));
    for (std::size_t start = 0; start < help.out.size(); start = help.out.find('\n', start) + 1) {
        CHECK(help.out.find('\n', start) - start <= 80);
    }
}

TEST_CASE("a tool's refusal ends with 1: the error object for programs, guidance for people") {
    const Program program;
    const auto exact = program.run({"call", url_tool, R"({"object_name":"Account","oops":1})", "--json"});
    CHECK(exact.exit_code == 1);
    CHECK(exact.json().at("error").at("code") == "invalid_arguments");
    CHECK(exact.json().at("error").at("violations").size() == 2);

    const auto people = program.run({"call", url_tool, R"({"object_name":"Account","oops":1})"});
    CHECK(people.exit_code == 1);
    CHECK(people.out.empty());
    CHECK(people.err.rfind("invalid_arguments: ", 0) == 0);
    CHECK(people.err.find("/record_id") != std::string::npos);
}

TEST_CASE("whatever keeps a call from starting is said in a line or two, with exit code 2") {
    Program program;
    const auto file = program.write("file", "no folder, no library");
    program.write("file.manifest.json", "{}");
    const auto unset = program.write("unset.json",
                                     R"({"tenants":{"me":{"connection":{"kind":"direct","instance_url":"https://x",
                                         "api_version":"62.0","access_token_env":"ALYSIO_UNSET"}}}})");
    const auto wrong = program.write("wrong.json", R"({"tenants":{"me":{"connection":{"kind":"org"},"bugdet":{}}}})");
    const auto stranger = program.write("stranger.json", R"({"tenants":{"initech":{"connection":{"kind":"org"}}}})");

    using Row = std::pair<std::vector<std::string>, std::string>;
    const std::vector<Row> rows{
        {{"call", url_tool, "{\"object_name\":"}, "the arguments are no JSON: parse error at line 1"},
        {{"call", url_tool, "{\"a\":1e999}"}, "the arguments are no JSON"},
        {{"call", "salesforce_get_records", "{}"},
         "no tool \"salesforce_get_records\"; did you mean salesforce_get_record?"},
        {{"call", "record"}, "is a part of more than one tool's name: salesforce_get_record, "},
        {{"call", url_tool, "Account"}, "the arguments are no JSON"},
        {{"call", url_tool, "object_nam=Account"}, "the tool takes no \"object_nam\"; did you mean object_name?"},
        {{"query", "SELECT Id FROM Account", "--output", "/nonexistent/a.csv"}, "/nonexistent/a.csv"},
        {{"call", url_tool, some_record, "--tenant", "initech"},
         "there is no tenant \"initech\"; there is: acme, globex"},
        {{"call", url_tool, some_record, "--user", "nobody"}, "there is no user \"nobody\"; there is: admin"},
        {{"call", url_tool, some_record, "--config", "/nonexistent.json"}, "/nonexistent.json: cannot be read"},
        {{"call", url_tool, some_record, "--config", unset.string()},
         "/tenants/me/connection/access_token_env: the variable ALYSIO_UNSET is not set"},
        {{"call", url_tool, some_record, "--config", unset.string(), "--fresh"}, "--fresh is about the sandbox org"},
        {{"call", url_tool, some_record, "--config", wrong.string()}, "/tenants/me/bugdet: is not known here"},
        {{"call", url_tool, some_record, "--config", stranger.string()},
         "/tenants/initech: the sandbox org has no such tenant"},
        {{"call", url_tool, some_record, "--artifacts", (file / "below").string()}, "the folder"},
        {{"tools", "--plugin", "/nonexistent.so"}, "/nonexistent"},
        {{"tools", "--plugin", file.string()}, "manifest"},
        {{"tools", "--manifest", file.string()}, "manifest"},
        {{"org", "--tenants", "/nonexistent.json"}, "nonexistent.json"},
    };
    for (const auto& [arguments, message] : rows) {
        CAPTURE(arguments);
        const auto outcome = program.run(arguments);
        CHECK(outcome.exit_code == 2);
        CHECK(outcome.out.empty());
        CHECK(outcome.err.rfind("alysio-sandbox: ", 0) == 0);
        CHECK_THAT(outcome.err, Catch::Contains(message));
        CHECK(lines_of(outcome.err) <= 2);
    }
}

TEST_CASE("a port or data that another org uses are said to be in use") {
    const Program program;
    RunningOrg org{program, {"--memory"}};
    const auto proxy = org.connection.at("proxy_url").get<std::string>();
    const auto port = program.run({"org", "--memory", "--port", proxy.substr(proxy.rfind(':') + 1)});
    CHECK(port.exit_code == 2);
    CHECK_THAT(port.err, Catch::Contains("in use"));

    RunningOrg keeper{program};
    const auto data = program.run({"org"});
    CHECK(data.exit_code == 2);
    CHECK_THAT(data.err, Catch::Contains("in use"));
}

TEST_CASE("SIGINT cancels the call, which says so and ends with 130") {
    const Program program;
    RunningOrg org{program};
    const auto control = org.connection.at("control_url").get<std::string>();
    ask(control, "POST", "/faults", R"({"path":"/query","latency_ms":600000,"times":-1})");
    Running call{program, {"call", query_tool, leads, "--json"}};
    const auto arrived = [&] {
        const auto log = ask(control, "GET", "/requests").at("requests");
        return std::any_of(log.begin(), log.end(),
                           [](const auto& request) { return request.at("fault").template get<bool>(); });
    };
    while (!arrived()) REQUIRE_FALSE(call.has_ended());
    call.signal(SIGINT);
    const auto outcome = call.wait();
    CHECK(outcome.exit_code == 130);
    CHECK(outcome.json().at("error").at("code") == "cancelled");
}

TEST_CASE("calls at the same time take turns at the org's data") {
    const Program program;
    const std::vector<std::string> arguments{"call", create_tool, new_lead, "--json"};
    Running first{program, arguments}, second{program, arguments}, third{program, arguments};
    CHECK(first.wait().exit_code == 0);
    CHECK(second.wait().exit_code == 0);
    CHECK(third.wait().exit_code == 0);
    CHECK(found_leads(program) == 3);
}

TEST_CASE("output that cannot be written is a failure, and said to be") {
    const Program program;
    const std::string count = R"({"query":"SELECT COUNT() FROM Account"})";
    for (const auto& arguments : std::vector<std::vector<std::string>>{{"--help"},
                                                                       {"tools"},
                                                                       {"tools", "--json"},
                                                                       {"call", query_tool, count},
                                                                       {"call", query_tool, count, "--json"},
                                                                       {"org", "--memory"},
                                                                       {"mcp", "--http", "0", "--open"}}) {
        CAPTURE(arguments);
        const auto ended = program.run_into("/dev/full", arguments);
        CHECK(ended.exit_code == 2);
        CHECK(lines_of(ended.err) == 1);
        CHECK_THAT(ended.err, Catch::Contains("could not be written"));
    }
    CHECK(program.run_into("/dev/null", {"tools"}).exit_code == 0);
}

TEST_CASE("who stops reading the output is told nothing") {
    const Program program;
    Running tools{program, {"tools", "--json"}};
    tools.stop_reading();
    const auto ended = tools.wait();
    CHECK(ended.exit_code == 0);
    CHECK(ended.err.empty());
}

TEST_CASE("every folder that the program makes is its user's alone, whatever the umask") {
    const Program program;
    const auto mask = ::umask(0);
    const auto deep = program.home() / "a" / "b" / "files";
    const auto called = program.run(
        {"call", query_tool, R"({"query":"SELECT Id FROM Account","output":"file"})", "--artifacts", deep.string()});
    program.run({"org", "--tenants", "/nowhere"});
    { const RunningOrg org{program}; }
    ::umask(mask);
    CHECK(called.exit_code == 0);
    std::size_t folders = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(program.home())) {
        if (!entry.is_directory()) continue;
        CAPTURE(entry.path());
        CHECK((entry.status().permissions() & std::filesystem::perms(077)) == std::filesystem::perms::none);
        ++folders;
    }
    CHECK(folders >= 6);
}

}  // namespace alysio::sandbox::cli
