#include "plugin/records/csv_rows.hpp"

#include "plugin/records/csv_text.hpp"
#include "plugin/records/json_copy.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>

namespace alysio::salesforce::records {
namespace {

// People open the file in a spreadsheet: 1.39E8 is 139000000 there.
void append_scalar(std::string_view token, std::string& out) {
    if (token.front() == '-' || base::is_digit(token.front())) {
        append_plain_number(token, out);
    } else {
        out += token;
    }
}

}  // namespace

// Puts the values of one row into their cells.
class Csv::CellFiller {
  public:
    CellFiller(Csv& csv, RowInput& input)
        : csv_(csv),
          tokens_(input.tokens),
          json_(input.tokens, csv.links_, csv.subqueries_, csv.scratch_, csv.scratch_gaps_, input.path) {}

    // `path` ends with a dot, or is empty for the row itself.
    bool record(Node& node, int depth, const std::string& path, Identity& identity) {
        std::size_t expected = 0;
        const auto place_plain_members = [&] {
            tokens_.plain_members(",\"", [&](std::string_view quoted, std::string_view value) {
                return place_plain(node, quoted, value, expected);
            });
        };
        const bool well_formed = record_members(
            tokens_, [&] { return json_.attributes(depth + 1, identity); }, place_plain_members,
            [&](std::string_view quoted) { return member(node, depth + 1, path, quoted, expected, identity); });
        if (!well_formed) return false;
        if (node.link_column != none) link(node.link_column, identity);
        return true;
    }

  private:
    bool member(Node& node, int depth, const std::string& path, std::string_view quoted, std::size_t& expected,
                Identity& identity) {
        if (quoted == "\"attributes\"") return json_.attributes(depth, identity);
        if (quoted == "\"ContentDocumentId\"") identity.document = id_in(tokens_.here());
        const auto name = Tokens::body(quoted);
        if (Node* const target = find(node, name, expected)) return place(*target, depth, path, name, identity);
        if (&node == &csv_.root_) {
            if (const auto column = loose_column(name); column != none) return fill(column, depth, name, identity);
        }
        csv_.note_unplaced(path + std::string(name));
        return tokens_.skip(depth);
    }

    std::size_t loose_column(std::string_view name) const {
        for (const auto column : csv_.loose_) {
            const std::string_view header = csv_.names_[column];
            const bool empty = csv_.cells_[column].kind == Cell::Kind::empty;
            if (empty && base::equal_ignoring_case(header.substr(header.rfind('.') + 1), name)) return column;
        }
        return none;
    }

    // A member without escapes whose value has a cell of its own. False: member() has to look at it.
    bool place_plain(Node& node, std::string_view quoted, std::string_view value, std::size_t& expected) {
        if (tells_identity(quoted)) return false;
        const Node* const target = find(node, Tokens::body(quoted), expected);
        if (target == nullptr) return false;
        if (target->column == none) return value.front() == 'n';  // a parent that is not there
        Cell& cell = csv_.cells_[target->column];
        if (value.front() == '"') {
            cell.kind = Cell::Kind::text;
            cell.token = Tokens::body(value);
        } else {
            cell.kind = value.front() == 'n' ? Cell::Kind::empty : Cell::Kind::scalar;
            cell.token = value;
        }
        return true;
    }

    // Fields come in the order of the SELECT list, so the next one is mostly the one after the last one found.
    Node* find(Node& node, std::string_view name, std::size_t& expected) {
        auto& children = node.children;
        if (expected < children.size() && children[expected].name == name) return &children[expected++];
        for (std::size_t i = 0; i < children.size(); ++i) {
            const auto at = (expected + i) % children.size();
            if (base::equal_ignoring_case(children[at].name, name)) {
                expected = at + 1;
                return &children[at];
            }
        }
        if (&node != &csv_.root_ || csv_.header_written_ || csv_.open_at_ == none) return nullptr;
        const auto column = csv_.add_column(std::string(name));
        csv_.order_.insert(csv_.order_.begin() + static_cast<std::ptrdiff_t>(csv_.open_at_++), column);
        csv_.cells_.emplace_back();
        children.push_back(Node{std::string(name), column, none, {}});
        return &children.back();
    }

    bool place(Node& node, int depth, const std::string& path, std::string_view name, const Identity& owner) {
        const char kind = tokens_.kind();
        if (kind == '{' && !node.children.empty() && !is_child_result(tokens_)) {
            Identity parent;
            return depth <= max_depth && record(node, depth, path + std::string(name) + '.', parent);
        }
        if (node.column == none) {
            if (kind != 'n') csv_.note_unplaced(path + std::string(name));
            return tokens_.skip(depth);
        }
        return fill(node.column, depth, name, owner);
    }

    bool fill(std::size_t column, int depth, std::string_view name, const Identity& owner) {
        Cell& cell = csv_.cells_[column];
        const char kind = tokens_.kind();
        if (kind == '{' || kind == '[') {
            cell.kind = Cell::Kind::json;
            cell.from = csv_.scratch_.size();
            cell.gap_from = csv_.scratch_gaps_.size();
            if (!json_.member(depth, name, owner)) return false;
            cell.to = csv_.scratch_.size();
            cell.gap_to = csv_.scratch_gaps_.size();
            return true;
        }
        std::string_view token;
        if (!tokens_.string_or_scalar(token)) return false;
        if (kind == '"') {
            cell.kind = tokens_.escaped() ? Cell::Kind::escaped_text : Cell::Kind::text;
            cell.token = Tokens::body(token);
        } else {
            cell.kind = kind == 'n' ? Cell::Kind::empty : Cell::Kind::scalar;
            cell.token = token;
        }
        return true;
    }

