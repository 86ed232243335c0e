// A library that breaks every rule of plugin_image.sh, for rules_test.sh. It is never loaded.
#include <curl/curl.h>

#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <string>
#include <thread>

template <typename T>
struct __attribute__((visibility("default"))) Once {
    static inline T value{};  // UNIQUE
};

__attribute__((visibility("default"))) std::string* bad_guest() {
    thread_local std::string kept_by_the_thread;
    std::thread(std::puts, "prints").join();
    std::fopen("file", "r");
    ::socket(AF_INET, SOCK_STREAM, 0);
    ::fork();
    std::time(nullptr);
    curl_easy_init();
    Once<std::string>::value += kept_by_the_thread;
    return &Once<std::string>::value;
}
