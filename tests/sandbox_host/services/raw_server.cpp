#include "tests/sandbox_host/services/raw_server.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <zlib.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <csignal>
#include <stdexcept>

namespace alysio::sandbox::testing {

namespace {

class PlainPeer final : public Peer {
  public:
    explicit PlainPeer(int socket) : socket_(socket) {}

  protected:
    long read_some(char* to, std::size_t size) override { return recv(socket_, to, size, 0); }
    long write_some(const char* from, std::size_t size) override { return send(socket_, from, size, MSG_NOSIGNAL); }

  private:
    int socket_;
};

class TlsPeer final : public Peer {
  public:
    TlsPeer(SSL_CTX* context, int socket) : ssl_(SSL_new(context)) {
        SSL_set_fd(ssl_, socket);
        accepted_ = SSL_accept(ssl_) == 1;
    }
    ~TlsPeer() override { SSL_free(ssl_); }
    bool accepted() const { return accepted_; }

  protected:
    long read_some(char* to, std::size_t size) override { return SSL_read(ssl_, to, static_cast<int>(size)); }
    long write_some(const char* from, std::size_t size) override {
        return SSL_write(ssl_, from, static_cast<int>(size));
    }

  private:
    SSL* ssl_;
    bool accepted_;
};

int listen_on_loopback(std::uint16_t& port) {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (bind(listener, generic, size) != 0 || listen(listener, 64) != 0 || getsockname(listener, generic, &size) != 0) {
        throw std::runtime_error("no port on loopback");
    }
    port = ntohs(address.sin_port);
    return listener;
}

// A certificate for 127.0.0.1 that nobody has signed but itself.
std::shared_ptr<SSL_CTX> self_signed(std::string& certificate) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"),
                                                                  EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> cert(X509_new(), X509_free);
    X509_set_version(cert.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(cert.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(cert.get()), 3600);
    X509_set_pubkey(cert.get(), key.get());
    auto* name = X509_get_subject_name(cert.get());
    const unsigned char common[] = "test server";
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0);
    X509_set_issuer_name(cert.get(), name);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> alternative(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"), X509_EXTENSION_free);
    X509_add_ext(cert.get(), alternative.get(), -1);
    X509_sign(cert.get(), key.get(), EVP_sha256());

    const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(text.get(), cert.get());
    char* data = nullptr;
    const auto size = BIO_get_mem_data(text.get(), &data);
    certificate.assign(data, static_cast<std::size_t>(size));

    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    SSL_CTX_use_certificate(context.get(), cert.get());
    SSL_CTX_use_PrivateKey(context.get(), key.get());
    return context;
}

std::size_t body_size(std::string_view head) {
    std::string lower(head);
    for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto at = lower.find("\r\ncontent-length:");
    return at == std::string::npos ? 0 : std::stoul(lower.substr(at + 17));
}

}  // namespace

std::string Peer::read_request() {
    for (;;) {
        const auto end = pending_.find("\r\n\r\n");
        if (end != std::string::npos) {
            const auto whole = end + 4 + body_size(std::string_view(pending_).substr(0, end));
            if (pending_.size() >= whole) {
                auto request = pending_.substr(0, whole);
                pending_.erase(0, whole);
                return request;
            }
        }
        char block[16 * 1024];
        const auto got = read_some(block, sizeof block);
        if (got <= 0) return "";
        pending_.append(block, static_cast<std::size_t>(got));
    }
}

bool Peer::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = write_some(bytes.data(), std::min<std::size_t>(bytes.size(), 64 * 1024));
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool Peer::wait_for_close() {
    char byte = 0;
    return pending_.empty() && read_some(&byte, 1) <= 0;
}

RawServer::RawServer(Handler handler, bool tls) : handler_(std::move(handler)) {
    listener_ = listen_on_loopback(port_);
    if (tls) tls_ = self_signed(certificate_);
    acceptor_ = std::thread([this] { accept_all(); });
}

RawServer::~RawServer() {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    close(listener_);
    {
        std::lock_guard lock(mutex_);
        for (const int socket : open_) shutdown(socket, SHUT_RDWR);
    }
    for (auto& thread : threads_) thread.join();
}

std::string RawServer::origin() const {
    return (tls_ == nullptr ? "http://127.0.0.1:" : "https://127.0.0.1:") + std::to_string(port_);
}

void RawServer::accept_all() {
    for (;;) {
        const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) return;
        const int number = ++connections_;
        std::lock_guard lock(mutex_);
        open_.push_back(socket);
        threads_.emplace_back([this, socket, number] { serve(socket, number); });
    }
}

void RawServer::serve(int socket, int number) {
    if (tls_ == nullptr) {
        PlainPeer peer(socket);
        peer.connection = number;
        handler_(peer);
    } else {
        sigset_t broken_pipe;
        sigemptyset(&broken_pipe);
        sigaddset(&broken_pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
        TlsPeer peer(tls_.get(), socket);
        peer.connection = number;
        if (peer.accepted()) handler_(peer);
    }
    std::lock_guard lock(mutex_);
    std::erase(open_, socket);
    close(socket);
}

RawServer::Handler RawServer::always(std::string answer) {
    return [answer = std::move(answer)](Peer& peer) {
        while (!peer.read_request().empty()) peer.write(answer);
    };
}

SilentAddress::SilentAddress(std::uint16_t port) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    inet_pton(AF_INET, address, &name.sin_addr);
    auto* generic = reinterpret_cast<sockaddr*>(&name);
    const int listener = sockets_.emplace_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (bind(listener, generic, sizeof name) != 0 || listen(listener, 0) != 0) {
        throw std::runtime_error("no second address on loopback");
    }
    for (int i = 0; i < 4; ++i) {
        const int client = sockets_.emplace_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        connect(client, generic, sizeof name);
    }
}

SilentAddress::~SilentAddress() {
    for (const int socket : sockets_) close(socket);
}

std::string answer(int status, std::string_view body, std::string_view headers) {
    return "HTTP/1.1 " + std::to_string(status) + " Text\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(headers) + "\r\n" + std::string(body);
}

std::uint16_t free_port() {
    std::uint16_t port = 0;
    close(listen_on_loopback(port));
    return port;
}

std::string gzip(std::string_view text) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
    std::string input(text);
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

}  // namespace alysio::sandbox::testing
