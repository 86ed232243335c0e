#include "sandbox_host/org/org.hpp"

#include "sandbox_host/org/control/control.hpp"
#include "sandbox_host/org/control/settings.hpp"
#include "sandbox_host/org/pages/pages.hpp"
#include "sandbox_host/org/paragon/key_pair.hpp"
#include "sandbox_host/org/paragon/paragon.hpp"
#include "sandbox_host/org/rest/rest.hpp"
#include "sandbox_host/org/server/server.hpp"
#include "sandbox_host/org/tenant/seed.hpp"

#include <nlohmann/json.hpp>

#include <unistd.h>

namespace alysio::sandbox::org {
namespace {

struct Source {
    Config config;
    Files files;
};

Result<Source> read_source(const std::optional<std::filesystem::path>& tenants_file) {
    const auto text = tenants_file ? read_text(*tenants_file) : Result<std::string>(demo_files().at("tenants.json"));
    if (!text) return fail(text.error());
    auto config = Config::load(*text);
    if (!config) return fail(config.error());
    auto files = tenants_file ? read_files(tenants_file->parent_path(), *config) : Result<Files>(demo_files());
    if (!files) return fail(files.error());
    return Source{*std::move(config), *std::move(files)};
}

Result<std::vector<Fault>> read_faults(const std::filesystem::path& file) {
    const auto text = read_text(file);
    if (!text) return fail(text.error());
    auto faults = Fault::load_all(nlohmann::json::parse(*text, nullptr, false));
    if (!faults) return fail(file.string() + ": " + faults.error());
    return faults;
}

Result<Done> prepare_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (!error) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    if (error) return fail("can't use " + folder.string() + ": " + error.message());
    return Done{};
}

// Whoever signs has the private key: the caller, the file beside the data, or, where the tenants file names a public key,
// someone this program never meets.
Result<KeyPair> choose_keys(const Config& config, const OrgOptions& options, const std::optional<Places>& places) {
    if (!options.private_key.empty()) return key_pair_of(options.private_key);
    if (!config.public_key.empty()) return KeyPair{"", config.public_key};
    if (places) return load_or_create_key_pair(places->key);
    return generate_key_pair();
}

// Web pages of other origins can make a browser ask a loopback port, but not under a loopback name.
bool asks_locally(const Request& request) {
    const std::string_view host = request.header("Host");
    const std::string_view name = host.substr(0, host.rfind(':'));
    return name == "127.0.0.1" || name == "localhost";
}

Response refuse_foreign_host() {
    return json_response(421, R"({"error":"ask for 127.0.0.1 or localhost"})");
}

// Clients put access tokens into the query of the identity service, and the log holds no secret.
std::string target_without_secrets(const Request& request) {
    const std::string_view path = request.path();
    const bool about_login = path.substr(0, 4) == "/id/" || path.substr(0, 17) == "/services/oauth2/";
    return about_login ? std::string(path) : request.target;
}

std::string loopback_url(std::uint16_t port) {
    return "http://127.0.0.1:" + std::to_string(port);
}

}  // namespace

struct Org::State {
    Clock clock;
    Traffic traffic;
    std::optional<Database> database;
    std::vector<std::unique_ptr<Tenant>> tenants;
    ProxyRulebook proxy_rules{clock};
    std::optional<Paragon> paragon;
    Settings settings{tenants, proxy_rules};
    Control control{clock, traffic, tenants};
    Connection connection;
    std::filesystem::path published;
    Server server;

    Delivery serve_proxy(const Request& request);
    Delivery serve_instance(Tenant& tenant, const Request& request);
    Delivery serve_control(const Request& request);

    Result<Done> open_tenants(const Source& source, const OrgOptions& options);
    Result<Done> listen(const OrgOptions& options);
    Result<Done> publish(const std::filesystem::path& file);
};

Delivery Org::State::serve_proxy(const Request& request) {
    const auto admitted = paragon->admit(request);
    Passage passage;
    passage.via = "proxy";
    passage.method = request.method;
    passage.target = target_without_secrets(admitted ? admitted->request : request);
    if (admitted) {
        passage.tenant = admitted->tenant->name();
        passage.user = admitted->user->name;
        passage.credential = admitted->user->credential;
        passage.credential_kind = admitted->credential_kind;
    }
    const Scene scene = admitted ? Scene{admitted->tenant, admitted->user} : Scene{};
    Delivery delivery = traffic.pass(std::move(passage), scene, [&] {
        if (!admitted) return admitted.error();
        return Paragon::hand_on(*admitted, Rest(*admitted->tenant).handle(admitted->request, admitted->user));
    });
    proxy_rules.drop_response_headers(delivery.response.headers);
    return delivery;
}

Delivery Org::State::serve_instance(Tenant& tenant, const Request& request) {
    const std::string_view path = request.path();
    if (path.substr(0, 10) != "/services/" && path.substr(0, 4) != "/id/") {
        return {asks_locally(request) ? page(tenant, request) : refuse_foreign_host()};
    }
    Rest rest(tenant);
    const User* user = rest.session(request);
    Passage passage;
    passage.via = "instance";
    passage.tenant = tenant.name();
    passage.user = user == nullptr ? "" : user->name;
    passage.method = request.method;
    passage.target = target_without_secrets(request);
    // The session is looked at again: it may have ended meanwhile.
    return traffic.pass(std::move(passage), {&tenant, user},
                        [&] { return rest.handle(request, rest.session(request)); });
}

