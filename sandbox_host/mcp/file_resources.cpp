#include "sandbox_host/mcp/file_resources.hpp"

#include "sandbox_host/mcp/random_name.hpp"

#include <alysio/base/encoding.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>

namespace alysio::sandbox::mcp {
namespace {

constexpr std::string_view scheme = "alysio-file://";

// The page asked for, 1 where none is; nothing when that is no page number.
std::optional<std::uint64_t> page_of(std::string_view query) {
    constexpr std::string_view key = "page=";
    if (query.empty()) return 1;
    if (query.substr(0, key.size()) != key) return std::nullopt;
    const auto digits = query.substr(key.size());
    std::uint64_t page = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), page);
    if (error != std::errc() || end != digits.data() + digits.size() || page == 0) return std::nullopt;
    return page;
}

// Where the first line begins that starts at `offset` or later.
std::streamoff line_start(std::ifstream& file, std::uint64_t offset) {
    if (offset == 0) return 0;
    std::string rest;
    file.seekg(static_cast<std::streamoff>(offset) - 1);
    std::getline(file, rest);
    const bool at_end = file.eof();
    file.clear();
    if (at_end) file.seekg(0, std::ios::end);
    return file.tellg();
}

std::optional<std::string> read_page(const std::filesystem::path& path, std::uint64_t page) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    const auto start = line_start(file, (page - 1) * FileResources::page_bytes);
    const auto end = line_start(file, page * FileResources::page_bytes);
    std::string text(static_cast<std::size_t>(end - start), '\0');
    file.seekg(start);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

}  // namespace

std::uint64_t FileResources::Entry::pages() const {
    return std::max<std::uint64_t>(1, (file.bytes + page_bytes - 1) / page_bytes);
}

Json FileResources::Entry::description() const {
    std::string text = file.partial ? "What there was before the call failed, " : "The whole result, ";
    text += std::to_string(file.bytes) + " bytes";
    if (pages() > 1) text += ", in " + std::to_string(pages()) + " pages: read it with ?page=1 to ?page=N at the end";
    return Json{
        {"uri", uri}, {"name", name}, {"description", text + "."}, {"mimeType", file.media_type}, {"size", file.bytes}};
}

Json FileResources::put(const Owner& owner, connection::KeptFile file) {
    const std::string name = file.path.filename().string();
    std::string uri = std::string(scheme) + random_name() + "/" + base::percent_encoded(name);
    auto& files = files_[owner];
    files.push_front({std::move(uri), name, std::move(file)});
    if (files.size() > most_files) files.pop_back();
    Json link = files.front().description();
    link["type"] = "resource_link";
    return link;
}

Json FileResources::list(const Owner& owner) const {
    Json resources = Json::array();
    const auto files = files_.find(owner);
    if (owner == nobody || files == files_.end()) return resources;
    for (const Entry& entry : files->second) resources.push_back(entry.description());
    return resources;
}

std::optional<Json> FileResources::read(const Owner& owner, std::string_view uri) const {
    const auto files = files_.find(owner);
    if (files == files_.end()) return std::nullopt;
    const auto mark = std::min(uri.find('?'), uri.size());
    const auto found = std::find_if(files->second.begin(), files->second.end(),
                                    [&](const Entry& entry) { return entry.uri == uri.substr(0, mark); });
    const auto page = page_of(uri.substr(std::min(mark + 1, uri.size())));
    if (found == files->second.end() || !page || *page > found->pages()) return std::nullopt;
    auto text = read_page(found->file.path, *page);
    if (!text) return std::nullopt;
    Json content = {{"uri", uri}, {"mimeType", found->file.media_type}, {"text", *std::move(text)}};
    if (*page < found->pages()) {
        content["_meta"] = {{"ai.alysio/next", found->uri + "?page=" + std::to_string(*page + 1)}};
    }
    return Json::array({std::move(content)});
}

}  // namespace alysio::sandbox::mcp
