#pragma once

#include "sandbox_host/connection/request.hpp"
#include "sandbox_host/tenants/endpoints.hpp"
#include "sandbox_host/tenants/provider.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace alysio::sandbox::tenants {

// Those that the program that ships knows.
Providers providers();

// The policy of the manifest that ships.
std::shared_ptr<const EndpointPolicy> shipped_policy();

// What a manifest with this policy may reach. Throws where the policy is not in order.
std::shared_ptr<const EndpointPolicy> policy_of(const std::string& policy);

// A fresh RSA key and what OpenSSL alone says about tokens signed with it.
class TestKey {
  public:
    explicit TestKey(unsigned bits = 2048);
    std::string pem() const;
    std::string public_pem() const;
    std::string encrypted_pem() const;
    bool verifies(std::string_view token) const;

  private:
    std::shared_ptr<evp_pkey_st> key_;
};

std::string elliptic_pem();

// The JSON of one part of a compact token: 0 the header, 1 the claims.
nlohmann::json token_part(std::string_view token, int part);

// A folder that goes away with the test.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    std::filesystem::path write(const std::string& name, const std::string& content) const;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

connection::RequestView get(std::string_view path, std::vector<connection::PairView> query = {});
connection::RequestView post(std::string_view path, std::string_view body);
connection::RequestView patch(std::string_view path, std::string_view body);

}  // namespace alysio::sandbox::tenants