Delivery Org::State::serve_control(const Request& request) {
    if (!asks_locally(request)) return {refuse_foreign_host()};
    auto response = settings.handle(request);
    return {response ? *std::move(response) : control.handle(request)};
}

Result<Done> Org::State::open_tenants(const Source& source, const OrgOptions& options) {
    const auto places = Places::of(options);
    auto opened = places ? Database::open(places->data) : Result<Database>(Database::in_memory());
    if (!opened) return fail(opened.error());
    database.emplace(*std::move(opened));
    if (options.fresh) database->clear();
    for (const TenantConfig& config : source.config.tenants) {
        auto tenant = Tenant::open(config, source.files, *database, clock);
        if (!tenant) return fail(tenant.error());
        tenants.push_back(*std::move(tenant));
    }
    Tenant& first = *tenants.front();
    grow(*database, first.schema(), first.records(), options.records, clock.now());
    return Done{};
}

Result<Done> Org::State::listen(const OrgOptions& options) {
    const auto proxy = server.listen(options.port, [this](const Request& request) { return serve_proxy(request); });
    if (!proxy) return fail(proxy.error());
    const auto controls = server.listen(0, [this](const Request& request) { return serve_control(request); });
    if (!controls) return fail(controls.error());
    connection.pid = ::getpid();
    connection.proxy_url = loopback_url(*proxy);
    connection.control_url = loopback_url(*controls);
    control.connection =
        R"({"pid":)" + std::to_string(connection.pid) + R"(,"proxy_url":")" + connection.proxy_url + "\"}";
    for (const auto& tenant : tenants) {
        Tenant& served = *tenant;
        const auto instance =
            server.listen(0, [this, &served](const Request& request) { return serve_instance(served, request); });
        if (!instance) return fail(instance.error());
        tenant->instance_url = loopback_url(*instance);
        OrgTenant& shown = connection.tenants[tenant->name()];
        shown.org_id = tenant->org_id();
        shown.instance_url = tenant->instance_url;
        for (const User& user : tenant->users()) {
            shown.users[user.name] = {user.id,         user.access_token, user.connected_user,
                                      user.credential, user.username,     user.password};
        }
    }
    return Done{};
}

Result<Done> Org::State::publish(const std::filesystem::path& file) {
    if (auto written = write_private_file(file, connection.to_json() + "\n"); !written) return written;
    published = file;
    return Done{};
}

Result<std::unique_ptr<Org>> Org::start(const OrgOptions& options) {
    auto source = read_source(options.tenants_file);
    if (!source) return fail(source.error());
    if (options.pad) source->config.tenants.front().padding = Padding::large();
    auto more_faults = options.faults_file ? read_faults(*options.faults_file) : std::vector<Fault>();
    if (!more_faults) return fail(more_faults.error());
    if (options.state_folder) {
        if (const auto prepared = prepare_folder(*options.state_folder); !prepared) return fail(prepared.error());
    }
    auto state = std::make_unique<State>();
    for (const Fault& fault : source->config.faults) state->traffic.faults().add(fault);
    for (Fault& fault : *more_faults) state->traffic.faults().add(std::move(fault));
    // The data first: whoever holds it also owns the key and connection.json beside it.
    try {
        if (const auto opened = state->open_tenants(*source, options); !opened) return fail(opened.error());
    } catch (const DatabaseError& error) {
        return fail(std::string("the org's data can't be used: ") + error.what());
    }
    const auto places = Places::of(options);
    auto keys = choose_keys(source->config, options, places);
    if (!keys) return fail(keys.error());
    const Config& config = source->config;
    state->connection.project_id = config.project_id;
    state->connection.api_version = config.api_version;
    state->connection.private_key = std::move(keys->private_key);
    const bool key_is_kept = options.private_key.empty() && config.public_key.empty() && places;
    if (key_is_kept) state->connection.private_key_file = std::filesystem::absolute(places->key).string();
    state->proxy_rules.replace(config.proxy);
    state->paragon.emplace(config.project_id, std::move(keys->public_key), config.api_version, state->tenants,
                           state->proxy_rules);
    if (const auto listening = state->listen(options); !listening) return fail(listening.error());
    if (places && options.publish) {
        if (const auto published = state->publish(places->connection); !published) return fail(published.error());
    }
    state->server.start();
    return std::unique_ptr<Org>(new Org(std::move(state)));
}

Org::Org(std::unique_ptr<State> state) : state_(std::move(state)) {}

Org::~Org() {
    stop();
}

const Connection& Org::connection() const noexcept {
    return state_->connection;
}

void Org::stop() {
    std::error_code ignored;
    if (!state_->published.empty()) std::filesystem::remove(state_->published, ignored);
    state_->published.clear();
    state_->server.stop();
}

}  // namespace alysio::sandbox::org
