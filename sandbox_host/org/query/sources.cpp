#include "sandbox_host/org/query/sources.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace alysio::sandbox::org {
namespace {

class Expansion {
  public:
    explicit Expansion(soql::Query& query) : query_(query) {}

    void run() {
        for (std::size_t i = 1; i < query_.from.size(); ++i) name_source(query_.from[i]);
        for (soql::SelectItem& item : query_.select) {
            if (auto* selected = std::get_if<soql::SelectedOperand>(&item)) expand(selected->operand);
            if (auto* choice = std::get_if<soql::TypeOf>(&item)) expand(choice->relationship);
        }
        if (query_.where) expand(*query_.where);
        if (query_.group_by)
            for (soql::Operand& key : query_.group_by->keys) expand(key);
        if (query_.having) expand(*query_.having);
        for (soql::Ordering& ordering : query_.order_by) expand(ordering.operand);
    }

  private:
    struct Name {
        std::string alias;
        std::vector<std::string> relationships;
    };

    void name_source(soql::Source& source) {
        expand(source.name);
        std::vector<std::string>& path = source.name.names;
        const soql::Source& first = query_.from.front();
        if (path.size() > 1 && (base::equal_ignoring_case(path[0], first.alias) ||
                                base::equal_ignoring_case(path[0], first.name.names.back())))
            path.erase(path.begin());
        if (!source.alias.empty()) names_.push_back({source.alias, path});
    }

    void expand(soql::Path& path) {
        const auto named = std::find_if(names_.begin(), names_.end(), [&](const Name& name) {
            return base::equal_ignoring_case(name.alias, path.names.front());
        });
        if (named == names_.end() || path.names.size() < 2) return;
        path.names.erase(path.names.begin());
        path.names.insert(path.names.begin(), named->relationships.begin(), named->relationships.end());
    }

    void expand(soql::Operand& operand) {
        if (auto* path = std::get_if<soql::Path>(&operand)) {
            expand(*path);
        } else if (auto* call = std::get_if<std::unique_ptr<soql::Call>>(&operand)) {
            for (soql::Operand& argument : (*call)->arguments) expand(argument);
        } else {
            auto& distance = std::get<soql::Distance>(operand);
            expand(distance.from);
            if (auto* to = std::get_if<soql::Path>(&distance.to)) expand(*to);
        }
    }

    void expand(soql::Condition& condition) {
        if (auto* junction = std::get_if<soql::Junction>(&condition.node)) {
            for (soql::Condition& term : junction->terms) expand(term);
        } else if (auto* negation = std::get_if<soql::Negation>(&condition.node)) {
            expand(*negation->term);
        } else if (auto* comparison = std::get_if<soql::Comparison>(&condition.node)) {
            expand(comparison->left);
        } else if (auto* membership = std::get_if<soql::Membership>(&condition.node)) {
            expand(membership->left);
        } else {
            expand(std::get<soql::Inclusion>(condition.node).left);
        }
    }

    soql::Query& query_;
    std::vector<Name> names_;
};

}  // namespace

void expand_sources(soql::Query& query) {
    if (query.from.size() > 1) Expansion(query).run();
}

}  // namespace alysio::sandbox::org
