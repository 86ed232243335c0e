#pragma once

#include <string>
#include <utility>
#include <variant>

namespace alysio::sandbox::runtime {

// Why something could not be done, in one sentence for the operator.
struct Error {
    std::string message;
};

// A value, or the reason there is none. Ask before taking.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::move(value)) {}
    Result(Error error) : state_(std::move(error)) {}

    explicit operator bool() const noexcept { return std::holds_alternative<T>(state_); }
    T& operator*() { return std::get<T>(state_); }
    const T& operator*() const { return std::get<T>(state_); }
    T* operator->() { return &std::get<T>(state_); }
    const T* operator->() const { return &std::get<T>(state_); }
    const std::string& error() const { return std::get<Error>(state_).message; }

  private:
    std::variant<T, Error> state_;
};

}  // namespace alysio::sandbox::runtime
