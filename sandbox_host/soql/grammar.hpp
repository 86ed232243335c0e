#pragma once

#include "sandbox_host/soql/lexer.hpp"
#include "sandbox_host/soql/tree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::soql {

/// The grammar by recursive descent: one function per rule, each leaving the tokens after what it read. After an error
/// the results mean nothing; whoever started looks at `tokens().error()`.
class Grammar {
  public:
    explicit Grammar(std::string_view query) : tokens_(query) {}

    Query whole_query();
    const Tokens& tokens() const { return tokens_; }

  private:
    enum class Role { outermost, child, filter };

    // grammar_query.cpp
    Query query(Role role);
    std::vector<SelectItem> select_list();
    SelectItem select_item();
    FieldSet field_set();
    TypeOf type_of();
    std::vector<Path> path_list();
    std::vector<Source> sources();
    With with();
    CategoryFilter category_filter();
    Grouping grouping();
    Ordering ordering();
    Bound bound();
    void trailing_clauses(Query& query);

    // grammar_condition.cpp
    Condition condition();
    Condition term();
    Condition predicate();
    std::optional<Comparator> comparator();
    std::vector<Value> value_list();

    // grammar_operand.cpp
    Operand operand();
    Operand function(Function function);
    Distance distance();
    Geolocation geolocation();
    Path path();
    std::string name();
    std::string alias();
    std::string optional_alias();
    double coordinate();

    // grammar_value.cpp
    Value value();
    Value text_or_pattern(bool pattern);
    std::optional<Value> word_value();

    Tokens tokens_;
    int depth_ = 0;
    int child_depth_ = 0;
};

}  // namespace alysio::sandbox::soql
