#pragma once

#include "../sdk/http_effect.hpp"
#include "../sdk/text.hpp"
#include "script.hpp"

#include <alysio/abi.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::testing {

/// A whole host in memory: every service of the ABI, a clock moved by hand, scripted HTTP, counted handles.
///
///     TestHost host(*alysio_plugin_v1());
///     host.create();
///     host.on_request = [](const SeenRequest&) { return Answer::json(R"({"Id": "001..."})"); };
///     TestCall& call = host.call("salesforce_get_record", R"({...})");
///     host.run();
///     CHECK(call.result == ...);
///
/// One thread, no sleeping: `run` moves the clock to whatever is due next. `step` delivers one event, so that a test can cancel
/// at each suspension point; `fail_at` makes the n-th service call fail; `chunk_bytes` cuts bodies to pieces. Whatever a
/// plugin does against the contract is written down in `misuse`, which every test should find empty.
class TestHost {
  public:
    explicit TestHost(const alysio_plugin& plugin) : plugin_(plugin) {
        table_.struct_size = sizeof table_;
        table_.abi_major = ALYSIO_ABI_MAJOR;
        table_.abi_minor = ALYSIO_ABI_MINOR;
        table_.ctx = this;
        table_.finish = &do_finish;
        table_.progress = &do_progress;
        table_.log_enabled = [](void*, alysio_log_level) -> uint32_t { return 1; };
        table_.log = &do_log;
        table_.monotonic_ns = [](void* ctx) { return self(ctx).now_ns; };
        table_.unix_ns = [](void* ctx) {
            return self(ctx).unix_start_ns + static_cast<int64_t>(self(ctx).now_ns - self(ctx).clock_start_ns);
        };
        table_.random = &do_random;
        table_.timer_start = &do_timer_start;
        table_.timer_cancel = &do_timer_cancel;
        table_.service = &do_service;
        http_ = alysio_http{sizeof http_, 0, &do_http_start, &do_http_consume, &do_http_cancel};
        artifact_ =
            alysio_artifact_service{sizeof artifact_, 0, &do_artifact_open, &do_artifact_write, &do_artifact_close};
    }
    TestHost(const TestHost&) = delete;
    TestHost& operator=(const TestHost&) = delete;
    ~TestHost() { destroy(); }

    // -- what a test sets ---------------------------------------------------------------------------------------------
    std::function<Answer(const SeenRequest&)> on_request;  ///< the server
    std::function<void(const SeenRequest&)> on_refused;    ///< told of what would have changed something in a preview
    uint64_t chunk_bytes = 64 * 1024;                      ///< largest piece of a body
    uint64_t http_window = 1024 * 1024;                    ///< where the plugin does not ask for one
    uint64_t widest_window = UINT64_MAX;                   ///< whatever it asks for
    uint64_t artifact_window = 256 * 1024;
    uint64_t cancel_grace_ns = 5'000'000'000;
    bool offer_http = true;
    bool offer_artifacts = true;
    alysio_status storage = ALYSIO_OK;  ///< what files end with

    /// The n-th starting service call from now (0 = the next: http.start, timer_start, artifact.open) returns ALYSIO_E_NO_MEMORY.
    void fail_at(uint64_t n) { fail_after_ = n; }

    // -- what a test looks at -----------------------------------------------------------------------------------------
    static constexpr uint64_t clock_start_ns = 1'000'000'000;
    uint64_t now_ns = clock_start_ns;
    int64_t unix_start_ns = 1'780'000'000'000'000'000;  ///< 2026-05-28T20:26:40Z
    std::vector<SeenRequest> requests;
    std::vector<std::string> logs;                     ///< "event: message"
    std::vector<std::vector<std::string>> log_fields;  ///< "key=value" of the fields of each
    std::vector<std::string> misuse;
    std::vector<std::unique_ptr<TestArtifact>> artifacts;
    std::string create_error;

