#include "plugin/tools/record_view.hpp"

#include "plugin/records/json_copy.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>

#include <algorithm>
#include <array>

namespace alysio::salesforce {

namespace {

using records::Identity;
using records::Tokens;

constexpr std::size_t max_text_characters = 2000;
constexpr std::size_t max_record_bytes = 20'000;

// Of interest to nobody who did not ask.
bool is_noise(std::string_view name) {
    constexpr std::array<std::string_view, 3> noise = {"SystemModstamp", "LastViewedDate", "LastReferencedDate"};
    return std::find(noise.begin(), noise.end(), name) != noise.end() || name.ends_with("PhotoUrl");
}

class RecordSink final : public records::RowSink {
  public:
    explicit RecordSink(const std::vector<std::string>& named) {
        for (const std::string& path : named) named_.push_back(path.substr(0, path.find('.')));
    }

    bool row(records::RowInput& input) override {
        records::JsonCopy<records::Plain> copy(input.tokens, no_links_, nullptr, input.out, input.gaps, {});
        Identity identity;
        input.out += '{';
        start_ = input.out.size();
        const bool well_formed = input.tokens.members([&](std::string_view name) {
            return name == "\"attributes\"" ? copy.attributes(4, identity) : member(input, copy, name);
        });
        if (!well_formed) return false;
        input.out += '}';
        const records::RecordKey key = identity.key();
        view_.object = key.object;
        if (view_.id.empty()) view_.id = key.id;
        return true;
    }

    bool child_row(records::RowInput&, bool) override { return false; }
    void finish(std::string&) override {}

    RecordView take(std::string json) {
        view_.json = std::move(json);
        return std::move(view_);
    }

  private:
    bool member(records::RowInput& input, records::JsonCopy<records::Plain>& copy, std::string_view quoted_name) {
        const std::string_view name = Tokens::body(quoted_name);
        const char kind = input.tokens.kind();
        const std::size_t before = input.out.size();
        const bool asked_for = is_named(name);
        if (before != start_) input.out += ',';
        input.out.append(quoted_name).append(":");
        if (kind == '"') {
            std::string_view token;
            if (!input.tokens.string(token)) return false;
            remember(name, Tokens::body(token));
            append_text(input.out, name, token, asked_for);
        } else if (!copy.member(4, name, {})) {
            return false;
        }

        const bool empty = kind == 'n';
        if (empty) ++view_.empty_fields;
        // A compound field repeats its parts, which are there as well.
        const bool unwanted = !asked_for && (kind == '{' || is_noise(name));
        const bool no_room = input.out.size() - start_ > max_record_bytes;
        if (no_room && !empty && !unwanted) ++view_.left_out;
        if (empty || unwanted || no_room) input.out.resize(before);
        return true;
    }

    bool is_named(std::string_view name) const {
        return std::any_of(named_.begin(), named_.end(),
                           [&](const std::string& one) { return base::equal_ignoring_case(one, name); });
    }

    void remember(std::string_view name, std::string_view text) {
        if (name == "Id") view_.id = text;
        if (name == "LastModifiedDate") view_.last_modified = text;
    }

    void append_text(std::string& out, std::string_view name, std::string_view token, bool asked_for) {
        const std::size_t used = out.size() - start_;
        const std::size_t room = used < max_record_bytes ? max_record_bytes - used : 0;
        const std::size_t limit = asked_for ? room : std::min(room, max_text_characters);
        if (token.size() <= limit) {
            records::append_repaired(token, out);
            return;
        }
        std::string text;
        records::append_unescaped(Tokens::body(token), text);
        const std::string_view kept = base::utf8::first(text, limit);
        if (kept.size() < text.size()) {
            view_.cut_fields.emplace_back(name);
            text = std::string(kept) + "…";
        }
        base::append_json_quoted(text, out);
    }

    std::vector<std::string> named_;
    records::LinkPolicy no_links_;
    std::size_t start_ = 0;
    RecordView view_;
};

}  // namespace

std::optional<RecordView> view_record(records::PageReader& reader, std::string& record,
                                      const std::vector<std::string>& named) {
    RecordSink sink(named);
    std::string json;
    if (!reader.read_record(record, sink, json)) return std::nullopt;
    return sink.take(std::move(json));
}

std::optional<RecordView> view_first_row(records::PageReader& reader, std::string& page,
                                         const std::vector<std::string>& named) {
    RecordSink sink(named);
    std::string json;
    std::vector<records::Gap> gaps;
    const records::PageOutcome outcome = reader.read(page, sink, 1, json, gaps);
    if (outcome.fault || outcome.rows == 0) return std::nullopt;
    return sink.take(std::move(json));
}

}  // namespace alysio::salesforce
