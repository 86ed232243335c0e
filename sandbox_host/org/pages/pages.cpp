#include "sandbox_host/org/pages/pages.hpp"

#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/pages/html.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace alysio::sandbox::org {
namespace {

constexpr int rows_in_list = 200;
constexpr int rows_in_related_list = 10;

std::string record_path(const Object& object, std::string_view id) {
    return "/lightning/r/" + object.name + "/" + std::string(id) + "/view";
}

std::string name_of(const Record& record) {
    const Field* field = record.object().name_field();
    const std::string_view name = field == nullptr ? std::string_view() : record.text(field->name);
    return std::string(name.empty() ? record.text("Id") : name);
}

// 1234567.5 -> "1,234,567.5"
std::string grouped(double number, int scale) {
    std::array<char, 400> buffer{};
    const auto end =
        std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::fixed, std::max(0, scale)).ptr;
    const std::string text(buffer.begin(), end);
    const auto dot = std::min(text.find('.'), text.size());
    std::string whole = text.substr(0, dot);
    std::string fraction = text.substr(std::min(dot + 1, text.size()));
    const std::size_t sign = whole[0] == '-' ? 1 : 0;
    for (std::size_t place = whole.size(); place > sign + 3;) whole.insert(place -= 3, ",");
    while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
    return fraction.empty() ? whole : whole + "." + fraction;
}

// A reference is shown by the record's name, so it is no ID to the reader.
std::string label_of(const Field& field) {
    const std::string_view end = " ID";
    const std::string& label = field.label;
    const bool names_id = field.type == FieldType::reference && label.size() > end.size() &&
                          label.compare(label.size() - end.size(), end.size(), end) == 0;
    return names_id ? label.substr(0, label.size() - end.size()) : label;
}

bool is_telling(const Field& field) {
    const bool short_and_clear = field.is_picklist() || field.type == FieldType::currency ||
                                 field.type == FieldType::date || field.type == FieldType::email ||
                                 field.type == FieldType::phone;
    return short_and_clear && field.compound.empty();
}

// The first few fields that say something of at least one record.
std::vector<const Field*> telling_fields(const Object& object, const std::vector<Record>& records) {
    std::vector<const Field*> fields;
    for (const Field& field : object.fields) {
        const bool said =
            std::any_of(records.begin(), records.end(), [&](const Record& record) { return !is_null(record[field]); });
        if (is_telling(field) && said && fields.size() < 4) fields.push_back(&field);
    }
    return fields;
}

class Pages {
  public:
    explicit Pages(Tenant& tenant) : tenant_(tenant) {
        const Object& organization = *tenant.schema().find("Organization");
        const auto record = load(tenant.database(), organization, tenant.org_id());
        org_ = record ? record->text("Name") : std::string_view(tenant.name());
    }

    Response home() {
        std::string rows;
        for (const auto& [name, count] : count_records(tenant_)) {
            const Object& object = *tenant_.schema().find(name);
            if (!object.layoutable || count == 0) continue;
            rows += "<tr><td>" + html_link("/lightning/o/" + name + "/list", object.label_plural) + "</td><td>" +
                    std::to_string(count) + "</td></tr>";
        }
        return html_response(200,
                             html_page("Home", org_, "<section><h2>Records</h2><table>" + rows + "</table></section>"));
    }

    Response list(const std::string& name) {
        const Object* object = tenant_.schema().find(name);
        if (object == nullptr || !object->layoutable) return missing();
        const std::string table = rows(*object, "", {}, rows_in_list);
        return html_response(
            200, html_page(object->label_plural, org_,
                           "<section><h1>" + escape_html(object->label_plural) + "</h1>" + table + "</section>"));
    }

    Response record(const std::string& name, const std::string& id) {
        const Object* object = tenant_.schema().find(name);
        if (object == nullptr || !object->layoutable) return missing();
        const auto found = tenant_.records().find(*object, id);
        if (!found) return missing();
        std::string body = "<section><p class=\"kind\">" + escape_html(object->label) + "</p><h1>" +
                           escape_html(name_of(*found)) + "</h1></section><section><h2>Details</h2><dl>";
        for (const Field& field : object->fields) {
            if (field.stored() && !is_null((*found)[field]) && field.name != "IsDeleted") {
                body += "<div><dt>" + escape_html(label_of(field)) + "</dt><dd>" + show(field, (*found)[field]) +
                        "</dd></div>";
            }
        }
        body += "</dl></section>" + related_lists(*found);
        return html_response(200, html_page(name_of(*found), org_, body));
    }

