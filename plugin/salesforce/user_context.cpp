#include "plugin/salesforce/user_context.hpp"

#include "plugin/salesforce/error_body.hpp"
#include "plugin/salesforce/id.hpp"
#include "plugin/salesforce/principal_state.hpp"
#include "plugin/salesforce/quoted_data.hpp"
#include "plugin/salesforce/rest.hpp"

#include <alysio/base/json_member.hpp>

namespace alysio::salesforce {

namespace {

using sdk::Json;

std::string text(const Json& object, std::string_view key) {
    return quoted_data(base::text_member(object, key), 120);
}

std::optional<bool> flag(const Json& object, std::string_view key) {
    const Json* member = base::find_member(object, key);
    return member != nullptr && member->is_boolean() ? std::optional(member->get<bool>()) : std::nullopt;
}

Json object_in(std::string_view body) {
    std::optional<Json> read = sdk::parse_json(body);
    return read && read->is_object() ? std::move(*read) : Json::object();
}

UserContext from_host(const sdk::Call& call) {
    const Json connection = object_in(call.connection());
    UserContext context;
    context.user_id = text(connection, "user_id");
    context.user_name = text(connection, "user_name");
    context.time_zone = call.time_zone();
    context.currency = text(connection, "currency");
    context.multi_currency = flag(connection, "multi_currency");
    context.person_accounts = flag(connection, "person_accounts");
    return context;
}

void complete_from(UserContext& context, const UserContext& other) {
    if (context.user_id.empty()) context.user_id = other.user_id;
    if (context.user_name.empty()) context.user_name = other.user_name;
    if (context.time_zone.empty()) context.time_zone = other.time_zone;
    if (context.currency.empty()) context.currency = other.currency;
    if (!context.multi_currency) context.multi_currency = other.multi_currency;
    if (!context.person_accounts) context.person_accounts = other.person_accounts;
}

// ".../id/00D.../005..." ends with the user.
std::string user_of_identity(std::string_view identity) {
    const std::size_t slash = identity.rfind('/');
    if (slash == std::string_view::npos) return {};
    return read_id(identity.substr(slash + 1)).id;
}

void read_user(const Answer& answer, UserContext& context) {
    if (!answer.ok()) return;
    const Json user = object_in(answer.body);
    UserContext read;
    read.user_name = text(user, "Name");
    read.time_zone = text(user, "TimeZoneSidKey");
    read.currency = text(user, "DefaultCurrencyIsoCode");
    // The field exists in orgs with several currencies only.
    read.multi_currency = user.contains("DefaultCurrencyIsoCode");
    complete_from(context, read);
}

// The query asks for a field that exists only where person accounts are switched on.
void read_person_accounts(const Answer& answer, UserContext& context) {
    if (answer.ok()) {
        context.person_accounts = true;
    } else if (answer.http_status == 400 && read_error_body(answer).says("INVALID_FIELD")) {
        context.person_accounts = false;
    }
}

Task<UserContext> ask(Rest& rest, UserContext context) {
    Request person_accounts = get_query("SELECT IsPersonAccount FROM Account LIMIT 1");
    std::optional<sdk::HttpExchange> about_accounts;
    if (!context.person_accounts) about_accounts.emplace(rest.call(), person_accounts.http);

    if (context.user_id.empty()) {
        Request root = get_connection();
        const Answer answer = co_await rest.send(std::move(root));
        if (answer.ok()) context.user_id = user_of_identity(text(object_in(answer.body), "identity"));
    }
    const bool user_lacks = context.user_name.empty() || context.time_zone.empty() || !context.multi_currency;
    if (!context.user_id.empty() && user_lacks) {
        // The whole row, since naming a field that this org lacks would fail the request.
        Request user = get_row("User", context.user_id);
        const Answer answer = co_await rest.send(std::move(user));
        read_user(answer, context);
    }
    if (about_accounts) {
        const Answer answer = co_await rest.settle(*about_accounts, person_accounts);
        read_person_accounts(answer, context);
    }
    co_return context;
}

}  // namespace

bool UserContext::complete() const {
    return !user_id.empty() && !user_name.empty() && !time_zone.empty() && multi_currency && person_accounts;
}

TimeZone UserContext::zone() const {
    const std::optional<TimeZone> found = TimeZone::named(time_zone);
    return found ? *found : TimeZone();
}

bool UserContext::zone_known() const {
    return TimeZone::named(time_zone).has_value();
}

Json UserContext::to_json(std::int64_t unix_ns) const {
    Json json = Json::object();
    if (!user_id.empty()) json["user_id"] = user_id;
    if (!user_name.empty()) json["user_name"] = user_name;
    json["time_zone"] = zone_known() ? time_zone : "unknown";
    json["today"] = to_date_text(zone().day_at(unix_ns / 1'000'000'000));
    if (!currency.empty()) json["currency"] = currency;
    if (multi_currency) json["multi_currency"] = *multi_currency;
    if (person_accounts) json["person_accounts"] = *person_accounts;
    return json;
}

UserContext known_context(const sdk::Call& call, const PrincipalState& principal) {
    UserContext context = from_host(call);
    if (principal.context) complete_from(context, *principal.context);
    return context;
}

Task<std::string> corporate_currency(Rest& rest, PrincipalState& principal) {
    if (!principal.corporate_currency) {
        Request request = get_query("SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true LIMIT 1");
        const Answer answer = co_await rest.send(std::move(request));
        const Json page = answer.ok() ? object_in(answer.body) : Json::object();
        const Json* rows = base::find_member(page, "records");
        const bool found = rows != nullptr && rows->is_array() && !rows->empty() && rows->front().is_object();
        if (rest.call().stopped() == 0) principal.corporate_currency = found ? text(rows->front(), "IsoCode") : "";
    }
    co_return principal.corporate_currency.value_or("");
}

Task<UserContext> learn_context(Rest& rest, PrincipalState& principal) {
    UserContext context = known_context(rest.call(), principal);
    if (context.complete() || principal.context) co_return context;

    const sdk::Semaphore::Permit turn = co_await principal.context_turn.acquire(rest.call());
    if (turn && !principal.context) {
        UserContext learnt = co_await ask(rest, context);
        if (rest.call().stopped() == 0) principal.context = learnt;
        co_return learnt;
    }
    co_return known_context(rest.call(), principal);
}

}  // namespace alysio::salesforce
