# The project of a plugin's author, who has the package of the host API and nothing else of this project.
cmake_minimum_required(VERSION 3.25)
project(greeter LANGUAGES CXX)
find_package(alysio 1.0 REQUIRED)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
add_library(greeter MODULE greeter.cpp)
target_compile_features(greeter PRIVATE cxx_std_20)
target_compile_options(greeter PRIVATE -fno-gnu-unique)
target_link_libraries(greeter PRIVATE alysio::sdk)
