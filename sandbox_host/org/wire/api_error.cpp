#include "sandbox_host/org/wire/api_error.hpp"

#include "sandbox_host/org/wire/json_text.hpp"

namespace alysio::sandbox::org {

std::string to_json(const ApiErrors& errors) {
    std::string json = "[";
    for (const ApiError& error : errors) {
        if (json.size() > 1) json += ',';
        json += R"({"message":)";
        append_string(json, error.message);
        json += R"(,"errorCode":)";
        append_string(json, error.code);
        if (error.fields) {
            json += R"(,"fields":[)";
            for (const std::string& field : *error.fields) {
                if (json.back() != '[') json += ',';
                append_string(json, field);
            }
            json += ']';
        }
        json += '}';
    }
    return json + "]";
}

}  // namespace alysio::sandbox::org
