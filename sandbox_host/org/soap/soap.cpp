#include "sandbox_host/org/soap/soap.hpp"

#include "sandbox_host/org/soap/xml.hpp"
#include "sandbox_host/org/wire/api_error.hpp"
#include "sandbox_host/org/wire/api_version.hpp"

namespace alysio::sandbox::org {
namespace {

// What the operations below work with.
struct SoapCall {
    Tenant& tenant;
    std::string kind;     // "u" partner, "c" enterprise
    std::string version;  // "63.0"
    const Element& operation;
    std::string session;  // of the SessionHeader
};

std::string name_space(const std::string& kind) {
    return kind == "c" ? "urn:enterprise.soap.sforce.com" : "urn:partner.soap.sforce.com";
}

Response envelope(int status, const std::string& kind, const std::string& body) {
    return {status,
            {{"Content-Type", "text/xml;charset=UTF-8"}},
            R"(<?xml version="1.0" encoding="UTF-8"?>)"
            R"(<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns=")" +
                name_space(kind) + R"(" xmlns:sf="urn:fault.)" + name_space(kind).substr(4) +
                R"(" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>)" + body +
                "</soapenv:Body></soapenv:Envelope>"};
}

// Salesforce answers every fault with 500.
Response fault(const std::string& kind, const std::string& code, const std::string& message,
               const std::string& detail = "") {
    return envelope(500, kind,
                    "<soapenv:Fault><faultcode>" + code + "</faultcode><faultstring>" + xml_text(message) +
                        "</faultstring>" + (detail.empty() ? "" : "<detail>" + detail + "</detail>") +
                        "</soapenv:Fault>");
}

// A fault of the API's own, whose text starts with its code.
Response api_fault(const std::string& kind, const std::string& type, const std::string& code,
                   const std::string& message) {
    return fault(kind, "sf:" + code, code + ": " + message,
                 "<sf:" + type + " xsi:type=\"sf:" + type + "\"><sf:exceptionCode>" + code +
                     "</sf:exceptionCode><sf:exceptionMessage>" + xml_text(message) +
                     "</sf:exceptionMessage></sf:" + type + ">");
}

std::string tag(const char* name, std::string_view text) {
    return std::string("<") + name + ">" + xml_text(text) + "</" + name + ">";
}

std::string user_info(Tenant& tenant, const User& user) {
    const auto record = load(tenant.database(), *tenant.schema().find("User"), user.id);
    const auto organization = load(tenant.database(), *tenant.schema().find("Organization"), tenant.org_id());
    const auto text = [](const std::optional<Record>& from, const char* field) {
        return from ? from->text(field) : std::string_view();
    };
    return tag("organizationId", tenant.org_id()) + tag("organizationName", text(organization, "Name")) +
           tag("profileId", text(record, "ProfileId")) + tag("userEmail", text(record, "Email")) +
           tag("userFullName", text(record, "Name")) + tag("userId", user.id) +
           tag("userLanguage", text(record, "LanguageLocaleKey")) + tag("userLocale", text(record, "LocaleSidKey")) +
           tag("userName", user.username) + tag("userTimeZone", user.time_zone) + tag("userType", "Standard");
}

std::string child_text(const Element& element, std::string_view name) {
    const Element* child = element.child(name);
    return child == nullptr ? "" : child->text;
}

Response log_in(const SoapCall& call) {
    const User* user =
        call.tenant.user_of_password(child_text(call.operation, "username"), child_text(call.operation, "password"));
    if (user == nullptr) {
        return api_fault(call.kind, "LoginFault", "INVALID_LOGIN",
                         "Invalid username, password, security token; or user locked out.");
    }
    const std::string soap = call.tenant.instance_url + "/services/Soap/";
    const std::string org = call.version + "/" + call.tenant.org_id().substr(0, 15);
    const std::string session = call.tenant.sessions().open(call.tenant.org_id(), *user);
    return envelope(200, call.kind,
                    "<loginResponse><result>" + tag("metadataServerUrl", soap + "m/" + org) +
                        tag("passwordExpired", "false") + tag("sandbox", "true") +
                        tag("serverUrl", soap + call.kind + "/" + org) + tag("sessionId", session) +
                        tag("userId", user->id) + "<userInfo>" + user_info(call.tenant, *user) +
                        "</userInfo></result></loginResponse>");
}

Response of_session(const SoapCall& call) {
    const User* user = call.tenant.sessions().user(call.session);
    if (user == nullptr) {
        return api_fault(call.kind, "UnexpectedErrorFault", "INVALID_SESSION_ID",
                         "Invalid Session ID found in SessionHeader: "
                         "Illegal Session. Session not found, missing session hash");
    }
    if (call.operation.name == "getUserInfo") {
        return envelope(
            200, call.kind,
            "<getUserInfoResponse><result>" + user_info(call.tenant, *user) + "</result></getUserInfoResponse>");
    }
    call.tenant.sessions().close(call.session);
    return envelope(200, call.kind, "<logoutResponse/>");
}

}  // namespace

Response soap(Tenant& tenant, const Request& request) {
    const auto path = request.segments();
    const std::string kind = path.size() > 2 ? path[2] : "";
    if (path.size() < 4 || (kind != "u" && kind != "c")) return not_found();
    if (request.method != "POST") return fault(kind, "soapenv:Client", "Only POST is allowed here");
    if (!is_served_version(path[3])) {
        return api_fault(kind, "UnexpectedErrorFault", "UNSUPPORTED_API_VERSION",
                         "Invalid Api version specified on URL");
    }
    const auto message = parse_xml(request.body);
    if (!message) return fault(kind, "soapenv:Client", message.error().message);
    const Element* body = message->child("Body");
    if (message->name != "Envelope" || body == nullptr || body->children.empty()) {
        return fault(kind, "soapenv:Client", "The request is no SOAP envelope with an operation in its Body");
    }
    const Element& operation = body->children.front();
    const Element* header = message->child("Header");
    const Element* session = header == nullptr ? nullptr : header->child("SessionHeader");
    const SoapCall call{tenant, kind, path[3], operation,
                        session == nullptr ? std::string() : child_text(*session, "sessionId")};
    if (operation.name == "login") return log_in(call);
    if (operation.name == "getUserInfo" || operation.name == "logout") return of_session(call);
    return fault(kind, "soapenv:Client",
                 "No operation available for request {" + name_space(kind) + "}" + operation.name +
                     ", please check the WSDL for the service. The sandbox org knows login, getUserInfo and logout.");
}

}  // namespace alysio::sandbox::org
