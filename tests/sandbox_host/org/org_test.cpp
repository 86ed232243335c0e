#include "sandbox_host/org/config/tenants_file.hpp"
#include "tests/sandbox_host/loopback/spellings.hpp"
#include "tests/sandbox_host/loopback/without_descriptors.hpp"
#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

namespace {

struct StateFolder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("org_state_" + std::to_string(::getpid()));
    StateFolder() { std::filesystem::remove_all(path); }
    ~StateFolder() { std::filesystem::remove_all(path); }

    OrgServerOptions options(bool fresh = false) const {
        OrgServerOptions options;
        options.state_folder = path;
        options.fresh = fresh;
        return options;
    }
};

// Runs in a process of its own, until that is killed, an org on the folder.
struct OtherProcess {
    pid_t pid;
    explicit OtherProcess(const OrgServerOptions& options) {
        int ready[2];
        if (::pipe(ready) != 0) throw std::runtime_error("no pipe");
        pid = ::fork();
        if (pid == 0) {
            const auto org = OrgServer::start(options);
            const char byte = org ? 'y' : 'n';
            (void)!::write(ready[1], &byte, 1);
            ::pause();
            ::_exit(0);
        }
        char byte = 0;
        const bool told = ::read(ready[0], &byte, 1) == 1 && byte == 'y';
        ::close(ready[0]);
        ::close(ready[1]);
        if (!told) throw std::runtime_error("the other process did not start");
    }
    ~OtherProcess() { kill(); }
    void kill() {
        if (pid <= 0) return;
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        pid = 0;
    }
};

}  // namespace

TEST_CASE("what one run writes, the next one finds, unless it starts afresh") {
    const StateFolder folder;
    std::string id;
    std::string key;
    {
        const RunningOrg org(folder.options());
        id = org.call("POST", "/sobjects/Lead", R"({"LastName":"Kept","Company":"x"})").document()["id"];
        key = org.connection().private_key;
    }
    {
        const RunningOrg org(folder.options());
        CHECK(org.call("GET", "/sobjects/Lead/" + id).document()["LastName"] == "Kept");
        CHECK(org.query("SELECT COUNT() FROM Lead")["totalSize"] == 41);
        CHECK(org.connection().private_key == key);
        const std::string next =
            org.call("POST", "/sobjects/Lead", R"({"LastName":"b","Company":"x"})").document()["id"];
        CHECK(id < next);
    }
    const RunningOrg org(folder.options(true));
    CHECK(org.call("GET", "/sobjects/Lead/" + id).status == 404);
    CHECK(org.query("SELECT COUNT() FROM Lead")["totalSize"] == 40);
    CHECK(org.connection().private_key == key);
}

TEST_CASE("a killed org loses no write that it answered") {
    const StateFolder folder;
    std::vector<std::string> ids;
    for (int round = 0; round < 3; ++round) {
        OtherProcess other(folder.options());
        const auto found = find_running(folder.path);
        REQUIRE(found.has_value());
        const OrgTenant& acme = found->tenants.at("acme");
        for (int i = 0; i < 5; ++i) {
            const HttpAnswer created = request("POST", acme.instance_url + "/services/data/v63.0/sobjects/Task",
                                               {{"Authorization", "Bearer " + acme.users.at("admin").access_token},
                                                {"Content-Type", "application/json"}},
                                               "{}");
            REQUIRE(created.status == 201);
            ids.push_back(created.document()["id"]);
        }
        other.kill();
    }
    const RunningOrg org(folder.options());
    for (const std::string& id : ids) CHECK(org.call("GET", "/sobjects/Task/" + id).status == 200);
}

