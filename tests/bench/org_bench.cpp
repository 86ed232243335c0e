// What the sandbox org costs: pages over HTTP beside what a client pays to parse them, the same pages in the engine
// alone, aggregates over a large table, and the SOQL parser. ALYSIO_BENCH_RECORDS makes the table smaller.

#include "sandbox_host/org/config/tenants_file.hpp"
#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/server/org_server.hpp"
#include "sandbox_host/org/store/database.hpp"
#include "sandbox_host/org/tenant/seed.hpp"
#include "sandbox_host/org/tenant/tenant.hpp"
#include "sandbox_host/soql/parser.hpp"
#include "tests/bench/bench.hpp"

#include <curl/curl.h>
#include <nlohmann/json.hpp>
#include <simdjson.h>

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace alysio;
using namespace alysio::sandbox;

namespace {

using Figures = std::vector<bench::Figure>;
using Goals = std::vector<bench::Goal>;

constexpr const char* narrow_page =
    "SELECT Id, Name, StageName, Amount, CloseDate, IsClosed, Account.Name, Owner.Name FROM Opportunity";
constexpr const char* wide_page =
    "SELECT Id, Name, AccountId, StageName, Amount, Probability, ExpectedRevenue, CloseDate, Type, NextStep, "
    "LeadSource, IsClosed, IsWon, ForecastCategory, FiscalYear, FiscalQuarter, OwnerId, CreatedDate, LastModifiedDate, "
    "Region__c, Account.Name, Owner.Name FROM Opportunity";

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

/// A client on one connection that is kept open.
class Client {
  public:
    Client(std::string instance, const std::string& token) : instance_(std::move(instance)) {
        headers_ = curl_slist_append(headers_, ("Authorization: Bearer " + token).c_str());
        curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, headers_);
        curl_easy_setopt(easy_.get(), CURLOPT_WRITEFUNCTION, &Client::append);
        curl_easy_setopt(easy_.get(), CURLOPT_WRITEDATA, &body_);
        curl_easy_setopt(easy_.get(), CURLOPT_BUFFERSIZE, 512L * 1024);
        curl_easy_setopt(easy_.get(), CURLOPT_NOPROXY, "*");
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client() { curl_slist_free_all(headers_); }

    const std::string& get(const std::string& path) {
        body_.clear();
        curl_easy_setopt(easy_.get(), CURLOPT_URL, (instance_ + path).c_str());
        long status = 0;
        if (curl_easy_perform(easy_.get()) == CURLE_OK) curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
        if (status != 200) give_up(path + " was answered " + std::to_string(status) + ": " + body_);
        return body_;
    }
    const std::string& query(const std::string& soql) {
        char* encoded = curl_easy_escape(easy_.get(), soql.c_str(), static_cast<int>(soql.size()));
        const std::string path = std::string("/services/data/v63.0/query?q=") + encoded;
        curl_free(encoded);
        return get(path);
    }

  private:
    static std::size_t append(char* data, std::size_t size, std::size_t count, void* to) {
        static_cast<std::string*>(to)->append(data, size * count);
        return size * count;
    }
    std::string instance_;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy_{curl_easy_init(), curl_easy_cleanup};
    curl_slist* headers_ = nullptr;
    std::string body_;
};

std::string next_of(const std::string& page) {
    const std::string key = R"("nextRecordsUrl":")";
    const std::size_t at = page.find(key);
    if (at == std::string::npos) return {};
    const std::size_t begin = at + key.size();
    return page.substr(begin, page.find('"', begin) - begin);
}

/// Page after page of one result, from its start again when it ends.
class Walk {
  public:
    using Ask = std::function<const std::string&(const std::string& next)>;
    explicit Walk(Ask ask) : ask_(std::move(ask)), first_(next_of(ask_({}))), next_(first_) {}
    void step() {
        next_ = next_of(ask_(next_));
        if (next_.empty()) next_ = first_;
    }

  private:
    Ask ask_;
    std::string first_;
    std::string next_;
};

bench::Figure with_rate(bench::Figure figure) {
    char note[64];
    std::snprintf(note, sizeof note, "%.0f pages/s", 1e6 / figure.median_us);
    figure.note = note;
    return figure;
}

bench::Figure with_size(bench::Figure figure, std::size_t bytes) {
    char note[64];
    std::snprintf(note, sizeof note, "%.0f MB/s", static_cast<double>(bytes) / figure.median_us);
    figure.note = note;
    return figure;
}

