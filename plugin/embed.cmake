# cmake -DOUT=file.cpp -DNAMESPACE=a::b -DFILES=name=path;... -DJOIN_LINES=ON -P embed.cmake
# Writes a source file with one string per file. JOIN_LINES drops line breaks with the indentation after them: inside
# JSON strings there are none, so this makes one line of JSON of it without touching its content.
set(body "#include <string_view>\n\nnamespace ${NAMESPACE} {\n\n")
foreach(entry IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.*)$" _ "${entry}")
  set(name "${CMAKE_MATCH_1}")
  file(READ "${CMAKE_MATCH_2}" text)
  if(JOIN_LINES)
    string(REGEX REPLACE "\n *" "" text "${text}")
  endif()
  string(APPEND body "extern const std::string_view ${name};\nconst std::string_view ${name} = R\"embedded(${text})embedded\";\n\n")
endforeach()
string(APPEND body "}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUT}" "${body}")
