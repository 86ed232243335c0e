#pragma once

#include "plugin/records/rows.hpp"

namespace alysio::salesforce::records {

/// One JSON object per line. Nulls stay, and so does every byte of every number and string.
class JsonLines final : public RowSink {
  public:
    explicit JsonLines(LinkPolicy links) : links_(links) {}

    bool row(RowInput& input) override;
    bool child_row(RowInput& input, bool first) override;
    void finish(std::string&) override {}

  private:
    LinkPolicy links_;
};

/// The elements of a JSON array, without its brackets: nulls dropped, numbers written plainly.
class InlineJson final : public RowSink {
  public:
    explicit InlineJson(LinkPolicy links) : links_(links) {}

    bool row(RowInput& input) override;
    bool child_row(RowInput& input, bool first) override;
    void finish(std::string&) override {}

  private:
    LinkPolicy links_;
    bool first_ = true;
};

}  // namespace alysio::salesforce::records
