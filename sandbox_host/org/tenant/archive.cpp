#include "sandbox_host/org/tenant/archive.hpp"

namespace alysio::sandbox::org {
namespace {

void archive(Database& database, const Object* object, const std::string& is_old, const std::string& before) {
    if (object == nullptr || object->find("IsArchived") == nullptr) return;
    Statement update = database.prepare("UPDATE " + sql_name(object->table) + " SET \"IsArchived\" = (" + is_old +
                                        ") WHERE \"IsArchived\" <> (" + is_old + ")");
    update.bind(1, std::string_view(before)).step();
}

bool has(const Object* object, std::initializer_list<std::string_view> fields) {
    if (object == nullptr) return false;
    for (const std::string_view field : fields) {
        if (object->find(field) == nullptr) return false;
    }
    return true;
}

}  // namespace

void archive_activities(Database& database, const Schema& schema, Instant now) {
    const std::string a_year_ago = format_datetime(now - std::chrono::days(365));
    const Object* events = schema.find("Event");
    if (has(events, {"EndDateTime"})) archive(database, events, R"(COALESCE("EndDateTime" < ?1, 0))", a_year_ago);
    const Object* tasks = schema.find("Task");
    if (has(tasks, {"IsClosed", "ActivityDate"})) {
        archive(database, tasks, R"("IsClosed" AND COALESCE("ActivityDate", "CreatedDate") < ?1)", a_year_ago);
    }
}

}  // namespace alysio::sandbox::org
