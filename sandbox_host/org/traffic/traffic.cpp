#include "sandbox_host/org/traffic/traffic.hpp"

#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/traffic/ready_answers.hpp"

#include <algorithm>
#include <utility>

namespace alysio::sandbox::org {
namespace {

// The rest of a body, from the byte where it stops making sense. The first character stands in no JSON, in no text.
constexpr std::string_view garbage = "\x1A<!-- garbage -->";

std::size_t before_the_end(std::size_t place, const std::string& body) {
    return body.empty() ? 0 : std::min(place, body.size() - 1);
}

void make_changes(FaultRecord& record, const RequestOwner& owner) {
    if (owner.tenant == nullptr) return;
    const Meanwhile& meanwhile = record.fault.meanwhile;
    if (meanwhile.rotate_session && owner.user != nullptr) owner.tenant->renew_session(owner.user->name);
    if (meanwhile.expire_locators) owner.tenant->queries().expire_locators();
    for (const Change& change : meanwhile.changes) {
        if (const auto made = change.make(*owner.tenant); !made) record.trouble = made.error().message;
    }
}

Response process_with(const PageShrink& shrink, const RequestOwner& owner, const std::function<Response()>& process) {
    if (owner.tenant == nullptr || shrink.percent == 0) return process();
    const PageShrink before = std::exchange(owner.tenant->page_shrink, shrink);
    Response response = process();
    owner.tenant->page_shrink = before;
    return response;
}

// UNABLE_TO_LOCK_ROW names a record: the one asked for, else the user, whose row many writes need.
std::string record_of(const RequestLogEntry& entry, const RequestOwner& owner) {
    Request request;
    request.target = entry.target;
    const auto path = request.segments();
    const auto id = path.empty() ? std::nullopt : to_18(path.back());
    if (id) return *id;
    return owner.user == nullptr ? "" : owner.user->id;
}

}  // namespace

Reply Traffic::pass(RequestLogEntry entry, const RequestOwner& owner, const std::function<Response()>& process) {
    entry.number = ++count_;
    entry.at = clock_.real_now();
    FaultRecord* record = faults_.strike(entry);
    if (record == nullptr) entry.processed = true;
    if (record != nullptr) entry.fault = record->number;
    Reply reply = record == nullptr ? Reply{process()} : meet(*record, entry, owner, process);
    entry.status = reply.transport.silent ? 0 : reply.response.status;
    if (!reply.transport.silent) entry.bytes = reply.transport.cut_at.value_or(reply.response.body.size());
    bytes_ += entry.bytes;
    log_.push_back(std::move(entry));
    if (log_.size() > log_size) log_.pop_front();
    return reply;
}

Reply Traffic::meet(FaultRecord& record, RequestLogEntry& entry, const RequestOwner& owner,
                    const std::function<Response()>& process) {
    const Fault& fault = record.fault;
    make_changes(record, owner);
    Reply reply;
    reply.transport = fault.transport;
    if (fault.processes) {
        reply.response = process_with(fault.meanwhile.page_shrink, owner, process);
        entry.processed = true;
    }
    if (fault.answer) reply.response = *fault.answer;
    if (!fault.error.empty()) reply.response = *ready_answer(fault.error, record_of(entry, owner));
    std::string& body = reply.response.body;
    if (fault.malformed_after) body.resize(before_the_end(*fault.malformed_after, body)), body += garbage;
    if (fault.cuts) reply.transport.cut_at = before_the_end(fault.cut_after.value_or(body.size() / 2), body);
    return reply;
}

void Traffic::forget() {
    log_.clear();
    count_ = bytes_ = 0;
}

}  // namespace alysio::sandbox::org
