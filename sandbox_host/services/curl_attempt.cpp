#include "sandbox_host/services/curl_attempt.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <new>
#include <utility>

namespace alysio::sandbox::services {

namespace {

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
    // Every option here exists in the libcurl we build against; what is left to fail is memory.
    if (curl_easy_setopt(easy, option, value) != CURLE_OK) throw std::bad_alloc();
}

// Bytes a second.
constexpr long trickle = 30;

connection::RequestError explain(CURLcode code) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return failure(ALYSIO_E_UNREACHABLE, "The server's name was not found.");
        case CURLE_COULDNT_CONNECT:
            return failure(ALYSIO_E_UNREACHABLE, "The server did not accept a connection.");
        case CURLE_OPERATION_TIMEDOUT:
            return failure(ALYSIO_E_UNREACHABLE, "The server did not accept a connection in time.");
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_CACERT_BADFILE:
            return failure(ALYSIO_E_UNTRUSTED, "The server's certificate is not trusted.");
        case CURLE_SSL_CONNECT_ERROR:
            return failure(ALYSIO_E_BROKEN, "No encrypted connection to the server could be agreed on.");
        case CURLE_OUT_OF_MEMORY:
            return failure(ALYSIO_E_BROKEN, "The server's answer does not fit into the host's memory.");
        case CURLE_URL_MALFORMAT:
            return failure(ALYSIO_E_INTERNAL, "The host made an address that is none.");
        case CURLE_PARTIAL_FILE:
            return failure(ALYSIO_E_BROKEN, "The server closed the connection in the middle of its answer.");
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_WEIRD_SERVER_REPLY:
            return failure(ALYSIO_E_BROKEN, "The server's answer is not HTTP.");
        default:
            return failure(ALYSIO_E_BROKEN, "The connection to the server ended early.");
    }
}

}  // namespace

void append(CurlList& list, const char* line) {
    auto* longer = curl_slist_append(list.get(), line);
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
}

