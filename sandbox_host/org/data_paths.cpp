#include "sandbox_host/org/data_paths.hpp"

namespace alysio::sandbox::org {

DataPaths DataPaths::in(const std::filesystem::path& state_folder) {
    return {state_folder / "org.db", state_folder / "project_key.pem", state_folder / "connection.json"};
}

DataPaths DataPaths::beside(const std::filesystem::path& data_file) {
    const auto with = [&](const char* extension) {
        return std::filesystem::path(data_file).replace_extension(extension);
    };
    return {data_file, with("key.pem"), with("connection.json")};
}

std::optional<DataPaths> DataPaths::of(const OrgOptions& options) {
    if (options.data_file) return beside(*options.data_file);
    if (options.state_folder) return in(*options.state_folder);
    return std::nullopt;
}

}  // namespace alysio::sandbox::org
