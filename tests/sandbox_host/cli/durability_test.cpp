#include "sandbox_host/org/store/database.hpp"
#include "tests/sandbox_host/cli/org_control.hpp"
#include "tests/sandbox_host/cli/program.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <random>
#include <set>
#include <thread>

namespace alysio::sandbox::cli {
namespace {

using nlohmann::json;

// The smallest org that starts: one user, and an object to write.
class NoteOrg {
  public:
    NoteOrg() {
        for (const char* folder : {"schema", "me"}) std::filesystem::create_directory(program.home() / folder);
        program.write("tenants.json", R"({"project": {"id": "p"}, "tenants": {"me": {"users": {"me":
            {"username": "me", "connected_user": "me", "credential": "c"}}}}})");
        program.write("profiles.json", R"({"Admin": {"objects": {"*": "CRUD"}}})");
        program.write("schema/Organization.json", R"({"name": "Organization", "key_prefix": "00D", "fields": [
            {"name": "Name", "type": "string", "name_field": true}]})");
        program.write("schema/Profile.json", R"({"name": "Profile", "key_prefix": "00e", "fields": [
            {"name": "Name", "type": "string", "name_field": true}]})");
        program.write("schema/User.json", R"({"name": "User", "key_prefix": "005", "fields": [
            {"name": "Name", "type": "string", "name_field": true},
            {"name": "Username", "type": "string", "required": true, "unique": true},
            {"name": "ProfileId", "type": "reference", "to": ["Profile"], "required": true}]})");
        program.write("schema/Note__c.json", R"({"name": "Note__c", "key_prefix": "a00", "fields": [
            {"name": "Name", "type": "string", "name_field": true, "external_id": true},
            {"name": "Text__c", "type": "textarea", "length": 32000}]})");
        program.write("me/Organization.json", R"([{"Name": "Notes"}])");
        program.write("me/Profile.json", R"([{"@key": "admin", "Name": "Admin"}])");
        program.write("me/User.json", R"([{"Name": "Me", "Username": "me", "ProfileId": "@admin"}])");
    }

    std::vector<std::string> command() const {
        return {"org", "--tenants", (program.home() / "tenants.json").string(), "--data", file().string()};
    }
    std::filesystem::path file() const { return program.home() / "notes.db"; }

    Program program;
};

// Someone who writes without waiting for the answers: the org is always in the middle of a write.
class Writer {
  public:
    explicit Writer(const json& connection) {
        const json& me = connection.at("tenants").at("me");
        const auto url = me.at("instance_url").get<std::string>();
        token_ = me.at("users").at("me").at("access_token").get<std::string>();
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        REQUIRE(connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    }
    ~Writer() { close(socket_); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void send(int notes, std::size_t text_size) {
        const std::string body = R"({"Name":"n","Text__c":")" + std::string(text_size, 'x') + "\"}";
        std::string requests;
        for (int i = 0; i < notes; ++i) {
            requests +=
                "POST /services/data/v63.0/sobjects/Note__c HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
                token_ + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n" + body;
        }
        REQUIRE(write(socket_, requests.data(), requests.size()) == static_cast<ssize_t>(requests.size()));
    }

    // Reads until so many bytes of answers have come.
    void read_answers(std::size_t bytes) {
        std::array<char, 4096> buffer;
        while (answers_.size() < bytes) {
            const auto size = read(socket_, buffer.data(), std::min(buffer.size(), bytes - answers_.size()));
            REQUIRE(size > 0);
            answers_.append(buffer.data(), static_cast<std::size_t>(size));
        }
    }
    // What was on its way when the org died.
    void read_the_rest() {
        std::array<char, 4096> buffer;
        for (ssize_t size; (size = read(socket_, buffer.data(), buffer.size())) > 0;) {
            answers_.append(buffer.data(), static_cast<std::size_t>(size));
        }
    }

    std::set<std::string> acknowledged() const {
        const std::string mark = R"({"id":")";
        std::set<std::string> ids;
        for (auto at = answers_.find(mark); at != std::string::npos; at = answers_.find(mark, at + 1)) {
            if (at + mark.size() + 18 <= answers_.size()) ids.insert(answers_.substr(at + mark.size(), 18));
        }
        return ids;
    }

  private:
    int socket_ = -1;
    std::string token_;
    std::string answers_;
};

