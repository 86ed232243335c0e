#include "tests/bench/front.hpp"

#include "tests/bench/bench.hpp"
#include "tests/bench/process.hpp"

#include <boost/asio.hpp>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

namespace alysio::bench {

namespace {

using boost::asio::ip::tcp;

bool runs(const std::vector<std::string>& command, const std::filesystem::path& folder) {
    return run_program(command, folder / "front.out").exit_code == 0;
}

// One that nobody else listens on just now.
std::uint16_t free_port() {
    boost::asio::io_context context;
    return tcp::acceptor(context, {boost::asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
}

bool listens(std::uint16_t port) {
    boost::asio::io_context context;
    tcp::socket socket(context);
    boost::system::error_code error;
    socket.connect({boost::asio::ip::address_v4::loopback(), port}, error);
    return !error;
}

std::string configuration(const std::string& folder, std::uint16_t port, std::uint16_t upstream_port) {
    std::string temporary;
    for (const char* what : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
        temporary += std::string(what) + "_temp_path " + folder + "/" + what + ";\n";
    return "daemon off; master_process off; worker_rlimit_nofile 8192;\npid " + folder + "/nginx.pid;\nerror_log " +
           folder + "/nginx.log;\nevents { worker_connections 4096; }\nhttp {\naccess_log off;\n" + temporary +
           "keepalive_requests 1000000;\nupstream pages { server 127.0.0.1:" + std::to_string(upstream_port) +
           "; keepalive 1024; }\nserver {\nlisten 127.0.0.1:" + std::to_string(port) +
           " ssl http2 backlog=4096;\nssl_certificate " + folder + "/front.pem;\nssl_certificate_key " + folder +
           "/front.key;\nlocation / { proxy_pass http://pages; proxy_http_version 1.1; "
           "proxy_set_header Connection \"\"; }\n}\n}\n";
}

}  // namespace

std::string Front::missing(const std::filesystem::path& folder) {
    if (!runs({"nginx", "-v"}, folder)) return "no nginx";
    return runs({"openssl", "version"}, folder) ? "" : "no openssl";
}

Front::Front(const std::filesystem::path& folder, std::uint16_t upstream_port) : folder_(folder), port_(free_port()) {
    require(runs({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                  "-days", "1", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
                  folder / "front.key", "-out", folder / "front.pem"},
                 folder),
            "a certificate");
    const std::string file = folder / "nginx.conf";
    std::ofstream(file) << configuration(folder, port_, upstream_port);
    process_ = fork();
    if (process_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execlp("nginx", "nginx", "-p", folder.c_str(), "-c", file.c_str(), nullptr);
        _exit(127);
    }
    constexpr int attempts = 500;
    for (int i = 0; i < attempts && !listens(port_); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    require(listens(port_), "nginx listens");
}

Front::~Front() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
}

}  // namespace alysio::bench
