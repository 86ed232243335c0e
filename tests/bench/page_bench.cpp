// From a page's bytes to rows, on one core, beside what merely parsing the same page costs: simdjson's on-demand reader
// that touches every name and value and keeps nothing, its document, and nlohmann's.

#include "plugin/records/csv_rows.hpp"
#include "plugin/records/json_rows.hpp"
#include "plugin/records/page_reader.hpp"
#include "plugin/records/soql_outline.hpp"
#include "plugin/salesforce/row_links.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/opportunity_pages.hpp"
#include "tests/plugin/records/csv_reader.hpp"

#include <nlohmann/json.hpp>
#include <simdjson.h>

#include <sstream>
#include <tuple>

using namespace alysio;
using namespace alysio::salesforce::records;
using Json = nlohmann::json;

namespace {

constexpr std::size_t rows = 2'000;
constexpr std::string_view link_root = "https://acme.lightning.force.com/lightning/r/Opportunity/";

const salesforce::Links lightning = salesforce::Links::from_instance("https://acme.my.salesforce.com");
const salesforce::RowLinks links(lightning, [](std::string_view) { return std::nullopt; });
constexpr LinkScope scope = LinkScope::rows;

std::vector<Column> columns() {
    return outline(bench::opportunity_query).value().columns;
}

// What a row is, by nlohmann's reading of it.
Json row_of(const Json& record) {
    Json row = record;
    row.erase("attributes");
    row["Account"].erase("attributes");
    row["Owner"].erase("attributes");
    row["record_url"] = std::string(link_root) + record["Id"].get<std::string>() + "/view";
    return row;
}

Json without_nulls(Json row) {
    for (auto member = row.begin(); member != row.end();) member = member->is_null() ? row.erase(member) : ++member;
    return row;
}

std::string cell_of(const Json& row, const std::string& column) {
    const auto dot = column.find('.');
    const Json& value = dot == column.npos ? row[column] : row[column.substr(0, dot)][column.substr(dot + 1)];
    return value.is_string() ? value.get<std::string>() : std::string();
}

void check_lines(const std::string& text, const Json& expected) {
    std::istringstream lines(text);
    std::string line;
    for (const Json& row : expected) {
        bench::require(std::getline(lines, line) && Json::parse(line) == row, "a line of JSON");
    }
    bench::require(!std::getline(lines, line), "the number of lines");
}

// Texts alone: a number's own digits stay in a CSV, and nlohmann does not keep them.
void check_csv(const std::string& text, const Json& expected) {
    const auto table = testing::parse_csv(text);
    bench::require(table.size() == expected.size() + 1, "the number of lines of the CSV");
    for (std::size_t i = 0; i < expected.size(); ++i) {
        for (std::size_t column = 0; column < table[0].size(); ++column) {
            const std::string cell = cell_of(expected[i], table[0][column]);
            bench::require(cell.empty() || table[i + 1][column] == cell, "a cell of the CSV");
        }
    }
}

// Keeps the compiler from leaving out what is only timed.
std::size_t touched = 0;

void touch(simdjson::ondemand::value value);

void touch_members(simdjson::ondemand::object object) {
    for (auto field : object) {
        touched += static_cast<std::size_t>(field.key().value_unsafe().raw()[0]);
        touch(field.value().value_unsafe());
    }
}

void touch(simdjson::ondemand::value value) {
    switch (value.type().value_unsafe()) {
        case simdjson::ondemand::json_type::object:
            touch_members(value.get_object().value_unsafe());
            break;
        case simdjson::ondemand::json_type::array:
            for (auto element : value.get_array().value_unsafe()) touch(element.value_unsafe());
            break;
        default:
            touched += value.raw_json_token().size();
    }
}

double gigabytes_a_second(const bench::Figure& figure, std::size_t bytes) {
    return static_cast<double>(bytes) / figure.median_us / 1'000;
}

}  // namespace

int main(int argc, char** argv) {
    std::string page = bench::opportunity_page(0, rows, rows, "");
    page.reserve(page.size() + simdjson::SIMDJSON_PADDING);
    Json expected = Json::array();
    const Json parsed = Json::parse(page);
    for (const Json& record : parsed["records"]) expected.push_back(row_of(record));

    simdjson::ondemand::parser on_demand;
    const auto walk = [&] {
        simdjson::ondemand::document document;
        bench::require(on_demand.iterate(page).get(document) == simdjson::SUCCESS, "simdjson's reading");
        touch_members(document.get_object().value_unsafe());
    };
    simdjson::dom::parser dom;
    const auto parse = [&] { bench::require(dom.parse(page).error() == simdjson::SUCCESS, "simdjson's document"); };

    PageReader reader;
    std::string out;
    std::vector<Gap> gaps;
    const auto read_with = [&](auto make_sink) {
        return [&, make_sink] {
            auto sink = make_sink();
            out.clear();
            const auto outcome = reader.read(page, sink, PageReader::all_rows, out, gaps);
            bench::require(outcome.rows == rows && !outcome.fault, "the number of rows");
        };
    };
    const auto header = columns();
    const auto to_lines = read_with([] { return JsonLines({scope, &links}); });
    const auto to_csv = read_with([&] { return Csv(header, {scope, &links}); });
    const auto to_inline = read_with([] { return InlineJson({scope, &links}); });
    to_lines();
    check_lines(out, expected);
    to_csv();
    check_csv(out, expected);
    to_inline();
    const Json inlined = Json::parse('[' + out + ']');
    for (std::size_t i = 0; i < rows; ++i) {
        bench::require(inlined[i] == without_nulls(expected[i]), "a row of inline JSON");
    }

    std::vector<bench::Figure> figures =
        bench::measure_in_turn({{"simdjson on demand: every name and value touched", walk, 5},
                                {"simdjson: a document", parse, 5},
                                {"JSON Lines", to_lines, 5},
                                {"CSV", to_csv, 5},
                                {"inline JSON", to_inline, 5}},
                               8.0);
    figures.push_back(bench::measure(
        "nlohmann: a document", [&] { touched += Json::parse(page).size(); }, 1.0, 1));
    for (bench::Figure& figure : figures)
        figure.note = std::to_string(gigabytes_a_second(figure, page.size())).substr(0, 5) + " GB/s";
    const auto& [walked, document, lines, csv] = std::tie(figures[0], figures[1], figures[2], figures[3]);

    using Kind = bench::Goal::Kind;
    const std::vector<bench::Goal> goals = {
        {"JSON Lines", "GB/s", gigabytes_a_second(lines, page.size()), Kind::at_least, 1, ""},
        {"JSON Lines, to walking the page on demand", "x", lines.median_us / walked.median_us, Kind::at_most, 1.5,
         "the walk checks and writes nothing"},
        {"JSON Lines, to simdjson's document", "x", lines.median_us / document.median_us, Kind::at_most, 1.5, ""},
        {"CSV", "GB/s", gigabytes_a_second(csv, page.size()), Kind::at_least, 0.5, ""},
    };
    return bench::report(figures, goals, argc, argv) + (touched == 0 ? 1 : 0);
}
