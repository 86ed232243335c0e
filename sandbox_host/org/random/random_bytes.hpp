#pragma once

#include <functional>
#include <span>

namespace alysio::sandbox::org {

/// Where an org takes what nobody can guess: fills all bytes. The org itself never asks the system.
using RandomBytes = std::function<void(std::span<unsigned char>)>;

/// From OpenSSL's generator, which the system seeds.
void system_random_bytes(std::span<unsigned char> bytes);

}  // namespace alysio::sandbox::org
