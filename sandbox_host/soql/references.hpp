#pragma once

#include "sandbox_host/soql/tree.hpp"

#include <string>
#include <vector>

namespace alysio::sandbox::soql {

/// What a query reads, by the names in its text. Which object a relationship leads to is for a schema to say: a reader
/// without one knows every object only where no relationship is used.
struct References {
    std::vector<std::string> objects;  ///< of FROM at the top and in semi-joins, and of TYPEOF branches
    std::vector<std::string>
        relationships;                  ///< parents in paths, children in child queries: "Account.Owner", "Contacts"
    std::vector<std::string> children;  ///< those of them that lead to children
};

/// Every name once, in the order of the text and in the spelling of its first appearance.
References references(const Query& query);

}  // namespace alysio::sandbox::soql
