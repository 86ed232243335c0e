# cmake -DOUT=file.hpp -DNAMESPACE=a::b -DFILES=name=path;... -DJSON=ON -P embed.cmake
# Writes a header with one constant per file. JSON drops the blanks between tokens, so that the text is one line: in a
# JSON string there is no line break, and no unescaped quote before a colon or after a comma.
set(body "#pragma once\n\n#include <string_view>\n\nnamespace ${NAMESPACE} {\n\n")
foreach(entry IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.*)$" _ "${entry}")
  set(name "${CMAKE_MATCH_1}")
  file(READ "${CMAKE_MATCH_2}" text)
  if(JSON)
    string(REGEX REPLACE "\n *" "" text "${text}")
    string(REPLACE "\": " "\":" text "${text}")
    string(REPLACE ", \"" ",\"" text "${text}")
  endif()
  string(APPEND body "constexpr std::string_view ${name} = R\"embedded(${text})embedded\";\n")
endforeach()
string(APPEND body "\n}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUT}" "${body}")
