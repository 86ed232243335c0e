#include "sandbox_host/services/attempt.hpp"

#include <algorithm>
#include <cctype>
#include <new>

namespace alysio::sandbox::services {

namespace {

constexpr std::size_t most_header_bytes = 256 * 1024;

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
    // Every option here exists in the libcurl we build against; what is left to fail is memory.
    if (curl_easy_setopt(easy, option, value) != CURLE_OK) throw std::bad_alloc();
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (auto& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

// About the bytes on the wire, which the plugin never sees.
bool describes_the_wire(std::string_view lower_name) {
    return lower_name == "content-encoding" || lower_name == "content-length" || lower_name == "transfer-encoding" ||
           lower_name == "connection" || lower_name == "keep-alive";
}

connection::RequestError failure(alysio_status status, const char* message) {
    connection::RequestError result;
    result.status = status;
    result.message = message;
    return result;
}

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

Attempt::Attempt(Transfer& transfer, std::unique_ptr<connection::RequestSession> exchange,
                 const AttemptOptions& options, bool last, std::function<void()> on_pause)
    : transfer_(transfer),
      exchange_(std::move(exchange)),
      last_(last),
      on_pause_(std::move(on_pause)),
      easy_(curl_easy_init()) {
    if (easy_ == nullptr) throw std::bad_alloc();
    const auto wire = exchange_->wire();
    auto* easy = easy_.get();
    set(easy, CURLOPT_URL, wire.url.c_str());
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
    set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (options.addresses != nullptr) set(easy, CURLOPT_RESOLVE, options.addresses);
    set(easy, CURLOPT_NOPROXY, options.no_proxy.c_str());
    set(easy, CURLOPT_SHARE, options.share);
    set(easy, CURLOPT_ERRORBUFFER, detail_);
    const std::string ca_file(transfer_.connection->ca_file());
    if (!ca_file.empty()) set(easy, CURLOPT_CAINFO, ca_file.c_str());
    // libcurl would decompress before a pause holds it back, and so without bound: raw bytes are taken instead, and
    // inflated on the lane as far as there is credit.
    set(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    set_body();
    set_headers(wire);
    set_callbacks();
}

void Attempt::set_body() {
    auto* easy = easy_.get();
    const auto& request = transfer_.request;
    if (request.method == ALYSIO_HTTP_GET) {
        set(easy, CURLOPT_HTTPGET, 1L);
        return;
    }
    set(easy, CURLOPT_POST, 1L);
    set(easy, CURLOPT_POSTFIELDS, request.body.c_str());
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    if (request.method == ALYSIO_HTTP_PATCH) set(easy, CURLOPT_CUSTOMREQUEST, "PATCH");
    // A server may close an idle connection just while a request is being written to it, and then nobody can tell
    // whether it was read. On a connection of its own there is no such doubt.
    set(easy, CURLOPT_FRESH_CONNECT, 1L);
}

void Attempt::set_headers(const connection::WireRequest& wire) {
    const auto add = [this](const char* line) { append(header_list_, line); };
    // What libcurl would add by itself, unless the connection says otherwise.
    add("Accept-Encoding: gzip");
    add("Expect:");
    const auto is_content_type = [](const std::string& line) { return lower(line.substr(0, 13)) == "content-type:"; };
    if (std::none_of(wire.headers.begin(), wire.headers.end(), is_content_type)) add("Content-Type:");
    for (const auto& line : wire.headers) add(line.c_str());
    set(easy_.get(), CURLOPT_HTTPHEADER, header_list_.get());
}

void Attempt::set_callbacks() {
    auto* easy = easy_.get();
    set(easy, CURLOPT_PREREQFUNCTION, &Attempt::on_start);
    set(easy, CURLOPT_PREREQDATA, static_cast<void*>(this));
    set(easy, CURLOPT_HEADERFUNCTION, &Attempt::on_header);
    set(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(easy, CURLOPT_WRITEFUNCTION, &Attempt::on_body);
    set(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
}

// Connected, and about to write the first byte of the request. Where a reused connection died without an answer libcurl
// comes here a second time, by itself: that is how one POST creates two records.
int Attempt::on_start(void* self, char*, char*, int, int) {
    return static_cast<Attempt*>(self)->transfer_.commit() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

std::size_t Attempt::on_header(char* data, std::size_t, std::size_t size, void* self) {
    return static_cast<Attempt*>(self)->take_header_line({data, size}) ? size : 0;
}

std::size_t Attempt::on_body(char* data, std::size_t, std::size_t size, void* self) {
    return static_cast<Attempt*>(self)->take_body({data, size});
}

bool Attempt::take_header_line(std::string_view line) {
    if (head_done_) return true;  // trailers
    header_bytes_ += line.size();
    if (header_bytes_ > most_header_bytes) {
        end_ = {sent(), failure(ALYSIO_E_BROKEN, "The head of the server's answer is too large.")};
        return false;
    }
    if (line.substr(0, 5) == "HTTP/") {
        headers_.clear();
        long code = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &code);
        status_ = static_cast<int>(code);
        return true;
    }
    if (trimmed(line).empty()) return status_ < 200 || take_head();
    const auto colon = line.find(':');
    if (colon != std::string_view::npos) {
        headers_.emplace_back(lower(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1)));
    }
    return true;
}

bool Attempt::take_head() {
    head_done_ = true;
    if (!transfer_.answered()) return false;  // dropped
    const auto coding = std::find_if(headers_.begin(), headers_.end(),
                                     [](const auto& header) { return header.first == "content-encoding"; });
    const auto name = coding == headers_.end() ? std::string() : lower(coding->second);
    const bool gzip = name == "gzip" || name == "x-gzip";
    if (!gzip && !name.empty() && name != "identity") {
        end_ = {ALYSIO_HTTP_ANSWERED, failure(ALYSIO_E_BROKEN, "The server compressed its answer in an unknown way.")};
        return false;
    }
    gathered_.emplace(gzip);
    if (!exchange_->collects(head())) hand_over();
    return true;
}

std::size_t Attempt::take_body(std::string_view chunk) {
    if (handed_over_) {
        if (transfer_.put(chunk)) return chunk.size();
        paused_ = true;
        on_pause_();
        return CURL_WRITEFUNC_PAUSE;
    }
    gathered_->feed(chunk);
    const bool sound = gathered_->peek(connection::RequestSession::collect_limit);
    const bool enough = !sound || gathered_->peeked().size() >= connection::RequestSession::collect_limit;
    return !enough || decide() ? chunk.size() : 0;
}

bool Attempt::decide() {
    auto verdict = exchange_->judge(head(), gathered_->peeked());
    if (const auto* refused = std::get_if<connection::RequestError>(&verdict)) {
        // Somebody in between answered in the server's place. Down is down: the request may have got through. Any other
        // refusal says that it was not passed on.
        const bool maybe = refused->status == ALYSIO_E_UNAVAILABLE;
        end_ = {maybe ? ALYSIO_HTTP_MAYBE_SENT : ALYSIO_HTTP_NOT_SENT, *refused};
        return false;
    }
    if (std::holds_alternative<connection::Replay>(verdict) && !last_) {
        replay_ = true;
        return false;
    }
    hand_over();
    return true;
}

void Attempt::hand_over() {
    Response response{status_, {}, std::move(exchange_), std::move(*gathered_)};
    for (auto& header : headers_) {
        if (describes_the_wire(header.first) || !response.exchange->shows_header(header.first)) continue;
        response.headers.push_back(std::move(header));
    }
    handed_over_ = true;
    transfer_.put(std::move(response));
}

void Attempt::resume() {
    if (!std::exchange(paused_, false)) return;
    // May call on_body before it returns, which may pause again.
    curl_easy_pause(easy_.get(), CURLPAUSE_CONT);
}

connection::ResponseHead Attempt::head() const {
    connection::ResponseHead view;
    view.status = status_;
    for (const auto& [name, value] : headers_) view.headers.emplace_back(name, value);
    return view;
}

std::optional<TransferEnd> Attempt::finish(CURLcode code) {
    // A body that was to be looked at first, and ended before that.
    if (gathered_ && !handed_over_ && !replay_ && !end_) decide();
    if (replay_) return std::nullopt;
    return end_ ? *end_ : end_of(code);
}

TransferEnd Attempt::end_of(CURLcode code) const {
    // libcurl is content with a connection that ends within the head.
    if (code == CURLE_OK && !head_done_) code = CURLE_GOT_NOTHING;
    if (code == CURLE_OK) return {ALYSIO_HTTP_ANSWERED, failure(ALYSIO_OK, "")};
    return {sent(), explain(code)};
}

alysio_http_sent Attempt::sent() const noexcept {
    if (head_done_) return ALYSIO_HTTP_ANSWERED;
    // Counted by libcurl where it writes, TLS or not; never reset while it retries. Zero is zero.
    long written = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_REQUEST_SIZE, &written);
    return written > 0 ? ALYSIO_HTTP_MAYBE_SENT : ALYSIO_HTTP_NOT_SENT;
}

}  // namespace alysio::sandbox::services