// -- pages and aggregates over HTTP -----------------------------------------------------------------------------------

void over_http(Figures& figures, Goals& goals) {
    const char* wanted = std::getenv("ALYSIO_BENCH_RECORDS");
    org::OrgServerOptions options;
    options.records = wanted == nullptr ? 1'000'000 : std::strtoul(wanted, nullptr, 10);
    const auto begin = std::chrono::steady_clock::now();
    const auto running = org::OrgServer::start(options);
    if (!running) give_up(running.error().message);
    const std::chrono::duration<double> grown = std::chrono::steady_clock::now() - begin;
    std::printf("%zu opportunities after %.1f s\n", options.records, grown.count());

    const org::OrgTenant& acme = (*running)->connection().tenants.at("acme");
    Client client(acme.instance_url, acme.users.at("admin").access_token);
    const auto once = [&](const char* name, const std::string& soql) {
        figures.push_back(bench::measure(
            name, [&] { client.query(soql); }, 1.0, 1));
    };
    const auto aggregate = [&](const char* name, const std::string& soql) {
        once(name, soql);
        goals.push_back({name, "s", figures.back().median_us / 1e6, bench::Goal::Kind::at_most, 1, ""});
    };
    const auto walk = [&](const char* name, const char* soql) {
        Walk pages([&](const std::string& next) -> const std::string& {
            return next.empty() ? client.query(soql) : client.get(next);
        });
        figures.push_back(with_rate(bench::measure(
            name, [&] { pages.step(); }, 2.0, 10)));
        goals.push_back({name, "pages/s", 1e6 / figures.back().median_us, bench::Goal::Kind::at_least, 100, ""});
    };
    walk("page of 2,000 rows, 6 fields and 2 parents, HTTP", narrow_page);
    walk("page of 2,000 rows, 20 fields and 2 parents, HTTP", wide_page);
    once("first page of them all, HTTP", wide_page);
    once("first page of them all, by Amount, HTTP", std::string(wide_page) + " ORDER BY Amount DESC");
    aggregate("COUNT() of them all, HTTP", "SELECT COUNT() FROM Opportunity");
    aggregate("SUM(Amount) by stage, HTTP",
              "SELECT StageName, SUM(Amount), COUNT(Id) FROM Opportunity GROUP BY StageName");
    aggregate("SUM(Amount) of open ones of this year, HTTP",
              "SELECT SUM(Amount) FROM Opportunity WHERE IsClosed = false AND CloseDate = THIS_YEAR");
    aggregate("COUNT() of a LIKE, HTTP", "SELECT COUNT() FROM Opportunity WHERE Name LIKE '%99%'");
}

// -- the engine alone, beside the client's parsers --------------------------------------------------------------------

std::unique_ptr<org::Tenant> grown_tenant(org::Database& database, const org::Clock& clock, std::size_t records) {
    const auto config = org::TenantsFile::load(org::demo_files().at("tenants.json"));
    if (!config) give_up(config.error().message);
    auto tenant = org::Tenant::open(config->tenants.front(), org::demo_files(), database, clock);
    if (!tenant) give_up(tenant.error().message);
    grow((*tenant)->database(), (*tenant)->schema(), (*tenant)->records(), records, clock.now());
    return *std::move(tenant);
}

// Microseconds; none where there is no Node.
std::optional<double> node_parses(const std::string& page) {
    const auto file = std::filesystem::temp_directory_path() / ("alysio_page_" + std::to_string(::getpid()) + ".json");
    std::ofstream(file) << page;
    const std::string script =
        "const t=require('fs').readFileSync('" + file.string() +
        "','utf8');const s=[];for(let i=0;i<60;i++){const b=process.hrtime.bigint();JSON.parse(t);"
        "s.push(Number(process.hrtime.bigint()-b)/1e3)}console.log(s.sort((a,b)=>a-b)[30])";
    char printed[64] = "";
    if (FILE* node = ::popen(("node -e \"" + script + "\" 2>/dev/null").c_str(), "r")) {
        if (std::fgets(printed, sizeof printed, node) == nullptr) printed[0] = '\0';
        ::pclose(node);
    }
    std::filesystem::remove(file);
    const double median = std::strtod(printed, nullptr);
    return median > 0 ? std::optional(median) : std::nullopt;
}

