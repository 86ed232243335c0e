// An org of scripted pages, and one instance of the plugin that asks it.
#pragma once

#include "tests/plugin/strict_output.hpp"

#include <alysio/sdk/schema.hpp>
#include <alysio/testing/test_host.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace alysio::salesforce::testing {

using alysio::testing::Answer;
using alysio::testing::CallOptions;
using alysio::testing::SeenRequest;
using alysio::testing::TestCall;
using alysio::testing::TestHost;
using sdk::Json;

inline std::string id_of(const std::string& prefix, std::size_t number) {
    const auto digits = std::to_string(number);
    return prefix + std::string(12 - digits.size(), '0') + digits + "AAA";
}

inline std::string attributes_of(const std::string& object, const std::string& id) {
    return R"("attributes":{"type":")" + object + R"(","url":"/services/data/v62.0/sobjects/)" + object + "/" + id +
           "\"}";
}

inline std::string contact(std::size_t number, const std::string& more = {}) {
    const auto id = id_of("003", number);
    return "{" + attributes_of("Contact", id) + R"(,"LastName":"C)" + std::to_string(number) + "\"" + more + "}";
}

inline std::string account(std::size_t number, const std::string& more = {}) {
    const auto id = id_of("001", number);
    return "{" + attributes_of("Account", id) + R"(,"Id":")" + id + R"(","Name":"A)" + std::to_string(number) + "\"" +
           more + "}";
}

inline std::string accounts(std::size_t from, std::size_t count) {
    std::string rows;
    for (std::size_t i = from; i < from + count; ++i) rows += (i > from ? "," : "") + account(i);
    return rows;
}

/// {"totalSize":…,"done":…,"records":[…]}; `next` is a locator, empty on the last page.
inline std::string page_of(std::size_t total, const std::string& rows, const std::string& next = {}) {
    return R"({"totalSize":)" + std::to_string(total) + R"(,"done":)" + (next.empty() ? "true" : "false") +
           (next.empty() ? "" : R"(,"nextRecordsUrl":"/services/data/v62.0/query/)" + next + "\"") + R"(,"records":[)" +
           rows + "]}";
}

inline Answer salesforce_error(std::uint32_t status, const std::string& code, const std::string& message = "no") {
    return Answer::json(R"([{"errorCode":")" + code + R"(","message":")" + message + "\"}]", status);
}

class Org {
  public:
    Org() {
        host.on_request = [this](const SeenRequest& request) { return answer(request); };
        host.create();
    }

    TestHost host{*alysio_plugin_v1()};

    /// What is answered, by path ("/query/0r8-2000") or by the text of a query. Each answer once, the last one for ever.
    std::map<std::string, std::vector<Answer>> answers;

    void page(const std::string& key, std::string body) { answers[key].push_back(Answer::json(std::move(body))); }
    void answer(const std::string& key, Answer what) { answers[key].push_back(std::move(what)); }

    TestCall& call(const Json& arguments, CallOptions options = {}) {
        if (options.web_url.empty()) options.web_url = "https://acme.my.salesforce.com";
        return host.call("salesforce_run_soql_query", arguments.dump(), std::move(options));
    }

    /// The result of a call run to its end; it must have succeeded.
    Json run(const Json& arguments, CallOptions options = {}) {
        TestCall& done = call(arguments, std::move(options));
        host.run();
        if (!done.finished || done.kind != ALYSIO_RESULT_SUCCESS)
            throw std::runtime_error("no success: " + done.result);
        const Json result = Json::parse(done.result);
        for (const auto& violation : schema_.validate(result))
            throw std::runtime_error("not the output schema: " + violation.pointer + " " + violation.message);
        return result;
    }

    /// The error of a call run to its end; it must have failed.
    Json fail(const Json& arguments, CallOptions options = {}) {
        TestCall& done = call(arguments, std::move(options));
        host.run();
        if (!done.finished || done.kind != ALYSIO_RESULT_ERROR) throw std::runtime_error("no error: " + done.result);
        return Json::parse(done.result)["error"];
    }

    /// The keys of the requests so far, in order.
    std::vector<std::string> asked() const {
        std::vector<std::string> keys;
        for (const auto& request : host.requests) keys.push_back(key_of(request));
        return keys;
    }

    std::size_t times_asked(const std::string& key) const {
        const auto keys = asked();
        return static_cast<std::size_t>(std::count(keys.begin(), keys.end(), key));
    }

  private:
    static sdk::Json output_schema() {
        const alysio_plugin& plugin = *alysio_plugin_v1();
        for (std::uint64_t i = 0; i < plugin.tool_count; ++i) {
            if (sdk::view(plugin.tools[i]->name) == "salesforce_run_soql_query")
                return alysio::salesforce::tests::strict_output(*plugin.tools[i]);
        }
        throw std::runtime_error("the plugin has no such tool");
    }

    sdk::Schema schema_{output_schema()};

    static std::string key_of(const SeenRequest& request) {
        return request.path == "/query" ? request.query_value("q") : request.path;
    }

    Answer answer(const SeenRequest& request) {
        const auto found = answers.find(key_of(request));
        if (found == answers.end()) return salesforce_error(400, "MALFORMED_QUERY", "not scripted: " + request.path);
        auto& left = found->second;
        Answer next = left.front();
        if (left.size() > 1) left.erase(left.begin());
        return next;
    }
};

inline std::vector<Json> lines_of(const std::string& text) {
    std::vector<Json> lines;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = text.find('\n', start);
        if (end == text.npos) throw std::runtime_error("the last line has no end");
        lines.push_back(Json::parse(text.substr(start, end - start)));
        start = end + 1;
    }
    return lines;
}

}  // namespace alysio::salesforce::testing
