#pragma once

#include "sandbox_host/connection/kept_file.hpp"
#include "sandbox_host/mcp/protocol/message.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::mcp {

/// The files that calls left behind, as resources: `alysio-file://<key>/<name>`, in pages of whole lines by `?page=2`.
/// A key is made up anew for each file, so nothing else can be named, wherever it lies. A host forgets the oldest.
class FileResources {
  public:
    static constexpr std::size_t most_files = 1000;
    static constexpr std::uint64_t page_bytes = std::uint64_t{256} << 10;

    /// The resource_link that leads to the file.
    Json put(connection::KeptFile file);
    /// As resources/list wants them, the newest first.
    Json list() const;

    /// `contents` of resources/read: one page, and where the next is. Nothing when there is no such resource.
    std::optional<Json> read(std::string_view uri) const;

  private:
    struct Entry {
        std::string uri;
        std::string name;
        connection::KeptFile file;

        std::uint64_t pages() const;
        Json description() const;
    };

    std::deque<Entry> files_;
};

}  // namespace alysio::sandbox::mcp
