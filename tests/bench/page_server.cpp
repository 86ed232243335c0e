#include "tests/bench/page_server.hpp"

#include "tests/bench/opportunity_pages.hpp"

#include <boost/asio.hpp>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace alysio::bench {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t different_records = 50'000;
constexpr std::string_view locator = "/services/data/v62.0/query/01gdM00000-";

// One answer in pieces: the rows are shared by all that ask for them.
class Pages {
  public:
    explicit Pages(const PageServerOptions& options) : options_(options) {
        const std::size_t different = std::min(options.records, different_records);
        for (std::size_t first = 0; first < different; first += options.page_size) {
            std::string rows;
            for (std::size_t i = first; i < std::min(first + options.page_size, different); ++i) {
                if (i > first) rows += ',';
                rows += opportunity(i);
            }
            rows_.push_back(std::move(rows));
        }
    }

    // The records of the page that starts at `first`; `head` is what stands before them, HTTP's head included.
    const std::string& page(std::size_t first, std::string& head) const {
        const std::size_t after = first + options_.page_size;
        const std::string next = after < options_.records ? std::string(locator) + std::to_string(after) : "";
        const std::string& rows = rows_[first / options_.page_size % rows_.size()];
        const std::string json = page_head(options_.records, next);
        head = "HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: " +
               std::to_string(json.size() + rows.size() + std::string_view(page_tail).size()) + "\r\n\r\n" + json;
        return rows;
    }

    std::chrono::milliseconds latency() const { return options_.latency; }

  private:
    const PageServerOptions options_;
    std::vector<std::string> rows_;
};

// What all answers go over, one slice after the other.
class Link {
  public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t slice = 64 * 1024;

    explicit Link(std::size_t bytes_per_second) : bytes_per_second_(bytes_per_second) {}

    bool is_slow() const { return bytes_per_second_ != 0; }

    // When a slice that wants to go now has gone.
    Clock::time_point take(std::size_t bytes) {
        const auto seconds = static_cast<double>(bytes) / static_cast<double>(bytes_per_second_);
        free_ = std::max(free_, Clock::now()) +
                std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
        return free_;
    }

  private:
    const std::size_t bytes_per_second_;
    Clock::time_point free_;
};

// One connection, kept alive by what it waits for.
class Client : public std::enable_shared_from_this<Client> {
  public:
    Client(tcp::socket socket, const Pages& pages, Link& link)
        : socket_(std::move(socket)), timer_(socket_.get_executor()), pages_(pages), link_(link) {
        socket_.set_option(tcp::no_delay(true));
    }

    void read() {
        asio::async_read_until(socket_, asio::dynamic_buffer(request_), "\r\n\r\n",
                               [self = shared_from_this()](error_code error, std::size_t size) {
                                   if (!error) self->answer_later(size);
                               });
    }

  private:
    void answer_later(std::size_t size) {
        const std::string_view line = std::string_view(request_).substr(0, request_.find('\r'));
        rows_ = nullptr;
        if (line.find("/query") == line.npos) {
            head_ = "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]";
        } else {
            std::size_t first = 0;
            if (const auto at = line.find(locator); at != line.npos) {
                const std::string_view number = line.substr(at + locator.size());
                std::from_chars(number.data(), number.data() + number.size(), first);
            }
            rows_ = &pages_.page(first, head_);
        }
        request_.erase(0, size);
        if (pages_.latency().count() == 0) return answer();
        timer_.expires_after(pages_.latency());
        timer_.async_wait([self = shared_from_this()](error_code) { self->answer(); });
    }

    void answer() {
        const bool found = rows_ != nullptr;
        const std::array<asio::const_buffer, 3> pieces = {asio::buffer(head_),
                                                          found ? asio::buffer(*rows_) : asio::const_buffer(),
                                                          asio::buffer(page_tail, found ? 2 : 0)};
        if (link_.is_slow()) {
            slow_answer_.clear();
            for (const auto& piece : pieces) slow_answer_.append(static_cast<const char*>(piece.data()), piece.size());
            return send_slice(slow_answer_);
        }
        asio::async_write(socket_, pieces, [self = shared_from_this()](error_code error, std::size_t) {
            if (!error) self->read();
        });
    }

    void send_slice(std::string_view rest) {
        if (rest.empty()) return read();
        const auto size = std::min(rest.size(), Link::slice);
        timer_.expires_at(link_.take(size));
        timer_.async_wait([self = shared_from_this(), rest, size](error_code) {
            asio::async_write(self->socket_, asio::buffer(rest.data(), size),
                              [self, rest, size](error_code error, std::size_t) {
                                  if (!error) self->send_slice(rest.substr(size));
                              });
        });
    }

    tcp::socket socket_;
    asio::steady_timer timer_;
    const Pages& pages_;
    Link& link_;
    std::string slow_answer_;
    std::string request_;
    std::string head_;
    const std::string* rows_ = nullptr;
};

void accept(tcp::acceptor& acceptor, const Pages& pages, Link& link) {
    acceptor.async_accept([&](error_code error, tcp::socket socket) {
        if (!error) std::make_shared<Client>(std::move(socket), pages, link)->read();
        accept(acceptor, pages, link);
    });
}

void serve(const PageServerOptions& options, int port_pipe) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const Pages pages(options);
    asio::io_context context;
    tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
    acceptor.listen(4'096);
    const std::uint16_t port = acceptor.local_endpoint().port();
    if (write(port_pipe, &port, sizeof port) != sizeof port) return;
    Link link(options.bytes_per_second);
    accept(acceptor, pages, link);
    context.run();
}

}  // namespace

PageServer::PageServer(const PageServerOptions& options) : options_(options) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    process_ = fork();
    if (process_ == 0) {
        serve(options, ends[1]);
        _exit(1);
    }
    close(ends[1]);
    const bool up = read(ends[0], &port_, sizeof port_) == sizeof port_;
    close(ends[0]);
    if (!up) throw std::runtime_error("the page server did not start");
}

PageServer::~PageServer() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
}

std::vector<std::string> PageServer::pages() const {
    std::vector<std::string> urls;
    for (std::size_t first = 0; first < options_.records; first += options_.page_size) {
        urls.push_back(origin() + std::string(locator) + std::to_string(first));
    }
    return urls;
}

}  // namespace alysio::bench
