#pragma once

#include "sandbox_host/org/query/frame.hpp"
#include "sandbox_host/soql/tree.hpp"

#include <string>

/// Amounts in an org with several currencies: one whose schema has CurrencyType, with a rate for each, counted from the
/// corporate currency. A record's own currency is its CurrencyIsoCode.
namespace alysio::sandbox::org {

/// SQL for the amount in the corporate currency; the amount itself where the org or its object knows one currency only.
std::string in_corporate_currency(const Frame& frame, const Expression& amount);

/// convertCurrency: the amount in the asker's currency.
Expression in_user_currency(Frame& frame, const Expression& amount, std::size_t offset);

/// SQL for a literal such as USD5000 in the corporate currency; refuses what is no currency of the org.
std::string in_corporate_currency(Frame& frame, const Expression& left, const soql::Money& money, std::size_t offset);

}  // namespace alysio::sandbox::org