TEST_CASE("another process finds a running org, and only a running one") {
    const StateFolder folder;
    CHECK_FALSE(find_running(folder.path));
    {
        const RunningOrg org(folder.options());
        const auto found = find_running(folder.path);
        REQUIRE(found.has_value());
        CHECK(found->to_json() == org.connection().to_json());
        CHECK(found->private_key == org.connection().private_key);
        const auto permissions = std::filesystem::status(folder.path / "connection.json").permissions();
        CHECK(permissions == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    }
    CHECK_FALSE(find_running(folder.path));
    // What a killed org leaves behind is not taken for an org.
    OtherProcess other(folder.options());
    other.kill();
    REQUIRE(std::filesystem::exists(folder.path / "connection.json"));
    CHECK_FALSE(find_running(folder.path));
}

TEST_CASE("two processes on one folder are told so") {
    const StateFolder folder;
    const OtherProcess other(folder.options());
    const bool fresh = GENERATE(false, true);
    const auto second = OrgServer::start(folder.options(fresh));
    REQUIRE_FALSE(second);
    CHECK(second.error().message ==
          (folder.path / "org.db").string() +
              " is in use by another process: end that one, or keep the data in another file");
    const auto found = find_running(folder.path);
    REQUIRE(found.has_value());
    CHECK(found->pid == other.pid);
}

TEST_CASE("a data file that is none is said to be so") {
    const StateFolder folder;
    std::filesystem::create_directories(folder.path);
    std::ofstream(folder.path / "org.db")
        << "not a database, but long enough to be taken for one " << std::string(4096, 'x');
    const auto org = OrgServer::start(folder.options());
    REQUIRE_FALSE(org);
    CHECK(org.error().message == "can't use " + (folder.path / "org.db").string() + ": file is not a database");
}

TEST_CASE("a port in use is said to be so") {
    const RunningOrg first;
    OrgServerOptions options;
    const std::string& url = first.connection().proxy_url;
    options.port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
    const auto second = OrgServer::start(options);
    REQUIRE_FALSE(second);
    CHECK(second.error().message == "port " + std::to_string(options.port) + " is in use");
}

TEST_CASE("the connection document holds what a client needs, and not the key") {
    const StateFolder folder;
    const RunningOrg org(folder.options());
    const std::string text = org.connection().to_json();
    CHECK(text.find('\n') == std::string::npos);
    CHECK(text.find("PRIVATE KEY") == std::string::npos);
    const json document = json::parse(text);
    CHECK(document["tenants"]["acme"]["instance_url"] == org.tenant().instance_url);
    CHECK(document["tenants"]["acme"]["users"]["admin"]["access_token"] == org.user().access_token);
    CHECK(document["private_key_file"] == (folder.path / "project_key.pem").string());
    CHECK(OrgConnection::from_json(text)->to_json() == text);
    CHECK_FALSE(OrgConnection::from_json("{}"));
}

TEST_CASE("a changed copy of the demo is an org of one's own") {
    const StateFolder folder;
    for (const auto& [path, text] : demo_files()) {
        std::filesystem::create_directories((folder.path / path).parent_path());
        std::ofstream(folder.path / path) << text;
    }
    std::ofstream(folder.path / "globex/schema/Case.json")
        << R"({"extends":"Case","fields":[{"name":"Mood__c","type":"picklist","values":[{"value":"Calm","default":true}]}]})";
    OrgServerOptions options;
    options.tenants_file = folder.path / "tenants.json";
    const RunningOrg org(options);
    const std::string q = "/query?q=" + url_encoded("SELECT Mood__c FROM Case LIMIT 1");
    CHECK(org.call("GET", q, "", {}, "admin", "globex").document()["records"][0]["Mood__c"] == "Calm");
    CHECK(org.call("GET", q).error_code() == "INVALID_FIELD");
}

TEST_CASE("demo records that Salesforce would refuse are refused by file and place") {
    const StateFolder folder;
    for (const auto& [path, text] : demo_files()) {
        std::filesystem::create_directories((folder.path / path).parent_path());
        std::ofstream(folder.path / path) << text;
    }
    OrgServerOptions options;
    options.tenants_file = folder.path / "tenants.json";
    const auto [records, message] = GENERATE(table<std::string, std::string>({
        {R"([{"Subject":"a"},{"Subject":"b","Status":"New","Sub":1}])",
         "acme/Case.json, record 2: INVALID_FIELD: No such column 'Sub' on sobject of type Case"},
        {R"([{"AccountId":"@nobody"}])", "acme/Case.json, record 1: @nobody means nothing"},
        {R"([{"CreatedDate":"@someday"}])", "acme/Case.json, record 1: @someday means nothing"},
        {R"([{"@key":"northwind_foods"}])", "acme/Case.json, record 1: the @key is taken or no text"},
        {R"([1])", "acme/Case.json, record 1 is no object"},
        {"{}", "acme/Case.json must hold an array of records"},
    }));
    std::ofstream(folder.path / "acme/Case.json") << records;
    const auto refused = OrgServer::start(options);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == message);
}

