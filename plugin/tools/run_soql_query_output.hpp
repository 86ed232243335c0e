#pragma once

#include "plugin/records/csv_rows.hpp"
#include "plugin/records/json_rows.hpp"
#include "plugin/records/page_reader.hpp"
#include "plugin/salesforce/result.hpp"

#include <alysio/sdk/artifact.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Where the rows of a query go: into the result while they fit, into a file once they do not.
namespace alysio::salesforce {

enum class Placement { automatic, in_result, in_file };
enum class FileFormat { json_lines, csv };
std::string_view name_of(FileFormat format);

/// How much a result may hold before its rows go to a file. From the tenant's settings for this plugin:
/// {"inline_max_rows", "inline_max_bytes", "inline_max_characters"}.
struct InlineLimits {
    std::uint64_t rows = 200;         // with Placement::automatic
    std::size_t bytes = 20'000;       // of UTF-8, with Placement::automatic
    std::size_t characters = 40'000;  // with Placement::in_result
};
InlineLimits read_inline_limits(std::string_view settings);

struct OutputOptions {
    Placement placement = Placement::automatic;
    FileFormat format = FileFormat::json_lines;
    records::LinkPolicy links;
    InlineLimits limits;
};

/// What one page came to in both forms. The gaps are the same ones in the same order; offsets differ.
struct PageRows {
    struct Form {
        std::string text;
        std::vector<records::Gap> gaps;
    };
    Form for_result;  // empty once the rows go to a file
    Form for_file;

    const std::vector<records::Gap>& gaps() const { return for_file.gaps; }
    void clear();
};

class QueryOutput {
  public:
    QueryOutput(sdk::Call& call, records::PageReader& reader, const records::Outline& outline,
                const OutputOptions& options);

    /// Told before the first page is read; -1 = not known.
    void expect_rows(std::int64_t total);

    records::PageOutcome read(std::string& page, std::size_t max_rows, PageRows& rows);
    records::PageOutcome read_children(std::string& page, const records::Gap& gap, std::size_t skip, PageRows& rows);

    /// Keeps what a file's result shows of its rows. With the first page, after it was read.
    void keep_preview(std::string& page, const PageRows& rows, const records::PageOutcome& outcome);

    /// The child rows in the answer to query_of_children, as a page of their own. Empty when they are not there.
    std::string child_page(std::string& answer, const records::Gap& gap);

    /// What up to `max_rows` rows of a page are, without writing them anywhere.
    records::PageOutcome look_at(std::string& page, std::size_t max_rows);

    /// Passes on the part of a rows that stands before its gap of that index, after what was passed on before; with
    /// PageRows::gaps().size(), the rest. False: see failure().
    Task<bool> write_until(const PageRows& rows, std::size_t gap);

    /// Ends the file where there is one. False: see failure().
    Task<bool> finish();

    /// Keeps what came in a file, marked as unfinished. Nothing when there is none and none can be made.
    Task<std::optional<PartialFile>> keep_partial(std::uint64_t rows);

    /// The members that hold the rows: `"records":[…]`, or `"columns":…,"preview":…,"file":…,"hint":…`.
    std::string result_members(std::uint64_t rows) const;

    /// The rows that the result shows, as JSON without brackets: all of them, or the preview's.
    std::string_view shown_rows() const { return draft_ ? std::string_view(draft_->text) : std::string_view(preview_); }

    /// What happened to the rows on the way that the user must know.
    std::vector<std::string> warnings() const;

    const std::optional<Error>& failure() const { return failure_; }

  private:
    bool draft_fits() const;
    bool open_file();
    Task<bool> write_file(std::string_view bytes);

    sdk::Call& call_;
    records::PageReader& reader_;
    const records::Outline& outline_;
    OutputOptions options_;

    /// The result's rows, while they may still fit.
    struct Draft {
        records::InlineJson sink;
        std::string text;
        std::uint64_t rows = 0;
    };
    std::optional<Draft> draft_;
    bool outgrew_inline_ = false;  // with Placement::in_result

    std::optional<records::JsonLines> lines_;
    std::optional<records::Csv> csv_;
    records::RowSink& file_sink();
    std::string pending_;  // of the file, before there is one
    std::optional<sdk::ArtifactWriter> file_;

    std::string preview_;
    std::vector<std::string> columns_;
    std::optional<Error> failure_;
};

}  // namespace alysio::salesforce
