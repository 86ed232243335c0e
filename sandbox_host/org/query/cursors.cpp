#include "sandbox_host/org/query/cursors.hpp"

#include "sandbox_host/org/ids/ids.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace alysio::sandbox::org {

std::string Cursors::open(Cursor cursor, std::size_t offset, Instant now) {
    make_room(cursor, now);
    const std::uint64_t number = ++opened_;
    std::string id = make_id("0r8", number);
    std::string first = locator(id, offset);
    open_.emplace(std::move(id), Entry{std::make_shared<const Cursor>(std::move(cursor)), now, number});
    return first;
}

Cursors::Page Cursors::find(std::string_view locator, std::string_view user_id, std::string_view session, Instant now) {
    const std::size_t dash = locator.find('-');
    if (dash == std::string_view::npos) return {};
    const std::string_view digits = locator.substr(dash + 1);
    std::size_t offset = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), offset);
    if (error != std::errc() || end != digits.data() + digits.size()) return {};

    const auto found = open_.find(locator.substr(0, dash));
    if (found == open_.end()) return {};
    Entry& entry = found->second;
    const Cursor& cursor = *entry.cursor;
    const bool is_theirs = cursor.user_id == user_id && cursor.session == session;
    if (!is_theirs || now - entry.used > idle_time || offset >= cursor.rows.size()) return {};
    entry.used = now;
    return {entry.cursor, offset, found->first};
}

void Cursors::make_room(const Cursor& newcomer, Instant now) {
    const bool child = !newcomer.child.empty();
    std::size_t count = 0;
    auto oldest = open_.end();
    for (auto entry = open_.begin(); entry != open_.end();) {
        if (now - entry->second.used > idle_time) {
            entry = open_.erase(entry);
            continue;
        }
        if (entry->second.cursor->user_id == newcomer.user_id && entry->second.cursor->child.empty() != child) {
            ++count;
            if (oldest == open_.end() || entry->second.number < oldest->second.number) oldest = entry;
        }
        ++entry;
    }
    if (count >= (child ? most_children_per_user : most_per_user)) open_.erase(oldest);
}

}  // namespace alysio::sandbox::org
