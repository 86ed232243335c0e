#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace alysio::base {

/// Why something could not be done, in one sentence for whoever reads it.
struct Error {
    std::string message;
};

/// An error on its way into a Result: `return Failure(error);`
template <class E>
class Failure {
  public:
    explicit Failure(E error) : error(std::move(error)) {}
    E error;
};

/// A value, or why there is none. Expected failures travel like this; exceptions are for bugs.
/// Reading the side that is not there is a bug, and throws std::bad_variant_access.
///
///     Result<Manifest> read(std::string_view text) {
///         if (text.empty()) return Error{"the manifest is empty"};
///         …
///     }
template <class T, class E = Error>
class [[nodiscard]] Result {
  public:
    Result(T value) : side_(std::in_place_index<0>, std::move(value)) {}
    Result(Failure<E> failure) : side_(std::in_place_index<1>, std::move(failure.error)) {}
    /// Where an error could be taken for a value, it needs its Failure.
    Result(E error) requires(!std::convertible_to<E, T>) : side_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const noexcept { return side_.index() == 0; }

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
    Result(E error) : error_(std::move(error)) {}

    explicit operator bool() const noexcept { return !error_.has_value(); }

    E& error() & { return error_.value(); }
    const E& error() const& { return error_.value(); }
    E&& error() && { return std::move(error_).value(); }

  private:
    std::optional<E> error_;
};

}  // namespace alysio::base
