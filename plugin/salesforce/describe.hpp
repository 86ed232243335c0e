#pragma once

#include "plugin/salesforce/object_name.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What an object's describe says, as far as the tools ask for it: a tenth of the size of the answer.
namespace alysio::salesforce {

struct PicklistValue {
    std::string value;
    std::string label;
    bool active = true;
    bool is_default = false;
    std::string valid_for;  // bit set over the controlling field's entries; empty where nothing controls it

    bool operator==(const PicklistValue&) const = default;
};

struct Field {
    std::string name;
    std::string label;
    std::string help;
    std::string type;
    std::string relationship;  // "Owner" of OwnerId
    std::string compound;      // the address or name field that this one is a part of
    std::string controller;    // the field that decides which values are valid
    std::vector<std::string> reference_to;
    std::vector<PicklistValue> values;
    int length = 0;
    int precision = 0;
    int scale = 0;
    int digits = 0;
    bool createable = false;
    bool updateable = false;
    bool filterable = true;
    bool groupable = true;
    bool nillable = true;
    bool defaulted = false;  // Salesforce fills it at creation
    bool restricted = false;
    bool dependent = false;
    bool calculated = false;

    bool is_picklist() const { return type == "picklist" || type == "multipicklist" || type == "combobox"; }
    bool required() const { return createable && !nillable && !defaulted && type != "boolean"; }
    bool read_only() const { return !createable && !updateable; }
    bool operator==(const Field&) const = default;
};

struct ChildRelationship {
    std::string name;
    std::string object;
    std::string field;

    bool operator==(const ChildRelationship&) const = default;
};

struct RecordType {
    std::string id;
    std::string name;
    std::string developer_name;
    bool available = false;
    bool is_default = false;

    bool operator==(const RecordType&) const = default;
};

struct Describe {
    std::string name;
    std::string label;
    std::string label_plural;
    std::string key_prefix;    // empty where the object's ids have none of their own
    std::string instance_url;  // scheme and host, from urls.uiDetailTemplate; empty where it says none
    bool queryable = false;
    bool createable = false;
    bool updateable = false;
    bool layoutable = true;
    bool custom_setting = false;
    std::vector<Field> fields;
    std::vector<ChildRelationship> children;
    std::vector<RecordType> record_types;

    /// By API name, letter case aside.
    const Field* field(std::string_view field_name) const;
    /// By relationship name ("Owner"), letter case aside.
    const Field* relationship(std::string_view relationship_name) const;

    RecordPage page() const;
    std::size_t size_bytes() const;
    bool operator==(const Describe&) const = default;
};

using DescribePointer = std::shared_ptr<const Describe>;

/// Nothing when the text is no describe.
std::optional<Describe> read_describe(std::string_view body);

/// Whether `value` may be chosen when the controlling field holds its n-th entry.
bool is_valid_for(const PicklistValue& value, std::size_t controlling_index);

/// "Annual_Recurring_Revenue__c" is "Annual Recurring Revenue", "StageName" is "Stage Name".
std::string split_name(std::string_view api_name);

}  // namespace alysio::salesforce
