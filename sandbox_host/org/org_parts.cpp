#include "sandbox_host/org/org_parts.hpp"

#include "sandbox_host/org/config/org_source.hpp"
#include "sandbox_host/org/data_paths.hpp"
#include "sandbox_host/org/files/text_file.hpp"
#include "sandbox_host/org/paragon/key_pair.hpp"
#include "sandbox_host/org/tenant/seed.hpp"

#include <alysio/base/encoding.hpp>

#include <array>
#include <utility>

namespace alysio::sandbox::org {
namespace {

// Whoever signs has the private key: the caller, the file beside the data, or, where the tenants file names a public key,
// someone this program never meets.
base::Result<KeyPair> choose_keys(const TenantsFile& tenants, const OrgOptions& options,
                                  const std::optional<DataPaths>& paths) {
    if (!options.private_key.empty()) return key_pair_of(options.private_key);
    if (!tenants.public_key.empty()) return KeyPair{"", tenants.public_key};
    if (paths) return load_or_create_key_pair(paths->key);
    return generate_key_pair();
}

std::string unguessable_path(const RandomBytes& random) {
    std::array<unsigned char, 16> bytes{};
    random(bytes);
    return "/" + base::hex(bytes);
}

bool keeps_its_key(const TenantsFile& tenants, const OrgOptions& options) {
    return options.private_key.empty() && tenants.public_key.empty();
}

}  // namespace

// What can fail, before there are parts.
struct OrgParts::Opened {
    TenantsFile tenants;
    Database database;
    KeyPair keys;
};

OrgParts::OrgParts(const OrgOptions& options, Opened opened)
    : clock(options.time),
      database(std::move(opened.database)),
      paragon(opened.tenants.project_id, std::move(opened.keys.public_key), opened.tenants.api_version, clock, tenants,
              proxy_rules) {
    for (Fault& fault : opened.tenants.faults) traffic.faults().add(std::move(fault));
    proxy_rules.replace(std::move(opened.tenants.proxy));
    connection.project_id = std::move(opened.tenants.project_id);
    connection.api_version = std::move(opened.tenants.api_version);
    connection.private_key = std::move(opened.keys.private_key);
}

base::Result<std::unique_ptr<OrgParts>> OrgParts::open(const OrgOptions& options) {
    auto source = OrgSource::read(options.tenants_file);
    if (!source) return source.error();
    if (options.pad) source->tenants.tenants.front().padding = Padding::large();
    auto more_faults = options.faults_file ? read_faults(*options.faults_file) : std::vector<Fault>();
    if (!more_faults) return more_faults.error();
    if (options.state_folder) {
        if (const auto prepared = make_private_folder(*options.state_folder); !prepared) return prepared.error();
    }
    const auto paths = DataPaths::of(options);
    // The data first: whoever holds it also owns the key and connection.json beside it.
    auto database = paths ? Database::open(paths->data) : Database::in_memory();
    if (!database) return database.error();
    auto keys = choose_keys(source->tenants, options, paths);
    if (!keys) return keys.error();
    const std::vector<TenantEntry> entries = source->tenants.tenants;
    const bool keeps_key = paths && keeps_its_key(source->tenants, options);
    std::unique_ptr<OrgParts> parts(
        new OrgParts(options, {std::move(source->tenants), *std::move(database), *std::move(keys)}));
    for (Fault& fault : *more_faults) parts->traffic.faults().add(std::move(fault));
    if (keeps_key) parts->connection.private_key_file = std::filesystem::absolute(paths->key).string();
    try {
        if (options.fresh) parts->database.clear();
        for (const TenantEntry& entry : entries) {
            auto tenant = Tenant::open(entry, source->files, parts->database, parts->clock, options.random);
            if (!tenant) return tenant.error();
            parts->tenants.push_back(*std::move(tenant));
        }
        Tenant& first = *parts->tenants.front();
        grow(parts->database, first.schema(), first.records(), options.records, parts->clock.now());
    } catch (const DatabaseError& error) {
        return base::Error{std::string("the org's data can't be used: ") + error.what()};
    }
    parts->control_path = unguessable_path(options.random);
    for (const auto& tenant : parts->tenants) {
        OrgTenant& shown = parts->connection.tenants[tenant->name()];
        shown.org_id = tenant->org_id();
        for (const User& user : tenant->users()) {
            shown.users[user.name] = {user.id,         user.access_token, user.connected_user,
                                      user.credential, user.username,     user.password};
        }
    }
    return parts;
}

}  // namespace alysio::sandbox::org
