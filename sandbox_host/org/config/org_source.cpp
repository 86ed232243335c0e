#include "sandbox_host/org/config/org_source.hpp"

#include "sandbox_host/org/files/text_file.hpp"
#include "sandbox_host/org/wire/json_body.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace alysio::sandbox::org {

base::Result<OrgSource> OrgSource::read(const std::optional<std::filesystem::path>& tenants_file) {
    if (!tenants_file) {
        auto demo = TenantsFile::load(demo_files().at("tenants.json"));
        if (!demo) return demo.error();
        return OrgSource{*std::move(demo), demo_files()};
    }
    const auto text = read_text(*tenants_file);
    if (!text) return text.error();
    auto tenants = TenantsFile::load(*text);
    if (!tenants) return tenants.error();
    auto files = read_files(tenants_file->parent_path(), *tenants);
    if (!files) return files.error();
    return OrgSource{*std::move(tenants), *std::move(files)};
}

base::Result<std::vector<Fault>> read_faults(const std::filesystem::path& file) {
    const auto text = read_text(file);
    if (!text) return text.error();
    auto faults = Fault::load_all(read_body(*text));
    if (!faults) return base::Error{file.string() + ": " + faults.error().message};
    return faults;
}

}  // namespace alysio::sandbox::org
