#pragma once

#include "sandbox_host/runtime/run_folder.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace alysio::sandbox::testing {

// A folder that goes away with this object.
class TemporaryFolder {
  public:
    std::filesystem::path operator/(const std::filesystem::path& name) const { return folder_->path() / name; }
    const std::filesystem::path& path() const { return folder_->path(); }

    // Makes the folders above it too.
    std::filesystem::path write(const std::filesystem::path& name, const std::string& content = "x") const {
        auto file = folder_->path() / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << content;
        return file;
    }

  private:
    std::unique_ptr<runtime::RunFolder> folder_ = std::move(*runtime::RunFolder::create({}));
};

}  // namespace alysio::sandbox::testing
