# cmake -DPREFIX=salesforce_ -DTABLE=tool_table.hpp -DNAMES=tools.json -DTOOLS=one.tool.json;... -P tool_table.cmake
# From the descriptions of the tools: the table of the plugin with the declarations of its functions, and the list of names for
# the manifest. The tool of NAME.tool.json is called PREFIX + NAME, and runs NAME() after check_NAME() in NAME.cpp.

# member(OUT KEY...): a value of ${text}, the description at hand.
macro(member out)
  string(JSON ${out} ERROR_VARIABLE fault GET "${text}" ${ARGN})
  if(fault)
    message(FATAL_ERROR "${file}: ${fault}")
  endif()
endmacro()

# elements(OUT KEY JOINT): the texts of a list, with JOINT between them.
macro(elements out key joint)
  string(JSON count ERROR_VARIABLE fault LENGTH "${text}" ${key})
  if(fault OR count EQUAL 0)
    message(FATAL_ERROR "${file}: \"${key}\" must be a list of texts, and not empty. ${fault}")
  endif()
  set(${out} "")
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    member(element ${key} ${i})
    if(i GREATER 0)
      string(APPEND ${out} "${joint}")
    endif()
    string(APPEND ${out} "${element}")
  endforeach()
endmacro()

# schema(OUT KEY): an object as it is written there, without the blanks between its tokens (in a JSON string there is no line
# break, and no unescaped quote before a colon or after a comma). CMake's own text of it would have the members sorted.
macro(schema out key)
  member(parsed ${key})
  set(${out} "")
  set(before "\n  \"${key}\": ")
  string(FIND "${text}" "${before}{" start)
  if(start GREATER -1)
    string(LENGTH "${before}" skipped)
    math(EXPR start "${start} + ${skipped}")
    string(SUBSTRING "${text}" ${start} -1 rest)
    string(FIND "${rest}" "\n  }" end)
    math(EXPR end "${end} + 4")
    string(SUBSTRING "${rest}" 0 ${end} ${out})
  endif()
  string(JSON same ERROR_VARIABLE fault EQUAL "${parsed}" "${${out}}")
  if(fault OR NOT same)
    message(FATAL_ERROR "${file}: \"${key}\" must begin a line, two blanks in, and its last brace too")
  endif()
  string(REGEX REPLACE "\n *" "" ${out} "${${out}}")
  string(REPLACE "\": " "\":" ${out} "${${out}}")
  string(REPLACE ", \"" ",\"" ${out} "${${out}}")
endmacro()

set(by_order "")
foreach(file IN LISTS TOOLS)
  file(READ "${file}" text)
  member(order order)
  if(NOT order MATCHES "^[0-9]+$" OR order GREATER 9999)
    message(FATAL_ERROR "${file}: \"order\" must be a number from 0 to 9999, this tool's place in the list")
  endif()
  math(EXPR order "10000 + ${order}")
  list(APPEND by_order "${order} ${file}")
endforeach()
list(SORT by_order)

set(declarations "")
set(rows "")
set(names "")
foreach(entry IN LISTS by_order)
  string(REGEX REPLACE "^[0-9]+ " "" file "${entry}")
  string(REGEX REPLACE "^.*/|[.]tool[.]json$" "" tool "${file}")
  file(READ "${file}" text)
  member(title title)
  elements(annotations annotations " | ALYSIO_TOOL_")
  string(TOUPPER "ALYSIO_TOOL_${annotations}" annotations)
  elements(description description " ")
  schema(input input_schema)
  schema(output output_schema)
  string(APPEND declarations
    "Task<Result<std::string>> ${tool}(ToolRun& run);\n"
    "void check_${tool}(const sdk::Json& arguments, CheckedArguments& checked);\n\n")
  set(texts "")
  foreach(part IN ITEMS "${PREFIX}${tool}" "${title}" "${description}" "${input}" "${output}")
    string(APPEND texts ",\n      sdk::str(R\"text(${part})text\")")
  endforeach()
  string(APPEND rows "    {{sizeof(alysio_tool), ${annotations}${texts}},\n     check_${tool}, ${tool}},\n")
  list(APPEND names "\"${PREFIX}${tool}\"")
endforeach()

file(WRITE "${TABLE}" "// From the *.tool.json files, by plugin/tool_table.cmake.
#pragma once

#include \"plugin/tools/tool.hpp\"

#include <alysio/sdk/text.hpp>

namespace alysio::salesforce {

${declarations}inline constexpr Tool tools[] = {
${rows}};

}  // namespace alysio::salesforce
")
list(JOIN names ", " names)
file(WRITE "${NAMES}" "[${names}]\n")
