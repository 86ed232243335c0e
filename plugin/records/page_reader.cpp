#include "plugin/records/page_reader.hpp"

#include "plugin/records/json_copy.hpp"
#include "plugin/records/token_index.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <bit>

namespace alysio::salesforce::records {

struct PageReader::ReadOptions {
    RowSink& sink;
    const Gap* gap;  // null for rows of the query
    std::size_t skip;
    std::size_t max_rows;
    std::string& out;
    std::vector<Gap>& gaps;
};

PageHead peek_head(std::string_view page) {
    const auto head = page.substr(0, std::min(page.substr(0, enough_for_head).find("\"records\""), page.size()));
    const auto value_of = [head](std::string_view name) {
        const auto at = head.find(name);
        return at == head.npos ? std::string_view() : head.substr(at + name.size());
    };
    PageHead result;
    if (head.size() > enough_for_head) return result;
    if (const auto total = value_of("\"totalSize\":"); !total.empty()) result.total_size = count_in(total);
    const auto url = value_of("\"nextRecordsUrl\":\"");
    const auto end = url.find('"');
    if (end != url.npos && escapes_are_valid(url.substr(0, end))) append_unescaped(url.substr(0, end), result.next_url);
    return result;
}

PageReader::PageReader() : index_(std::make_unique<TokenIndex>()) {}
PageReader::~PageReader() = default;
PageReader::PageReader(PageReader&&) noexcept = default;
PageReader& PageReader::operator=(PageReader&&) noexcept = default;

namespace {

// Reads the page's object; `on_row` takes each of its rows. False where it is malformed.
template <class OnRow>
bool read_page(Tokens& tokens, PageOutcome& outcome, OnRow on_row) {
    bool saw_records = false;
    const bool well_formed = tokens.members([&](std::string_view name) {
        if (name == "\"records\"") saw_records = true;
        if (name == "\"records\"" && tokens.kind() != 'n') {
            return tokens.elements([&] { return tokens.kind() == '{' && on_row(); });
        }
        if (name == "\"nextRecordsUrl\"" && tokens.kind() == '"') {
            std::string_view url;
            if (!tokens.string(url)) return false;
            outcome.next_url.clear();
            append_unescaped(Tokens::body(url), outcome.next_url);
            return true;
        }
        if (name == "\"totalSize\"") outcome.total_size = count_in(tokens.here());
        if (name == "\"done\"") outcome.done = tokens.kind() == 't';
        return tokens.skip(2);
    });
    return well_formed && tokens.at_end() && saw_records;
}

}  // namespace

PageOutcome PageReader::read(std::string& page, RowSink& sink, std::size_t max_rows, std::string& out,
                             std::vector<Gap>& gaps) {
    return read(page, ReadOptions{sink, nullptr, 0, max_rows, out, gaps});
}

PageOutcome PageReader::read_children(std::string& page, RowSink& sink, const Gap& gap, std::size_t skip,
                                      std::string& out, std::vector<Gap>& gaps) {
    return read(page, ReadOptions{sink, &gap, skip, all_rows, out, gaps});
}

void PageReader::read_first(std::string& page, RowSink& sink, std::size_t max_rows, std::string& out) {
    std::optional<Tokens> tokens = index_->of(page);
    std::vector<Gap> gaps;
    PageOutcome outcome;
    if (!tokens || max_rows == 0) return;
    read_page(*tokens, outcome, [&] {
        RowInput input{*tokens, out, gaps, {}, {}};
        return sink.row(input) && ++outcome.rows < max_rows;
    });
}

bool PageReader::read_record(std::string& record, RowSink& sink, std::string& out) {
    std::optional<Tokens> tokens = index_->of(record);
    if (!tokens) return false;
    std::vector<Gap> gaps;
    RowInput input{*tokens, out, gaps, {}, {}};
    return sink.row(input) && tokens->at_end();
}

std::string PageReader::child_page(std::string& page, std::string_view relationship) {
    std::optional<Tokens> tokens = index_->of(page);
    std::string_view found;
    const auto read_member = [&](std::string_view name) {
        const bool wanted = tokens->kind() == '{' && base::equal_ignoring_case(Tokens::body(name), relationship);
        return wanted ? tokens->raw(found, 4) : tokens->skip(4);
    };
    PageOutcome outcome;
    const bool well_formed = tokens && read_page(*tokens, outcome, [&] { return tokens->members(read_member); });
    return well_formed ? std::string(found) : std::string();
}

PageOutcome PageReader::read(std::string& page, const ReadOptions& options) {
    PageOutcome outcome;
    if (walk(page, options, options.skip, outcome)) return outcome;

    const Diagnosis diagnosis = diagnose(page);
    outcome.fault = diagnosis.fault ? diagnosis.fault : PageFault{0, "not the answer of a query"};
    if (const auto read_rows = options.skip + outcome.rows;
        diagnosis.whole_rows > read_rows && outcome.rows < options.max_rows) {
        // The parser indexes a page as a whole before it shows a row, so a fault at the end hides all of them. What
        // stands before the fault is a page once its list is closed.
        std::string salvaged = page.substr(0, diagnosis.rows_end) + "]}";
        walk(salvaged, options, read_rows, outcome);
    }
    return outcome;
}

// Appends rows from `first_row` on, counting them in `outcome`. False where the page turned out to be malformed.
bool PageReader::walk(std::string& page, const ReadOptions& options, std::size_t first_row, PageOutcome& outcome) {
    std::string& out = options.out;
    std::optional<Tokens> tokens = index_->of(page);
    if (!tokens) return false;
    // With room to spare: pages of one result are much the same size, but not quite.
    if (const auto needed = out.size() + page.size(); needed > out.capacity()) out.reserve(std::bit_ceil(needed));

    const std::string_view path = options.gap != nullptr ? std::string_view(options.gap->path) : "";
    std::size_t seen = 0;
    std::optional<Identity> last;
    const bool well_formed = read_page(*tokens, outcome, [&] {
        const auto out_size = out.size();
        const auto gap_count = options.gaps.size();
        if (seen++ < first_row || outcome.rows >= options.max_rows) return tokens->skip(3);
        RowInput input{*tokens, out, options.gaps, path, {}};
        const bool row_is_well_formed = options.gap == nullptr
                                            ? options.sink.row(input)
                                            : options.sink.child_row(input, options.gap->rows + outcome.rows == 0);
        if (!row_is_well_formed) {
            out.resize(out_size);
            options.gaps.resize(gap_count);
            return false;
        }
        ++outcome.rows;
        last = input.identity;
        return true;
    });
    if (last) outcome.last_id = last->key().id;
    return well_formed;
}

}  // namespace alysio::salesforce::records
