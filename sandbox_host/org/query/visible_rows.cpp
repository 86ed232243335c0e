#include "sandbox_host/org/query/visible_rows.hpp"

#include "sandbox_host/org/query/literals.hpp"

#include <vector>

namespace alysio::sandbox::org {

std::string visible_rows(Compilation& compilation, SqlDraft& draft, const Joins& joins) {
    const Object& object = joins.object();
    std::string sql = "1";
    const Field* deleted = object.find("IsDeleted");
    if (deleted != nullptr && !compilation.asker.deleted_too) sql = joins.column({}, *deleted).sql + " = 0";
    const Field* archived = object.find("IsArchived");
    if (archived != nullptr && !compilation.asker.deleted_too)
        sql += " AND " + joins.column({}, *archived).sql + " = 0";
    if (object.name != "EntityDefinition") return sql;

    std::vector<Value> readable;
    for (const Object& described : compilation.schema.objects()) {
        if (compilation.object(described.name) != nullptr) readable.emplace_back(described.name);
    }
    const Field& name = *object.find("QualifiedApiName");
    return sql + " AND " + joins.column({}, name).sql + " IN (SELECT value FROM json_each(" +
           draft.bind(json_list(readable)) + "))";
}

}  // namespace alysio::sandbox::org