TEST_CASE("an org that makes no sense is refused in words for its author") {
    const StateFolder folder;
    std::filesystem::create_directories(folder.path / "schema");
    const auto write = [&](const char* name, const std::string& text) { std::ofstream(folder.path / name) << text; };
    OrgServerOptions options;
    options.tenants_file = folder.path / "tenants.json";
    CHECK(OrgServer::start(options).error().message == "can't read " + (folder.path / "tenants.json").string());
    write("tenants.json", R"({"project":{"id":"p"},"tenants":{"me":{"users":{}, "dta":"x"}}})");
    CHECK(OrgServer::start(options).error().message == "tenant \"me\" has an unknown key \"dta\"");
    write("tenants.json", R"({"project":{"id":"p"},"tenants":{"../me":{"users":{}}}})");
    CHECK(OrgServer::start(options).error().message == "\"../me\" is no name for a tenant: letters, digits, - and _");
    write("tenants.json", R"({"project":{"id":"p"},"tenants":{"me":{"users":{}}}})");
    CHECK(OrgServer::start(options).error().message == "can't read " + (folder.path / "profiles.json").string());
    write("profiles.json", "{}");
    CHECK(OrgServer::start(options).error().message == "the schema of me lacks Organization");
    write("schema/Broken.json", "{");
    CHECK(OrgServer::start(options).error().message == "schema/Broken.json is no valid JSON");
}

TEST_CASE("the control port tells what really happened") {
    const RunningOrg org;
    const OrgUser& rep = org.user("acme", "rep");
    const int leads = org.control("GET", "/records")["acme"]["Lead"];
    const std::string token = org.user_token(rep.connected_user);
    const std::string credential = org.credential_token("acme", rep);
    REQUIRE(org.proxied("POST", "/sobjects/Lead", token, credential, R"({"LastName":"a","Company":"b"})").status ==
            201);
    org.call("GET", "/limits", "", {}, "admin", "globex");

    CHECK(org.control("GET", "/records")["acme"]["Lead"] == leads + 1);
    const json all = org.control("GET", "/requests");
    CHECK(all["count"] == 2);
    const json proxied = all["requests"][0];
    CHECK(proxied["via"] == "proxy");
    CHECK(proxied["tenant"] == "acme");
    CHECK(proxied["user"] == "rep");
    CHECK(proxied["credential"] == rep.credential);
    CHECK(proxied["credential_kind"] == "signed");
    CHECK(proxied["method"] == "POST");
    CHECK(proxied["target"] == "/services/data/v63.0/sobjects/Lead");
    CHECK(proxied["status"] == 201);
    CHECK(all.dump().find(token) == std::string::npos);
    CHECK(all.dump().find(credential) == std::string::npos);
    CHECK(org.control("GET", "/requests?tenant=globex")["requests"].size() == 1);
    CHECK(org.control("GET", "/requests?since=2")["requests"].empty());
    CHECK(org.control("DELETE", "/requests")["count"] == 0);
    CHECK(org.control("GET", "/requests")["requests"].empty());
    CHECK(org.control("GET", "/nonsense").contains("error"));
    CHECK(request("GET", org.connection().control_url + "/connection", {{"Host", "evil.example"}}).status == 421);
}

