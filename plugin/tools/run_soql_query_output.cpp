#include "plugin/tools/run_soql_query_output.hpp"

#include "plugin/salesforce/quoted_data.hpp"

#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>
#include <alysio/sdk/json.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace alysio::salesforce {

namespace {

using records::Gap;
using records::LinkScope;
using records::PageOutcome;
using sdk::Json;

constexpr std::size_t preview_rows = 5;

std::uint64_t limit_in(const Json& settings, const char* name, std::uint64_t otherwise) {
    const auto found = settings.find(name);
    return found != settings.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : otherwise;
}

// The object's name, which the host makes a file name of its own kind from.
std::string file_name(const records::Outline& outline, FileFormat format) {
    std::string name;
    for (const char c : outline.object) {
        if (base::is_letter_or_digit(c) || c == '_') name += c;
    }
    return (name.empty() ? "query" : name.substr(0, 80)) + (format == FileFormat::csv ? ".csv" : ".jsonl");
}

Error storage_error(const sdk::ArtifactClosed& closed) {
    const bool full = closed.status == ALYSIO_E_LIMITED;
    const std::string said = closed.message.empty() ? "The host could not keep the file." : closed.message;
    return Error(full ? ErrorCode::rate_limited : ErrorCode::unavailable,
                 "The rows do not fit into a result, and no file could be written: " + quoted_data(said, 300),
                 "Ask for less: a narrower WHERE, fewer fields, max_records, or an aggregate query. Whoever runs this "
                 "host can make room for files.");
}

// The names of a row as Salesforce wrote it, for queries whose SELECT list does not tell them.
std::vector<std::string> names_in(const std::string& line) {
    std::vector<std::string> names;
    const std::optional<Json> row = sdk::parse_json(line);
    if (!row || !row->is_object()) return names;
    for (const auto& [name, value] : row->items()) names.push_back(name);
    return names;
}

}  // namespace

std::string_view name_of(FileFormat format) {
    return format == FileFormat::csv ? "csv" : "jsonl";
}

InlineLimits read_inline_limits(std::string_view settings) {
    InlineLimits limits;
    const std::optional<Json> json = sdk::parse_json(settings);
    if (!json || !json->is_object()) return limits;
    limits.rows = limit_in(*json, "inline_max_rows", limits.rows);
    limits.bytes = limit_in(*json, "inline_max_bytes", limits.bytes);
    limits.characters = limit_in(*json, "inline_max_characters", limits.characters);
    return limits;
}

void PageRows::clear() {
    for (Form* form : {&for_result, &for_file}) {
        form->text.clear();
        form->gaps.clear();
    }
}

QueryOutput::QueryOutput(sdk::Call& call, records::PageReader& reader, const records::Outline& outline,
                         const OutputOptions& options)
    : call_(call), reader_(reader), outline_(outline), options_(options) {
    if (options_.format == FileFormat::csv) {
        csv_.emplace(outline_.columns, options_.links, &outline_.subqueries);
    } else {
        lines_.emplace(options_.links, &outline_.subqueries);
    }
    if (options_.placement != Placement::in_file)
        draft_.emplace(Draft{records::InlineJson(options_.links, &outline_.subqueries), {}, 0});
}

records::RowSink& QueryOutput::file_sink() {
    if (csv_) return *csv_;
    return *lines_;
}

void QueryOutput::expect_rows(std::int64_t total) {
    if (options_.placement == Placement::automatic && total > 0 &&
        static_cast<std::uint64_t>(total) > options_.limits.rows) {
        draft_.reset();
    }
}

PageOutcome QueryOutput::read(std::string& page, std::size_t max_rows, PageRows& rows) {
    if (draft_) {
        draft_->rows += reader_.read(page, draft_->sink, max_rows, rows.for_result.text, rows.for_result.gaps).rows;
    }
    return reader_.read(page, file_sink(), max_rows, rows.for_file.text, rows.for_file.gaps);
}

PageOutcome QueryOutput::read_children(std::string& page, const Gap& gap, std::size_t skip, PageRows& rows) {
    if (draft_) {
        reader_.read_children(page, draft_->sink, gap, skip, rows.for_result.text, rows.for_result.gaps);
    }
    return reader_.read_children(page, file_sink(), gap, skip, rows.for_file.text, rows.for_file.gaps);
}

void QueryOutput::keep_preview(std::string& page, const PageRows& rows, const PageOutcome& outcome) {
    const bool stays_in_result =
        draft_ && outcome.done && rows.gaps().empty() &&
        rows.for_result.text.size() <= std::min(options_.limits.bytes, options_.limits.characters);
    if (stays_in_result) return;
    for (std::size_t count = std::min(preview_rows, outcome.rows); count > 0; --count) {
        records::InlineJson sink(options_.links, &outline_.subqueries);
        preview_.clear();
        reader_.read_first(page, sink, count, preview_);
        if (preview_.size() <= options_.limits.bytes) break;
        preview_.clear();
    }

    if (csv_) {
        columns_ = csv_->header();
        return;
    }
    const bool open = std::any_of(outline_.columns.begin(), outline_.columns.end(),
                                  [](const records::Column& column) { return column.open; });
    if (open) {
        records::JsonLines sink(options_.links);
        std::string line;
        reader_.read_first(page, sink, 1, line);
        columns_ = names_in(line);
        return;
    }
    for (const records::Column& column : outline_.columns) columns_.push_back(column.path);
    if (options_.links.scope != LinkScope::none) columns_.emplace_back("record_url");
}