    alysio_instance* instance() const { return instance_; }  ///< for what no sound host would tell it
    uint64_t open_calls() const { return open_calls_.size(); }
    uint64_t open_requests() const { return requests_.size(); }
    uint64_t open_timers() const { return timers_.size(); }
    uint64_t service_calls() const { return service_calls_; }  ///< starting ones so far

    // -- life ---------------------------------------------------------------------------------------------------------
    alysio_status create(std::string_view settings = "{}", std::string_view saved_state = {}) {
        alysio_error error{};
        error.struct_size = sizeof error;
        const alysio_status status =
            plugin_.create(&table_, sdk::str(settings), sdk::str(saved_state), &instance_, &error);
        create_error.assign(error.message, error.message_size);
        return status;
    }

    void destroy() {
        if (instance_ == nullptr) return;
        for (auto& [id, call] : open_calls_) forget(*call);
        open_calls_.clear();
        plugin_.destroy(std::exchange(instance_, nullptr));
    }

    std::string save_state() const {
        std::string state;
        const alysio_sink sink{&state, [](void* ctx, alysio_str bytes) -> alysio_status {
                                   static_cast<std::string*>(ctx)->append(sdk::view(bytes));
                                   return ALYSIO_OK;
                               }};
        if (plugin_.save_state != nullptr) plugin_.save_state(instance_, &sink);
        return state;
    }

    /// Starts a call. It may be finished when this returns; otherwise `run` or `step` go on with it.
    TestCall& call(std::string tool, std::string arguments, CallOptions options = {}) {
        calls_.push_back(std::make_unique<TestCall>());
        TestCall& call = *calls_.back();
        call.id = new_handle();
        call.options = std::move(options);
        call.tool = std::move(tool);
        call.arguments = std::move(arguments);
        call.open = true;
        describe(call);
        open_calls_[call.id] = &call;
        if (call.info.deadline_ns != 0) {
            at(call.info.deadline_ns, [this, id = call.id] { cancel(id, ALYSIO_CANCEL_DEADLINE); });
        }
        call.accepted = plugin_.call(instance_, &call.info);
        if (call.accepted != ALYSIO_OK) {
            forget(call);
            open_calls_.erase(call.id);
        }
        return call;
    }

    /// As a host does it: nothing new is started for the call, and what the plugin lets run ends within the grace.
    void cancel(alysio_call id, alysio_cancel_reason reason) {
        const auto found = open_calls_.find(id);
        if (found == open_calls_.end()) return;
        found->second->stopped = true;
        at(now_ns + cancel_grace_ns, [this, id] { end_requests_of(id); });
        plugin_.cancel(instance_, id, reason, cancel_grace_ns);
    }

    /// Drops what is known of calls and requests that are over: for tests that make very many.
    void forget_finished() {
        std::erase_if(calls_, [](const auto& call) { return !call->open; });
        requests.clear();
    }

    // -- time ---------------------------------------------------------------------------------------------------------
    /// Delivers the next event that is due now. False when none is.
    bool step() {
        if (agenda_.empty() || agenda_.begin()->first > now_ns) return false;
        const auto action = std::move(agenda_.begin()->second);
        agenda_.erase(agenda_.begin());
        action();
        return true;
    }

    /// Everything that is due until `ns` from now.
    void advance(uint64_t ns) {
        const uint64_t until = now_ns + ns;
        while (!agenda_.empty() && agenda_.begin()->first <= until) {
            now_ns = std::max(now_ns, agenda_.begin()->first);
            step();
        }
        now_ns = until;
    }

    /// Delivers the next event, moving the clock to it. False when nothing would ever happen again.
    bool next() {
        if (agenda_.empty()) return false;
        now_ns = std::max(now_ns, agenda_.begin()->first);
        return step();
    }

    /// Until no call is open, or nothing would ever happen again.
    void run() {
        while (!open_calls_.empty() && next()) {
        }
    }

