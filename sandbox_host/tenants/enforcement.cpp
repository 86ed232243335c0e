#include "sandbox_host/tenants/enforcement.hpp"

#include "sandbox_host/tenants/config_reader.hpp"
#include "sandbox_host/tenants/name_pattern.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::tenants {
namespace {

bool hides_object(const Endpoint& endpoint) {
    return !endpoint.is_about_objects() && !endpoint.is_free();
}

bool has_open_key(const Endpoint& endpoint) {
    return endpoint.is_about_objects() && !endpoint.tells_object();
}

class RuleCheck {
  public:
    RuleCheck(std::vector<const Endpoint*> endpoints, std::string pointer, ConfigErrors& errors)
        : endpoints_(std::move(endpoints)), pointer_(std::move(pointer)), errors_(errors) {}

    void check(const AccessRule& rule) {
        if (rule.allowed_objects) check_objects("/allowed_objects", "");
        if (!rule.denied_objects.empty()) check_objects("/denied_objects", "");
        for (std::size_t i = 0; i < rule.denied_fields.size(); ++i) {
            check_field("/denied_fields/" + std::to_string(i), rule.denied_fields[i]);
        }
    }

  private:
    void check_objects(const std::string& rule, std::string_view entry) {
        std::string names;
        std::string keys;
        for (const auto* endpoint : endpoints_) {
            if (hides_object(*endpoint)) append(names, endpoint->name);
            if (has_open_key(*endpoint)) append(keys, endpoint->name + '?' + std::string(endpoint->undeclared_key()));
        }
        report(rule, entry, names, "\"object\"");
        report(rule, entry, keys, "what the query parameter stands for");
    }

    // An endpoint about one object is of no concern to a rule about the fields of others.
    void check_field(const std::string& rule, std::string_view entry) {
        check_objects(rule, entry);
        const auto pattern = entry.substr(0, entry.find('.'));
        std::string names;
        for (const auto* endpoint : endpoints_) {
            const auto& object = endpoint->object;
            const bool of_another =
                object && object->place == Location::Place::constant && !matches(pattern, object->name);
            if (endpoint->tells_object() && !endpoint->tells_fields() && !of_another) append(names, endpoint->name);
        }
        report(rule, entry, names, "\"fields\"");
    }

    static void append(std::string& names, std::string_view name) {
        names.append(names.empty() ? "" : ", ").append(name);
    }

    void report(const std::string& rule, std::string_view entry, const std::string& names, const std::string& what) {
        if (names.empty()) return;
        const auto subject = entry.empty() ? std::string() : '"' + std::string(entry) + "\" ";
        errors_.push_back({pointer_ + rule, subject + "cannot be enforced on " + names +
                                                ": the plugin's manifest does not declare " + what +
                                                " there. Declare it, or \"unrestricted\" with a reason where nothing "
                                                "needs restricting, or take the rule away"});
    }

    std::vector<const Endpoint*> endpoints_;
    std::string pointer_;
    ConfigErrors& errors_;
};

std::vector<const Endpoint*> those_that_write(const EndpointPolicy& endpoints, bool writes) {
    std::vector<const Endpoint*> chosen;
    for (const auto& endpoint : endpoints.endpoints()) {
        if (endpoint.writes() == writes) chosen.push_back(&endpoint);
    }
    return chosen;
}

}  // namespace

ConfigErrors unenforceable_rules(const TenantConfig& tenant, const EndpointPolicy& endpoints) {
    ConfigErrors errors;
    const auto pointer = child_pointer("/tenants", tenant.name) + "/policy";
    RuleCheck{those_that_write(endpoints, false), pointer + "/read", errors}.check(tenant.read);
    RuleCheck{those_that_write(endpoints, true), pointer + "/write", errors}.check(tenant.write);
    return errors;
}

}  // namespace alysio::sandbox::tenants
