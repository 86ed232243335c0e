#include "plugin/salesforce/exact_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace alysio::salesforce {

namespace {

using nlohmann::json;

// Hears the text token by token and writes the values down again.
class Listener final : public nlohmann::json_sax<json> {
  public:
    ExactMembers take() { return std::move(members_); }
    bool is_object() const { return is_object_; }

    bool null() override { return value("null"); }
    bool boolean(bool truth) override { return value(truth ? "true" : "false"); }
    bool number_integer(number_integer_t number) override { return value(std::to_string(number)); }
    bool number_unsigned(number_unsigned_t number) override { return value(std::to_string(number)); }
    bool number_float(number_float_t, const string_t& spelling) override { return value(spelling); }
    bool string(string_t& text) override { return value(json(text).dump()); }
    bool binary(binary_t&) override { return false; }

    bool start_object(std::size_t) override {
        if (depth_ == 0) {
            is_object_ = true;
            ++depth_;
            return true;
        }
        return open('{');
    }
    bool end_object() override { return close('}'); }
    bool start_array(std::size_t) override { return depth_ != 0 && open('['); }
    bool end_array() override { return close(']'); }

    bool key(string_t& name) override {
        if (depth_ == 1) {
            const auto same = std::find_if(members_.begin(), members_.end(),
                                           [&](const auto& member) { return member.first == name; });
            if (same != members_.end()) members_.erase(same);
            members_.emplace_back(name, std::string());
            return true;
        }
        separate();
        text() += json(name).dump() + ":";
        first_ = true;
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

  private:
    static constexpr int max_depth = 64;

    std::string& text() { return members_.back().second; }

    void separate() {
        if (!first_) text() += ',';
        first_ = false;
    }

    bool value(std::string_view spelling) {
        if (depth_ == 0) return false;
        if (depth_ > 1) separate();
        text() += spelling;
        return true;
    }

    bool open(char bracket) {
        if (depth_ == max_depth) return false;
        if (depth_ > 1) separate();
        text() += bracket;
        first_ = true;
        ++depth_;
        return true;
    }

    bool close(char bracket) {
        --depth_;
        if (depth_ > 0) text() += bracket;
        first_ = false;
        return true;
    }

    ExactMembers members_;
    int depth_ = 0;
    bool is_object_ = false;
    bool first_ = true;  // the next value needs no comma before it
};

}  // namespace

std::optional<ExactMembers> exact_members(std::string_view object) {
    Listener listener;
    if (!json::sax_parse(object, &listener) || !listener.is_object()) return std::nullopt;
    return listener.take();
}

const std::string* find_member(const ExactMembers& members, std::string_view name) {
    const auto found =
        std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.first == name; });
    return found != members.end() ? &found->second : nullptr;
}

}  // namespace alysio::salesforce
