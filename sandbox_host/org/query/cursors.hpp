#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::org {

/// A result too long for one page: which rows it has, and how to ask for them again.
struct Cursor {
    std::string user_id;
    std::string session;
    std::string soql;
    std::vector<std::size_t> child;  ///< which child query, by its place in each SELECT list; empty: the query itself
    std::vector<std::int64_t> rows;  ///< all of them in order, by the numbers the database knows them by
    std::size_t batch_size = 0;
    bool deleted_too = false;
};

/// The open cursors of an org.
class Cursors {
  public:
    using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

    static constexpr std::size_t most_per_user = 10;
    /// The children of one page are many small results; they do not push out the queries of their user.
    static constexpr std::size_t most_children_per_user = 2000;
    static constexpr std::chrono::minutes idle_time{15};

    /// Opens a cursor and returns its locator for the rows from `offset` on: "0r8000000000001AAA-2000".
    std::string open(Cursor cursor, std::size_t offset, Instant now);

    struct Page {
        std::shared_ptr<const Cursor> cursor;  ///< null: no such cursor, or not of this user and session
        std::size_t offset = 0;
        std::string id;  ///< of the cursor, for the next locator
    };
    Page find(std::string_view locator, std::string_view user_id, std::string_view session, Instant now);

    static std::string locator(const std::string& id, std::size_t offset) { return id + "-" + std::to_string(offset); }

    void clear() { open_.clear(); }

  private:
    struct Entry {
        std::shared_ptr<const Cursor> cursor;
        Instant used;
        std::uint64_t number = 0;  // in order of opening
    };
    void make_room(const Cursor& newcomer, Instant now);

    std::map<std::string, Entry, std::less<>> open_;
    std::uint64_t opened_ = 0;
};

}  // namespace alysio::sandbox::org