  private:
    struct Request {
        alysio_call call;
        const alysio_http_events* events;
        void* event_ctx;
        alysio_http_method method;
        uint64_t window;
        Answer answer;
        bool head_sent = false;
        uint64_t delivered = 0;
        uint64_t unconsumed = 0;
        bool starved = false;  ///< waits for credit
    };
    struct Timer {
        alysio_call call;
        alysio_timer_fn fn;
        void* event_ctx;
    };
    struct OpenArtifact {
        alysio_call call;
        const alysio_artifact_events* events;
        void* event_ctx;
        alysio_artifact_disposition if_left_open;
        TestArtifact* file;
        uint64_t pending = 0;  ///< bytes not "written to disk" yet
        bool blocked = false;
        bool closing = false;
    };

    static TestHost& self(void* ctx) { return *static_cast<TestHost*>(ctx); }
    uint64_t new_handle() { return ++last_handle_; }
    void at(uint64_t due_ns, std::function<void()> action) { agenda_.emplace(due_ns, std::move(action)); }

    alysio_status breach(alysio_status status, std::string what) {
        misuse.push_back(std::move(what));
        return status;
    }

    bool should_fail() {
        ++service_calls_;
        if (fail_after_ == never) return false;
        if (fail_after_ > 0) {
            --fail_after_;
            return false;
        }
        fail_after_ = never;
        return true;
    }

    void describe(TestCall& call) const {
        call.info.struct_size = sizeof call.info;
        call.info.intent = call.options.intent;
        call.info.call = call.id;
        call.info.tool = sdk::str(call.tool);
        call.info.arguments = sdk::str(call.arguments);
        call.info.preview_token = sdk::str(call.options.preview_token);
        call.info.principal = sdk::str(call.options.principal);
        call.info.web_url = sdk::str(call.options.web_url);
        call.info.locale = sdk::str(call.options.locale);
        call.info.time_zone = sdk::str(call.options.time_zone);
        call.info.deadline_ns = call.options.deadline_ns == 0 ? 0 : now_ns + call.options.deadline_ns;
        call.info.grants = call.options.grants;
        call.info.settings = sdk::str(call.options.settings);
        call.info.connection = sdk::str(call.options.connection);
        call.info.trace_context = sdk::str(call.options.trace_context);
    }

    /// Everything that was started for the call ends in silence.
    void forget(TestCall& call) {
        call.open = false;
        std::erase_if(requests_, [&](const auto& item) { return item.second.call == call.id; });
        std::erase_if(timers_, [&](const auto& item) { return item.second.call == call.id; });
        std::erase_if(artifacts_, [&](const auto& item) {
            if (item.second.call != call.id) return false;
            if (!item.second.closing) item.second.file->disposition = item.second.if_left_open;
            return true;
        });
    }

    void end_requests_of(alysio_call call) {
        std::vector<alysio_request> ending;
        for (const auto& [handle, request] : requests_) {
            if (request.call == call) ending.push_back(handle);
        }
        for (const alysio_request handle : ending) {
            const auto found = requests_.find(handle);
            if (found == requests_.end()) continue;
            const Request request = std::move(found->second);
            requests_.erase(found);
            end(request, handle, ALYSIO_E_CANCELLED, ALYSIO_HTTP_MAYBE_SENT, "the grace is over");
        }
    }

    // -- core services --------------------------------------------------------------------------------------------
    static alysio_status ALYSIO_CALL do_finish(void* ctx, alysio_call id, const alysio_result* result) {
        TestHost& host = self(ctx);
        const auto found = host.open_calls_.find(id);
        if (found == host.open_calls_.end()) return host.breach(ALYSIO_E_STALE, "finish of a call that is not open");
        if (result == nullptr || result->json.size == 0)
            return host.breach(ALYSIO_E_INVALID_ARGUMENT, "finish without a result");
        TestCall& call = *found->second;
        call.finished = true;
        call.kind = result->kind;
        call.result = sdk::view(result->json);
        host.open_calls_.erase(found);
        host.forget(call);
        return ALYSIO_OK;
    }