TEST_CASE("who does not know the path of the control port, which each org has anew, does not steer it") {
    const RunningOrg org;
    const std::string control = org.connection().control_url;
    const auto path = control.rfind('/');
    const std::string origin = control.substr(0, path);
    CHECK(control.substr(path + 1).size() == 32);
    CHECK(RunningOrg().connection().control_url.substr(path) != control.substr(path));
    std::string other = control;
    other.back() = other.back() == '0' ? '1' : '0';
    const std::string session = R"({"tenant":"acme","user":"admin"})";
    for (const auto& guess : {origin, origin + "/", origin + "//", other, control.substr(0, control.size() - 1),
                              control + "0", origin + "/x" + control.substr(path), control + "/.."}) {
        CAPTURE(guess);
        CHECK(request("GET", guess + "/requests").status == 404);
        CHECK(request("GET", guess + "/connection").status == 404);
        CHECK(request("POST", guess + "/sessions", {{"Content-Type", "application/json"}}, session).status == 404);
    }
    CHECK(request("GET", origin + "/connection").body.find(control.substr(path + 1)) == std::string::npos);
    CHECK(org.control("GET", "/requests")["count"] == 0);
}

TEST_CASE("control and pages answer under this machine's names alone, however another is spelt") {
    const RunningOrg org;
    const std::string control = org.connection().control_url + "/requests";
    const std::string page = org.tenant().instance_url + "/";
    for (const auto own : alysio::sandbox::loopback::tests::own_authorities) {
        CAPTURE(own);
        CHECK(request("GET", control, {{"Host", std::string(own)}}).status == 200);
        CHECK(request("GET", page, {{"Host", std::string(own)}}).status == 200);
    }
    for (const auto foreign : alysio::sandbox::loopback::tests::foreign_authorities) {
        if (foreign.empty()) continue;  // the client sends its own then
        CAPTURE(foreign);
        CHECK(request("GET", control, {{"Host", std::string(foreign)}}).status == 421);
        CHECK(request("GET", page, {{"Host", std::string(foreign)}}).status == 421);
    }
}

TEST_CASE("an org that has no descriptors left rests, and serves who has waited as soon as there are some") {
    if (!alysio::sandbox::loopback::tests::can_do_without_descriptors) return;
    const auto seen = alysio::sandbox::loopback::tests::without_descriptors([] {
        static const RunningOrg org;
        const std::string& proxy = org.connection().proxy_url;
        return static_cast<std::uint16_t>(std::stoi(proxy.substr(proxy.rfind(':') + 1)));
    });
    CHECK(seen.accepted_later);
    CHECK(seen.busy < std::chrono::milliseconds(200));
}

TEST_CASE("no web page steers the org, and a body that is no JSON is not taken for some") {
    const RunningOrg org;
    const auto control = org.connection().control_url;
    const std::string lead = R"({"tenant":"acme","object":"Lead","fields":{"LastName":"X","Company":"Y"}})";
    const auto origin = GENERATE("http://evil.com", "null", "http://localhost:1");
    CHECK(request("POST", control + "/changes", {{"Content-Type", "text/plain"}, {"Origin", origin}}, lead).status ==
          403);
    CHECK(request("POST", control + "/changes", {{"Content-Type", "application/json"}, {"Origin", origin}}, lead)
              .status == 403);
    CHECK(request("GET", control + "/requests", {{"Origin", origin}}).status == 403);
    CHECK(
        request("POST", control + "/sessions", {{"Content-Type", "text/plain"}}, R"({"tenant":"acme","user":"admin"})")
            .status == 415);
    CHECK(org.control("GET", "/requests")["count"] == 0);
}

