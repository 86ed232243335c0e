#include "sandbox_host/services/artifact_service.hpp"

#include "sandbox_host/runtime/instance.hpp"
#include "sandbox_host/runtime/wall.hpp"
#include "sandbox_host/services/artifact.hpp"
#include "sandbox_host/services/artifact_name.hpp"

#include <alysio/abi.h>
#include <alysio/sdk/text.hpp>

namespace alysio::sandbox::services {

namespace {

using runtime::Instance;

// What is wrong with the arguments of open, if anything.
const char* misused(const alysio_artifact_options* options, const alysio_artifact_events* events,
                    const alysio_artifact* out) {
    if (!ALYSIO_HAS(options, size_hint) || out == nullptr) return "a null or short argument";
    if (!ALYSIO_HAS(events, on_closed)) return "a null or short table of events";
    if (events->on_writable == nullptr || events->on_closed == nullptr) return "a null event";
    const auto left = options->if_left_open;
    if (left != ALYSIO_ARTIFACT_PARTIAL && left != ALYSIO_ARTIFACT_DISCARD) return "if_left_open is neither of the two";
    if (options->name.data == nullptr && options->name.size > 0) return "a name that points nowhere";
    return nullptr;
}

// Tells whoever waits for the files of the call.
Artifact::OnKept teller(const connection::ActingUser* acting_for, std::string_view media_type) {
    if (acting_for == nullptr || !acting_for->on_file) return {};
    return [on_file = acting_for->on_file, media_type = std::string(media_type)](const std::filesystem::path& path,
                                                                                 std::uint64_t bytes, bool partial) {
        on_file({path, media_type, bytes, partial});
    };
}

alysio_status open(void* ctx, alysio_call handle, const alysio_artifact_options* options,
                   const alysio_artifact_events* events, void* event_ctx, alysio_artifact* out) noexcept;
alysio_status write(void* ctx, alysio_artifact handle, alysio_str bytes, std::uint64_t* taken) noexcept;
alysio_status close(void* ctx, alysio_artifact handle, alysio_artifact_disposition disposition) noexcept;

constexpr alysio_artifact_service table = {sizeof(alysio_artifact_service), 0, open, write, close};

alysio_status open(void* ctx, alysio_call handle, const alysio_artifact_options* options,
                   const alysio_artifact_events* events, void* event_ctx, alysio_artifact* out) noexcept {
    return runtime::wall([&]() -> alysio_status {
        auto& instance = Instance::from(ctx);
        if (!instance.on_lane("artifact.open")) return ALYSIO_E_WRONG_STATE;
        const auto call = instance.ledger().call(handle);
        if (call == nullptr) return instance.misuse(ALYSIO_E_STALE, "artifact.open", "the call has ended", handle);
        if (!instance.has_room(*call)) return instance.too_many(*call, "artifact.open");
        if (const char* what = misused(options, events, out)) {
            return instance.misuse(ALYSIO_E_INVALID_ARGUMENT, "artifact.open", what, handle);
        }
        auto* service = instance.service<ArtifactService>(&table);
        if (service == nullptr) return ALYSIO_E_UNSUPPORTED;
        const auto& rules = service->options();
        const auto* acting_for = call->request.acting_for.get();
        std::unique_ptr<ArtifactFile> file;
        if (acting_for != nullptr) {
            const auto& identity = call->request.identity();
            const auto folder = rules.root / folder_name(identity.tenant) / folder_name(identity.user);
            file = std::make_unique<ArtifactFile>(*rules.disk, folder, artifact_name(sdk::view(options->name)),
                                                  rules.quota, rules.keep);
        }
        const auto artifact =
            std::make_shared<Artifact>(service->lane(), std::move(file), options->if_left_open, rules.window, *events,
                                       event_ctx, teller(acting_for, sdk::view(options->media_type)));
        *out = instance.ledger().adopt(*call, artifact);
        if (call->cancelling) {
            artifact->refuse(ALYSIO_E_CANCELLED, "The call was cancelled, so nothing new is written for it.");
        } else if (acting_for == nullptr) {
            artifact->refuse(ALYSIO_E_STORAGE, "This call has no folder for results.");
        } else {
            artifact->open();
        }
        return ALYSIO_OK;
    });
}

alysio_status write(void* ctx, alysio_artifact handle, alysio_str bytes, std::uint64_t* taken) noexcept {
    return runtime::wall([&]() -> alysio_status {
        auto& instance = Instance::from(ctx);
        if (!instance.on_lane("artifact.write")) return ALYSIO_E_WRONG_STATE;
        const auto artifact = instance.ledger().find<Artifact>(handle);
        if (artifact == nullptr) return ALYSIO_E_STALE;
        if (taken == nullptr || (bytes.data == nullptr && bytes.size > 0)) {
            return instance.misuse(ALYSIO_E_INVALID_ARGUMENT, "artifact.write", "a null argument");
        }
        if (artifact->is_closing()) {
            return instance.misuse(ALYSIO_E_WRONG_STATE, "artifact.write", "it was closed before");
        }
        *taken = artifact->write(sdk::view(bytes));
        instance.ledger().grow(*artifact, *taken);
        return *taken == bytes.size ? ALYSIO_OK : ALYSIO_WOULD_BLOCK;
    });
}

alysio_status close(void* ctx, alysio_artifact handle, alysio_artifact_disposition disposition) noexcept {
    return runtime::wall([&]() -> alysio_status {
        auto& instance = Instance::from(ctx);
        if (!instance.on_lane("artifact.close")) return ALYSIO_E_WRONG_STATE;
        const auto artifact = instance.ledger().find<Artifact>(handle);
        if (artifact == nullptr) return ALYSIO_E_STALE;
        if (disposition < ALYSIO_ARTIFACT_COMMIT || disposition > ALYSIO_ARTIFACT_DISCARD) {
            return instance.misuse(ALYSIO_E_INVALID_ARGUMENT, "artifact.close", "a disposition that is none");
        }
        if (artifact->is_closing()) {
            return instance.misuse(ALYSIO_E_WRONG_STATE, "artifact.close", "it was closed before");
        }
        if (disposition == ALYSIO_ARTIFACT_DISCARD) {
            artifact->dispose_as(disposition);
            instance.ledger().abandon(*artifact);
        } else {
            artifact->close(disposition);
        }
        return ALYSIO_OK;
    });
}

}  // namespace

ArtifactService::ArtifactService(ArtifactOptions options) : options_(std::move(options)) {}

ArtifactService::~ArtifactService() {
    const auto written = std::make_shared<runtime::Signal>();
    lane_->post([written] { written->set(); });
    executor_.wait(*written);
    if (thread_ != nullptr) thread_->stop();
}

runtime::Service ArtifactService::service() noexcept {
    return {ALYSIO_ARTIFACT_SERVICE, &table, this};
}

}  // namespace alysio::sandbox::services