    static alysio_status ALYSIO_CALL do_progress(void* ctx, alysio_call id, uint64_t done, uint64_t total, alysio_str) {
        TestHost& host = self(ctx);
        const auto found = host.open_calls_.find(id);
        if (found == host.open_calls_.end()) return host.breach(ALYSIO_E_STALE, "progress of a call that is not open");
        auto& progress = found->second->progress;
        if (!progress.empty() && done < progress.back().first) host.misuse.push_back("progress went backwards");
        progress.emplace_back(done, total);
        return ALYSIO_OK;
    }

    static void ALYSIO_CALL do_log(void* ctx, const alysio_log_record* record) {
        self(ctx).logs.push_back(std::string(sdk::view(record->event)) + ": " +
                                 std::string(sdk::view(record->message)));
        auto& fields = self(ctx).log_fields.emplace_back();
        for (uint64_t i = 0; i < record->field_count; ++i) fields.push_back(written(record->fields[i]));
    }

    static std::string written(const alysio_log_field& field) {
        std::string value = field.kind == ALYSIO_LOG_INTEGER ? std::to_string(field.integer)
                            : field.kind == ALYSIO_LOG_REAL  ? std::to_string(field.real)
                                                             : std::string(sdk::view(field.text));
        if ((field.flags & ALYSIO_LOG_SENSITIVE) != 0) value += " (sensitive)";
        return std::string(sdk::view(field.key)) + '=' + value;
    }

    static void ALYSIO_CALL do_random(void* ctx, void* out, uint64_t size) {
        auto* bytes = static_cast<unsigned char*>(out);
        for (uint64_t i = 0; i < size; ++i) {
            uint64_t& state = self(ctx).random_state_;
            state = state * 6364136223846793005U + 1442695040888963407U;
            bytes[i] = static_cast<unsigned char>(state >> 56U);
        }
    }

    static alysio_status ALYSIO_CALL do_timer_start(void* ctx, alysio_call call, uint64_t delay_ns, alysio_timer_fn fn,
                                                    void* event_ctx, alysio_timer* out) {
        TestHost& host = self(ctx);
        if (fn == nullptr || out == nullptr)
            return host.breach(ALYSIO_E_INVALID_ARGUMENT, "timer_start without fn or out");
        if (!host.open_calls_.contains(call))
            return host.breach(ALYSIO_E_STALE, "timer_start for a call that is not open");
        if (host.should_fail()) return ALYSIO_E_NO_MEMORY;
        const alysio_timer handle = host.new_handle();
        host.timers_[handle] = Timer{call, fn, event_ctx};
        host.at(host.now_ns + delay_ns, [&host, handle] {
            const auto found = host.timers_.find(handle);
            if (found == host.timers_.end()) return;
            const Timer timer = found->second;
            host.timers_.erase(found);
            timer.fn(timer.event_ctx, handle);
        });
        *out = handle;
        return ALYSIO_OK;
    }

    static alysio_status ALYSIO_CALL do_timer_cancel(void* ctx, alysio_timer timer) {
        return self(ctx).timers_.erase(timer) == 1 ? ALYSIO_OK : ALYSIO_E_STALE;
    }

    static const void* ALYSIO_CALL do_service(void* ctx, alysio_str id) {
        TestHost& host = self(ctx);
        if (sdk::view(id) == ALYSIO_HTTP_SERVICE && host.offer_http) return &host.http_;
        if (sdk::view(id) == ALYSIO_ARTIFACT_SERVICE && host.offer_artifacts) return &host.artifact_;
        return nullptr;
    }

