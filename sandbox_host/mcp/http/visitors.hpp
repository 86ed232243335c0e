#pragma once

#include <cstddef>
#include <list>
#include <set>

namespace alysio::sandbox::mcp {

/// A connection, as far as its place is concerned.
class Visitor {
  public:
    virtual ~Visitor() = default;
    /// Its place is another's now: it closes itself.
    virtual void make_room() = 0;
};

/// Who is connected. A guest, of whom a request was let in, keeps its place; strangers have few, and give way to the next
/// one, whoever has been there the longest first. So nobody who only connects keeps others out. On the thread of the
/// HTTP server.
class Visitors {
  public:
    Visitors(std::size_t most_strangers, std::size_t most_guests)
        : most_strangers_(most_strangers), most_guests_(most_guests) {}

    /// As a stranger.
    void enter(Visitor& visitor);
    /// Whether there is a place for one guest more.
    bool let_in(Visitor& visitor);
    void leave(Visitor& visitor) noexcept;

  private:
    const std::size_t most_strangers_;
    const std::size_t most_guests_;
    std::list<Visitor*> strangers_;  // who came first, first
    std::set<Visitor*> guests_;
};

}  // namespace alysio::sandbox::mcp
