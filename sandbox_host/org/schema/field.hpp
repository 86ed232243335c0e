#pragma once

#include "sandbox_host/org/schema/value.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::org {

/// Salesforce's field types, and how the store holds each:
///   text    string, picklist, combobox, textarea, phone, email, url, encryptedstring, as typed;
///           multipicklist "a;b"; id and reference always with 18 characters;
///           date "YYYY-MM-DD"; datetime "YYYY-MM-DDTHH:MM:SS.mmm+0000", always UTC; time "HH:MM:SS.mmmZ"
///   integer integer; boolean as 0 or 1, never null
///   real    number (Salesforce's double), currency, percent
///   nothing address: a view on the fields whose `compound` names it
enum class FieldType {
    id,
    string,
    picklist,
    multipicklist,
    combobox,
    reference,
    boolean,
    currency,
    textarea,
    integer,
    number,
    percent,
    phone,
    email,
    url,
    date,
    datetime,
    time,
    encryptedstring,
    address
};

/// As describe spells it: "id", "string", …, "int", "double".
std::string_view to_string(FieldType type) noexcept;
std::optional<FieldType> field_type(std::string_view name) noexcept;

enum class Storage { text, integer, real, none };
Storage storage(FieldType type) noexcept;

struct PicklistValue {
    std::string value;
    std::string label;
    bool active = true;
    bool is_default = false;
    /// Values of the controlling field this one goes with; unused where the field has no controller.
    std::vector<std::string> valid_for;
    /// Fields of the same record that follow this value ("IsWon" follows StageName): a read-only one always, a
    /// writable one unless the same request gives it a value.
    std::vector<std::pair<std::string, Value>> sets;
};

/// How a field gets its value from other fields of its record, at every write.
struct Derivation {
    enum class Rule {
        join,            ///< the non-empty ones joined by a blank: a person's Name
        percent_of,      ///< the first times the second percent: ExpectedRevenue
        fiscal_year,     ///< of a date, as an integer
        fiscal_quarter,  ///< of a date, as an integer 1..4
        fiscal,          ///< of a date, as text: "2026 4"
        since            ///< when a checkbox became true, as a datetime; null while it is false: ClosedDate
    };
    Rule rule;
    std::vector<std::string> from;
};

struct Field {
    std::string name;
    std::string label;
    std::string help_text;
    FieldType type = FieldType::string;

    int length = 0;     ///< characters, for text
    int precision = 0;  ///< digits in all, for real
    int scale = 0;      ///< digits after the point, for real
    int digits = 0;     ///< for integer

    bool custom = false;
    bool nillable = true;
    bool createable = true;
    bool updateable = true;
    bool defaulted_on_create = false;
    bool unique = false;
    bool external_id = false;
    bool case_sensitive = false;
    bool name_field = false;
    bool auto_number = false;
    bool calculated = false;
    bool filterable = true;
    bool sortable = true;
    bool groupable = true;
    bool aggregatable = true;

    Value default_value;
    std::string auto_number_format;  ///< "P-{0000}"
    std::string compound;            ///< the compound field this one is part of: "Name", "BillingAddress"
    std::optional<Derivation> derivation;

    // picklists
    bool restricted = false;
    std::string controller;
    std::vector<PicklistValue> values;

    // references
    std::vector<std::string> reference_to;
    std::string relationship;        ///< the way up, as in `SELECT Account.Name`; empty: none
    std::string child_relationship;  ///< the way down, as in `(SELECT Id FROM Contacts)`; empty: none
    bool master_detail = false;

    /// Points at records of more than one object: Who, What, some Owners.
    bool polymorphic() const noexcept { return reference_to.size() > 1; }
    bool is_picklist() const noexcept { return type == FieldType::picklist || type == FieldType::multipicklist; }
    bool stored() const noexcept { return storage(type) != Storage::none; }
    /// Must be in a create: no default fills it and the org doesn't compute it.
    bool required() const noexcept {
        return createable && !nillable && !defaulted_on_create && type != FieldType::boolean;
    }
    /// The listed value with this API name; case counts not. Inactive ones are found too.
    const PicklistValue* find_value(std::string_view value) const noexcept;
};

}  // namespace alysio::sandbox::org
