#include "sandbox_host/org/traffic/fault.hpp"
#include "sandbox_host/org/traffic/ready_answers.hpp"

#include <alysio/base/json_member.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

constexpr std::int64_t any_number = std::numeric_limits<std::int64_t>::max();

// The document's keys, each to be asked for once: what is left over in the end means nothing. The first mistake is kept;
// everybody reads on with harmless values, and whoever started throws those away when there is a mistake.
class Keys {
  public:
    explicit Keys(const json& document) : document_(document) {}

    void refuse(std::string why) {
        if (!mistake_) mistake_ = base::Error{std::move(why)};
    }
    void refuse(const std::string& key, const std::string& rule, const json& given) {
        refuse("\"" + key + "\" is " + rule + ", not " + given.dump());
    }
    const std::optional<base::Error>& mistake() const { return mistake_; }

    const json* find(const std::string& key) {
        known_.push_back(key);
        return base::find_member(document_, key);
    }
    std::string text(const std::string& key) {
        const json* value = find(key);
        if (value == nullptr) return "";
        if (value->is_string()) return value->get<std::string>();
        refuse(key, "a text", *value);
        return "";
    }
    bool flag(const std::string& key) {
        const json* value = find(key);
        if (value == nullptr) return false;
        if (value->is_boolean()) return value->get<bool>();
        refuse(key, "true or false", *value);
        return false;
    }
    std::optional<std::int64_t> number(const std::string& key, std::int64_t least, std::int64_t most,
                                       const std::string& rule) {
        const json* value = find(key);
        if (value == nullptr) return std::nullopt;
        const auto number = value->is_number_integer() ? value->get<std::int64_t>() : 0;
        if (value->is_number_integer() && number >= least && number <= most) return number;
        refuse(key, rule, *value);
        return std::nullopt;
    }
    std::optional<std::size_t> bytes(const std::string& key) {
        const auto given = number(key, 0, any_number, "a number of bytes");
        if (!given) return std::nullopt;
        return static_cast<std::size_t>(*given);
    }
    std::optional<std::chrono::milliseconds> milliseconds(const std::string& key) {
        const auto given = number(key, 0, 86'400'000, "a number of milliseconds, a day's at most");
        if (!given) return std::nullopt;
        return std::chrono::milliseconds(*given);
    }

    void refuse_others() {
        std::string names;
        for (const std::string& key : known_) names += (names.empty() ? "" : ", ") + key;
        for (const auto& item : document_.items()) {
            if (std::find(known_.begin(), known_.end(), item.key()) != known_.end()) continue;
            refuse("a fault has no \"" + item.key() + "\"; it may have " + names);
        }
    }

  private:
    const json& document_;
    std::vector<std::string> known_;
    std::optional<base::Error> mistake_;
};

When read_when(Keys& keys) {
    When when;
    when.method = keys.text("method");
    when.path = keys.text("path");
    when.tenant = keys.text("tenant");
    when.user = keys.text("user");
    when.via = keys.text("via");
    if (!when.via.empty() && when.via != "proxy" && when.via != "instance") {
        keys.refuse("via", R"("proxy" or "instance")", when.via);
    }
    when.skip = keys.number("skip", 0, any_number, "a number of requests").value_or(0);
    const auto times = keys.number("times", -1, any_number, "a number of requests from 1, or -1 for always");
    if (times == 0) keys.refuse("times", "a number of requests from 1, or -1 for always", 0);
    when.times = times.value_or(1);
    if (const json* probability = keys.find("probability")) {
        when.probability = probability->is_number() ? probability->get<double>() : -1;
        if (when.probability < 0 || when.probability > 1)
            keys.refuse("probability", "a number from 0 to 1", *probability);
    }
    when.seed = static_cast<std::uint64_t>(keys.number("seed", 0, any_number, "a number from 0").value_or(1));
    return when;
}

Meanwhile read_meanwhile(Keys& keys, std::uint64_t seed) {
    Meanwhile meanwhile;
    meanwhile.page_shrink = {
        static_cast<unsigned>(keys.number("shrink_pages", 0, 100, "a percentage from 0 to 100").value_or(0)), seed};
    meanwhile.rotate_session = keys.flag("rotate_session");
    meanwhile.expire_locators = keys.flag("expire_locators");
    const json* changes = keys.find("changes");
    if (changes == nullptr) return meanwhile;
    if (!changes->is_array()) {
        keys.refuse("changes", "an array", *changes);
        return meanwhile;
    }
    for (const json& document : *changes) {
        auto change = Change::load(document);
        if (change) {
            meanwhile.changes.push_back(*std::move(change));
        } else {
            keys.refuse("\"changes\": " + change.error().message);
        }
    }
    return meanwhile;
}

