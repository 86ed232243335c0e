#include "plugin/tools/arguments.hpp"

#include "plugin/salesforce/id.hpp"
#include "plugin/salesforce/object_name.hpp"
#include "plugin/salesforce/text.hpp"

#include <fmt/format.h>

namespace alysio::salesforce {

using sdk::Json;

namespace {

const std::string* text_member(const Json& arguments, std::string_view name) {
    if (!arguments.is_object()) return nullptr;
    const auto found = arguments.find(name);
    return found != arguments.end() ? found->get_ptr<const std::string*>() : nullptr;
}

std::string find_by_name(std::string_view object, std::string_view name) {
    if (!is_object_name(object)) object = "Account";
    return fmt::format("SELECT Id, {0} FROM {1} WHERE {0} = {2} LIMIT 5", name_field_of(object), object,
                       soql_text(quoted_data(name, 80)));
}

}  // namespace

void check_object_name(const Json& arguments, ArgumentFaults& faults) {
    const std::string* object = text_member(arguments, "object_name");
    if (object == nullptr || is_object_name(*object)) return;
    faults.violations.push_back({"/object_name",
                                 "expected an API name of letters, digits and _, 80 at most, such as \"Account\" or "
                                 "\"Invoice__c\""});
}

void check_record_id(const Json& arguments, IdUse use, ArgumentFaults& faults) {
    const std::string* id = text_member(arguments, "record_id");
    const std::string* object = text_member(arguments, "object_name");
    if (id == nullptr) return;
    if (object != nullptr && is_external(*object)) {
        if (id->empty()) faults.violations.push_back({"/record_id", "expected the record's external id, got nothing"});
        return;
    }
    const IdReading reading = read_id(*id);
    const auto find = [&] { return find_by_name(object != nullptr ? *object : std::string(), *id); };
    switch (reading.state) {
        case IdState::Exact:
            return;
        case IdState::CaseRepaired:
            if (use == IdUse::Read) return;
            faults.violations.push_back(
                {"/record_id", fmt::format("the letter case of this id is damaged; a change is not risked on a guess. "
                                           "It is most likely \"{}\"",
                                           reading.id)});
            faults.did_you_mean.push_back(reading.id);
            return;
        case IdState::WrongLength:
            faults.violations.push_back(
                {"/record_id", fmt::format("{} characters; must be 15 or 18, such as \"001dM00003kRs59QAC\". To find "
                                           "the record by name: {}",
                                           reading.characters, find())});
            return;
        case IdState::WrongCharacter:
            faults.violations.push_back(
                {"/record_id",
                 "an id has letters and digits only, such as \"001dM00003kRs59QAC\". To find the record "
                 "by name: " +
                     find()});
            return;
        case IdState::WrongChecksum:
            faults.violations.push_back(
                {"/record_id",
                 "the last three characters do not belong to the first fifteen: copy the id again, all "
                 "18 characters or the first 15"});
            return;
    }
}

Target read_target(const Json& arguments) {
    Target target;
    target.object = string_argument(arguments, "object_name");
    target.id = string_argument(arguments, "record_id");
    if (is_external(target.object)) return target;
    const IdReading reading = read_id(target.id);
    if (reading.state == IdState::CaseRepaired) {
        target.warnings.push_back(fmt::format("The letter case of the id {} was damaged; it was read as {}.",
                                              quoted_data(target.id, 20), reading.id));
    }
    target.id = reading.id;
    return target;
}

std::vector<std::string> string_list(const Json& arguments, std::string_view name) {
    const auto found = arguments.find(name);
    return found != arguments.end() ? found->get<std::vector<std::string>>() : std::vector<std::string>();
}

std::string string_argument(const Json& arguments, std::string_view name) {
    const std::string* text = text_member(arguments, name);
    return text != nullptr ? *text : std::string();
}

bool flag_argument(const Json& arguments, std::string_view name) {
    const auto found = arguments.find(name);
    return found != arguments.end() && *found == true;
}

std::string soql_text(std::string_view text) {
    std::string literal = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') literal += '\\';
        literal += c;
    }
    return literal + "'";
}

void add_warnings(Json& result, const std::vector<std::string>& warnings) {
    if (!warnings.empty()) result["warnings"] = warnings;
}

}  // namespace alysio::salesforce
