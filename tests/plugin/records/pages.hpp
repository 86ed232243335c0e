// Pages as Salesforce sends them, and a second, slow reading of them to compare with.
#pragma once

#include "plugin/records/page_reader.hpp"

#include <nlohmann/json.hpp>

#include <random>
#include <string>
#include <vector>

namespace alysio::salesforce::records::testing {

using Json = nlohmann::ordered_json;

class PathLinks final : public LinkMaker {
  public:
    bool append_link(std::string_view object, std::string_view id, std::string_view document_id,
                     std::string& out) const override {
        if (object.ends_with("Share")) return false;
        out.append("https://x/").append(object).append("/").append(document_id.empty() ? id : document_id);
        return true;
    }
};

// What tools.md says of a row, done on a parsed tree. `linked` = gets a record_url.
inline Json expected_record(const Json& record, LinkScope links, bool linked);

inline Json expected_value(const Json& value, LinkScope links) {
    if (value.is_array()) {
        Json list = Json::array();
        for (const auto& element : value) list.push_back(expected_value(element, links));
        return list;
    }
    if (!value.is_object()) return value;
    if (value.contains("totalSize")) {
        Json rows = Json::array();
        if (value["records"].is_array())
            for (const auto& row : value["records"])
                rows.push_back(expected_record(row, links, links != LinkScope::none));
        return rows;
    }
    return expected_record(value, links, links == LinkScope::all);
}

inline Json expected_record(const Json& record, LinkScope links, bool linked) {
    Json out = Json::object();
    for (const auto& [name, value] : record.items()) {
        if (name != "attributes") out[name] = expected_value(value, links);
    }
    if (linked && record.contains("attributes") && record["attributes"].contains("url")) {
        const auto url = record["attributes"]["url"].get<std::string>();
        const auto path = url.substr(url.find("/sobjects/") + 10);
        const auto object = path.substr(0, path.find('/'));
        if (!object.ends_with("Share")) out["record_url"] = "https://x/" + path;
    }
    return out;
}

inline Json expected_rows(const Json& page, LinkScope links) {
    Json rows = Json::array();
    for (const auto& row : page["records"]) rows.push_back(expected_record(row, links, links != LinkScope::none));
    return rows;
}

// A page made by chance: parents, compounds, child results, nulls, every kind of text and number.
class PageMaker {
  public:
    explicit PageMaker(unsigned seed) : random_(seed) {}

    std::string page(int rows) {
        std::string out = R"({"totalSize":)" + std::to_string(rows) + R"(,"done":true,"records":[)";
        for (int i = 0; i < rows; ++i) out += (i > 0 ? "," : "") + record("Account", 0);
        return out + "]}";
    }

    // Laid out as Salesforce does it, but for one in eight.
    std::string record(const std::string& object, int depth) {
        const std::string attributes = R"("attributes":{"type":")" + object +
                                       R"(","url":"/services/data/v62.0/sobjects/)" + object + "/" + id() + R"("})";
        std::vector<std::string> members;
        const int fields = pick(6);
        for (int i = 0; i < fields; ++i) members.push_back("\"F" + std::to_string(i) + "__c\":" + value(depth));
        const bool is_odd = pick(8) == 0;
        members.insert(members.begin() + (is_odd ? pick(fields + 1) : 0), attributes);
        std::string out = "{";
        for (const std::string& member : members) {
            if (out.size() > 1) out += is_odd ? blank() + "," + blank() : ",";
            out += member;
        }
        return out + (is_odd ? blank() : "") + "}";
    }

    std::string blank() {
        static const char* const blanks[] = {"", "", " ", "\n", "\t", "\r\n"};
        return blanks[pick(static_cast<int>(std::size(blanks)))];
    }

    std::string value(int depth) {
        switch (pick(depth < 4 ? 9 : 5)) {
            case 0:
                return "null";
            case 1:
                return pick(2) == 0 ? "true" : "false";
            case 2:
                return number();
            case 5:
                return record(pick(4) == 0 ? "AccountShare" : "User", depth + 1);
            case 6:
                return R"({"city":)" + text() + R"(,"latitude":)" + number() + "}";
            case 7: {
                const int rows = pick(4);
                std::string out = R"({"totalSize":)" + std::to_string(rows) + R"(,"done":true,"records":[)";
                for (int i = 0; i < rows; ++i) out += (i > 0 ? "," : "") + record("Contact", depth + 1);
                return out + "]}";
            }
            default:
                return text();
        }
    }

    std::string text() {
        static const char* const pieces[] = {
            "a",    "Zoë", "😀",    R"(\")",  R"(\\)",     R"(\n)", R"(\/)",   R"(\u00e9)",  R"(\ud83d\ude00)",
            "漢字", ",",   "=1+1", "]}{[:,", R"(\u0000)", "\x7f",  "records", "attributes", " "};
        std::string out = "\"";
        for (int n = pick(6); n > 0; --n) out += pieces[pick(static_cast<int>(std::size(pieces)))];
        return out + "\"";
    }

    std::string number() {
        static const char* const numbers[] = {"0",
                                              "-0",
                                              "1000",
                                              "15000.0",
                                              "1.39E8",
                                              "-2.5e-7",
                                              "1e+2",
                                              "0.1",
                                              "-17.25",
                                              "9007199254740993",
                                              "1.7976931348623157E308",
                                              "4.9E-324"};
        return numbers[pick(static_cast<int>(std::size(numbers)))];
    }

    std::string id() { return "001" + std::to_string(100000000000 + pick(1000000)) + "AAA"; }

    int pick(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

  private:
    std::mt19937 random_;
};

struct Read {
    PageOutcome outcome;
    std::string text;
    std::vector<Gap> gaps;
};

inline Read read(std::string page, RowSink& sink, std::size_t max_rows = PageReader::all_rows) {
    PageReader reader;
    Read result;
    result.outcome = reader.read(page, sink, max_rows, result.text, result.gaps);
    return result;
}

}  // namespace alysio::salesforce::records::testing
