#include "sandbox_host/org/tenant/seed.hpp"

#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/tenant/relative_date.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

// Objects in an order in which a record's parents come before it. Audit fields point at users from everywhere and are
// written by the org itself, so they do not count; nor do an object's references to itself, which the file's own order
// has to respect.
class LoadingOrder {
  public:
    explicit LoadingOrder(const Schema& schema) : schema_(schema) {
        for (const Object& object : schema.objects()) visit(object);
    }
    const std::vector<const Object*>& objects() const { return order_; }

  private:
    void visit(const Object& object) {
        if (!seen_.insert(&object).second) return;
        for (const Field& field : object.fields) {
            if (!field.createable) continue;
            for (const std::string& parent : field.reference_to) visit(*schema_.find(parent));
        }
        order_.push_back(&object);
    }

    const Schema& schema_;
    std::set<const Object*> seen_;
    std::vector<const Object*> order_;
};

class Seeder {
  public:
    Seeder(const Schema& schema, Records& records, Instant now) : schema_(schema), records_(records), now_(now) {}

    base::Result<void> run(const Files& files, const std::string& folder) {
        const LoadingOrder order(schema_);
        std::vector<Batch> batches;
        for (const Object* object : order.objects()) {
            const auto file = files.find(folder + "/" + object->name + ".json");
            if (file == files.end()) continue;
            json rows = json::parse(file->second, nullptr, false);
            if (!rows.is_array()) return base::Error{file->first + " must hold an array of records"};
            if (auto named = name_rows(*object, rows, file->first); !named) return named;
            batches.push_back({object, file->first, std::move(rows)});
        }
        for (Batch& batch : batches) {
            if (auto loaded = load_rows(batch); !loaded) return loaded;
        }
        return {};
    }

  private:
    struct Batch {
        const Object* object;
        std::string file;
        json rows;
    };

    // An empty database numbers records from 1, so every id is known before the first record is written.
    base::Result<void> name_rows(const Object& object, json& rows, const std::string& file) {
        std::uint64_t number = 0;
        for (json& row : rows) {
            ++number;
            if (!row.is_object()) return base::Error{file + ", record " + std::to_string(number) + " is no object"};
            const auto key = row.find("@key");
            if (key == row.end()) continue;
            if (!key->is_string() ||
                !ids_.emplace("@" + key->get<std::string>(), make_id(object.key_prefix, number)).second) {
                return base::Error{file + ", record " + std::to_string(number) + ": the @key is taken or no text"};
            }
            row.erase(key);
        }
        return {};
    }

    base::Result<void> load_rows(Batch& batch) {
        const Object& object = *batch.object;
        const Profile everything = Profile::system();
        const Actor org{make_id("005", 1), &everything};
        std::size_t number = 0;
        for (json& row : batch.rows) {
            const std::string where = batch.file + ", record " + std::to_string(++number) + ": ";
            for (const auto& item : row.items()) {
                if (!resolve(object, item.key(), item.value())) {
                    return base::Error{where + item.value().get<std::string>() + " means nothing"};
                }
            }
            if (row.contains("CreatedDate") && !row.contains("LastModifiedDate")) {
                row["LastModifiedDate"] = row["SystemModstamp"] = row["CreatedDate"];
            }
            const auto id = records_.create(org, object, row.dump());
            if (!id) return base::Error{where + id.error().front().code + ": " + id.error().front().message};
        }
        return {};
    }

    bool resolve(const Object& object, const std::string& name, json& value) const {
        const Field* field = object.find(name);
        if (field == nullptr || !value.is_string() || value.get_ref<const std::string&>().substr(0, 1) != "@")
            return true;
        const std::string text = value.get<std::string>();
        if (field->type == FieldType::reference) {
            const auto id = ids_.find(text);
            if (id != ids_.end()) value = id->second;
            return id != ids_.end();
        }
        if (field->type == FieldType::date || field->type == FieldType::datetime) {
            const auto date = resolve_relative_date(text, now_);
            if (date) value = *date;
            return date.has_value();
        }
        return true;
    }

    const Schema& schema_;
    Records& records_;
    Instant now_;
    std::map<std::string, std::string> ids_;
};

}  // namespace

base::Result<void> seed(Database& database, const Schema& schema, Records& records, const Files& files,
                        const std::string& folder, Instant now) {
    Transaction transaction(database);
    auto done = Seeder(schema, records, now).run(files, folder);
    if (done) transaction.commit();
    return done;
}

void fill_entity_definitions(Database& database, const Schema& schema) {
    const Object* definitions = schema.find("EntityDefinition");
    if (definitions == nullptr) return;
    Transaction transaction(database);
    database.execute("DELETE FROM " + sql_name(definitions->table));
    std::uint64_t number = 0;
    for (const Object& object : schema.objects()) {
        const auto flag = [](bool on) { return Value{static_cast<std::int64_t>(on)}; };
        Record row(*definitions);
        row.set("Id", make_id(definitions->key_prefix, ++number));
        row.set("DurableId", object.name);
        row.set("QualifiedApiName", object.name);
        row.set("DeveloperName", object.custom ? object.name.substr(0, object.name.size() - 3) : object.name);
        row.set("MasterLabel", object.label);
        row.set("Label", object.label);
        row.set("PluralLabel", object.label_plural);
        row.set("KeyPrefix", object.key_prefix.empty() ? Value{} : Value{object.key_prefix});
        row.set("IsCustomizable", flag(object.layoutable));
        row.set("IsLayoutable", flag(object.layoutable));
        row.set("IsQueryable", flag(object.queryable));
        row.set("IsRetrieveable", flag(object.retrieveable));
        row.set("IsSearchable", flag(object.searchable));
        row.set("IsApexTriggerable", flag(object.layoutable));
        row.set("IsCustomSetting", flag(false));
        row.set("IsDeprecatedAndHidden", flag(false));
        row.set("IsEverCreatable", flag(object.createable));
        row.set("IsEverUpdatable", flag(object.updateable));
        row.set("IsEverDeletable", flag(object.deletable));
        insert(database, row);
    }
    transaction.commit();
}

}  // namespace alysio::sandbox::org