std::string QueryOutput::child_page(std::string& answer, const Gap& gap) {
    return reader_.child_page(answer, gap.path.substr(gap.path.rfind('.') + 1));
}

PageOutcome QueryOutput::look_at(std::string& page, std::size_t max_rows) {
    records::JsonLines sink({});
    std::string text;
    std::vector<Gap> gaps;
    return reader_.read(page, sink, max_rows, text, gaps);
}

Task<bool> QueryOutput::write_until(const PageRows& rows, std::size_t gap) {
    const auto part = [gap](const PageRows::Form& form) {
        const std::string_view text = form.text;
        const std::size_t from = gap == 0 ? 0 : form.gaps[gap - 1].offset;
        const std::size_t to = gap < form.gaps.size() ? form.gaps[gap].offset : text.size();
        return text.substr(from, to - from);
    };
    const std::string_view bytes = part(rows.for_file);
    if (draft_) {
        draft_->text += part(rows.for_result);
        if (draft_fits()) {
            pending_ += bytes;
            co_return true;
        }
        outgrew_inline_ = options_.placement == Placement::in_result;
        draft_.reset();
    }
    co_return co_await write_file(bytes);
}

bool QueryOutput::draft_fits() const {
    if (options_.placement == Placement::in_result) {
        return draft_->text.size() <= options_.limits.characters ||
               base::utf8::count(draft_->text) <= options_.limits.characters;
    }
    return draft_->rows <= options_.limits.rows && draft_->text.size() <= options_.limits.bytes;
}

bool QueryOutput::open_file() {
    if (file_) return file_->open();
    const std::string_view media_type =
        options_.format == FileFormat::csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
    file_.emplace(call_, file_name(outline_, options_.format), media_type, ALYSIO_ARTIFACT_PARTIAL);
    return file_->open();
}

Task<bool> QueryOutput::write_file(std::string_view bytes) {
    if (failure_) co_return false;
    alysio_status written = ALYSIO_OK;
    if (open_file()) {
        const std::string before = std::exchange(pending_, std::string());
        // A file that is kept as partial holds whole rows, so what was begun is written to its end.
        if (!before.empty()) written = co_await file_->write(before, sdk::OnStop::writes_on);
        if (written == ALYSIO_OK && !bytes.empty()) written = co_await file_->write(bytes, sdk::OnStop::writes_on);
        if (written == ALYSIO_OK || written == ALYSIO_E_CANCELLED) co_return written == ALYSIO_OK;
    }
    failure_ = storage_error(file_->closed());
    co_return false;
}

Task<bool> QueryOutput::finish() {
    if (draft_) co_return true;
    std::string end;
    file_sink().finish(end);
    const bool written = co_await write_file(end);
    if (!written) co_return false;
    const sdk::ArtifactClosed closed = co_await file_->close(ALYSIO_ARTIFACT_COMMIT);
    if (closed.status == ALYSIO_OK) co_return true;
    failure_ = storage_error(closed);
    co_return false;
}

Task<std::optional<PartialFile>> QueryOutput::keep_partial(std::uint64_t rows) {
    if (open_file() && !pending_.empty()) {
        const std::string before = std::exchange(pending_, std::string());
        co_await file_->write(before, sdk::OnStop::writes_on);
    }
    const sdk::ArtifactClosed closed = co_await file_->close(ALYSIO_ARTIFACT_PARTIAL);
    if (closed.status != ALYSIO_OK || closed.path.empty()) co_return std::nullopt;
    PartialFile partial;
    partial.path = closed.path;
    partial.format = name_of(options_.format);
    partial.bytes = closed.bytes;
    partial.records = rows;
    co_return partial;
}

std::string QueryOutput::result_members(std::uint64_t rows) const {
    if (draft_) return R"("records":[)" + draft_->text + "]";

    Json file;
    file["path"] = file_->closed().path;
    file["format"] = name_of(options_.format);
    file["bytes"] = file_->closed().bytes;
    file["records"] = rows;
    const std::string hint = fmt::format(
        "The file holds all {} returned rows as {}; `preview` shows the first ones. For counts, sums or groups ask an "
        "aggregate query instead of reading the file.",
        rows, options_.format == FileFormat::csv ? "CSV with a header" : "JSON Lines (one object per line)");
    return fmt::format(R"("columns":{},"preview":[{}],"file":{},"hint":{})", sdk::to_text(Json(columns_)), preview_,
                       sdk::to_text(file), sdk::to_text(Json(hint)));
}

std::vector<std::string> QueryOutput::warnings() const {
    std::vector<std::string> warnings;
    if (outgrew_inline_) {
        warnings.push_back(
            fmt::format("The rows do not fit into {} characters, so they are in a file although `inline` "
                        "was asked for.",
                        options_.limits.characters));
    }
    if (draft_ || !csv_) return warnings;
    if (const auto cells = csv_->neutralised(); cells > 0) {
        warnings.push_back(
            fmt::format("{} of the CSV has a ' that Salesforce does not hold: a spreadsheet would have run the text as "
                        "a formula.",
                        cells == 1 ? "1 cell" : fmt::format("Each of {} cells", cells)));
    }
    if (!csv_->unplaced().empty()) {
        warnings.push_back(
            fmt::format("The CSV has no column for: {}. JSON Lines holds them.", fmt::join(csv_->unplaced(), ", ")));
    }
    return warnings;
}

}  // namespace alysio::salesforce