TEST_CASE("a body nested without end is refused by all that steers the org, and the org goes on") {
    const RunningOrg org;
    const std::string deep(60'000, '[');
    const auto [method, path] = GENERATE(table<std::string, std::string>(
        {{"POST", "/faults"}, {"POST", "/changes"}, {"POST", "/sessions"}, {"PUT", "/clock"}, {"PUT", "/proxy"}}));
    INFO(path);
    const auto answer = request(method, org.connection().control_url + path, {{"Content-Type", "application/json"}},
                                deep + std::string(60'000, ']'));
    CHECK(answer.status >= 400);
    CHECK(org.control("GET", "/requests")["count"] == 0);
}

TEST_CASE("the org's clock can be set") {
    const RunningOrg org;
    org.control("PUT", "/clock", {{"now", "2030-01-31T23:00:00Z"}});
    const std::string id = org.call("POST", "/sobjects/Task", "{}").document()["id"];
    CHECK(org.call("GET", "/sobjects/Task/" + id).document()["CreatedDate"] == "2030-01-31T23:00:00.000+0000");
    CHECK(org.query("SELECT Id FROM Task WHERE CreatedDate = TODAY")["totalSize"] == 1);
    CHECK(org.control("PUT", "/clock", {{"now", "tomorrow"}}).contains("error"));
    CHECK(org.control("DELETE", "/clock")["now"] != "2030-01-31T23:00:00.000+0000");
}

TEST_CASE("a record page shows the record by its labels, with what hangs on it") {
    const RunningOrg org;
    const json account = org.query("SELECT Id, Name FROM Account WHERE Name LIKE 'Northwind%'")["records"][0];
    const std::string id = account["Id"];
    const std::string base = org.tenant().instance_url;
    const HttpAnswer page = request("GET", base + "/lightning/r/Account/" + id + "/view");
    REQUIRE(page.status == 200);
    CHECK(page.headers.at("content-type") == "text/html;charset=UTF-8");
    CHECK(page.body.find("<h1>Northwind Foods</h1>") != std::string::npos);
    CHECK(page.body.find("<dt>ARR</dt>") != std::string::npos);
    CHECK(page.body.find("<dt>Owner</dt>") != std::string::npos);
    CHECK(page.body.find("<h2>Contacts</h2>") != std::string::npos);
    CHECK(page.body.find("<h2>Opportunities</h2>") != std::string::npos);
    CHECK(request("GET", base + "/" + id.substr(0, 15)).headers.at("location") ==
          "/lightning/r/Account/" + id + "/view");
    CHECK(request("GET", base + "/lightning/o/Opportunity/list").status == 200);
    CHECK(request("GET", base + "/").body.find("Acme Robotics") != std::string::npos);
    CHECK(request("GET", base + "/lightning/r/Contact/" + id + "/view").status == 404);
    CHECK(request("GET", base + "/nonsense").status == 404);
    CHECK(request("POST", base + "/lightning/r/Account/" + id + "/view", {}, "x").status == 404);
    CHECK(request("GET", base + "/", {{"Host", "evil.example"}}).status == 421);
}

TEST_CASE("a page shows numbers in groups and rounded, and of a list the columns that say something") {
    const RunningOrg org;
    const std::string account = org.call("POST", "/sobjects/Account", R"({"Name":"x"})").document()["id"];
    const json contact = {{"LastName", "y"}, {"AccountId", account}, {"Email", "y@example.org"}};
    org.call("POST", "/sobjects/Contact", contact.dump());
    const json deal = {{"Name", "z"},         {"AccountId", account}, {"StageName", "Proposal/Price Quote"},
                       {"Amount", 1234567.5}, {"Probability", 75},    {"CloseDate", "2026-05-30"}};
    org.call("POST", "/sobjects/Opportunity", deal.dump());
    const std::string base = org.tenant().instance_url;
    const std::string page = request("GET", base + "/lightning/r/Account/" + account + "/view").body;
    CHECK(page.find("<td>1,234,567.5</td>") != std::string::npos);
    CHECK(page.find("<td>925,925.62</td>") != std::string::npos);
    CHECK(page.find("mailto:y@example.org") != std::string::npos);
    CHECK(page.find("<th>Birthdate</th>") == std::string::npos);
}

TEST_CASE("record data can't become markup on a page") {
    const RunningOrg org;
    const std::string evil = R"(<script>alert("1")</script>&')";
    const json body = {{"Name", evil}, {"Website", "javascript:alert(1)"}, {"Description", evil}};
    const std::string id = org.call("POST", "/sobjects/Account", body.dump()).document()["id"];
    const std::string base = org.tenant().instance_url;
    for (const std::string& path : {"/lightning/r/Account/" + id + "/view", std::string("/lightning/o/Account/list")}) {
        const HttpAnswer page = request("GET", base + path);
        CHECK(page.body.find("<script>") == std::string::npos);
        CHECK(page.body.find("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;") != std::string::npos);
        CHECK(page.body.find("href=\"javascript") == std::string::npos);
        CHECK(page.headers.at("content-security-policy") == "default-src 'none'; style-src 'unsafe-inline'");
    }
}
