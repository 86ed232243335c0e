#pragma once

#include "plugin/records/rows.hpp"
#include "plugin/records/soql_outline.hpp"

namespace alysio::salesforce::records {

/// One JSON object per line; what its query's `subqueries` name is a list in each row, be it empty. Nulls stay, and so does every byte of every number and string.
class JsonLines final : public RowSink {
  public:
    explicit JsonLines(LinkPolicy links, const Subqueries* subqueries = nullptr)
        : links_(links), subqueries_(subqueries) {}

    bool row(RowInput& input) override;
    bool child_row(RowInput& input, bool first) override;
    void finish(std::string&) override {}

  private:
    LinkPolicy links_;
    const Subqueries* subqueries_;  // borrowed
};

/// The elements of a JSON array, without its brackets, with the same lists: nulls dropped, numbers written plainly.
class InlineJson final : public RowSink {
  public:
    explicit InlineJson(LinkPolicy links, const Subqueries* subqueries = nullptr)
        : links_(links), subqueries_(subqueries) {}

    bool row(RowInput& input) override;
    bool child_row(RowInput& input, bool first) override;
    void finish(std::string&) override {}

  private:
    LinkPolicy links_;
    const Subqueries* subqueries_;  // borrowed
    bool first_ = true;
};

}  // namespace alysio::salesforce::records
