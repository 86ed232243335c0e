#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <new>

namespace alysio::sandbox::check {

/// Memory that ends where nothing is, and is nothing after it was taken back: who reads beyond it or too late, crashes.
class GuardedBytes {
  public:
    explicit GuardedBytes(std::size_t size) {
        const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
        const std::size_t readable = (size + page - 1) / page * page;
        mapped_ = readable + page;
        void* memory = mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) throw std::bad_alloc();
        start_ = static_cast<char*>(memory);
        mprotect(start_ + readable, page, PROT_NONE);
        data_ = start_ + (readable - size);
    }
    ~GuardedBytes() { munmap(start_, mapped_); }
    GuardedBytes(const GuardedBytes&) = delete;
    GuardedBytes& operator=(const GuardedBytes&) = delete;

    char* data() const { return data_; }

  private:
    std::size_t mapped_ = 0;
    char* start_ = nullptr;
    char* data_ = nullptr;
};

enum class Size {
    as_it_is,
    first,  ///< as ABI 1.0 has it
    grown,  ///< as a later minor may have it, with members that nobody knows yet
};

/// A copy of a growable struct, of another size than the original. `first_size` is that of ABI 1.0.
template <class Struct>
class GuardedCopy {
  public:
    GuardedCopy(const Struct& original, Size size, std::size_t first_size)
        : GuardedCopy(original,
                      size == Size::first   ? first_size
                      : size == Size::grown ? original.struct_size + unknown_bytes
                                            : original.struct_size,
                      size == Size::as_it_is ? unknown_bytes : 0) {}

    /// `room` is readable behind it, though it says nothing of that.
    GuardedCopy(const Struct& original, std::size_t size, std::size_t room = 0) : bytes_(size + room) {
        /// What looks like a function or a text there leads nowhere.
        std::memset(bytes_.data(), 0x5a, size + room);
        std::memcpy(bytes_.data(), &original, size < sizeof original ? size : sizeof original);
        const auto told = static_cast<std::uint32_t>(size);
        std::memcpy(bytes_.data(), &told, sizeof told);
    }

    Struct* get() const { return reinterpret_cast<Struct*>(bytes_.data()); }

  private:
    static constexpr std::size_t unknown_bytes = 64;
    GuardedBytes bytes_;
};

}  // namespace alysio::sandbox::check
