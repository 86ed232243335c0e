#pragma once

#include <alysio/base/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::cli {

/// Whether a word is name=value, or name:=JSON.
bool is_named_argument(std::string_view word);

/// The arguments of a tool, JSON on one line, from words as a shell passes them: `object_name=Account`, dotted names for
/// what is inside of an object (`fields.Name=Acme`), lists separated by commas or by naming them again. What type a value
/// has says the tool's input schema; where that does not say, it is a text. `name:=JSON` is taken as it stands.
base::Result<std::string> named_arguments(const std::vector<std::string>& words, std::string_view input_schema);

}  // namespace alysio::sandbox::cli
