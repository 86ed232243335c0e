#pragma once

#include "sandbox_host/org/result.hpp"

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

using ApiErrors = std::vector<ApiError>;

template <class T>
using ApiResult = Result<T, ApiErrors>;

inline Failure<ApiErrors> refuse(ApiError error) {
    return {{std::move(error)}};
}

/// [{"message":…,"errorCode":…,"fields":[…]}]
std::string to_json(const ApiErrors& errors);

}  // namespace alysio::sandbox::org