    // -- http -----------------------------------------------------------------------------------------------------
    static alysio_status ALYSIO_CALL do_http_start(void* ctx, alysio_call call, const alysio_http_request* request,
                                                   const alysio_http_events* events, void* event_ctx,
                                                   alysio_request* out) {
        TestHost& host = self(ctx);
        static constexpr const char* methods[] = {"", "GET", "POST", "PATCH"};
        const auto owner = host.open_calls_.find(call);
        if (owner == host.open_calls_.end())
            return host.breach(ALYSIO_E_STALE, "http.start for a call that is not open");
        const bool complete = events != nullptr && events->on_head != nullptr && events->on_body != nullptr &&
                              events->on_end != nullptr && out != nullptr;
        if (!complete || request == nullptr || request->method < 1 || request->method > 3 || request->path.size == 0 ||
            request->path.data[0] != '/') {
            return host.breach(ALYSIO_E_INVALID_ARGUMENT, "http.start with a malformed request");
        }
        if (host.should_fail()) return ALYSIO_E_NO_MEMORY;

        SeenRequest seen;
        seen.method = methods[request->method];
        seen.path = sdk::view(request->path);
        for (uint64_t i = 0; i < request->query_count; ++i) {
            seen.query.emplace_back(sdk::view(request->query[i].key), sdk::view(request->query[i].value));
        }
        for (uint64_t i = 0; i < request->header_count; ++i) {
            seen.headers.emplace_back(sdk::view(request->headers[i].key), sdk::view(request->headers[i].value));
        }
        seen.body = sdk::view(request->body);
        seen.principal = owner->second->options.principal;
        seen.call = call;

        Request started;
        started.call = call;
        started.events = events;
        started.event_ctx = event_ctx;
        started.method = request->method;
        started.window = std::min(request->window == 0 ? host.http_window : request->window, host.widest_window);
        const bool write = sdk::effect_of(request->method, request->effect) == ALYSIO_HTTP_CHANGES;
        if (owner->second->stopped) {
            started.answer = Answer::failure(ALYSIO_E_CANCELLED, ALYSIO_HTTP_NOT_SENT, "the call is being cancelled");
        } else if (write && owner->second->options.intent == ALYSIO_INTENT_PREVIEW) {
            if (host.on_refused) host.on_refused(seen);
            started.answer = Answer::failure(ALYSIO_E_DENIED, ALYSIO_HTTP_NOT_SENT, "a preview changes nothing");
        } else {
            host.requests.push_back(seen);
            started.answer = host.on_request ? host.on_request(seen)
                                             : Answer::failure(ALYSIO_E_UNREACHABLE, ALYSIO_HTTP_NOT_SENT, "no server");
        }
        const alysio_request handle = host.new_handle();
        const uint64_t due = host.now_ns + started.answer.delay_ns;
        host.requests_[handle] = std::move(started);
        host.at(due, [&host, handle] { host.go_on(handle); });
        *out = handle;
        return ALYSIO_OK;
    }

    /// One event of a request: its head, a piece of its body, or its end.
    void go_on(alysio_request handle) {
        const auto found = requests_.find(handle);
        if (found == requests_.end()) return;
        Request& request = found->second;
        const Answer& answer = request.answer;
        if (answer.sent == ALYSIO_HTTP_ANSWERED && !request.head_sent) {
            request.head_sent = true;
            at(now_ns, [this, handle] { go_on(handle); });
            std::vector<alysio_pair> headers;
            for (const auto& [name, value] : answer.headers)
                headers.push_back(alysio_pair{sdk::str(name), sdk::str(value)});
            const alysio_http_head head{sizeof head, answer.http_status, headers.data(), headers.size()};
            request.events->on_head(request.event_ctx, handle, &head);
            return;
        }
        if (answer.sent == ALYSIO_HTTP_ANSWERED && request.delivered < answer.body.size()) {
            const uint64_t room = request.window - request.unconsumed;
            const uint64_t size = std::min({chunk_bytes, room, answer.body.size() - request.delivered});
            if (size == 0) {
                request.starved = true;
                return;
            }
            const std::string chunk =
                answer.body.substr(request.delivered, size);  // dies after the event, as the ABI says
            request.delivered += size;
            request.unconsumed += size;
            at(now_ns, [this, handle] { go_on(handle); });
            request.events->on_body(request.event_ctx, handle, sdk::str(chunk));
            return;
        }
        const Request ended = std::move(request);
        requests_.erase(found);
        end(ended, handle, ended.answer.status, ended.answer.sent, ended.answer.message);
    }

