#include "plugin/records/row_input.hpp"

namespace alysio::salesforce::records {

RecordKey Identity::key() const {
    constexpr std::string_view root = "/sobjects/";
    const auto id_slash = url.rfind('/');
    if (id_slash == url.npos || url.find('%') != url.npos) return {};
    const auto object_slash = url.substr(0, id_slash).rfind('/');
    if (object_slash == url.npos || !url.substr(0, object_slash + 1).ends_with(root)) return {};
    return RecordKey{url.substr(object_slash + 1, id_slash - object_slash - 1), url.substr(id_slash + 1)};
}

}  // namespace alysio::salesforce::records
