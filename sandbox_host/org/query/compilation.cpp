#include "sandbox_host/org/query/compilation.hpp"

#include "sandbox_host/org/access/profile.hpp"

namespace alysio::sandbox::org {
namespace {

constexpr char consult_describe[] = " Please reference your WSDL or the describe call for the appropriate names.";

std::string quoted(std::string_view name) {
    return "'" + std::string(name) + "'";
}

}  // namespace

void Compilation::refuse(std::size_t offset, std::string code, std::string sentence) {
    if (!error) error = soql::semantic_error(text, offset, std::move(code), std::move(sentence));
}

void Compilation::unsupported(std::size_t offset, std::string_view what) {
    refuse(offset, "MALFORMED_QUERY", std::string(what) + " is not supported by the sandbox org");
}

void Compilation::no_such_column(std::size_t offset, std::string_view column, std::string_view entity) {
    refuse(
        offset, "INVALID_FIELD",
        "No such column " + quoted(column) + " on entity " + quoted(entity) +
            ". If you are attempting to use a custom field, be sure to append the '__c' after the custom field name." +
            consult_describe);
}

void Compilation::no_such_relationship(std::size_t offset, std::string_view relationship) {
    refuse(
        offset, "INVALID_FIELD",
        "Didn't understand relationship " + quoted(relationship) +
            " in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the"
            " custom relationship name." +
            consult_describe);
}

void Compilation::no_such_object(std::size_t offset, std::string_view object) {
    refuse(offset, "INVALID_TYPE",
           "sObject type " + quoted(object) +
               " is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the"
               " entity name." +
               consult_describe);
}

void Compilation::not_grouped(std::size_t offset, std::string_view what) {
    refuse(offset, "MALFORMED_QUERY", "Field must be grouped or aggregated: " + std::string(what));
}

const Object* Compilation::object(std::string_view name) const {
    const Object* found = schema.find(name);
    return found != nullptr && asker.profile.can_read(*found) ? found : nullptr;
}

const Field* Compilation::field(const Object& object, std::string_view name) const {
    const Field* found = object.find(name);
    return found != nullptr && asker.profile.can_read(object, *found) ? found : nullptr;
}

}  // namespace alysio::sandbox::org
