#include "sandbox_host/soql/grammar.hpp"
#include "sandbox_host/soql/words.hpp"

#include <alysio/base/text.hpp>

#include <cmath>
#include <cstdlib>
#include <utility>

namespace alysio::sandbox::soql {

Operand Grammar::operand() {
    if (tokens_.at(TokenKind::word) && tokens_.at(TokenKind::left_parenthesis, 1)) {
        if (tokens_.at_word("DISTANCE")) return distance();
        if (const std::optional<Function> named = function_named(tokens_.text())) return function(*named);
    }
    return path();
}

Operand Grammar::function(Function function) {
    auto call = std::make_unique<Call>();
    call->function = function;
    call->offset = tokens_.offset();
    tokens_.take();
    tokens_.take();
    if (tokens_.at(TokenKind::right_parenthesis) && function == Function::count) {
        tokens_.take();
        return call;
    }
    // Functions inside functions: FORMAT of anything but itself, and convertTimezone inside a date function.
    const bool takes_call = tokens_.at(TokenKind::word) && tokens_.at(TokenKind::left_parenthesis, 1) &&
                            ((function == Function::format && !tokens_.at_word("FORMAT")) ||
                             (is_date_function(function) && tokens_.at_word("convertTimezone")));
    if (takes_call) {
        call->arguments.push_back(operand());
    } else {
        do call->arguments.push_back(path());
        while (function == Function::grouping && tokens_.accept(TokenKind::comma));
    }
    tokens_.expect(TokenKind::right_parenthesis);
    return call;
}

Distance Grammar::distance() {
    Distance distance;
    distance.offset = tokens_.offset();
    tokens_.take();
    tokens_.expect(TokenKind::left_parenthesis);
    distance.from = path();
    tokens_.expect(TokenKind::comma);
    if (tokens_.at_word("GEOLOCATION") && tokens_.at(TokenKind::left_parenthesis, 1))
        distance.to = geolocation();
    else
        distance.to = path();
    tokens_.expect(TokenKind::comma);
    distance.in_kilometres = base::equal_ignoring_case(tokens_.text(), "'km'");
    if (!distance.in_kilometres && !base::equal_ignoring_case(tokens_.text(), "'mi'")) tokens_.fail_here();
    tokens_.take();
    tokens_.expect(TokenKind::right_parenthesis);
    return distance;
}

Geolocation Grammar::geolocation() {
    tokens_.take();
    tokens_.expect(TokenKind::left_parenthesis);
    const double latitude = coordinate();
    tokens_.expect(TokenKind::comma);
    const double longitude = coordinate();
    tokens_.expect(TokenKind::right_parenthesis);
    return {latitude, longitude};
}

double Grammar::coordinate() {
    const double degrees = std::strtod(std::string(tokens_.text()).c_str(), nullptr);
    if (!tokens_.at(TokenKind::number) || !std::isfinite(degrees)) tokens_.fail_here();
    tokens_.take();
    return degrees;
}

Path Grammar::path() {
    Path path;
    path.offset = tokens_.offset();
    // "Group" alone would be the clause; "Group.Name" can only be a relationship.
    if (is_reserved(tokens_.text()) && !tokens_.at(TokenKind::dot, 1)) {
        tokens_.fail_here();
        return path;
    }
    do path.names.push_back(name());
    while (tokens_.accept(TokenKind::dot));
    return path;
}

std::string Grammar::name() {
    if (!tokens_.at(TokenKind::word)) {
        tokens_.fail_here();
        return {};
    }
    return std::string(tokens_.text(tokens_.take()));
}

std::string Grammar::alias() {
    if (is_reserved(tokens_.text())) tokens_.fail_here();
    return name();
}

std::string Grammar::optional_alias() {
    return tokens_.at(TokenKind::word) && !is_reserved(tokens_.text()) ? name() : std::string();
}

}  // namespace alysio::sandbox::soql
