#include "plugin/records/token_index.hpp"

#include <simdjson.h>

#include <bit>
#include <new>

namespace alysio::salesforce::records {

struct TokenIndex::Parser {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> simdjson;
};

TokenIndex::TokenIndex() : parser_(std::make_unique<Parser>()) {
    if (simdjson::get_active_implementation()->create_dom_parser_implementation(0, 1, parser_->simdjson))
        throw std::bad_alloc();
}

TokenIndex::~TokenIndex() = default;

std::optional<Tokens> TokenIndex::of(std::string& page) {
    auto& parser = *parser_->simdjson;
    page.reserve(page.size() + simdjson::SIMDJSON_PADDING);
    // With room to spare: pages of one result are much the same size, and a new list for each longer one costs more than
    // memory that nobody touches.
    if (page.size() > parser.capacity() && parser.allocate(std::bit_ceil(page.size()), 1)) throw std::bad_alloc();
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(page.data());
    if (parser.stage1(bytes, page.size(), simdjson::stage1_mode::regular)) return std::nullopt;
    return Tokens(page, parser.structural_indexes.get());
}

}  // namespace alysio::salesforce::records
