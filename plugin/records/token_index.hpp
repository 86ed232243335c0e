/// Private to the record stream: where the tokens of a page start.
#pragma once

#include "plugin/records/tokens.hpp"

#include <memory>

namespace alysio::salesforce::records {

/// The first stage of simdjson: it finds the start of every token, and that the page is UTF-8 whose strings are closed and
/// hold no control characters. Its readers for what follows are not used: a page that is copied raw needs more checks than
/// on-demand reading makes, and fewer values than a document holds.
class TokenIndex {
  public:
    TokenIndex();
    ~TokenIndex();

    /// Of the page's text as it is now, until the next page. Nothing where it is no JSON. `page` may be given room at its
    /// end, for the index is made from blocks of many bytes.
    std::optional<Tokens> of(std::string& page);

  private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace alysio::salesforce::records
