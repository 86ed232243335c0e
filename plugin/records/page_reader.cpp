#include "plugin/records/page_reader.hpp"

#include "plugin/records/json_copy.hpp"

namespace alysio::salesforce::records {

struct PageReader::Parser {
    ondemand::parser json;
};

struct PageReader::Request {
    RowSink& sink;
    const Gap* gap;  // null for rows of the query
    std::size_t skip;
    std::size_t max_rows;
    std::string& out;
    std::vector<Gap>& gaps;
};

PageHead peek_head(std::string_view page) {
    constexpr std::size_t enough = 512;
    const auto head = page.substr(0, std::min(page.substr(0, enough).find("\"records\""), page.size()));
    const auto value_of = [head](std::string_view name) {
        const auto at = head.find(name);
        return at == head.npos ? std::string_view() : head.substr(at + name.size());
    };
    PageHead result;
    if (head.size() > enough) return result;
    if (const auto total = value_of("\"totalSize\":"); !total.empty()) result.total_size = count_in(total);
    const auto url = value_of("\"nextRecordsUrl\":\"");
    const auto end = url.find('"');
    if (end != url.npos && escapes_are_valid(url.substr(0, end))) append_unescaped(url.substr(0, end), result.next_url);
    return result;
}

PageReader::PageReader() : parser_(std::make_unique<Parser>()) {}
PageReader::~PageReader() = default;
PageReader::PageReader(PageReader&&) noexcept = default;
PageReader& PageReader::operator=(PageReader&&) noexcept = default;

namespace {

// Reads the members of the page's object around its rows.
class PageWalk {
  public:
    PageWalk(std::string_view page, std::string& out, std::vector<Gap>& gaps, PageOutcome& outcome)
        : tokens_(page), rest_(tokens_, no_links, out, gaps, {}), outcome_(outcome) {}

    template <class OnRow>
    error_code run(ondemand::document& document, OnRow on_row) {
        ondemand::object page;
        bool saw_records = false;
        if (const auto error = document.get_object().get(page)) return error;
        for (auto each : page) {
            ondemand::field field;
            std::string_view name;
            if (const auto error = std::move(each).get(field)) return error;
            if (const auto error = tokens_.name(field, name)) return error;
            const std::string_view token = field.value().raw_json_token();
            if (name == "\"records\"" && token.front() != 'n') {
                saw_records = true;
                if (const auto error = rows(field.value(), on_row)) return error;
            } else if (name == "\"nextRecordsUrl\"" && token.front() == '"') {
                std::string_view url;
                if (const auto error = tokens_.string(field.value(), url)) return error;
                outcome_.next_url.clear();
                append_unescaped(Tokens::body(url), outcome_.next_url);
            } else {
                if (name == "\"records\"") saw_records = true;
                if (name == "\"totalSize\"") outcome_.total_size = count_in(token);
                if (name == "\"done\"") outcome_.done = token.front() == 't';
                if (const auto error = rest_.discard(field.value(), 2)) return error;
            }
        }
        if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) return simdjson::TRAILING_CONTENT;
        return saw_records ? simdjson::SUCCESS : simdjson::NO_SUCH_FIELD;
    }

  private:
    template <class OnRow>
    error_code rows(ondemand::value& value, OnRow& on_row) {
        ondemand::array records;
        if (const auto error = value.get_array().get(records)) return error;
        for (auto each : records) {
            ondemand::value record;
            ondemand::object fields;
            if (const auto error = std::move(each).get(record)) return error;
            if (const auto error = record.get_object().get(fields)) return error;
            if (!on_row(fields, tokens_)) return simdjson::TAPE_ERROR;
        }
        return simdjson::SUCCESS;
    }

    static constexpr LinkPolicy no_links{};
    Tokens tokens_;
    JsonCopy<Verbatim> rest_;
    PageOutcome& outcome_;
};

}  // namespace

PageOutcome PageReader::read(std::string& page, RowSink& sink, std::size_t max_rows, std::string& out,
                             std::vector<Gap>& gaps) {
    return read(page, Request{sink, nullptr, 0, max_rows, out, gaps});
}

PageOutcome PageReader::read_children(std::string& page, RowSink& sink, const Gap& gap, std::size_t skip,
                                      std::string& out, std::vector<Gap>& gaps) {
    return read(page, Request{sink, &gap, skip, all_rows, out, gaps});
}

std::string PageReader::child_page(std::string& page, std::string_view relationship) {
    page.reserve(page.size() + simdjson::SIMDJSON_PADDING);
    ondemand::document document;
    ondemand::object fields;
    if (parser_->json.iterate(page).get(document)) return {};
    for (auto row : document["records"]) {
        if (row.get_object().get(fields)) return {};
        for (auto each : fields) {
            ondemand::field field;
            std::string_view name;
            std::string_view text;
            if (std::move(each).get(field) || field.unescaped_key().get(name)) return {};
            if (!same_name(name, relationship)) continue;
            ondemand::object result;
            if (field.value().get_object().get(result) || result.raw_json().get(text)) return {};
            return std::string(text);
        }
        return {};
    }
    return {};
}

PageOutcome PageReader::read(std::string& page, const Request& request) {
    PageOutcome outcome;
    if (walk(page, request, request.skip, outcome)) return outcome;

    const Diagnosis diagnosis = diagnose(page);
    outcome.fault = diagnosis.fault ? diagnosis.fault : Fault{0, "not the answer of a query"};
    if (const auto read_rows = request.skip + outcome.rows;
        diagnosis.whole_rows > read_rows && outcome.rows < request.max_rows) {
        // The parser indexes a page as a whole before it shows a row, so a fault at the end hides all of them. What
        // stands before the fault is a page once its list is closed.
        std::string salvaged = page.substr(0, diagnosis.rows_end) + "]}";
        walk(salvaged, request, read_rows, outcome);
    }
    return outcome;
}

// Appends rows from `first_row` on, counting them in `outcome`. False where the page turned out to be malformed.
bool PageReader::walk(std::string& page, const Request& request, std::size_t first_row, PageOutcome& outcome) {
    std::string& out = request.out;
    page.reserve(page.size() + simdjson::SIMDJSON_PADDING);
    out.reserve(out.size() + page.size());

    ondemand::document document;
    if (parser_->json.iterate(page).get(document) != simdjson::SUCCESS) return false;

    const std::string_view path = request.gap != nullptr ? std::string_view(request.gap->path) : "";
    std::size_t seen = 0;
    const auto on_row = [&](ondemand::object fields, Tokens& tokens) {
        const auto out_size = out.size();
        const auto gap_count = request.gaps.size();
        if (seen++ < first_row || outcome.rows >= request.max_rows) return true;
        RowInput input{fields, tokens, out, request.gaps, path, {}};
        const bool well_formed = request.gap == nullptr
                                     ? request.sink.row(input)
                                     : request.sink.child_row(input, request.gap->rows + outcome.rows == 0);
        if (!well_formed) {
            out.resize(out_size);
            request.gaps.resize(gap_count);
            return false;
        }
        ++outcome.rows;
        outcome.last_id = input.identity.id;
        return true;
    };
    return PageWalk(page, out, request.gaps, outcome).run(document, on_row) == simdjson::SUCCESS;
}

}  // namespace alysio::salesforce::records
