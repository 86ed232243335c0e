#include "sandbox_host/runtime/generation_event.hpp"

#include <string_view>

namespace alysio::sandbox::runtime {

namespace {

using Kind = GenerationEvent::Kind;

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::serving:
            return "generation.serving";
        case Kind::rolled_back:
            return "generation.rolled_back";
        case Kind::ended:
            return "generation.ended";
        case Kind::pinned:
            return "generation.pinned";
        case Kind::parked:
            break;
    }
    return "generation.parked";
}

}  // namespace

std::string sentence(unsigned generation, const std::string& what) {
    return "Generation " + std::to_string(generation) + ' ' + what + '.';
}

void write(Log& log, const GenerationEvent& event) {
    const bool expected = event.kind == Kind::serving || event.kind == Kind::ended;
    const LogField fields[] = {{"generation", std::int64_t{event.generation}}};
    log.write({expected ? ALYSIO_LOG_INFO : ALYSIO_LOG_WARN, "runtime", name_of(event.kind), event.message, 0, fields});
}

}  // namespace alysio::sandbox::runtime
