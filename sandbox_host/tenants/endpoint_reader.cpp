#include "sandbox_host/tenants/endpoint_reader.hpp"

#include <alysio/base/text.hpp>
#include <alysio/sdk/http_effect.hpp>

#include <algorithm>
#include <iterator>

namespace alysio::sandbox::tenants {
namespace {

using Need = ObjectReader::Need;

constexpr std::pair<std::string_view, alysio_http_method> methods[] = {
    {"GET", ALYSIO_HTTP_GET}, {"POST", ALYSIO_HTTP_POST}, {"PATCH", ALYSIO_HTTP_PATCH}, {"PUT", ALYSIO_HTTP_PUT}};

// "GET /sobjects/{object}": false when it is not written like that.
bool parse_template(std::string_view text, Endpoint& endpoint) {
    const auto blank = text.find(' ');
    const auto* method = std::find_if(std::begin(methods), std::end(methods),
                                      [&](const auto& known) { return known.first == text.substr(0, blank); });
    if (method == std::end(methods)) return false;
    endpoint.name = text;
    endpoint.method = method->second;
    auto path = text.substr(blank + 1);
    if (path.empty() || path.front() != '/') return false;
    path.remove_prefix(1);
    while (!path.empty()) {
        const auto segment = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(segment.size() + 1, path.size()));
        const bool capture = segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
        const auto name = capture ? segment.substr(1, segment.size() - 2) : segment;
        if (name.empty() || name.find_first_of("{}*?#%\\. ") != name.npos) return false;
        endpoint.path.push_back({std::string(name), capture});
    }
    return true;
}

std::vector<std::string> lowered(std::vector<std::string> names) {
    for (auto& name : names) name = base::lower(name);
    return names;
}

bool has_capture(const Endpoint& endpoint, std::string_view name) {
    return std::any_of(endpoint.path.begin(), endpoint.path.end(),
                       [&](const auto& segment) { return segment.capture && segment.text == name; });
}

bool has_query_key(const Endpoint& endpoint, std::string_view name) {
    return std::find(endpoint.query_keys.begin(), endpoint.query_keys.end(), name) != endpoint.query_keys.end();
}

// What an endpoint declares for the rules of tenants. Its path, method and query keys are known by now.
class DeclarationReader {
  public:
    DeclarationReader(ObjectReader& reader, Endpoint& endpoint) : reader_(reader), endpoint_(endpoint) {}

