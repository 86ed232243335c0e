#pragma once

#include <optional>
#include <utility>
#include <variant>

namespace alysio::sdk {

/// An error on its way into a Result: `return Failure(error);`
template <class E>
class Failure {
  public:
    explicit Failure(E error) : error(std::move(error)) {}
    E error;
};

/// A value, or why there is none. Expected failures travel like this; exceptions are for bugs and stop at the wall.
/// Reading the side that is not there is a bug, and throws std::bad_variant_access.
template <class T, class E>
class [[nodiscard]] Result {
  public:
    Result(T value) : side_(std::in_place_index<0>, std::move(value)) {}
    Result(Failure<E> failure) : side_(std::in_place_index<1>, std::move(failure.error)) {}

    explicit operator bool() const { return side_.index() == 0; }

    T& value() & { return std::get<0>(side_); }
    const T& value() const& { return std::get<0>(side_); }
    T&& value() && { return std::get<0>(std::move(side_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    E& error() & { return std::get<1>(side_); }
    const E& error() const& { return std::get<1>(side_); }
    E&& error() && { return std::get<1>(std::move(side_)); }

  private:
    std::variant<T, E> side_;
};

/// The same without a value: success, or an error.
template <class E>
class [[nodiscard]] Result<void, E> {
  public:
    Result() = default;
    Result(Failure<E> failure) : error_(std::move(failure.error)) {}

    explicit operator bool() const { return !error_.has_value(); }

    E& error() & { return error_.value(); }
    const E& error() const& { return error_.value(); }
    E&& error() && { return std::move(error_).value(); }

  private:
    std::optional<E> error_;
};

}  // namespace alysio::sdk
