#include "sandbox_host/org/query/currency.hpp"

#include "sandbox_host/org/store/database.hpp"

#include <cstdlib>

namespace alysio::sandbox::org {
namespace {

const Object* currencies(const Frame& frame) {
    return frame.compilation.schema.find("CurrencyType");
}

// Of an amount of a record: how many units of its currency one unit of the corporate currency is.
std::string rate(const Object& currencies, const std::string& code) {
    return "(SELECT \"ConversionRate\" FROM " + sql_name(currencies.table) + " WHERE \"IsoCode\" = " + code + ")";
}

}  // namespace

std::string in_corporate_currency(const Frame& frame, const Expression& amount) {
    const Object* known = currencies(frame);
    if (known == nullptr || amount.currency.empty()) return amount.sql;
    return "(" + amount.sql + " / " + rate(*known, amount.currency) + ")";
}

Expression in_user_currency(Frame& frame, const Expression& amount, std::size_t offset) {
    const Object* known = currencies(frame);
    if (known == nullptr || amount.currency.empty() || amount.type != FieldType::currency) {
        frame.compilation.refuse(offset, "INVALID_FIELD",
                                 "convertCurrency needs a currency field, in an org with several currencies");
        return {};
    }
    const Object& users = *frame.compilation.schema.find("User");
    const std::string code = "(SELECT \"DefaultCurrencyIsoCode\" FROM " + sql_name(users.table) +
                             " WHERE \"Id\" = " + frame.draft.constant(frame.compilation.asker.user_id) + ")";
    if (users.find("DefaultCurrencyIsoCode") == nullptr) return amount;
    Expression converted = amount;
    converted.sql = "(" + in_corporate_currency(frame, amount) + " * " + rate(*known, code) + ")";
    converted.currency = code;
    return converted;
}

std::string in_corporate_currency(Frame& frame, const Expression& left, const soql::Money& money, std::size_t offset) {
    const Object* known = currencies(frame);
    const Field* codes = known == nullptr ? nullptr : known->find("IsoCode");
    if (codes == nullptr || left.currency.empty() || codes->find_value(money.currency) == nullptr) {
        frame.compilation.refuse(
            offset, "INVALID_FIELD",
            money.currency + money.amount + " needs a currency field, in an org where that currency is active");
        return "NULL";
    }
    return "(" + frame.draft.bind(std::strtod(money.amount.c_str(), nullptr)) + " / " +
           rate(*known, frame.draft.constant(money.currency)) + ")";
}

}  // namespace alysio::sandbox::org
