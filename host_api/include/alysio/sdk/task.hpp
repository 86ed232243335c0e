#pragma once

#include <atomic>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <new>
#include <optional>
#include <utility>

namespace alysio::sdk {

namespace detail {
inline std::atomic<int64_t> live_frames{0};
}

/// How many coroutine frames of this image exist. 0 once every instance is destroyed, or the image must not be unloaded:
/// resuming a frame whose code is gone is a crash.
inline int64_t live_frames() {
    return detail::live_frames.load(std::memory_order_relaxed);
}

/// A coroutine that starts when it is awaited, and gives its value, or its exception, to whoever awaits it.
///
/// Destroying a suspended Task is always safe: what it waits for is cancelled by the destructors in its frame, and
/// cancelling means silence (ABI rule 13).
///
/// Four rules keep g++ 12 from destroying temporaries twice (a test holds them, and the build looks for breaches):
///  1. give request structs a constructor, or name them first and std::move them in;
///  2. build no lambda, braced list or aggregate in a statement that also holds a co_await;
///  3. put no co_await into a braced initialiser;
///  4. put no co_await into an arm of `?:`.
/// And: parameters by value, unless the caller keeps the argument alive until the task is done. The captures of a lambda
/// coroutine live in the closure, not in the frame: keep the closure in a named local.
template <class T>
class Task;

namespace detail {

class PromiseBase {
  public:
    // Neither is inlined: seeing one without the other, g++ takes them for a mismatched pair and warns.
    [[gnu::noinline]] static void* operator new(std::size_t size) {
        void* frame = ::operator new(size);
        live_frames.fetch_add(1, std::memory_order_relaxed);
        return frame;
    }
    [[gnu::noinline]] static void operator delete(void* frame) {
        live_frames.fetch_sub(1, std::memory_order_relaxed);
        ::operator delete(frame);
    }

    std::suspend_always initial_suspend() const noexcept { return {}; }

    auto final_suspend() const noexcept {
        struct Continue {
            std::coroutine_handle<> continuation;
            bool await_ready() const noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<>) const noexcept { return continuation; }
            void await_resume() const noexcept {}
        };
        return Continue{continuation_};
    }

    void unhandled_exception() noexcept { exception_ = std::current_exception(); }
    void set_continuation(std::coroutine_handle<> continuation) { continuation_ = continuation; }

  protected:
    void rethrow() const {
        if (exception_) std::rethrow_exception(exception_);
    }

  private:
    std::coroutine_handle<> continuation_ = std::noop_coroutine();
    std::exception_ptr exception_;
};

template <class T>
class Promise : public PromiseBase {
  public:
    Task<T> get_return_object();

    template <class U>
    void return_value(U&& value) {
        value_.emplace(std::forward<U>(value));
    }

    T take() {
        rethrow();
        return std::move(*value_);
    }

  private:
    std::optional<T> value_;
};

template <>
class Promise<void> : public PromiseBase {
  public:
    Task<void> get_return_object();
    void return_void() const noexcept {}
    void take() const { rethrow(); }
};

}  // namespace detail

template <class T>
class [[nodiscard]] Task {
  public:
    using promise_type = detail::Promise<T>;
    using Handle = std::coroutine_handle<promise_type>;

    explicit Task(Handle handle) : handle_(handle) {}
    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Task& operator=(Task&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~Task() {
        if (handle_) handle_.destroy();
    }

    auto operator co_await() && noexcept {
        struct Awaiter {
            Handle handle;
            bool await_ready() const noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) const noexcept {
                handle.promise().set_continuation(awaiting);
                return handle;
            }
            T await_resume() const { return handle.promise().take(); }
        };
        return Awaiter{handle_};
    }

    /// Runs a task that nobody awaits up to its first suspension. Its owner keeps the Task object until it is done.
    void start() { handle_.resume(); }
    bool done() const { return handle_.done(); }

  private:
    Handle handle_;
};

template <class T>
Task<T> detail::Promise<T>::get_return_object() {
    return Task<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}

inline Task<void> detail::Promise<void>::get_return_object() {
    return Task<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

}  // namespace alysio::sdk