// What SQLite says of the data a dead org left, and the ids of the notes in it.
std::set<std::string> notes_in(const std::filesystem::path& file) {
    auto opened = org::Database::open(file);
    REQUIRE(opened);
    org::Statement check = opened->prepare("PRAGMA integrity_check");
    REQUIRE(check.step());
    CHECK(check.text(0) == "ok");
    org::Statement select = opened->prepare(R"(SELECT Id FROM "me.Note__c")");
    std::set<std::string> ids;
    while (select.step()) ids.emplace(select.text(0));
    return ids;
}

std::uintmax_t size_of(const std::filesystem::path& file) {
    std::error_code none;
    const auto size = std::filesystem::file_size(file, none);
    return none ? 0 : size;
}

}  // namespace

TEST_CASE("an org killed in the middle of writes loses none that it acknowledged, a hundred times") {
    const NoteOrg org;
    std::mt19937 random{42};
    std::set<std::string> acknowledged;
    for (int round = 0; round < 100; ++round) {
        CAPTURE(round);
        Running process{org.program, org.command()};
        Writer writer{json::parse(process.read_line())};
        writer.send(40, 1 + random() % 1500);
        // An answer has more than 300 bytes: somewhere before the last one.
        writer.read_answers(random() % 12'000);
        process.signal(SIGKILL);
        writer.read_the_rest();
        process.wait();
        acknowledged.merge(writer.acknowledged());

        const std::set<std::string> kept = notes_in(org.file());
        std::vector<std::string> lost;
        std::set_difference(acknowledged.begin(), acknowledged.end(), kept.begin(), kept.end(),
                            std::back_inserter(lost));
        REQUIRE(lost.empty());
    }
    CHECK(acknowledged.size() > 1000);
}

TEST_CASE("an org killed while it loads its records comes up whole") {
    const Program program;
    const auto file = (program.home() / "demo.db").string();
    const auto records = [](const Running&, const json& connection) {
        return ask(connection.at("control_url"), "GET", "/records");
    };
    json whole;
    {
        Running process{program, {"org", "--memory"}};
        whole = records(process, json::parse(process.read_line()));
    }
    std::mt19937 random{7};
    for (int round = 0; round < 8; ++round) {
        CAPTURE(round);
        Running process{program, {"org", "--data", file, "--fresh", "--records", "4000"}};
        // The demo makes about a megabyte, the rest two more.
        const std::uintmax_t enough = random() % 3'000'000;
        while (size_of(file + "-wal") < enough && !process.has_ended()) std::this_thread::yield();
        process.signal(SIGKILL);
        process.wait();

        Running next{program, {"org", "--data", file}};
        json found = records(next, json::parse(next.read_line()));
        const auto opportunities = found["acme"]["Opportunity"];
        CHECK((opportunities == 4000 || opportunities == whole["acme"]["Opportunity"]));
        found["acme"]["Opportunity"] = whole["acme"]["Opportunity"];
        CHECK(found == whole);
        next.signal(SIGINT);
        next.wait();
    }
}

TEST_CASE("all tenants' data lies in the file that --data names, key and connection beside it") {
    const Program program;
    const auto file = program.home() / "demo.db";
    Running process{program, {"org", "--data", file.string()}};
    const json connection = json::parse(process.read_line());
    CHECK(connection.at("private_key_file") == (program.home() / "demo.key.pem").string());
    CHECK(std::filesystem::exists(program.home() / "demo.connection.json"));

    const auto second = program.run({"org", "--data", file.string()});
    CHECK(second.exit_code == 2);
    CHECK(second.err == "alysio-sandbox: the org's data in " + file.string() + " is in use by the org that process " +
                            std::to_string(connection.at("pid").get<int>()) +
                            " serves: end that one, or use another file (--data FILE) or none (--memory)\n");
    // One that cannot be reached, as it is only starting, still holds its file.
    std::filesystem::remove(program.home() / "demo.connection.json");
    const auto third = program.run({"org", "--data", file.string()});
    CHECK(third.exit_code == 2);
    CHECK_THAT(third.err, Catch::Contains(file.string() + " is in use by another process"));

    process.signal(SIGINT);
    CHECK(process.wait().exit_code == 0);
    CHECK_FALSE(std::filesystem::exists(program.home() / "demo.connection.json"));
    auto data = org::Database::open(file);
    REQUIRE(data);
    for (const char* table : {"acme.Account", "globex.Account"}) {
        CHECK(data->prepare("SELECT 1 FROM " + org::sql_name(table)).step());
    }
}

}  // namespace alysio::sandbox::cli
