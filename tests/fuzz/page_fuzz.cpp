#include "plugin/records/csv_rows.hpp"
#include "plugin/records/fault.hpp"
#include "plugin/records/json_rows.hpp"
#include "plugin/records/page_reader.hpp"
#include "tests/plugin/records/json_judge.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace alysio::salesforce::records;
using alysio::salesforce::records::testing::may_be_json;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

class PlainLinks final : public LinkMaker {
  public:
    bool append_link(std::string_view, std::string_view, std::string_view, std::string& out) const override {
        out += "https://x/";
        return true;
    }
};

std::string written_by(RowSink& sink, const std::string& page, PageOutcome& outcome) {
    PageReader reader;
    std::string copy = page;
    std::string text;
    std::vector<Gap> gaps;
    outcome = reader.read(copy, sink, PageReader::all_rows, text, gaps);
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        require(gaps[i].offset <= text.size());
        require(i == 0 || gaps[i - 1].offset < gaps[i].offset);
    }
    return text;
}

}  // namespace

// Any bytes are either a page or a fault at one of them; the rows before it are whole in every form.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string page(data, data + size);
    const PlainLinks links;
    PageOutcome outcome;

    JsonLines lines({LinkScope::all, &links});
    const std::string text = written_by(lines, page, outcome);
    require(outcome.fault.has_value() == diagnose(page).fault.has_value());
    require(!outcome.fault || outcome.fault->offset <= page.size());
    std::size_t rows = 0;
    for (std::size_t start = 0; start < text.size(); ++rows) {
        const auto end = text.find('\n', start);
        require(end != text.npos);
        require(may_be_json(std::string_view(text).substr(start, end - start)));
        start = end + 1;
    }
    require(rows == outcome.rows);

    InlineJson in_result({LinkScope::rows, &links});
    const std::string array = '[' + written_by(in_result, page, outcome) + ']';
    require(outcome.rows == rows);
    require(may_be_json(array));

    Csv csv({{"Name"}, {"Account.Name"}, {"", true}, {"Contacts"}}, {LinkScope::all, &links});
    written_by(csv, page, outcome);
    require(outcome.rows == rows);
    return 0;
}
