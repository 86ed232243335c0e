#include "plugin/tools/arguments.hpp"

#include "plugin/salesforce/id.hpp"
#include "plugin/salesforce/object_name.hpp"
#include "plugin/salesforce/quoted_data.hpp"

#include <alysio/base/json_member.hpp>
#include <alysio/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace alysio::salesforce {

using sdk::Json;

namespace {

std::string find_by_name(std::string_view object, std::string_view name) {
    if (!is_object_name(object)) object = "Account";
    return fmt::format("SELECT Id, {0} FROM {1} WHERE {0} = {2} LIMIT 5", name_field_of(object), object,
                       soql_text(quoted_data(name, 80)));
}

// "001dM00003kRs5" is an id of which something is missing; a name made of it would find nothing.
bool is_part_of_id(std::string_view text) {
    const bool letters_and_digits =
        std::all_of(text.begin(), text.end(), [](char c) { return base::is_letter_or_digit(c); });
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return letters_and_digits && text.size() >= 3 && std::any_of(text.begin(), text.begin() + 3, is_digit);
}

}  // namespace

void check_object_name(const Json& arguments, CheckedArguments& checked) {
    const std::string* object = base::find_text(arguments, "object_name");
    if (object == nullptr || is_object_name(*object)) return;
    checked.violations.push_back({"/object_name",
                                  "expected an API name of letters, digits and _, 80 at most, such as \"Account\" or "
                                  "\"Invoice__c\""});
}

void check_record(const Json& arguments, IdUse use, CheckedArguments& checked) {
    check_object_name(arguments, checked);
    const std::string* id = base::find_text(arguments, "record_id");
    if (id == nullptr) return;
    RecordTarget& target = checked.target;
    target.object = base::text_member(arguments, "object_name");
    target.id = *id;
    if (is_external(target.object)) {
        if (id->empty()) {
            checked.violations.push_back({"/record_id", "expected the record's external id, got nothing"});
        }
        return;
    }
    const auto refuse = [&](std::string message) { checked.violations.push_back({"/record_id", std::move(message)}); };
    const IdReading reading = read_id(*id);
    target.id = reading.id;
    switch (reading.state) {
        case IdState::exact:
            return;
        case IdState::case_repaired:
            if (use == IdUse::read) {
                target.warnings.push_back(fmt::format("The letter case of the id {} was damaged; it was read as {}.",
                                                      quoted_data(*id, 20), reading.id));
                return;
            }
            refuse(
                fmt::format("the letter case of this id is damaged; a change is not risked on a guess. It is most "
                            "likely \"{}\"",
                            reading.id));
            checked.did_you_mean.push_back(reading.id);
            return;
        case IdState::wrong_length:
            if (is_part_of_id(*id)) {
                refuse(
                    fmt::format("{} characters; must be 15 or 18: a part of an id. Ask the user for the whole id, or "
                                "for the record's name",
                                reading.characters));
                return;
            }
            refuse(
                fmt::format("{} characters; must be 15 or 18, such as \"001dM00003kRs59QAC\". To find the record by "
                            "name: {}",
                            reading.characters, find_by_name(target.object, *id)));
            return;
        case IdState::wrong_character:
            refuse("an id has letters and digits only, such as \"001dM00003kRs59QAC\". To find the record by name: " +
                   find_by_name(target.object, *id));
            return;
        case IdState::wrong_checksum:
            refuse(
                "the last three characters do not belong to the first fifteen: copy the id again, all 18 characters "
                "or the first 15");
            return;
    }
}

std::vector<std::string> string_list(const Json& arguments, std::string_view name) {
    const auto found = arguments.find(name);
    return found != arguments.end() ? found->get<std::vector<std::string>>() : std::vector<std::string>();
}

bool flag_argument(const Json& arguments, std::string_view name) {
    const Json* flag = base::find_member(arguments, name);
    return flag != nullptr && *flag == true;
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
