#pragma once

#include "sandbox_host/tenants/config.hpp"

#include <alysio/base/result.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::tenants {

class ObjectReader;

/// What a statement in a query language reads, as far as its text tells.
struct StatementReads {
    std::vector<std::string> objects;
    std::vector<std::string> fields;  ///< every field, of whichever object, whose value it can tell by any name
    std::string all_fields;           ///< by what it tells all fields without naming them; empty: nothing
};

/// Why what a statement reads cannot be told, in words that fit behind "denies …", and what in it that is about.
struct UnreadableStatement {
    std::string what;
    std::string subject;
};

/// What only one provider knows. This class is one without any habits of its own: for a plugin whose manifest names no
/// provider. Others derive from it, and whoever assembles the host hands them over. Immutable; any thread.
class Provider {
  public:
    virtual ~Provider() = default;

    /// As a manifest names it, and as proxies know the integration.
    virtual std::string_view name() const { return {}; }

    /// The name of its query language, which is the member of an endpoint that says where a statement stands; empty:
    /// it has none.
    virtual std::string_view query_language() const { return {}; }
    virtual base::Result<StatementReads, UnreadableStatement> read_statement(std::string_view statement,
                                                                             const Relationships& configured) const;

    /// May a capture of this name in a path be this text? Others are the names of something else below the same path.
    virtual bool may_be(std::string_view capture, std::string_view text) const;

    /// The fields of the same object whose value this one tells too: the parts of a compound, what is computed from it.
    virtual std::vector<std::string> fields_told_by(std::string_view) const { return {}; }
    /// The objects whose values the records of this one hold: a history's.
    virtual std::vector<std::string> objects_recorded_by(std::string_view) const { return {}; }

    /// The field that a member of a written record sets, where that is another than the one it names.
    virtual std::string field_set_by(std::string_view member) const { return std::string(member); }

    /// An address that a response gives, as the path of an endpoint: without the root of the API. Empty: it leads
    /// elsewhere.
    virtual std::string_view below_root(std::string_view address) const { return address; }

    /// Does this error, which came through a proxy, say that nobody has approved the app yet?
    virtual bool says_not_approved(std::string_view) const { return false; }

    /// Does this answer say that too much is asked at once?
    virtual bool throttles(int status, std::string_view) const { return status == 429; }

    /// The kind of connections that lead straight to it, as `connection.kind` of a configuration; empty: there is none.
    virtual std::string_view connection_kind() const { return {}; }
    /// Reads the members of such a connection, but for those that every one has.
    virtual RestConfig read_connection(ObjectReader& reader) const;
};

}  // namespace alysio::sandbox::tenants
