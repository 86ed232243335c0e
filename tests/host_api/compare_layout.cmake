execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE now RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "the layout program found a member that its list does not name:\n${now}")
endif()
file(READ ${GOLDEN} golden)
if(NOT now STREQUAL golden)
  message(FATAL_ERROR "The layout changed. Released lines never change; a new minor only adds lines, in a table of its own.\n"
                      "golden ${GOLDEN}:\n${golden}\nnow:\n${now}")
endif()
