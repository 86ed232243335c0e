#include "sandbox_host/org/wire/api_error.hpp"

#include <alysio/base/encoding.hpp>

namespace alysio::sandbox::org {

std::string to_json(const ApiErrors& errors) {
    std::string json = "[";
    for (const ApiError& error : errors) {
        if (json.size() > 1) json += ',';
        json += R"({"message":)";
        base::append_json_quoted(error.message, json);
        json += R"(,"errorCode":)";
        base::append_json_quoted(error.code, json);
        if (error.fields) {
            json += R"(,"fields":[)";
            for (const std::string& field : *error.fields) {
                if (json.back() != '[') json += ',';
                base::append_json_quoted(field, json);
            }
            json += ']';
        }
        json += '}';
    }
    return json + "]";
}

Response error_response(const ApiErrors& errors) {
    return json_response(errors.front().status, to_json(errors));
}

Response not_found() {
    return error_response({{404, "NOT_FOUND", "The requested resource does not exist"}});
}

}  // namespace alysio::sandbox::org
