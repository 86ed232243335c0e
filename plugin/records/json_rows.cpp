#include "plugin/records/json_rows.hpp"

#include "plugin/records/json_copy.hpp"

namespace alysio::salesforce::records {
namespace {

template <class Style>
bool copy_row(RowInput& input, const LinkPolicy& links, const Subqueries* subqueries) {
    JsonCopy<Style> copy(input.tokens, links, subqueries, input.out, input.gaps, input.path);
    return copy.row(input.identity);
}

}  // namespace

bool JsonLines::row(RowInput& input) {
    if (!copy_row<Verbatim>(input, links_, subqueries_)) return false;
    input.out += '\n';
    return true;
}

bool JsonLines::child_row(RowInput& input, bool first) {
    if (!first) input.out += ',';
    return copy_row<Verbatim>(input, links_, subqueries_);
}

bool InlineJson::row(RowInput& input) {
    if (!first_) input.out += ',';
    if (!copy_row<Plain>(input, links_, subqueries_)) return false;
    first_ = false;
    return true;
}

bool InlineJson::child_row(RowInput& input, bool first) {
    if (!first) input.out += ',';
    return copy_row<Plain>(input, links_, subqueries_);
}

}  // namespace alysio::salesforce::records
