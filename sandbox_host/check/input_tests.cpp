// Arguments and answers that nobody would send on purpose.

#include "sandbox_host/check/call_outcome.hpp"
#include "sandbox_host/check/isolated.hpp"
#include "sandbox_host/check/test.hpp"

#include <string>

namespace alysio::sandbox::check {

namespace {

using sdk::Json;

struct Variant {
    std::string what;
    std::string arguments;
};

// The call ends, in whatever way it likes.
Finding all_end(const Subject& subject, std::vector<Variant> (*variants)(const Json& arguments),
                const std::vector<void (*)(testing::Answer&)>& answers) {
    return with_plugin(subject, [&](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        for (const ScriptedCall& scripted : calls) {
            for (const Variant& variant : variants(sdk::parse_json(scripted.arguments).value_or(Json::object()))) {
                ScriptedCall changed = scripted;
                changed.arguments = variant.arguments;
                now("running " + name_of(scripted) + " with " + variant.what);
                const CallOutcome outcome = run_alone(plugin, changed);
                if (!outcome.wrong.empty()) {
                    return Finding::fail(name_of(scripted) + " with " + variant.what + ": " + outcome.wrong + ".");
                }
            }
            for (const auto& change : answers) {
                const CallOutcome outcome = run_alone(plugin, scripted, [&](TestBench& bench) {
                    bench.on_answer = [&](const auto&, testing::Answer& answer) { change(answer); };
                });
                if (!outcome.wrong.empty()) {
                    return Finding::fail(name_of(scripted) + " with a broken answer: " + outcome.wrong + ".");
                }
            }
        }
        return Finding::pass();
    });
}

// The arguments with each of their texts in turn replaced by `text`, written between the quotes as it stands.
std::vector<Variant> with_text(const Json& arguments, const std::string& what, const std::string& text) {
    const std::string mark = "@the-text-goes-here@";
    std::vector<Variant> variants;
    for (const auto& [name, value] : arguments.items()) {
        if (!value.is_string()) continue;
        Json marked = arguments;
        marked[name] = mark;
        std::string json = sdk::to_text(marked);
        json.replace(json.find(mark), mark.size(), text);
        variants.push_back({what + " in \"" + name + "\"", std::move(json)});
    }
    return variants;
}

std::vector<Variant> broken_texts(const Json& arguments) {
    std::vector<Variant> variants = with_text(arguments, "bytes that are no UTF-8", "a\xff\xc3\x28\xed\xa0\x80z");
    for (auto& variant : with_text(arguments, "an escaped NUL", R"(a\u0000b)")) variants.push_back(std::move(variant));
    for (auto& variant : with_text(arguments, "half a surrogate pair", R"(a\ud83d)")) {
        variants.push_back(std::move(variant));
    }
    const std::string whole = sdk::to_text(arguments);
    variants.push_back({"no arguments", ""});
    variants.push_back({"arguments cut short", whole.substr(0, whole.size() / 2)});
    variants.push_back({"arguments that are an array", "[" + whole + "]"});
    variants.push_back({"arguments that are a number", "1e999"});
    variants.push_back({"an unknown argument that is no UTF-8", "{\"\xff\xfe\":\"\xc0\x80\"}"});
    variants.push_back({"bytes alone", std::string("\0\xff\n\x80", 4)});
    return variants;
}

void break_text(testing::Answer& answer) {
    const std::size_t quote = answer.body.rfind(":\"");
    answer.body.insert(quote == std::string::npos ? answer.body.size() / 2 : quote + 2, "\xff\xc3\x28");
    answer.headers.emplace_back("retry-after", "\xff\xfe");
}

void cut_short(testing::Answer& answer) {
    answer.body.resize(answer.body.size() / 2);
}

void put_nul(testing::Answer& answer) {
    answer.body.insert(answer.body.size() / 2, 1, '\0');
}

void nest_deeply(testing::Answer& answer) {
    answer.body = std::string(200'000, '[');
}

Finding broken_text(const Subject& subject) {
    return all_end(subject, &broken_texts, {&break_text, &cut_short, &put_nul, &nest_deeply});
}

std::vector<Variant> huge(const Json& arguments) {
    constexpr std::size_t megabyte = 1 << 20;
    std::vector<Variant> variants = with_text(arguments, "a megabyte of text", std::string(megabyte, 'x'));
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    variants.push_back({"200,000 brackets", nested(200'000)});
    variants.push_back({"an argument of 200,000 brackets", R"({"a":)" + nested(200'000) + "}"});
    variants.push_back({"a number of 100,000 digits", R"({"a":)" + std::string(100'000, '9') + "}"});
    std::string many = "{";
    for (int i = 0; i < 2'000; ++i) many += "\"member" + std::to_string(i) + "\":1,";
    many.back() = '}';
    variants.push_back({"2,000 arguments", std::move(many)});
    variants.push_back({"a name of a megabyte", "{\"" + std::string(megabyte, 'n') + "\":1}"});
    return variants;
}

Finding huge_arguments(const Subject& subject) {
    return all_end(subject, &huge, {});
}

}  // namespace

std::vector<Test> input_tests() {
    return {
        {"broken_text", "Text that is no UTF-8, or no JSON, ends as an error at most", "calls",
         "Check what comes in before it is used, and write only JSON in UTF-8: sdk/json.hpp does both.", broken_text},
        {"huge_arguments", "Arguments of a megabyte end as an error at most", "calls",
         "Give no buffer a fixed size, and no recursion the caller's depth.", huge_arguments},
    };
}

}  // namespace alysio::sandbox::check
