#pragma once

#include <string>
#include <string_view>

namespace alysio::sandbox::check {

/// What a plugin that imports this function could do past its host; empty where that is nothing to ask about.
///
/// The list holds what *opens*, *connects* and *starts*. What goes on with something open is left out: without the first
/// it can do nothing, and formatting libraries bring fwrite or abort along for their assertions.
std::string_view risk_of_import(std::string_view symbol);

}  // namespace alysio::sandbox::check