std::optional<Response> read_answer(Keys& keys) {
    const auto status = keys.number("status", 200, 599, "a number from 200 to 599");
    const json* body = keys.find("body");
    const json* headers = keys.find("headers");
    if (!status) {
        if (body != nullptr || headers != nullptr) {
            keys.refuse(R"("body" and "headers" are of an answer: give it a "status")");
        }
        return std::nullopt;
    }
    Response answer = json_response(static_cast<int>(*status), body == nullptr ? "" : body->dump());
    // A body given as text stands for itself: HTML, or JSON that is broken on purpose.
    if (body != nullptr && body->is_string()) answer = html_response(answer.status, body->get<std::string>());
    if (headers == nullptr) return answer;
    const bool are_texts = headers->is_object() && std::all_of(headers->begin(), headers->end(),
                                                               [](const json& value) { return value.is_string(); });
    if (!are_texts) {
        keys.refuse("headers", "an object of texts", *headers);
        return answer;
    }
    for (const auto& [name, value] : headers->items()) answer.headers.emplace_back(name, value.get<std::string>());
    return answer;
}

std::string read_error(Keys& keys) {
    std::string error = keys.text("error");
    if (!error.empty() && !ready_answer(error)) keys.refuse("error", "one of " + ready_answer_names(), error);
    return error;
}

TransportFault read_transport(Keys& keys) {
    TransportFault transport;
    transport.delay = keys.milliseconds("latency_ms").value_or(std::chrono::milliseconds(0));
    transport.bytes_per_second = static_cast<std::size_t>(
        keys.number("bytes_per_second", 1, any_number, "a number of bytes from 1").value_or(0));
    transport.stall_at = keys.bytes("stall_after");
    transport.stall_for = keys.milliseconds("stall_ms");
    if (transport.stall_for && !transport.stall_at)
        keys.refuse(R"("stall_ms" says how long: "stall_after" must say where)");
    transport.chunked = keys.flag("chunked");
    transport.length_error =
        keys.number("length_error", -1'000'000'000, 1'000'000'000, "a number of bytes").value_or(0);
    if (transport.chunked && transport.length_error != 0) {
        keys.refuse(R"("chunked" and "length_error" exclude each other: a chunked answer says no length)");
    }
    transport.reset = keys.flag("reset");
    return transport;
}

void read_drop(Keys& keys, Fault& fault) {
    const std::string drop = keys.text("drop");
    fault.cut_after = keys.bytes("cut_after");
    if (drop == "during") {
        fault.cuts = true;
    } else if (drop == "before" || drop == "after") {
        fault.transport.silent = true;
    } else if (!drop.empty()) {
        keys.refuse("drop", R"("before", "during" or "after")", drop);
    }
    if (fault.cut_after && !fault.cuts) keys.refuse(R"("cut_after" says where: "drop" must be "during")");
    if (fault.transport.reset && drop.empty() && fault.transport.length_error <= 0) {
        keys.refuse(R"("reset" says how a connection ends: "drop" must say when)");
    }
    const bool answers = fault.answer || !fault.error.empty();
    if (answers && fault.transport.silent) {
        keys.refuse("\"drop\":\"" + drop + "\" lets nothing be answered: leave \"status\" and \"error\" out");
    }
    fault.processes = drop != "before" && (!answers || keys.flag("processed"));
    if (keys.find("processed") != nullptr && !answers) {
        keys.refuse(R"("processed" belongs to an answer: give a "status" or an "error")");
    }
}

}  // namespace

base::Result<Fault> Fault::load(const json& document) {
    if (!document.is_object()) {
        return base::Error{"a fault is a JSON object, not " + std::string(document.type_name())};
    }
    Keys keys(document);
    Fault fault;
    fault.when = read_when(keys);
    fault.meanwhile = read_meanwhile(keys, fault.when.seed);
    fault.answer = read_answer(keys);
    fault.error = read_error(keys);
    if (fault.answer && !fault.error.empty()) keys.refuse(R"("status" and "error" are both answers: leave one out)");
    fault.malformed_after = keys.bytes("malformed_after");
    fault.transport = read_transport(keys);
    read_drop(keys, fault);
    keys.refuse_others();
    if (keys.mistake()) return *keys.mistake();
    fault.text = document.dump();
    return fault;
}

base::Result<std::vector<Fault>> Fault::load_all(const json& document) {
    if (document.is_discarded())
        return base::Error{"that is no JSON: a fault is an object, several are an array of them"};
    const json list = document.is_array() ? document : json::array({document});
    std::vector<Fault> faults;
    for (const json& entry : list) {
        auto fault = load(entry);
        if (!fault) {
            const std::string number = std::to_string(faults.size() + 1);
            return base::Error{document.is_array() ? "fault " + number + ": " + fault.error().message
                                                   : fault.error().message};
        }
        faults.push_back(*std::move(fault));
    }
    return faults;
}

}  // namespace alysio::sandbox::org
