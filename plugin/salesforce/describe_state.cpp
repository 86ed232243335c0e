#include "plugin/salesforce/describe_state.hpp"

#include <cstring>
#include <limits>
#include <memory>
#include <type_traits>

namespace alysio::salesforce {

namespace {

constexpr std::string_view schema = "alysio.salesforce.describes\n";
constexpr std::uint64_t version = 1;
constexpr std::size_t sum_bytes = sizeof(std::uint64_t);

class StateWriter {
  public:
    explicit StateWriter(std::string& to) : to_(to) {}

    void number(std::uint64_t value) {
        for (; value >= 0x80U; value >>= 7U) to_ += static_cast<char>(value | 0x80U);
        to_ += static_cast<char>(value);
    }
    void number(int value) { number(std::uint64_t{static_cast<std::uint32_t>(value)}); }
    void text(const std::string& value) {
        number(value.size());
        to_ += value;
    }
    template <class... Bool>
    void flags(Bool... values) {
        std::uint64_t bits = 0;
        ((bits = bits << 1U | (values ? 1U : 0U)), ...);
        number(bits);
    }
    template <class Element, class Pass>
    void list(const std::vector<Element>& elements, Pass pass) {
        number(elements.size());
        for (const Element& element : elements) pass(*this, element);
    }

  private:
    std::string& to_;
};

// Reads what a StateWriter wrote. Once something is not as that writes it, everything further is zero and empty.
class StateReader {
  public:
    explicit StateReader(std::string_view from) : rest_(from) {}

    bool sound() const { return sound_; }
    bool at_end() const { return rest_.empty(); }

    void number(std::uint64_t& value) {
        value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (rest_.empty()) return fail();
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80U) return;
        }
        fail();
    }
    void number(int& value) {
        std::uint64_t wide = 0;
        number(wide);
        if (wide > std::numeric_limits<std::uint32_t>::max()) return fail();
        value = static_cast<int>(static_cast<std::uint32_t>(wide));
    }
    void text(std::string& value) {
        std::uint64_t size = 0;
        number(size);
        if (size > rest_.size()) return fail();
        value = rest_.substr(0, size);
        rest_.remove_prefix(size);
    }
    template <class... Bool>
    void flags(Bool&... values) {
        std::uint64_t bits = 0;
        number(bits);
        unsigned left = sizeof...(values);
        ((values = (bits >> --left & 1U) != 0), ...);
    }
    template <class Element, class Pass>
    void list(std::vector<Element>& elements, Pass pass) {
        std::uint64_t count = 0;
        number(count);
        for (; count > 0 && sound_; --count) pass(*this, elements.emplace_back());
        elements.shrink_to_fit();
    }

  private:
    void fail() {
        sound_ = false;
        rest_ = {};
    }

    std::string_view rest_;
    bool sound_ = true;
};

// What passes, in which order: the same for writing, from const structs, and for reading.
template <class Struct, class Is>
concept Of = std::is_same_v<std::remove_const_t<Struct>, Is>;

constexpr auto pass_text = [](auto& archive, auto& text) { archive.text(text); };

constexpr auto pass_value = [](auto& archive, Of<PicklistValue> auto& value) {
    archive.text(value.value);
    archive.text(value.label);
    archive.text(value.valid_for);
    archive.flags(value.active, value.is_default);
};

constexpr auto pass_field = [](auto& archive, Of<Field> auto& field) {
    archive.text(field.name);
    archive.text(field.label);
    archive.text(field.help);
    archive.text(field.type);
    archive.text(field.relationship);
    archive.text(field.compound);
    archive.text(field.controller);
    archive.list(field.reference_to, pass_text);
    archive.list(field.values, pass_value);
    archive.number(field.length);
    archive.number(field.precision);
    archive.number(field.scale);
    archive.number(field.digits);
    archive.flags(field.createable, field.updateable, field.filterable, field.groupable, field.nillable,
                  field.defaulted, field.restricted, field.dependent, field.calculated);
};

constexpr auto pass_child = [](auto& archive, Of<ChildRelationship> auto& child) {
    archive.text(child.name);
    archive.text(child.object);
    archive.text(child.field);
};

constexpr auto pass_record_type = [](auto& archive, Of<RecordType> auto& type) {
    archive.text(type.id);
    archive.text(type.name);
    archive.text(type.developer_name);
    archive.flags(type.available, type.is_default);
};

constexpr auto pass_describe = [](auto& archive, Of<Describe> auto& describe) {
    archive.text(describe.name);
    archive.text(describe.label);
    archive.text(describe.label_plural);
    archive.text(describe.key_prefix);
    archive.text(describe.instance_url);
    archive.flags(describe.queryable, describe.createable, describe.updateable, describe.layoutable,
                  describe.custom_setting);
    archive.list(describe.fields, pass_field);
    archive.list(describe.children, pass_child);
    archive.list(describe.record_types, pass_record_type);
};

constexpr auto pass_saved = [](auto& archive, Of<SavedDescribe> auto& saved, auto& fetched_unix_ns, auto& describe) {
    archive.text(saved.principal);
    archive.text(saved.object);
    archive.text(saved.last_modified);
    archive.number(fetched_unix_ns);
    pass_describe(archive, describe);
};

// Guards against accidents: every step can be undone, so no change of one word goes unseen.
std::uint64_t sum_of(std::string_view bytes) {
    std::uint64_t sum = bytes.size();
    const auto add = [&sum](std::uint64_t word) {
        sum = (sum ^ word) * 0x9E3779B97F4A7C15U;
        sum ^= sum >> 32U;
    };
    for (; bytes.size() >= sizeof(std::uint64_t); bytes.remove_prefix(sizeof(std::uint64_t))) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof word);
        add(word);
    }
    for (const char c : bytes) add(static_cast<unsigned char>(c));
    return sum;
}

}  // namespace

DescribeStateWriter::DescribeStateWriter() : bytes_(schema) {
    StateWriter(bytes_).number(version);
}

void DescribeStateWriter::add(const SavedDescribe& saved) {
    StateWriter writer(bytes_);
    const auto fetched = static_cast<std::uint64_t>(saved.fetched_unix_ns);
    pass_saved(writer, saved, fetched, *saved.describe);
}

std::string DescribeStateWriter::finish() && {
    return sealed(std::move(bytes_));
}

std::string sealed(std::string bytes) {
    const std::uint64_t sum = sum_of(bytes);
    bytes.append(reinterpret_cast<const char*>(&sum), sizeof sum);
    return bytes;
}

std::optional<std::vector<SavedDescribe>> read_describe_state(std::string_view state) {
    if (state.size() < schema.size() + sum_bytes || state.substr(0, schema.size()) != schema) return std::nullopt;
    const std::string_view bytes = state.substr(0, state.size() - sum_bytes);
    std::uint64_t sum = 0;
    std::memcpy(&sum, state.data() + bytes.size(), sizeof sum);
    if (sum != sum_of(bytes)) return std::nullopt;

    StateReader reader(bytes.substr(schema.size()));
    std::uint64_t written_by = 0;
    reader.number(written_by);
    if (written_by != version) return std::nullopt;
    std::vector<SavedDescribe> describes;
    while (!reader.at_end()) {
        SavedDescribe& saved = describes.emplace_back();
        const auto describe = std::make_shared<Describe>();
        std::uint64_t fetched = 0;
        pass_saved(reader, saved, fetched, *describe);
        saved.fetched_unix_ns = static_cast<std::int64_t>(fetched);
        saved.describe = describe;
    }
    if (!reader.sound()) return std::nullopt;
    return describes;
}

}  // namespace alysio::salesforce
