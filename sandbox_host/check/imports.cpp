#include "sandbox_host/check/imports.hpp"

#include <algorithm>
#include <vector>

namespace alysio::sandbox::check {

namespace {

struct Risk {
    std::string_view what;
    std::vector<std::string_view>
        symbols;  // '*' at the end: whatever begins like this; C++ names as the linker has them
};

const std::vector<Risk>& risks() {
    static const std::vector<Risk> all = {
        {"opens sockets",
         {"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "getaddrinfo*", "gethostby*",
          "res_*", "__res_*", "curl_*", "SSL_*"}},
        {"reaches for files",
         {"open",
          "open64",
          "openat*",
          "open_by_handle_at",
          "creat",
          "creat64",
          "fopen*",
          "freopen*",
          "opendir",
          "scandir*",
          "glob*",
          "mkstemp*",
          "mkdtemp",
          "tmpfile*",
          "shm_open",
          "memfd_create",
          "stat",
          "stat64",
          "lstat*",
          "statx",
          "access",
          "faccessat",
          "mkdir*",
          "rmdir",
          "unlink*",
          "remove",
          "rename*",
          "link*",
          "symlink*",
          "truncate*",
          "chmod",
          "chown",
          "sqlite3_*",
          "_ZNSt13basic_filebuf*",
          "_ZNSt14basic_ifstream*",
          "_ZNSt14basic_ofstream*",
          "_ZNSt13basic_fstream*",
          "_ZNSt10filesystem*"}},
        {"starts programs", {"fork", "vfork", "exec*", "fexecve", "posix_spawn*", "system", "popen"}},
        {"loads further code", {"dlopen", "dlmopen"}},
        {"starts threads",
         {"pthread_create", "thrd_create", "clone", "clone3", "timer_create", "_ZNSt6thread15_M_start_thread*"}},
        {"calls the kernel itself", {"syscall", "io_uring_*", "aio_*"}},
        {"blocks its lane",
         {"sleep", "usleep", "nanosleep", "clock_nanosleep", "thrd_sleep", "pause", "poll", "ppoll", "select",
          "pselect", "epoll_wait", "epoll_pwait*", "sem_wait", "pthread_cond_wait", "pthread_join", "wait", "waitpid",
          "_ZNSt18condition_variable4wait*", "_ZNSt6thread4joinEv"}},
        {"ends the process", {"exit", "_exit", "_Exit", "quick_exit", "kill", "raise"}},
        {"changes what belongs to the whole process",
         {"signal", "sigaction", "sigprocmask", "setitimer", "alarm", "setenv", "putenv", "unsetenv", "setlocale",
          "chdir", "fchdir", "umask", "setrlimit*", "_ZNSt6locale6globalERKS_"}},
        {"uses standard input or output, which may be the host's own protocol",
         {"printf", "vprintf", "__printf_chk", "__vprintf_chk", "puts", "putchar", "getchar", "scanf", "stdout",
          "stdin", "_ZSt4cout", "_ZSt3cin"}},
    };
    return all;
}

bool matches(std::string_view symbol, std::string_view pattern) {
    if (pattern.back() != '*') return symbol == pattern;
    return symbol.substr(0, pattern.size() - 1) == pattern.substr(0, pattern.size() - 1);
}

}  // namespace

std::string_view risk_of_import(std::string_view symbol) {
    for (const Risk& risk : risks()) {
        const bool listed = std::any_of(risk.symbols.begin(), risk.symbols.end(),
                                        [&](std::string_view pattern) { return matches(symbol, pattern); });
        if (listed) return risk.what;
    }
    return {};
}

}  // namespace alysio::sandbox::check
