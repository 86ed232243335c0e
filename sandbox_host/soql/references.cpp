#include "sandbox_host/soql/references.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace alysio::sandbox::soql {

namespace {

std::string joined(const std::vector<std::string>& names, std::size_t first, std::size_t count) {
    std::string text;
    for (std::size_t i = first; i < first + count; ++i) text += (i == first ? "" : ".") + names[i];
    return text;
}

// The names found so far, told apart without regard to case.
class Names {
  public:
    void add(const std::string& name) {
        if (seen_.insert(name).second) names_.push_back(name);
    }
    std::vector<std::string> take() { return std::move(names_); }

  private:
    std::set<std::string, base::LessIgnoringCase> seen_;
    std::vector<std::string> names_;
};

struct Found {
    Names objects;
    Names relationships;
    Names children;
};

// One query among those of the text; `parent` is the one whose children it selects.
class Collector {
  public:
    Collector(const Query& query, const Collector* parent, Found& found)
        : query_(query), parent_(parent), found_(found) {}

    void collect() {
        for (std::size_t i = 0; i < query_.from.size(); ++i) source(query_.from[i], parent_ != nullptr || i > 0);
        for (const SelectItem& item : query_.select) std::visit([this](const auto& held) { visit(held); }, item);
        if (query_.where) visit(*query_.where);
        if (query_.group_by)
            for (const Operand& key : query_.group_by->keys) visit(key);
        if (query_.having) visit(*query_.having);
        for (const Ordering& ordering : query_.order_by) visit(ordering.operand);
    }

  private:
    void source(const Source& source, bool is_relationship) {
        const std::vector<std::string>& names = source.name.names;
        if (!is_relationship) return found_.objects.add(joined(names, 0, names.size()));
        const bool qualified =
            names_a_source(names.front()) || (parent_ != nullptr && parent_->names_a_source(names.front()));
        const std::size_t prefix = names.size() > 1 && qualified ? 1 : 0;
        found_.relationships.add(joined(names, prefix, names.size() - prefix));
        if (parent_ != nullptr) found_.children.add(names.back());
    }

    bool names_a_source(std::string_view name) const {
        return std::any_of(query_.from.begin(), query_.from.end(), [&](const Source& source) {
            return base::equal_ignoring_case(source.alias, name) ||
                   base::equal_ignoring_case(source.name.names.back(), name);
        });
    }

    void visit(const Path& path) {
        if (path.names.empty()) return;
        const std::size_t prefix = path.names.size() > 1 && names_a_source(path.names.front()) ? 1 : 0;
        const std::size_t parents = path.names.size() - 1 - prefix;
        if (parents > 0) found_.relationships.add(joined(path.names, prefix, parents));
    }
    void visit(const Distance& distance) {
        visit(distance.from);
        if (const Path* to = std::get_if<Path>(&distance.to)) visit(*to);
    }
    void visit(const std::unique_ptr<Call>& call) {
        for (const Operand& argument : call->arguments) visit(argument);
    }
    void visit(const Operand& operand) {
        std::visit([this](const auto& held) { visit(held); }, operand);
    }

    void visit(const SelectedOperand& selected) { visit(selected.operand); }
    void visit(const FieldSet&) {}
    void visit(const TypeOf& choice) {
        found_.relationships.add(joined(choice.relationship.names, 0, choice.relationship.names.size()));
        for (const TypeOf::Branch& branch : choice.branches) {
            found_.objects.add(branch.object);
            for (const Path& field : branch.fields) visit(field);
        }
        for (const Path& field : choice.otherwise) visit(field);
    }
    void visit(const std::unique_ptr<Query>& child) { Collector(*child, this, found_).collect(); }

    void visit(const Condition& condition) {
        std::visit([this](const auto& held) { visit(held); }, condition.node);
    }
    void visit(const Junction& junction) {
        for (const Condition& term : junction.terms) visit(term);
    }
    void visit(const Negation& negation) { visit(*negation.term); }
    void visit(const Comparison& comparison) { visit(comparison.left); }
    void visit(const Inclusion& inclusion) { visit(inclusion.left); }
    void visit(const Membership& membership) {
        visit(membership.left);
        if (const auto* query = std::get_if<std::unique_ptr<Query>>(&membership.right))
            Collector(**query, nullptr, found_).collect();
    }

    const Query& query_;
    const Collector* parent_;
    Found& found_;
};

}  // namespace

References references(const Query& query) {
    Found found;
    Collector(query, nullptr, found).collect();
    return {found.objects.take(), found.relationships.take(), found.children.take()};
}

}  // namespace alysio::sandbox::soql