    void link(std::size_t column, const Identity& identity) {
        Cell& cell = csv_.cells_[column];
        cell.from = csv_.scratch_.size();
        if (append_link(*csv_.links_.maker, identity, csv_.scratch_)) cell.kind = Cell::Kind::link;
        cell.to = csv_.scratch_.size();
    }

    Csv& csv_;
    Tokens& tokens_;
    JsonCopy<Verbatim> json_;
};

Csv::Csv(const std::vector<Column>& columns, LinkPolicy links, const Subqueries* subqueries)
    : links_(links), subqueries_(subqueries) {
    for (const auto& column : columns) {
        if (column.open) {
            open_at_ = order_.size();
        } else {
            const auto added = add_path(column.path);
            if (column.loose) loose_.push_back(added);
        }
    }
    if (links_.scope == LinkScope::all) {
        for (auto& parent : root_.children) add_parent_links(parent, parent.name);
    }
    if (links_.scope != LinkScope::none) order_.push_back(root_.link_column = add_column("record_url"));
}

std::size_t Csv::add_column(std::string name) {
    names_.push_back(std::move(name));
    return names_.size() - 1;
}

std::size_t Csv::add_path(std::string_view path) {
    Node* node = &root_;
    for (std::size_t start = 0; start <= path.size();) {
        const auto name = path.substr(start, path.find('.', start) - start);
        auto& children = node->children;
        auto child = std::find_if(children.begin(), children.end(),
                                  [name](const Node& n) { return base::equal_ignoring_case(n.name, name); });
        if (child == children.end()) child = children.insert(child, Node{std::string(name), none, none, {}});
        node = &*child;
        start += name.size() + 1;
    }
    if (node->column == none) order_.push_back(node->column = add_column(std::string(path)));
    return node->column;
}

void Csv::add_parent_links(Node& node, const std::string& path) {
    if (node.children.empty()) return;
    order_.push_back(node.link_column = add_column(path + ".record_url"));
    for (auto& child : node.children) add_parent_links(child, path + '.' + child.name);
}

bool Csv::row(RowInput& input) {
    cells_.assign(names_.size(), Cell{});
    scratch_.clear();
    scratch_gaps_.clear();
    if (!CellFiller(*this, input).record(root_, 3, {}, input.identity)) return false;
    append_header(input.out);
    append_cells(input);
    return true;
}

bool Csv::child_row(RowInput& input, bool first) {
    scratch_.clear();
    scratch_gaps_.clear();
    JsonCopy<Verbatim> json(input.tokens, links_, subqueries_, scratch_, scratch_gaps_, input.path);
    if (!json.row(input.identity)) return false;
    if (!first) input.out += ',';
    Cell cell;
    cell.to = scratch_.size();
    cell.gap_to = scratch_gaps_.size();
    append_json(cell, input);
    return true;
}

std::vector<std::string> Csv::header() const {
    std::vector<std::string> names;
    for (const auto column : order_) names.push_back(names_[column]);
    return names;
}

void Csv::finish(std::string& out) {
    append_header(out);
}

void Csv::append_header(std::string& out) {
    if (header_written_) return;
    header_written_ = true;
    for (const auto column : order_) {
        if (column != order_.front()) out += ',';
        append_field(names_[column], out);
    }
    out += "\r\n";
}

void Csv::append_cells(RowInput& input) {
    std::string& out = input.out;
    bool first = true;
    for (const auto column : order_) {
        if (!first) out += ',';
        first = false;
        const Cell& cell = cells_[column];
        switch (cell.kind) {
            case Cell::Kind::empty:
                break;
            case Cell::Kind::scalar:
                append_scalar(cell.token, out);
                break;
            case Cell::Kind::text:
                append_text(cell.token, out);
                break;
            case Cell::Kind::escaped_text:
                decoded_.clear();
                append_unescaped(cell.token, decoded_);
                append_text(decoded_, out);
                break;
            case Cell::Kind::json:
                out += '"';
                append_json(cell, input);
                out += '"';
                break;
            case Cell::Kind::link:
                append_field(std::string_view(scratch_).substr(cell.from, cell.to - cell.from), out);
        }
    }
    out += "\r\n";
}

void Csv::append_text(std::string_view text, std::string& out) {
    if (append_text_cell(text, out)) ++neutralised_;
}

// Copies JSON out of the scratch into a quoted cell, and the gaps in it to where they are there.
void Csv::append_json(const Cell& cell, RowInput& input) {
    const std::string_view scratch = scratch_;
    auto from = cell.from;
    bool neutralised = false;
    for (auto i = cell.gap_from; i < cell.gap_to; ++i) {
        Gap& gap = scratch_gaps_[i];
        neutralised |= append_json_text(scratch.substr(from, gap.offset - from), input.out);
        from = gap.offset;
        gap.offset = input.out.size();
        input.gaps.push_back(std::move(gap));
    }
    neutralised |= append_json_text(scratch.substr(from, cell.to - from), input.out);
    if (neutralised) ++neutralised_;
}

void Csv::note_unplaced(std::string name) {
    if (std::find(unplaced_.begin(), unplaced_.end(), name) == unplaced_.end()) unplaced_.push_back(std::move(name));
}

}  // namespace alysio::salesforce::records