    static void end(const Request& request, alysio_request handle, alysio_status status, alysio_http_sent sent,
                    std::string_view message) {
        alysio_http_end end{};
        end.struct_size = sizeof end;
        end.status = status;
        end.sent = sent;
        end.retry_after_ns = request.answer.retry_after_ns;
        end.message = sdk::str(message);
        end.subject = sdk::str(request.answer.subject);
        end.size = request.answer.size;
        end.limit = request.answer.limit;
        request.events->on_end(request.event_ctx, handle, &end);
    }

    static alysio_status ALYSIO_CALL do_http_consume(void* ctx, alysio_request handle, uint64_t bytes) {
        TestHost& host = self(ctx);
        const auto found = host.requests_.find(handle);
        if (found == host.requests_.end()) return ALYSIO_E_STALE;
        Request& request = found->second;
        if (bytes > request.unconsumed)
            return host.breach(ALYSIO_E_INVALID_ARGUMENT, "more consumed than was delivered");
        request.unconsumed -= bytes;
        if (std::exchange(request.starved, false)) host.at(host.now_ns, [&host, handle] { host.go_on(handle); });
        return ALYSIO_OK;
    }

    static alysio_status ALYSIO_CALL do_http_cancel(void* ctx, alysio_request handle, alysio_http_sent* sent) {
        TestHost& host = self(ctx);
        const auto found = host.requests_.find(handle);
        if (found == host.requests_.end()) return ALYSIO_E_STALE;
        if (sent != nullptr) *sent = found->second.head_sent ? ALYSIO_HTTP_ANSWERED : ALYSIO_HTTP_MAYBE_SENT;
        host.requests_.erase(found);
        return ALYSIO_OK;
    }

    // -- artifacts ------------------------------------------------------------------------------------------------
    static alysio_status ALYSIO_CALL do_artifact_open(void* ctx, alysio_call call,
                                                      const alysio_artifact_options* options,
                                                      const alysio_artifact_events* events, void* event_ctx,
                                                      alysio_artifact* out) {
        TestHost& host = self(ctx);
        if (!host.open_calls_.contains(call))
            return host.breach(ALYSIO_E_STALE, "artifact.open for a call that is not open");
        const bool complete = events != nullptr && events->on_writable != nullptr && events->on_closed != nullptr;
        if (!complete || options == nullptr || out == nullptr ||
            (options->if_left_open != ALYSIO_ARTIFACT_PARTIAL && options->if_left_open != ALYSIO_ARTIFACT_DISCARD)) {
            return host.breach(ALYSIO_E_INVALID_ARGUMENT, "artifact.open with malformed options");
        }
        if (host.should_fail()) return ALYSIO_E_NO_MEMORY;
        host.artifacts.push_back(std::make_unique<TestArtifact>());
        TestArtifact& file = *host.artifacts.back();
        file.name = sdk::view(options->name);
        file.media_type = sdk::view(options->media_type);
        const alysio_artifact handle = host.new_handle();
        host.artifacts_[handle] = OpenArtifact{call, events, event_ctx, options->if_left_open, &file};
        if (host.storage != ALYSIO_OK)
            host.at(host.now_ns, [&host, handle] { host.closed(handle, ALYSIO_ARTIFACT_DISCARD); });
        *out = handle;
        return ALYSIO_OK;
    }