    void read(std::string_view query_language) {
        endpoint_.object = location("object", R"("{capture}", "?key", "#/body/member", or the object's own name)");
        endpoint_.fields = location("fields", R"("{capture}", "?key", "#/body/member", or "#" for the whole body)");
        if (endpoint_.fields && endpoint_.fields->place == Location::Place::constant) {
            reader_.error("fields", "says where fields stand in a request; one that is always the same cannot be told");
        }
        if (endpoint_.fields && !endpoint_.object) reader_.error("fields", "needs \"object\": fields of what?");
        if (!query_language.empty()) statement(query_language);
        locator();
        endpoint_.unrestricted = reader_.text("unrestricted");
        check_contradictions(query_language);
    }

  private:
    std::optional<Location> location(std::string_view key, const std::string& forms) {
        const auto text = reader_.text(key);
        if (text.empty()) return {};
        auto location = Location::parse(text);
        if (!location) {
            reader_.error(key, "must be " + forms);
        } else if (location->place == Location::Place::path && !has_capture(endpoint_, location->name)) {
            reader_.error(key, "names a capture that the endpoint's path does not have");
        } else if (location->place == Location::Place::query && !has_query_key(endpoint_, location->name)) {
            reader_.error(key, "names a query parameter that the endpoint does not list");
        } else if (location->place == Location::Place::body && !endpoint_.has_body()) {
            reader_.error(key, "names a place in the body, which GET does not have");
        }
        return location;
    }

    void statement(std::string_view language) {
        const auto where = location(language, "\"?key\", the query parameter that holds the statement");
        if (!where) return;
        if (where->place == Location::Place::query && !endpoint_.writes()) {
            endpoint_.statement_key = where->name;
        } else {
            reader_.error(language, "must be \"?key\", the query parameter of a GET that holds the statement");
        }
    }

    void locator() {
        const auto where = location("locator", "\"{capture}\", what must have been issued");
        if (!where) return;
        if (where->place == Location::Place::path && !endpoint_.writes()) {
            endpoint_.locator = where->name;
        } else {
            reader_.error("locator", "must be \"{capture}\" of the path of a GET");
        }
    }

    // Each endpoint is about one object, or about what a statement or a locator leads to, or about nothing.
    void check_contradictions(std::string_view query_language) {
        const bool states = !endpoint_.statement_key.empty();
        const bool located = !endpoint_.locator.empty();
        if (states && endpoint_.object) {
            reader_.error(query_language, "stands beside \"object\": the statement says what it reads");
        }
        if (located && (states || endpoint_.object)) {
            reader_.error("locator", "stands beside a declaration of what is read, which whatever issued it made");
        }
        const bool complete = (states || located || endpoint_.fields) && endpoint_.undeclared_key().empty();
        if (!endpoint_.unrestricted.empty() && complete && !looks_inside_body()) {
            reader_.error("unrestricted", "gives a reason although everything is declared");
        }
    }

    // What stands beside a place in the body may need a reason.
    bool looks_inside_body() const {
        return (endpoint_.object && endpoint_.object->is_inside_body()) ||
               (endpoint_.fields && endpoint_.fields->is_inside_body());
    }

    ObjectReader& reader_;
    Endpoint& endpoint_;
};

}  // namespace

Endpoint read_endpoint(const Json& value, std::string pointer, std::string_view query_language, ConfigErrors& errors) {
    ObjectReader reader{value, std::move(pointer), errors};
    Endpoint endpoint;
    const auto text = reader.text("endpoint", Need::required);
    if (!text.empty() && !parse_template(text, endpoint)) {
        reader.error("endpoint", "must be written like \"GET /sobjects/{object}\", with GET, POST, PATCH or PUT");
    }
    const auto effect = reader.choice("effect", {"reads", "changes"}, Need::optional);
    endpoint.effect = sdk::effect_of(endpoint.method, effect == "reads"     ? ALYSIO_HTTP_READS
                                                      : effect == "changes" ? ALYSIO_HTTP_CHANGES
                                                                            : ALYSIO_HTTP_BY_METHOD);
    endpoint.query_keys = reader.texts("query").value_or(std::vector<std::string>{});
    endpoint.request_headers = lowered(reader.texts("request_headers").value_or(std::vector<std::string>{}));
    endpoint.response_headers = lowered(reader.texts("response_headers").value_or(std::vector<std::string>{}));
    if (const auto* member = reader.member("issues")) {
        ObjectReader issues{*member, reader.pointer("issues"), errors};
        endpoint.issues = IssuedCapture{issues.text("locator", Need::required), issues.text("member", Need::required)};
    }
    DeclarationReader{reader, endpoint}.read(query_language);
    return endpoint;
}

void check_together(const std::vector<Endpoint>& endpoints, const std::vector<std::string>& write_denied,
                    const std::string& pointer, ConfigErrors& errors) {
    const auto issued = [&](std::string_view capture) {
        return std::find_if(endpoints.begin(), endpoints.end(), [&](const Endpoint& endpoint) {
            return endpoint.issues && endpoint.issues->capture == capture;
        });
    };
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
        const auto& endpoint = endpoints[i];
        const auto at = child_pointer(pointer, std::to_string(i));
        if (!endpoint.locator.empty() && issued(endpoint.locator) == endpoints.end()) {
            errors.push_back({at + "/locator", "is one that no endpoint issues: say which does, by \"issues\" there"});
        }
        for (const auto& segment : endpoint.path) {
            const auto issuer = segment.capture ? issued(segment.text) : endpoints.end();
            if (issuer == endpoints.end() || endpoint.locator == segment.text) continue;
            errors.push_back({at, "has the capture \"" + segment.text + "\", which " + issuer->name +
                                      " issues: declare it as its \"locator\""});
        }
        if (endpoint.issues && std::none_of(endpoints.begin(), endpoints.end(), [&](const Endpoint& other) {
                return !other.locator.empty() && other.locator == endpoint.issues->capture;
            })) {
            errors.push_back({at + "/issues/locator", "is one that no endpoint takes as its \"locator\""});
        }
        if (endpoint.writes() && !write_denied.empty() && !endpoint.object && !endpoint.is_free()) {
            errors.push_back({at,
                              "does not say which object it writes, so \"write_denied\" cannot be enforced: declare "
                              "\"object\", or \"unrestricted\" with a reason"});
        }
    }
}

}  // namespace alysio::sandbox::tenants
