#include "../plugin/records/csv_judge.hpp"
#include "../plugin/records/csv_reader.hpp"
#include "plugin/records/csv_rows.hpp"
#include "plugin/records/page_reader.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace alysio::salesforce::records;

// Two texts in a row of CSV are read back as they were, but for control characters and the ' before what a spreadsheet would
// run, and nothing that it would run is left.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using Json = nlohmann::json;
    const std::string bytes(data, data + size);
    const auto half = bytes.size() / 2;
    Json row;
    row["A"] = bytes.substr(0, half);
    row["B"] = bytes.substr(half);
    const auto replace = Json::error_handler_t::replace;
    std::string page = R"({"totalSize":1,"done":true,"records":[)" + row.dump(-1, ' ', false, replace) + "]}";
    row = Json::parse(row.dump(-1, ' ', false, replace));

    PageReader reader;
    Csv csv({{"A"}, {"B"}}, {});
    std::string text;
    std::vector<Gap> gaps;
    if (reader.read(page, csv, PageReader::all_rows, text, gaps).fault) std::abort();

    const auto table = testing::parse_csv(text);
    if (table.size() != 2 || table[1].size() != 2) std::abort();
    for (std::size_t i = 0; i < 2; ++i) {
        const auto expected = testing::without_controls(row[i == 0 ? "A" : "B"].get<std::string>());
        if (testing::without_marks(table[1][i], expected) != expected) std::abort();
        if (testing::has_formula(table[1][i])) std::abort();
    }
    return 0;
}
