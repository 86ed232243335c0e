#pragma once

#include "sandbox_host/runtime/generation.hpp"
#include "sandbox_host/runtime/lane.hpp"
#include "sandbox_host/runtime/options.hpp"
#include "sandbox_host/runtime/probation.hpp"
#include "sandbox_host/runtime/run_folder.hpp"
#include "sandbox_host/runtime/thread_pool.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace alysio::sandbox::runtime {

/// What a reload did.
struct Reloaded {
    unsigned generation = 0;
    ToolsDiff tools;
    std::vector<std::string> lint;         ///< of the schemas; sentences
    std::size_t state_bytes = 0;           ///< handed over by the generation before
    std::chrono::nanoseconds verify{};     ///< manifest, private copy, hash
    std::chrono::nanoseconds load{};       ///< the loader's part
    std::chrono::nanoseconds hand_over{};  ///< saving the state, creating the instances with it, the swap
};

/// How many generations there have been, and what has become of them.
struct RuntimeCounters {
    unsigned started = 0;
    unsigned ended = 0;      ///< and unmapped
    unsigned pinned = 0;     ///< ended, and still mapped
    unsigned parked = 0;     ///< now
    unsigned finishing = 0;  ///< now: old ones that still have calls, the parked among them
};

/// The generation that serves, and the older ones whose calls are still open: blue and green. The new one is complete
/// before anything changes for the old one; a call ends where it began; a generation whose last call has ended is
/// destroyed and unloaded by a thread that runs nothing else.
class Generations {
  public:
    /// `callback_lane` runs what callers and operators are told.
    Generations(Executor& executor, std::shared_ptr<Lane> callback_lane, const RuntimeOptions& options);
    ~Generations();

    /// Any thread, but no task of a lane. An error leaves everything as it was.
    base::Result<Reloaded> load(const std::filesystem::path& library, const std::filesystem::path& manifest,
                                bool replace);
    base::Result<Reloaded> load(const alysio_plugin& plugin);
    base::Result<Reloaded> roll_back();
    /// Cancels what is open, waits for it to end, closes everything. True: no code of it is left in the process.
    bool unload();

    /// Where a call runs from enter() to leave().
    struct Entry {
        std::shared_ptr<Generation> generation;  ///< null: no plugin is loaded
        std::shared_ptr<Instance> instance;
    };
    Entry enter(CallId call, const CallRequest& request);
    /// Whether the plugin is to blame for how it ended; nothing for a call that the plugin has never seen.
    void leave(CallId call, std::optional<bool> at_fault);

    std::vector<ToolInfo> tools() const;
    std::shared_ptr<Instance> instance_of(CallId call) const;
    RuntimeCounters counters() const;

  private:
    // A generation and what is known of it. Guarded by the mutex, but for the generation itself.
    struct Member {
        const unsigned number;
        const std::shared_ptr<Generation> generation;
        Probation probation;
        std::size_t open = 0;  // calls
        bool parked = false;
        std::unique_ptr<Alarm> alarm;  // its calls take too long
    };
    struct OpenCall {
        std::shared_ptr<Member> member;
        std::shared_ptr<Instance> instance;
        std::string tool;
        Clock::Time since;
    };

    // One load, rollback or unload at a time. True: it is the caller's turn now; else `later` says when it is.
    bool take_turn(std::function<void()> later);
    void end_turn();
    class Turn;

    // In turn.
    base::Result<Reloaded> install(std::shared_ptr<const Build> build, GenerationEvent::Kind kind, Clock::Time begun);
    base::Result<Reloaded> install(std::unique_ptr<PluginImage> image, const alysio_plugin& plugin,
                                   GenerationEvent::Kind kind);
    base::Result<Reloaded> install_last_good();
    base::Result<void> check_room(bool replace) const;
    base::Result<void> make_folder();

    // With mutex_ held.
    void retire(const std::shared_ptr<Member>& member);
    std::string outstanding(const Member& member) const;

    // On the reaper.
    void end(const std::shared_ptr<Member>& member);
    void go_back(const std::shared_ptr<Member>& failed);
    void park(const std::shared_ptr<Member>& member);
    void replace(const Member& failed);  // in turn

    // Of a member that is in no list any more.
    void close(const Member& member);
    void tell(GenerationEvent event) const;

    Executor& executor_;
    const std::shared_ptr<Lane> callback_lane_;
    const RuntimeOptions& options_;
    const Clock& clock_ = *options_.instance.clock;

    // Of whose turn it is.
    std::unique_ptr<RunFolder> folder_;
    unsigned last_number_ = 0;

    mutable std::mutex mutex_;
    bool turn_taken_ = false;
    std::deque<std::function<void()>> turns_;  // that are waited for
    std::shared_ptr<Signal> idle_;             // no call is open any more; null: nobody waits for that
    std::shared_ptr<Member> current_;
    std::vector<std::shared_ptr<Member>> old_;
    std::shared_ptr<const Build> last_good_;
    std::map<CallId, OpenCall> open_;  // in the order in which they came
    RuntimeCounters counters_;

    // Ends first: what it runs uses the rest.
    const std::unique_ptr<ThreadPool> thread_ = options_.reaper == nullptr ? std::make_unique<ThreadPool>(1) : nullptr;
    Executor& reaper_ = thread_ == nullptr ? *options_.reaper : *thread_;
};

}  // namespace alysio::sandbox::runtime