    Response by_id(const std::string& id) {
        const auto long_id = to_18(id);
        const Object* object = long_id ? tenant_.schema().of_id(*long_id) : nullptr;
        if (object == nullptr || !object->layoutable) return missing();
        return {302, {{"Location", record_path(*object, *long_id)}}, ""};
    }

    Response missing() {
        return html_response(404,
                             html_page("Not found", org_,
                                       "<section><h1>Page not found</h1><p>The record does not exist, was deleted, or "
                                       "belongs to another org.</p></section>"));
    }

  private:
    std::string show(const Field& field, const Value& value) {
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            if (field.type == FieldType::boolean) return *integer != 0 ? "&#10003;" : "&ndash;";
            return std::to_string(*integer);
        }
        if (const auto* number = std::get_if<double>(&value)) {
            return grouped(*number, field.scale) + (field.type == FieldType::percent ? "%" : "");
        }
        const std::string& text = std::get<std::string>(value);
        switch (field.type) {
            case FieldType::reference:
                return show_reference(text);
            case FieldType::email:
                return html_link("mailto:" + text, text);
            case FieldType::url: {
                const bool is_web = text.compare(0, 7, "http://") == 0 || text.compare(0, 8, "https://") == 0;
                return is_web ? html_link(text, text) : escape_html(text);
            }
            case FieldType::datetime:
                return escape_html(text.substr(0, 10) + " " + text.substr(11, 5) + " UTC");
            case FieldType::picklist: {
                const PicklistValue* listed = field.find_value(text);
                return escape_html(listed == nullptr ? text : listed->label);
            }
            default:
                return escape_html(text);
        }
    }

    std::string show_reference(const std::string& id) {
        const Object* object = tenant_.schema().of_id(id);
        const auto found = object == nullptr ? std::nullopt : load(tenant_.database(), *object, id);
        if (!found) return escape_html(id);
        return object->layoutable ? html_link(record_path(*object, id), name_of(*found)) : escape_html(name_of(*found));
    }

    std::string related_lists(const Record& record) {
        std::string lists;
        for (const ChildRelationship& child : record.object().children) {
            const Object& object = *tenant_.schema().find(child.child);
            if (child.name.empty() || !object.layoutable) continue;
            const std::string table = rows(object, child.field, record.text("Id"), rows_in_related_list);
            if (!table.empty()) {
                lists += "<section><h2>" + escape_html(object.label_plural) + "</h2>" + table + "</section>";
            }
        }
        return lists;
    }

    // A table of records, the latest first.
    std::string rows(const Object& object, const std::string& parent_field, std::string_view parent, int limit) {
        std::string sql = "SELECT \"Id\" FROM " + sql_name(object.table) + " WHERE \"IsDeleted\" = 0";
        if (!parent_field.empty()) sql += " AND " + sql_name(parent_field) + " = ?";
        Statement select = tenant_.database().prepare(sql + " ORDER BY \"Id\" DESC LIMIT " + std::to_string(limit));
        if (!parent_field.empty()) select.bind(1, parent);
        std::vector<Record> records;
        while (select.step()) records.push_back(*load(tenant_.database(), object, select.text(0)));
        if (records.empty()) return "";

        const std::vector<const Field*> columns = telling_fields(object, records);
        std::string table = "<table><tr><th>Name</th>";
        for (const Field* field : columns) table += "<th>" + escape_html(label_of(*field)) + "</th>";
        table += "</tr>";
        for (const Record& record : records) {
            table += "<tr><td>" + html_link(record_path(object, record.text("Id")), name_of(record)) + "</td>";
            for (const Field* field : columns) {
                table += "<td>" + (is_null(record[*field]) ? std::string() : show(*field, record[*field])) + "</td>";
            }
            table += "</tr>";
        }
        return table + "</table>";
    }

    Tenant& tenant_;
    std::string org_;
};

}  // namespace

Response page(Tenant& tenant, const Request& request) {
    Pages pages(tenant);
    if (request.method != "GET" && request.method != "HEAD") return pages.missing();
    const auto path = request.segments();
    const bool is_lightning = path.size() >= 3 && path[0] == "lightning";
    Response response = path.empty()                                         ? pages.home()
                        : path.size() == 1                                   ? pages.by_id(path[0])
                        : is_lightning && path[1] == "o"                     ? pages.list(path[2])
                        : is_lightning && path[1] == "r" && path.size() == 5 ? pages.record(path[2], path[3])
                        : is_lightning && path[1] == "r" && path.size() == 4 ? pages.by_id(path[2])
                                                                             : pages.missing();
    response.headers.emplace_back("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

}  // namespace alysio::sandbox::org
