#include "sandbox_host/org/records/checks.hpp"

#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/wire/json_text.hpp"

#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>

#include <algorithm>
#include <cmath>

namespace alysio::sandbox::org {
namespace {

ApiError field_error(std::string code, const Field& field, const std::string& message) {
    return {400, std::move(code), message, std::vector<std::string>{field.name}};
}

// One @, something on both sides, a dot in the domain, no blanks.
bool looks_like_email(std::string_view text) {
    const auto at = text.find('@');
    if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) return false;
    const std::string_view domain = text.substr(at + 1);
    const auto dot = domain.rfind('.');
    return dot != std::string_view::npos && dot > 0 && dot + 1 < domain.size() &&
           text.find_first_of(" \t\r\n,;<>\"") == std::string_view::npos;
}

// Several values of a picklist in one text: each once, in the order in which the field lists them, then the others.
std::string joined_in_order(const Field& field, std::vector<std::string> values) {
    const auto place = [&](const std::string& value) {
        const PicklistValue* listed = field.find_value(value);
        return listed == nullptr ? field.values.size() : static_cast<std::size_t>(listed - field.values.data());
    };
    std::stable_sort(values.begin(), values.end(),
                     [&](const std::string& a, const std::string& b) { return place(a) < place(b); });
    std::string joined;
    for (auto value = values.begin(); value != values.end(); ++value) {
        if (std::find(values.begin(), value, *value) == value) joined += (joined.empty() ? "" : ";") + *value;
    }
    return joined;
}

class Check {
  public:
    Check(Database& database, const Schema& schema, Record& record)
        : database_(database), schema_(schema), record_(record) {}

    void field(const Field& field) {
        Value& value = record_[field];
        if (const auto* text = std::get_if<std::string>(&value)) {
            check_text(field, *text);
        } else if (auto* real = std::get_if<double>(&value)) {
            check_real(field, *real);
        } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            check_size(field, static_cast<double>(*integer), field.digits);
        } else if (field.type == FieldType::boolean) {
            add("INVALID_TYPE_ON_FIELD_IN_RECORD", field, field.label + ": value not of required type: ");
        }
        if (field.unique && !is_null(value)) check_unique(field, value);
    }

    ApiErrors errors;

  private:
    void add(std::string code, const Field& field, const std::string& message) {
        errors.push_back(field_error(std::move(code), field, message));
    }

    void check_text(const Field& field, const std::string& text) {
        if (field.type == FieldType::reference) return check_reference(field, text);
        if (field.length > 0 && base::utf8::count(text) > static_cast<std::size_t>(field.length)) {
            add("STRING_TOO_LONG", field,
                field.label + ": data value too large: " + text + " (max length=" + std::to_string(field.length) + ")");
        }
        if (field.type == FieldType::email && !looks_like_email(text)) {
            add("INVALID_EMAIL_ADDRESS", field, field.label + ": invalid email address: " + text);
        }
        if (field.is_picklist()) check_picklist(field, text);
    }

    void check_reference(const Field& field, const std::string& text) {
        const Object* target = to_18(text) ? schema_.of_id(text) : nullptr;
        const auto& allowed = field.reference_to;
        if (target == nullptr || std::find(allowed.begin(), allowed.end(), target->name) == allowed.end()) {
            return add("MALFORMED_ID", field, field.label + ": id value of incorrect type: " + text);
        }
        const auto found = load(database_, *target, text);
        if (!found) return add("INVALID_CROSS_REFERENCE_KEY", field, "invalid cross reference id");
        if (found->is_true("IsDeleted")) add("ENTITY_IS_DELETED", field, "entity is deleted");
    }

    void check_picklist(const Field& field, const std::string& text) {
        std::vector<std::string> chosen;
        for (std::size_t start = 0; start <= text.size();) {
            const auto end =
                field.type == FieldType::multipicklist ? std::min(text.find(';', start), text.size()) : text.size();
            std::string value = text.substr(start, end - start);
            start = end + 1;
            if (value.empty()) continue;
            const PicklistValue* listed = field.find_value(value);
            if (field.restricted && (listed == nullptr || !listed->active || !goes_with_controller(field, *listed))) {
                return add("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", field,
                           field.label + ": bad value for restricted picklist field: " + value);
            }
            chosen.push_back(listed == nullptr ? value : listed->value);
        }
        const std::string stored = joined_in_order(field, std::move(chosen));
        record_[field] = stored.empty() ? Value{} : Value{stored};
    }

    bool goes_with_controller(const Field& field, const PicklistValue& value) const {
        if (field.controller.empty()) return true;
        const Value& controlling = record_.get(field.controller);
        std::string key(record_.text(field.controller));
        if (const auto* checkbox = std::get_if<std::int64_t>(&controlling)) key = *checkbox != 0 ? "true" : "false";
        return std::any_of(value.valid_for.begin(), value.valid_for.end(),
                           [&](const std::string& with) { return base::equal_ignoring_case(with, key); });
    }

    void check_real(const Field& field, double& number) {
        // Salesforce rounds what has too many decimals, half away from zero.
        if (field.precision > 0 && field.scale < 15) {
            const double unit = std::pow(10.0, field.scale);
            const double rounded = std::round(number * unit) / unit;
            if (std::isfinite(rounded)) number = rounded;
        }
        check_size(field, number, field.precision > 0 ? field.precision - field.scale : 0);
    }

    void check_size(const Field& field, double number, int digits) {
        if (field.type == FieldType::boolean || digits <= 0 || std::fabs(number) < std::pow(10.0, digits)) return;
        std::string shown;
        append_value(shown, field, record_[field]);
        add("NUMBER_OUTSIDE_VALID_RANGE", field,
            field.label + ": value outside of valid range on numeric field: " + shown);
    }

    void check_unique(const Field& field, const Value& value) {
        for (const std::string& id : find_ids(database_, record_.object(), field, value)) {
            if (id == record_.text("Id")) continue;
            return add(
                "DUPLICATE_VALUE", field,
                "duplicate value found: " + field.name + " duplicates value on record with id: " + id.substr(0, 15));
        }
    }

    Database& database_;
    const Schema& schema_;
    Record& record_;
};

}  // namespace

ApiErrors check_values(Database& database, const Schema& schema, const Input& input, Record& record) {
    Check check(database, schema, record);
    for (const auto& [field, value] : input) check.field(*field);
    return std::move(check.errors);
}

ApiErrors check_required(Write write, const Record& record) {
    std::vector<std::string> missing;
    std::string names;
    for (const Field& field : record.object().fields) {
        const bool may_lack =
            field.nillable || !field.createable || (write == Write::create && field.defaulted_on_create);
        if (may_lack || !is_null(record[field])) continue;
        names += (missing.empty() ? "" : ", ") + field.name;
        missing.push_back(field.name);
    }
    if (missing.empty()) return {};
    return {{400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [" + names + "]", missing}};
}

}  // namespace alysio::sandbox::org
