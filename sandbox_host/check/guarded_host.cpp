#include "sandbox_host/check/guarded_host.hpp"

#include <alysio/sdk/text.hpp>

#include <utility>

// Where ABI 1.0 ends in a struct that may have grown since.
#define SIZE_AT_1_0(type, last) (offsetof(type, last) + sizeof(type::last))

namespace alysio::sandbox::check {

namespace {

GuardedHost* here = nullptr;

// Text for the time of one event.
class GuardedText {
  public:
    explicit GuardedText(alysio_str text) : bytes_(text.size), size_(text.size) {
        if (size_ > 0) std::memcpy(bytes_.data(), text.data, size_);
    }
    alysio_str str() const { return {bytes_.data(), size_}; }

  private:
    GuardedBytes bytes_;
    std::uint64_t size_;
};

}  // namespace

struct GuardedHost::Thunks {
    // -- into the plugin --------------------------------------------------------------------------------------------
    static alysio_status create(const alysio_host* host, alysio_str settings, alysio_str saved_state,
                                alysio_instance** out, alysio_error* error) noexcept {
        alysio_host table = *host;
        table.finish = &finish;
        table.service = &service;
        if (here->alter != nullptr) here->alter(table);
        here->host_ = host;
        here->guarded_host_ =
            here->host_bytes != 0
                ? std::make_unique<GuardedCopy<alysio_host>>(table, here->host_bytes)
                : std::make_unique<GuardedCopy<alysio_host>>(table, here->size_, SIZE_AT_1_0(alysio_host, service));
        if (here->size_ == Size::as_it_is) {
            return here->real_.create(here->guarded_host_->get(), settings, saved_state, out, error);
        }
        const GuardedText guarded_settings(settings);
        const GuardedText guarded_state(saved_state);
        return here->real_.create(here->guarded_host_->get(), guarded_settings.str(), guarded_state.str(), out, error);
    }

    static alysio_status call(alysio_instance* instance, const alysio_call_info* info) noexcept {
        auto guarded = std::make_unique<GuardedCopy<alysio_call_info>>(*info, here->size_,
                                                                       SIZE_AT_1_0(alysio_call_info, connection));
        const auto& kept = here->infos_[info->call] = std::move(guarded);
        const alysio_call call = info->call;
        const alysio_status status = here->real_.call(instance, kept->get());
        if (status != ALYSIO_OK) here->infos_.erase(call);
        return status;
    }

    // -- into the host ----------------------------------------------------------------------------------------------
    static alysio_status finish(void* ctx, alysio_call call, const alysio_result* result) noexcept {
        const alysio_status status = here->host_->finish(ctx, call, result);
        here->infos_.erase(call);
        return status;
    }

    static const void* service(void* ctx, alysio_str id) noexcept {
        const std::string name(sdk::view(id));
        here->asked_for_.insert(name);
        const void* found = here->missing.contains(name) ? nullptr : here->host_->service(ctx, id);
        if (found == nullptr) return nullptr;
        if (name == ALYSIO_HTTP_SERVICE) {
            here->http_ = static_cast<const alysio_http*>(found);
            alysio_http table = *here->http_;
            table.start = &start;
            here->guarded_http_ =
                std::make_unique<GuardedCopy<alysio_http>>(table, here->size_, SIZE_AT_1_0(alysio_http, cancel));
            return here->guarded_http_->get();
        }
        if (name == ALYSIO_ARTIFACT_SERVICE) {
            here->artifacts_ = static_cast<const alysio_artifact_service*>(found);
            alysio_artifact_service table = *here->artifacts_;
            table.open = &open;
            here->guarded_artifacts_ = std::make_unique<GuardedCopy<alysio_artifact_service>>(
                table, here->size_, SIZE_AT_1_0(alysio_artifact_service, close));
            return here->guarded_artifacts_->get();
        }
        return found;
    }

