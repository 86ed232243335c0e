# cmake -DOUT=file.hpp -DNAMESPACE=a::b -DFILES=name=path;... -DONE_LINE=ON -P embed.cmake
# Writes a header with one constant per file. ONE_LINE makes one line of each: JSON without the blanks between its tokens
# (in a JSON string there is no line break, and no unescaped quote before a colon or after a comma), text with its lines
# joined by blanks.
set(body "#pragma once\n\n#include <string_view>\n\nnamespace ${NAMESPACE} {\n\n")
foreach(entry IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.*)$" _ "${entry}")
  set(name "${CMAKE_MATCH_1}")
  set(path "${CMAKE_MATCH_2}")
  file(READ "${path}" text)
  if(ONE_LINE AND path MATCHES "[.]json$")
    string(REGEX REPLACE "\n *" "" text "${text}")
    string(REPLACE "\": " "\":" text "${text}")
    string(REPLACE ", \"" ",\"" text "${text}")
  elseif(ONE_LINE)
    string(STRIP "${text}" text)
    string(REPLACE "\n" " " text "${text}")
  endif()
  string(APPEND body "constexpr std::string_view ${name} = R\"embedded(${text})embedded\";\n")
endforeach()
string(APPEND body "\n}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUT}" "${body}")
