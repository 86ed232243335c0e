#include "plugin/tools/record_target.hpp"

#include "plugin/salesforce/id.hpp"
#include "plugin/salesforce/object_name.hpp"
#include "plugin/tools/arguments.hpp"
#include "plugin/tools/suggestions.hpp"

#include <alysio/base/text.hpp>

#include <fmt/format.h>

namespace alysio::salesforce {

namespace {

// "Owner.Nmae" of an Opportunity: what is wrong is the first name, or, behind a known relationship, beyond this describe.
void suggest_in_path(const Describe& object, const std::string& path, std::vector<std::string>& out) {
    const std::size_t dot = path.find('.');
    const bool parent = dot != std::string::npos;
    if (parent && object.relationship(path.substr(0, dot)) != nullptr) return;
    for (std::string& near :
         parent ? suggest_relationships(object, path.substr(0, dot)) : suggest_fields(object, path)) {
        out.push_back(parent ? near + path.substr(dot) : std::move(near));
    }
}

}  // namespace

Task<Result<void>> check_key_prefix(ToolRun& run, RecordTarget target, DescribePointer describe, bool may_ask) {
    const std::string_view prefix = key_prefix(target.id);
    const std::string other_name(object_of_prefix(prefix));
    const bool tells_nothing = describe == nullptr || describe->key_prefix.empty() || describe->key_prefix == prefix ||
                               has_no_own_prefix(target.object) || other_name.empty() ||
                               base::equal_ignoring_case(other_name, target.object);
    if (tells_nothing) co_return Result<void>();

    DescribePointer other = run.describes.peek(run.principal.key, other_name);
    if (other == nullptr && may_ask) {
        Result<DescribePointer> fetched = co_await run.describes.get(run.rest, run.principal.key, other_name);
        if (fetched) other = *fetched;
    }
    if (other == nullptr || other->key_prefix != prefix) co_return Result<void>();

    Error error(ErrorCode::invalid_arguments,
                fmt::format("{} is the id of a record of {}, not of {}: ids of {} begin with {}.", target.id,
                            other->name, describe->name, describe->name, describe->key_prefix),
                fmt::format("Call again with object_name \"{}\", or with an id of {}.", other->name, describe->name),
                Outcome::not_sent);
    error.violations.push_back({"/object_name", fmt::format("expected \"{}\" for this id", other->name)});
    error.did_you_mean.push_back(other->name);
    co_return Failure(std::move(error));
}

Task<Error> explain_target(ToolRun& run, Error error, RecordTarget target) {
    const bool about_names = error.code == ErrorCode::unknown_field || error.code == ErrorCode::unknown_object ||
                             error.code == ErrorCode::record_not_found;
    if (!about_names || run.call.stopped() != 0) co_return error;

    const Result<DescribePointer> describe = co_await run.describes.get(run.rest, run.principal.key, target.object);
    if (!describe) {
        if (describe.error().code != ErrorCode::unknown_object) co_return error;
        Error unknown = co_await with_object_suggestions(run, describe.error(), target.object);
        co_return unknown;
    }
    const bool about_relationship = error.message.find("understand relationship") != std::string::npos;
    if (about_relationship && !error.fields.empty()) {
        std::vector<std::string> paths = string_list(run.arguments, "fields");
        error.did_you_mean = co_await suggest_in_paths(run, target.object, std::move(paths), error.fields.front());
        co_return error;
    }
    for (const std::string& field : error.fields) suggest_in_path(**describe, field, error.did_you_mean);
    if (error.code == ErrorCode::record_not_found) {
        const std::string_view other = object_of_prefix(key_prefix(target.id));
        if (!other.empty() && !base::equal_ignoring_case(other, target.object) && !has_no_own_prefix(target.object)) {
            error.guidance = fmt::format("Ids that begin with {} are of {}: call again with that object_name. {}",
                                         key_prefix(target.id), other, error.guidance);
            error.did_you_mean.emplace_back(other);
        }
    }
    co_return error;
}

}  // namespace alysio::salesforce