    // Relays last as long as the GuardedHost: an event that comes too late still finds its own.
    static Relay* relay(const void* events, void* event_ctx) {
        auto made = std::make_unique<Relay>(Relay{events, event_ctx});
        Relay* key = made.get();
        here->relays_[key] = std::move(made);
        return key;
    }

    static alysio_status start(void* ctx, alysio_call call, const alysio_http_request* request,
                               const alysio_http_events* events, void* event_ctx, alysio_request* out) noexcept {
        static constexpr alysio_http_events ours{sizeof(alysio_http_events), 0, &on_head, &on_body, &on_end};
        if (here->size_ == Size::as_it_is || !complete(events)) {
            return here->http_->start(ctx, call, request, events, event_ctx, out);
        }
        return here->http_->start(ctx, call, request, &ours, relay(events, event_ctx), out);
    }

    static alysio_status open(void* ctx, alysio_call call, const alysio_artifact_options* options,
                              const alysio_artifact_events* events, void* event_ctx, alysio_artifact* out) noexcept {
        static constexpr alysio_artifact_events ours{sizeof(alysio_artifact_events), 0, &on_writable, &on_closed};
        if (here->size_ == Size::as_it_is || !complete(events)) {
            return here->artifacts_->open(ctx, call, options, events, event_ctx, out);
        }
        return here->artifacts_->open(ctx, call, options, &ours, relay(events, event_ctx), out);
    }

    static bool complete(const alysio_http_events* events) {
        return ALYSIO_HAS(events, on_end) && events->on_head != nullptr && events->on_body != nullptr &&
               events->on_end != nullptr;
    }
    static bool complete(const alysio_artifact_events* events) {
        return ALYSIO_HAS(events, on_closed) && events->on_writable != nullptr && events->on_closed != nullptr;
    }

    // -- events -----------------------------------------------------------------------------------------------------
    template <class Events>
    static const Events& events_of(void* ctx) {
        return *static_cast<const Events*>(static_cast<Relay*>(ctx)->events);
    }
    static void* ctx_of(void* ctx) { return static_cast<Relay*>(ctx)->event_ctx; }

    static void on_head(void* ctx, alysio_request request, const alysio_http_head* head) noexcept {
        const GuardedCopy<alysio_http_head> guarded(*head, here->size_, SIZE_AT_1_0(alysio_http_head, header_count));
        events_of<alysio_http_events>(ctx).on_head(ctx_of(ctx), request, guarded.get());
    }
    static void on_body(void* ctx, alysio_request request, alysio_str chunk) noexcept {
        const GuardedText guarded(chunk);
        events_of<alysio_http_events>(ctx).on_body(ctx_of(ctx), request, guarded.str());
    }
    static void on_end(void* ctx, alysio_request request, const alysio_http_end* end) noexcept {
        const GuardedCopy<alysio_http_end> guarded(*end, here->size_, SIZE_AT_1_0(alysio_http_end, limit));
        events_of<alysio_http_events>(ctx).on_end(ctx_of(ctx), request, guarded.get());
    }
    static void on_writable(void* ctx, alysio_artifact artifact) noexcept {
        events_of<alysio_artifact_events>(ctx).on_writable(ctx_of(ctx), artifact);
    }
    static void on_closed(void* ctx, alysio_artifact artifact, const alysio_artifact_closed* closed) noexcept {
        const GuardedCopy<alysio_artifact_closed> guarded(*closed, here->size_,
                                                          SIZE_AT_1_0(alysio_artifact_closed, message));
        events_of<alysio_artifact_events>(ctx).on_closed(ctx_of(ctx), artifact, guarded.get());
    }
};

GuardedHost::GuardedHost(const alysio_plugin& plugin, Size size) : real_(plugin), plugin_(plugin), size_(size) {
    plugin_.create = &Thunks::create;
    plugin_.call = &Thunks::call;
    here = this;
}

GuardedHost::~GuardedHost() {
    here = nullptr;
}

}  // namespace alysio::sandbox::check