    static alysio_status ALYSIO_CALL do_artifact_write(void* ctx, alysio_artifact handle, alysio_str bytes,
                                                       uint64_t* taken) {
        TestHost& host = self(ctx);
        const auto found = host.artifacts_.find(handle);
        if (found == host.artifacts_.end())
            return host.breach(ALYSIO_E_STALE, "artifact.write to a file that is not open");
        OpenArtifact& artifact = found->second;
        if (artifact.closing) return host.breach(ALYSIO_E_WRONG_STATE, "artifact.write after close");
        *taken = std::min(bytes.size, host.artifact_window - artifact.pending);
        artifact.file->content += sdk::view(bytes).substr(0, *taken);
        if (artifact.pending == 0 && *taken > 0) host.at(host.now_ns, [&host, handle] { host.flush(handle); });
        artifact.pending += *taken;
        if (*taken == bytes.size) return ALYSIO_OK;
        artifact.blocked = true;
        return ALYSIO_WOULD_BLOCK;
    }

    void flush(alysio_artifact handle) {
        const auto found = artifacts_.find(handle);
        if (found == artifacts_.end()) return;
        OpenArtifact& artifact = found->second;
        artifact.pending = 0;
        if (std::exchange(artifact.blocked, false) && !artifact.closing)
            artifact.events->on_writable(artifact.event_ctx, handle);
    }

    static alysio_status ALYSIO_CALL do_artifact_close(void* ctx, alysio_artifact handle,
                                                       alysio_artifact_disposition disposition) {
        TestHost& host = self(ctx);
        const auto found = host.artifacts_.find(handle);
        if (found == host.artifacts_.end()) return ALYSIO_E_STALE;
        if (found->second.closing) return host.breach(ALYSIO_E_WRONG_STATE, "artifact.close twice");
        if (disposition == ALYSIO_ARTIFACT_DISCARD) {
            found->second.file->disposition = disposition;
            host.artifacts_.erase(found);
            return ALYSIO_OK;
        }
        found->second.closing = true;
        host.at(host.now_ns, [&host, handle, disposition] { host.closed(handle, disposition); });
        return ALYSIO_OK;
    }

    void closed(alysio_artifact handle, alysio_artifact_disposition disposition) {
        const auto found = artifacts_.find(handle);
        if (found == artifacts_.end()) return;
        const OpenArtifact artifact = found->second;
        artifacts_.erase(found);
        artifact.file->disposition = disposition;
        const std::string suffix = disposition == ALYSIO_ARTIFACT_PARTIAL ? ".partial" : "";
        const std::string path = storage == ALYSIO_OK ? "/artifacts/" + artifact.file->name + suffix : "";
        alysio_artifact_closed end{};
        end.struct_size = sizeof end;
        end.status = storage;
        end.disposition = disposition;
        end.path = sdk::str(path);
        end.bytes = storage == ALYSIO_OK ? artifact.file->content.size() : 0;
        end.message = sdk::str(storage == ALYSIO_OK ? "" : "scripted storage failure");
        artifact.events->on_closed(artifact.event_ctx, handle, &end);
    }

    static constexpr uint64_t never = UINT64_MAX;

    const alysio_plugin& plugin_;
    alysio_instance* instance_ = nullptr;
    alysio_host table_{};
    alysio_http http_{};
    alysio_artifact_service artifact_{};
    uint64_t last_handle_ = 0;
    uint64_t random_state_ = 42;
    uint64_t fail_after_ = never;
    uint64_t service_calls_ = 0;
    std::multimap<uint64_t, std::function<void()>> agenda_;
    std::vector<std::unique_ptr<TestCall>> calls_;
    std::map<alysio_call, TestCall*> open_calls_;
    std::map<alysio_request, Request> requests_;
    std::map<alysio_timer, Timer> timers_;
    std::map<alysio_artifact, OpenArtifact> artifacts_;
};

}  // namespace alysio::testing
