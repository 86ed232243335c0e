#pragma once

#include "sandbox_host/org/wire/http.hpp"

#include <alysio/base/result.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alysio::sandbox::org {

/// One entry of Salesforce's error array, and the HTTP status it travels with.
struct ApiError {
    int status = 400;
    std::string code;
    std::string message;
    /// Absent and empty differ on the wire: DML errors always carry the key.
    std::optional<std::vector<std::string>> fields = std::nullopt;
};

/// Never empty.
using ApiErrors = std::vector<ApiError>;

template <class T>
using ApiResult = base::Result<T, ApiErrors>;

/// One error on its way into an ApiResult.
inline base::Failure<ApiErrors> refuse(ApiError error) {
    return base::Failure<ApiErrors>(ApiErrors{std::move(error)});
}

/// [{"message":…,"errorCode":…,"fields":[…]}]
std::string to_json(const ApiErrors& errors);

/// The errors as an answer, with the status of the first.
Response error_response(const ApiErrors& errors);
/// What Salesforce says of a path that it does not have.
Response not_found();

}  // namespace alysio::sandbox::org
