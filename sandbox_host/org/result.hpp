#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace alysio::sandbox::org {

/// A failure on its way into a Result: `return fail("the port is in use")`.
template <class E>
struct Failure {
    E error;
};

template <class E>
Failure<E> fail(E error) {
    return {std::move(error)};
}

inline Failure<std::string> fail(const char* message) {
    return {std::string(message)};
}

/// What an operation gives, or why it could not. Expected failures travel as values; exceptions are for bugs.
template <class T, class E = std::string>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    template <class F>
    Result(Failure<F> failure) : state_(std::in_place_index<1>, std::move(failure.error)) {}

    bool ok() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(value()); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const E& error() const {
        assert(!ok());
        return *std::get_if<1>(&state_);
    }

  private:
    T& value() {
        assert(ok());
        return *std::get_if<0>(&state_);
    }
    const T& value() const {
        assert(ok());
        return *std::get_if<0>(&state_);
    }

    std::variant<T, E> state_;
};

/// For operations that give nothing but success.
struct Done {};

}  // namespace alysio::sandbox::org
