#include "plugin/records/simple_value.hpp"

#include <bit>

namespace alysio::salesforce::records {
namespace {

constexpr ValueShape shape_of(std::string_view known, std::size_t least, std::size_t more, char last) {
    std::array<unsigned char, 8> mask{};
    std::array<unsigned char, 8> text{};
    for (std::size_t i = 0; i < known.size(); ++i) {
        mask[i] = 0xFF;
        text[i] = static_cast<unsigned char>(known[i]);
    }
    return {std::bit_cast<std::uint64_t>(mask), std::bit_cast<std::uint64_t>(text), least, more, last};
}

constexpr std::array<ValueShape, 256> make_shapes() {
    std::array<ValueShape, 256> by_first_byte{};
    by_first_byte['"'] = shape_of("\"", 2, SIZE_MAX - 2, '"');
    for (const std::string_view literal : {"null", "true", "false"}) {
        by_first_byte[static_cast<unsigned char>(literal[0])] = shape_of(literal, literal.size(), 0, literal.back());
    }
    return by_first_byte;
}

}  // namespace

constexpr std::array<ValueShape, 256> value_shapes = make_shapes();

}  // namespace alysio::salesforce::records
