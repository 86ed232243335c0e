#include "test_sandbox.hpp"

#include <catch2/catch.hpp>
#include <curl/curl.h>

namespace alysio::e2e {

std::string program(const std::string& name) {
    return std::string(ALYSIO_BIN) + "/" + name;
}

TestSandbox& TestSandbox::get() {
    static TestSandbox sandbox;
    return sandbox;
}

TestSandbox::TestSandbox()
    : process_({program("alysio-sandbox"), "org", "--log-level", "warn"}, {{"XDG_STATE_HOME", folder_.path()}}),
      org_(Json::parse(process_.line())) {}

Finished TestSandbox::sandbox(std::vector<std::string> arguments, const Environment& more) const {
    arguments.insert(arguments.begin(), program("alysio-sandbox"));
    Environment environment = more;
    environment.emplace("XDG_STATE_HOME", folder_.path());
    return run(arguments, environment);
}

Finished TestSandbox::call(const std::string& tool, const Json& arguments, std::vector<std::string> options) const {
    std::vector<std::string> words{"call", tool, arguments.dump(), "--json"};
    words.insert(words.end(), options.begin(), options.end());
    return sandbox(std::move(words));
}

Json TestSandbox::result(const std::string& tool, const Json& arguments, std::vector<std::string> options) const {
    const Finished finished = call(tool, arguments, std::move(options));
    INFO(tool << " " << arguments.dump() << "\n" << finished.out << finished.err);
    REQUIRE(finished.exit_code == 0);
    return finished.json();
}

std::string TestSandbox::id_of(const std::string& query) const {
    return result("salesforce_run_soql_query", {{"query", query}})["records"][0]["Id"].get<std::string>();
}

Fetched fetch(const std::string& url) {
    Fetched fetched;
    CURL* curl = curl_easy_init();
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &fetched.body);
    curl_write_callback take = [](char* data, std::size_t one, std::size_t size, void* to) {
        static_cast<std::string*>(to)->append(data, one * size);
        return one * size;
    };
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &fetched.status);
    curl_easy_cleanup(curl);
    return fetched;
}

}  // namespace alysio::e2e
