#include "sandbox_host/org/server/script.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace alysio::sandbox::org {
namespace {

constexpr std::size_t chunk_size = 8192;

std::string hexadecimal(std::size_t number) {
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), number, 16).ptr;
    return {digits.begin(), end};
}

// The answer as it goes over the wire, and where its parts lie there.
class Layout {
  public:
    Layout(std::string head, std::string_view body, bool chunked)
        : bytes_(std::move(head)), head_size_(bytes_.size()), body_size_(body.size()), chunked_(chunked) {
        if (!chunked) {
            bytes_ += body;
            return;
        }
        for (std::size_t start = 0; start < body.size(); start += chunk_size) {
            const std::string_view chunk = body.substr(start, chunk_size);
            bytes_.append(hexadecimal(chunk.size())).append("\r\n").append(chunk).append("\r\n");
        }
        bytes_ += "0\r\n\r\n";
    }

    std::size_t head_size() const { return head_size_; }

    // After `n` bytes of the body, but before its last one; without a body, before the head's last.
    std::size_t place(std::size_t n) const {
        if (body_size_ == 0) return head_size_ - 1;
        n = std::min(n, body_size_ - 1);
        if (!chunked_) return head_size_ + n;
        const auto line = [](std::size_t size) { return hexadecimal(size).size() + 2; };
        const std::size_t chunk = n / chunk_size;
        const std::size_t before = chunk * (line(chunk_size) + chunk_size + 2);
        return head_size_ + before + line(std::min(chunk_size, body_size_ - chunk * chunk_size)) + n % chunk_size;
    }

    std::string take() { return std::move(bytes_); }

  private:
    std::string bytes_;
    std::size_t head_size_;
    std::size_t body_size_;
    bool chunked_;
};

// About twenty pieces a second, at least a byte each.
void send(Script& script, std::size_t begin, std::size_t end, std::size_t bytes_per_second) {
    const std::size_t most = bytes_per_second == 0 ? end - begin : std::max<std::size_t>(1, bytes_per_second / 20);
    while (begin < end) {
        const std::size_t size = std::min(most, end - begin);
        const std::size_t pause = bytes_per_second == 0 ? 0 : size * 1000 / bytes_per_second;
        script.steps.push_back({std::chrono::milliseconds(pause), begin, begin + size});
        begin += size;
    }
}

}  // namespace

Script script_of(std::string head, std::string_view body, const TransportFault& transport) {
    Layout layout(std::move(head), body, transport.chunked);
    const std::size_t head_size = layout.head_size();
    const bool ends_early = transport.cut_at || transport.length_error > 0;
    const std::size_t stall = transport.stall_at ? layout.place(*transport.stall_at) : std::string::npos;
    Script script;
    script.end = !ends_early ? Script::End::keep : transport.reset ? Script::End::reset : Script::End::close;
    const std::size_t cut = transport.cut_at ? layout.place(*transport.cut_at) : std::string::npos;
    script.bytes = layout.take();
    const std::size_t size = std::min(cut, script.bytes.size());

    const std::size_t first_part = std::min(stall, size);
    send(script, 0, std::min(head_size, first_part), 0);
    send(script, std::min(head_size, first_part), first_part, transport.bytes_per_second);
    if (stall >= size) return script;
    if (!transport.stall_for) {
        script.end = Script::End::wait_for_hangup;
        return script;
    }
    const std::size_t resumed = script.steps.size();
    send(script, stall, size, transport.bytes_per_second);
    script.steps[resumed].pause += *transport.stall_for;
    return script;
}

}  // namespace alysio::sandbox::org
