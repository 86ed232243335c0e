# cmake -DOUT=file.hpp -DNAMESPACE=a::b -DFILES=name=path;... -P embed.cmake
# Writes a header with one constant per file.
set(body "#pragma once\n\n#include <string_view>\n\nnamespace ${NAMESPACE} {\n\n")
foreach(entry IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.*)$" _ "${entry}")
  set(name "${CMAKE_MATCH_1}")
  set(path "${CMAKE_MATCH_2}")
  file(READ "${path}" text)
  string(APPEND body "constexpr std::string_view ${name} = R\"embedded(${text})embedded\";\n")
endforeach()
string(APPEND body "\n}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUT}" "${body}")
