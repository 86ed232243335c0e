#include "sandbox_host/mcp/file_resources.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace alysio::sandbox;
using mcp::FileResources;
using mcp::Json;

namespace {

const mcp::Owner ann = "ann";

struct Folder {
    std::filesystem::path path;
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "alysio-files-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path); }

    connection::KeptFile file(const std::string& name, const std::string& content) const {
        std::ofstream(path / name, std::ios::binary) << content;
        return {path / name, "application/x-ndjson", content.size(), false};
    }
};

std::string lines(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "{\"row\":" + std::to_string(i) + "}\n";
    return text;
}

}  // namespace

TEST_CASE("A file becomes a link that reads it") {
    const Folder folder;
    FileResources files;
    const Json link = files.put(ann, folder.file("rows 1.jsonl", "{\"a\":1}\n"));
    CHECK(link["type"] == "resource_link");
    CHECK(link["name"] == "rows 1.jsonl");
    CHECK(link["size"] == 8);
    CHECK(link["uri"].get<std::string>().find(folder.path.string()) == std::string::npos);
    const auto contents = files.read(ann, link["uri"].get<std::string>());
    REQUIRE(contents);
    CHECK((*contents)[0]["text"] == "{\"a\":1}\n");
    CHECK((*contents)[0]["mimeType"] == "application/x-ndjson");
    CHECK(files.list(ann)[0]["uri"] == link["uri"]);
}

TEST_CASE("A long file is read in pages of whole lines, which together are the file") {
    const Folder folder;
    const auto content = lines(100'000);
    FileResources files;
    const auto uri = files.put(ann, folder.file("rows.jsonl", content))["uri"].get<std::string>();
    std::string all;
    std::string next = uri;
    int pages = 0;
    while (!next.empty()) {
        const auto contents = files.read(ann, next);
        REQUIRE(contents);
        const Json& page = (*contents)[0];
        const auto& text = page["text"].get_ref<const std::string&>();
        CHECK(text.back() == '\n');
        CHECK(text.size() < FileResources::page_bytes + 100);
        all += text;
        ++pages;
        next = page.contains("_meta") ? page["_meta"]["ai.alysio/next"].get<std::string>() : "";
    }
    CHECK(pages == static_cast<int>((content.size() + FileResources::page_bytes - 1) / FileResources::page_bytes));
    CHECK(all == content);
}

TEST_CASE("A line longer than a page belongs to the page it starts in") {
    const Folder folder;
    const std::string content = "short\n" + std::string(3 * FileResources::page_bytes, 'x') + "\nlast\n";
    FileResources files;
    const auto uri = files.put(ann, folder.file("rows.jsonl", content))["uri"].get<std::string>();
    std::string all;
    for (int page = 1; page <= 4; ++page) {
        const auto contents = files.read(ann, uri + "?page=" + std::to_string(page));
        REQUIRE(contents);
        all += (*contents)[0]["text"].get<std::string>();
    }
    CHECK(all == content);
}

TEST_CASE("Nothing else can be read") {
    const Folder folder;
    FileResources files;
    const auto uri = files.put(ann, folder.file("rows.jsonl", lines(3)))["uri"].get<std::string>();
    folder.file("secret", "s");
    for (const std::string& other :
         {std::string(), std::string("file:///etc/passwd"), (folder.path / "secret").string(), uri + "/../secret",
          uri.substr(0, uri.size() - 1), uri + "?page=0", uri + "?page=2", uri + "?page=1x", uri + "?page=-1",
          uri + "?page=99999999999999999999", uri + "?p=1", std::string("alysio-file://0/rows.jsonl")}) {
        CAPTURE(other);
        CHECK_FALSE(files.read(ann, other));
    }
    std::filesystem::remove(folder.path / "rows.jsonl");
    CHECK_FALSE(files.read(ann, uri));
}

TEST_CASE("The oldest of very many files is forgotten") {
    const Folder folder;
    FileResources files;
    const auto file = folder.file("rows.jsonl", lines(1));
    const auto first = files.put(ann, file)["uri"].get<std::string>();
    for (std::size_t i = 0; i < FileResources::most_files; ++i) files.put(ann, file);
    CHECK_FALSE(files.read(ann, first));
    CHECK(files.list(ann).size() == FileResources::most_files);
}

TEST_CASE("Others see nothing of an owner's files, whether they list them or know the link") {
    const Folder folder;
    FileResources files;
    const auto uri = files.put(ann, folder.file("rows.jsonl", lines(3)))["uri"].get<std::string>();
    for (const mcp::Owner& other : {mcp::Owner("bob"), mcp::nobody}) {
        CHECK_FALSE(files.read(other, uri));
        CHECK(files.list(other).empty());
    }
    files.forget("bob");
    CHECK(files.read(ann, uri));
    files.forget(ann);
    CHECK_FALSE(files.read(ann, uri));
}

TEST_CASE("Files of nobody are listed to nobody, and read by the link") {
    const Folder folder;
    FileResources files;
    const auto uri = files.put(mcp::nobody, folder.file("rows.jsonl", lines(3)))["uri"].get<std::string>();
    CHECK(files.list(mcp::nobody).empty());
    CHECK(files.read(mcp::nobody, uri));
    CHECK_FALSE(files.read(ann, uri));
}

TEST_CASE("An owner of very many files pushes out none of another's") {
    const Folder folder;
    FileResources files;
    const auto file = folder.file("rows.jsonl", lines(1));
    const auto uri = files.put(ann, file)["uri"].get<std::string>();
    for (std::size_t i = 0; i <= FileResources::most_files; ++i) files.put("bob", file);
    CHECK(files.read(ann, uri));
}
