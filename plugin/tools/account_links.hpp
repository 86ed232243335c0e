#pragma once

#include "plugin/tools/tool.hpp"

namespace alysio::salesforce {

/// Where the call's account is opened, from what the host said or an earlier describe told. Asks nothing.
Links links_of(const sdk::Call& call, const PrincipalState& principal);

/// Remembers the instance that a describe names, should the host not have said where the account is opened.
void learn_links(ToolRun& run, const Describe& describe);

/// Fetches the object's describe when no link could be made without it. Afterwards links may still be unknown.
Task<bool> ensure_links(ToolRun& run, std::string object);

/// "No link: ..." for the warnings of a result, after ensure_links.
inline constexpr std::string_view no_link_warning =
    "No link: neither the host nor Salesforce said where this account is opened in a browser.";

}  // namespace alysio::salesforce