void engine_alone(Figures& figures, Goals& goals) {
    const org::Clock clock;
    org::Database database = org::Database::in_memory();
    const auto tenant = grown_tenant(database, clock, 20'000);
    const org::User& user = tenant->users().front();
    const org::QueryContext context{.profile = *user.profile,
                                    .user_id = user.id,
                                    .time_zone = user.time_zone,
                                    .now = clock.now(),
                                    .api_version = "63.0"};
    std::string page;
    const auto ask = [&](const char* soql, const std::string& next) -> const std::string& {
        auto answer = next.empty() ? tenant->queries().run(soql, context)
                                   : tenant->queries().more(next.substr(next.rfind('/') + 1), context);
        if (!answer) give_up(answer.error().message);
        page = *std::move(answer);
        return page;
    };
    Walk narrow([&](const std::string& next) -> const std::string& { return ask(narrow_page, next); });
    figures.push_back(with_rate(bench::measure(
        "page of 6 fields and 2 parents, engine", [&] { narrow.step(); }, 1, 10)));
    Walk wide([&](const std::string& next) -> const std::string& { return ask(wide_page, next); });
    figures.push_back(with_rate(bench::measure(
        "page of 20 fields and 2 parents, engine", [&] { wide.step(); }, 1, 10)));
    const double serving = figures.back().median_us;

    const std::string soql = wide_page;
    ask(soql.c_str(), {});
    const std::size_t size = page.size();
    const simdjson::padded_string padded(page);
    simdjson::dom::parser simd;
    const auto simd_parse = [&] {
        if (simd.parse(padded).error() != simdjson::SUCCESS) give_up("the page is no JSON");
    };
    figures.push_back(with_size(bench::measure("that page, simdjson parses it", simd_parse, 1, 10), size));
    figures.push_back(
        with_size(bench::measure(
                      "that page, nlohmann::json parses it", [&] { (void)nlohmann::json::parse(page).size(); }, 1, 1),
                  size));
    const double nlohmann = figures.back().median_us;
    const auto beside = [&](const char* name, std::optional<double> parsed) {
        const auto ratio = parsed ? std::optional(serving / *parsed) : std::nullopt;
        goals.push_back({name, "x", ratio, bench::Goal::Kind::at_most, 1, parsed ? "" : "not here"});
    };
    beside("wide page, engine over Node's JSON.parse of it", node_parses(page));
    beside("wide page, engine over nlohmann's parse of it", nlohmann);
    const std::string by_id = "SELECT Id, Name FROM Opportunity WHERE Id = '" + org::make_id("006", 1234) + "'";
    figures.push_back(bench::measure("one record by its Id, engine", [&] { ask(by_id.c_str(), {}); }));
}

// -- the parser -------------------------------------------------------------------------------------------------------

std::string query_of(std::size_t size) {
    std::string text = "SELECT Id, Name FROM Account WHERE Name = 'x'";
    while (text.size() + 40 < size) text += " OR (Industry = 'Banking' AND Amount > 5)";
    return text;
}

void parser(Figures& figures) {
    const auto parse = [&](std::string name, const std::string& text) {
        bench::Figure figure = bench::measure(
            std::move(name), [&] { static_cast<void>(soql::parse(text)); }, 0.5, 10);
        char note[64];
        std::snprintf(note, sizeof note, "%.1f ns/character",
                      figure.median_us * 1e3 / static_cast<double>(text.size()));
        figure.note = note;
        figures.push_back(figure);
    };
    for (const std::size_t size : {1'000U, 10'000U, 100'000U})
        parse("parse " + std::to_string(size) + " characters", query_of(size));
    std::string nested = "SELECT Id FROM Account WHERE ";
    for (int i = 1; i < soql::deepest_condition; ++i) nested += "(";
    nested += "Name = 'x'" + std::string(static_cast<std::size_t>(soql::deepest_condition) - 1, ')');
    parse("parse as many parentheses as may be", nested);
    parse("refuse 90,000 parentheses", "SELECT Id FROM Account WHERE " + std::string(90'000, '('));
}

}  // namespace

int main(int argc, char** argv) {
    Figures figures;
    Goals goals;
    parser(figures);
    engine_alone(figures, goals);
    over_http(figures, goals);
    return bench::report(figures, goals, argc, argv);
}