CurlAttempt::CurlAttempt(Transfer& transfer, std::unique_ptr<connection::RequestSession> session, bool last,
                         std::function<void()> on_pause, const AttemptOptions& options, CURLM* multi)
    : Attempt(transfer, std::move(session), last, std::move(on_pause)), easy_(curl_easy_init()), multi_(multi) {
    if (easy_ == nullptr) throw std::bad_alloc();
    const auto wire_request = wire();
    auto* easy = easy_.get();
    set(easy, CURLOPT_URL, wire_request.url.c_str());
    set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    set(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    // As the policy saw it, dots and all.
    set(easy, CURLOPT_PATH_AS_IS, 1L);
    set(easy, CURLOPT_FOLLOWLOCATION, 0L);
    set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    set(easy, CURLOPT_NOSIGNAL, 1L);
    set(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    set(easy, CURLOPT_BUFFERSIZE, 256L * 1024);
    set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
    set(easy, CURLOPT_LOW_SPEED_LIMIT, trickle);
    set(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.silence.count()));
    set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (options.addresses != nullptr) set(easy, CURLOPT_RESOLVE, options.addresses);
    set(easy, CURLOPT_NOPROXY, options.no_proxy.c_str());
    set(easy, CURLOPT_SHARE, options.share);
    set(easy, CURLOPT_ERRORBUFFER, detail_);
    const std::string ca_file(transfer.connection->ca_file());
    if (!ca_file.empty()) set(easy, CURLOPT_CAINFO, ca_file.c_str());
    // libcurl would decompress before a pause holds it back, and so without bound: raw bytes are taken instead, and
    // inflated on the lane as far as there is credit.
    set(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    set_body();
    set_headers(wire_request);
    set_callbacks();
    set(easy, CURLOPT_PRIVATE, static_cast<void*>(this));
    curl_multi_add_handle(multi_, easy);
}

CurlAttempt& CurlAttempt::of(CURL* easy) {
    char* self = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &self);
    return *reinterpret_cast<CurlAttempt*>(self);
}

void CurlAttempt::stop() noexcept {
    if (multi_ != nullptr) curl_multi_remove_handle(std::exchange(multi_, nullptr), easy_.get());
}

void CurlAttempt::set_body() {
    auto* easy = easy_.get();
    const auto& request = transfer().request;
    if (request.method == ALYSIO_HTTP_GET) {
        set(easy, CURLOPT_HTTPGET, 1L);
        return;
    }
    set(easy, CURLOPT_POST, 1L);
    set(easy, CURLOPT_POSTFIELDS, request.body.c_str());
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    if (request.method == ALYSIO_HTTP_PATCH) set(easy, CURLOPT_CUSTOMREQUEST, "PATCH");
    if (request.method == ALYSIO_HTTP_PUT) set(easy, CURLOPT_CUSTOMREQUEST, "PUT");
    if (request.effect == ALYSIO_HTTP_READS) return;
    // A server may close an idle connection just while a request is being written to it, and then nobody can tell
    // whether it was read. On a connection of its own there is no such doubt.
    set(easy, CURLOPT_FRESH_CONNECT, 1L);
}

void CurlAttempt::set_headers(const connection::WireRequest& wire) {
    const auto add = [this](const char* line) { append(header_list_, line); };
    // What libcurl would add by itself, unless the connection says otherwise.
    add("Accept-Encoding: gzip");
    add("Expect:");
    const auto is_content_type = [](const std::string& line) {
        return base::starts_with_ignoring_case(line, "content-type:");
    };
    if (std::none_of(wire.headers.begin(), wire.headers.end(), is_content_type)) add("Content-Type:");
    for (const auto& line : wire.headers) add(line.c_str());
    set(easy_.get(), CURLOPT_HTTPHEADER, header_list_.get());
}

void CurlAttempt::set_callbacks() {
    auto* easy = easy_.get();
    set(easy, CURLOPT_PREREQFUNCTION, &CurlAttempt::on_start);
    set(easy, CURLOPT_PREREQDATA, static_cast<void*>(this));
    set(easy, CURLOPT_HEADERFUNCTION, &CurlAttempt::on_header);
    set(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(easy, CURLOPT_WRITEFUNCTION, &CurlAttempt::on_body);
    set(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
}

// Connected, and about to write the first byte of the request. Where a reused connection died without an answer libcurl
// comes here a second time, by itself: that is how one POST creates two records.
int CurlAttempt::on_start(void* self, char*, char*, int, int) {
    return static_cast<CurlAttempt*>(self)->begin() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

std::size_t CurlAttempt::on_header(char* data, std::size_t, std::size_t size, void* self) {
    auto& attempt = *static_cast<CurlAttempt*>(self);
    const std::string_view line(data, size);
    if (!attempt.has_head() && line.substr(0, 5) == "HTTP/") {
        long status = 0;
        curl_easy_getinfo(attempt.easy_.get(), CURLINFO_RESPONSE_CODE, &status);
        attempt.begin_head(static_cast<int>(status));
        return size;
    }
    return attempt.take_header_line(line) ? size : 0;
}

std::size_t CurlAttempt::on_body(char* data, std::size_t, std::size_t size, void* self) {
    switch (static_cast<CurlAttempt*>(self)->take_body({data, size})) {
        case Taken::all:
            return size;
        case Taken::nothing:
            return CURL_WRITEFUNC_PAUSE;
        case Taken::enough:
            break;
    }
    return 0;
}

void CurlAttempt::go_on() {
    // May call on_body before it returns, which may pause again.
    curl_easy_pause(easy_.get(), CURLPAUSE_CONT);
}

TransferEnd CurlAttempt::end_of(CURLcode code) const {
    // libcurl is content with a connection that ends within the head.
    if (code == CURLE_OK && !has_head()) code = CURLE_GOT_NOTHING;
    if (code == CURLE_OK) return {ALYSIO_HTTP_ANSWERED, failure(ALYSIO_OK, "")};
    if (code == CURLE_OPERATION_TIMEDOUT && has_connected()) {
        return {sent(), failure(ALYSIO_E_UNREACHABLE, "The server sent nothing, or next to nothing, for too long.")};
    }
    return {sent(), explain(code)};
}

bool CurlAttempt::has_connected() const noexcept {
    curl_off_t connected = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &connected);
    return connected > 0;
}

bool CurlAttempt::has_written() const noexcept {
    // Counted by libcurl where it writes, TLS or not; never reset while it retries. Zero is zero.
    long written = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_REQUEST_SIZE, &written);
    return written > 0;
}

}  // namespace alysio::sandbox::services
