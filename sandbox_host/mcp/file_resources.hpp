#pragma once

#include "sandbox_host/connection/kept_file.hpp"
#include "sandbox_host/mcp/protocol/message.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::mcp {

/// Whose files they are: a name that only one client's connections have.
using Owner = std::string;
/// Of clients that cannot be told from each other. Their files are listed to none of them, and read by who has the link.
inline const Owner nobody;

/// The files that calls left behind, as resources: `alysio-file://<key>/<name>`, in pages of whole lines by `?page=2`.
/// A key is made up anew for each file, so nothing else can be named, wherever it lies. Each owner has its own, and for
/// others there are none; of very many the oldest is forgotten.
class FileResources {
  public:
    static constexpr std::size_t most_files = 1000;
    static constexpr std::uint64_t page_bytes = std::uint64_t{256} << 10;

    /// The resource_link that leads to the file.
    Json put(const Owner& owner, connection::KeptFile file);
    /// As resources/list wants them, the newest first.
    Json list(const Owner& owner) const;

    /// `contents` of resources/read: one page, and where the next is. Nothing when there is no such resource.
    std::optional<Json> read(const Owner& owner, std::string_view uri) const;

    /// The owner is gone. The files stay where they are.
    void forget(const Owner& owner) { files_.erase(owner); }

  private:
    struct Entry {
        std::string uri;
        std::string name;
        connection::KeptFile file;

        std::uint64_t pages() const;
        Json description() const;
    };

    std::map<Owner, std::deque<Entry>> files_;
};

}  // namespace alysio::sandbox::mcp
