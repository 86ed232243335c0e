#include "sandbox_host/runtime/generations.hpp"

#include "sandbox_host/runtime/schema_lint.hpp"

#include <alysio/sdk/text.hpp>

#include <algorithm>
#include <utility>

namespace alysio::sandbox::runtime {

namespace {

using Kind = GenerationEvent::Kind;

// Until whatever was posted before has run.
template <class Queue>
void wait_for_all_in(Queue& queue, Executor& executor) {
    const auto reached = std::make_shared<Signal>();
    queue.post([reached] { reached->set(); });
    executor.wait(*reached);
}

std::string seconds(std::chrono::nanoseconds time) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

}  // namespace

class Generations::Turn {
  public:
    explicit Turn(Generations& generations) : generations_(generations) {
        const auto granted = std::make_shared<Signal>();
        if (!generations.take_turn([granted] { granted->set(); })) generations.executor_.wait(*granted);
    }
    // That was taken already.
    Turn(Generations& generations, std::adopt_lock_t) : generations_(generations) {}
    ~Turn() { generations_.end_turn(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    Generations& generations_;
};

Generations::Generations(Executor& executor, std::shared_ptr<Lane> callback_lane, const RuntimeOptions& options)
    : executor_(executor), callback_lane_(std::move(callback_lane)), options_(options) {}

Generations::~Generations() = default;

bool Generations::take_turn(std::function<void()> later) {
    std::lock_guard lock(mutex_);
    if (!std::exchange(turn_taken_, true)) return true;
    turns_.push_back(std::move(later));
    return false;
}

void Generations::end_turn() {
    std::function<void()> next;
    {
        std::lock_guard lock(mutex_);
        turn_taken_ = !turns_.empty();
        if (!turn_taken_) return;
        next = std::move(turns_.front());
        turns_.pop_front();
    }
    next();
}

base::Result<Reloaded> Generations::load(const std::filesystem::path& library, const std::filesystem::path& manifest,
                                         bool replace) {
    const Turn turn(*this);
    const auto begun = clock_.now();
    if (auto free = check_room(replace); !free) return free.error();
    if (auto made = make_folder(); !made) return made.error();
    auto build = Build::take(library, manifest, folder_->path());
    if (!build) return build.error();
    return install(*std::move(build), Kind::serving, begun);
}

base::Result<Reloaded> Generations::load(const alysio_plugin& plugin) {
    const Turn turn(*this);
    if (auto free = check_room(false); !free) return free.error();
    if (auto fit = check_table(plugin); !fit) return fit.error();
    return install(nullptr, plugin, Kind::serving);
}

base::Result<Reloaded> Generations::roll_back() {
    const Turn turn(*this);
    return install_last_good();
}

base::Result<Reloaded> Generations::install_last_good() {
    const auto begun = clock_.now();
    if (auto free = check_room(true); !free) return free.error();
    std::shared_ptr<const Build> good;
    {
        std::lock_guard lock(mutex_);
        good = last_good_;
    }
    if (good == nullptr) return base::Error{"There is no earlier build to go back to."};
    auto copy = good->again();
    if (!copy) return copy.error();
    return install(*std::move(copy), Kind::rolled_back, begun);
}

base::Result<void> Generations::check_room(bool replace) const {
    std::lock_guard lock(mutex_);
    if (current_ != nullptr && !replace) return base::Error{"A plugin is loaded already; unload it first."};
    const auto parked = std::count_if(old_.begin(), old_.end(), [](const auto& member) { return member->parked; });
    if (static_cast<std::size_t>(parked) < std::max<std::size_t>(options_.reload.most_parked, 1)) return {};
    return base::Error{std::to_string(parked) + " old generations of the plugin still have open calls after " +
                       seconds(options_.reload.patience) +
                       "; end those calls, or restart the host, before loading another."};
}

base::Result<void> Generations::make_folder() {
    if (folder_ != nullptr) return {};
    auto folder = RunFolder::create(options_.run_folder);
    if (!folder) return folder.error();
    folder_ = std::move(*folder);
    return {};
}

base::Result<Reloaded> Generations::install(std::shared_ptr<const Build> build, Kind kind, Clock::Time begun) {
    const auto verified = clock_.now();
    auto image = PluginImage::load(std::move(build), options_.keep_images);
    if (!image) return image.error();
    const auto loaded = clock_.now();
    const auto& plugin = (*image)->table();
    auto done = install(std::move(*image), plugin, kind);
    if (!done) return done;
    done->verify = verified - begun;
    done->load = loaded - verified;
    done->hand_over = clock_.now() - loaded;
    return done;
}

base::Result<Reloaded> Generations::install(std::unique_ptr<PluginImage> image, const alysio_plugin& plugin,
                                            Kind kind) {
    std::shared_ptr<Member> before;
    {
        std::lock_guard lock(mutex_);
        before = current_;
    }
    Reloaded done;
    std::vector<std::string> states;
    if (before != nullptr) states = before->generation->save_states(options_.reload.state_patience);
    for (const auto& state : states) done.state_bytes += state.size();

    auto generation = Generation::start(executor_, std::move(image), plugin, options_.instances, options_.instance,
                                        std::move(states));
    if (!generation) return generation.error();
    if (const auto* started = (*generation)->image(); started != nullptr && options_.admit) {
        if (auto leave = options_.admit(started->build()->manifest()); !leave) return leave.error();
    }
    done.generation = ++last_number_;
    if (before != nullptr) done.tools = difference(before->generation->tools(), (*generation)->tools());
    // Whoever reloads is at work on the plugin. A start need not take the time.
    if (before != nullptr) done.lint = lint((*generation)->tools());
    for (const auto& fault : done.lint) {
        options_.instance.log->write({ALYSIO_LOG_WARN, "runtime", "plugin.schema", fault, 0, {}});
    }
    const std::string name = std::string(sdk::view(plugin.name)) + ' ' + (*generation)->version();

    std::lock_guard lock(mutex_);
    current_ = std::make_shared<Member>(
        Member{done.generation, *std::move(generation), Probation(options_.reload.trial_calls), 0, false, nullptr});
    ++counters_.started;
    tell(
        {kind, done.generation,
         sentence(done.generation, "of the plugin " + name + (kind == Kind::rolled_back ? " serves again" : " serves")),
         done.tools});
    if (before != nullptr) retire(before);
    return done;
}

// Where nothing is open the reaper ends it at once, otherwise the last call that leaves it.
void Generations::retire(const std::shared_ptr<Member>& member) {
    const auto* image = member->generation->image();
    const bool good = last_good_ == nullptr || member->probation.verdict() == Probation::Verdict::proven;
    if (image != nullptr && good) last_good_ = image->build();
    old_.push_back(member);
    if (member->open == 0) return reaper_.post([this, member] { end(member); });
    member->alarm = reaper_.after(options_.reload.patience, [this, weak = std::weak_ptr(member)] {
        if (const auto late = weak.lock()) park(late);
    });
}

Generations::Entry Generations::enter(CallId call, const CallRequest& request) {
    std::lock_guard lock(mutex_);
    if (current_ == nullptr) return {};
    ++current_->open;
    const auto& instance = current_->generation->instance_for(request.identity().principal);
    open_.emplace(call, OpenCall{current_, instance, request.tool, clock_.now()});
    return {current_->generation, instance};
}

void Generations::leave(CallId call, std::optional<bool> at_fault) {
    std::lock_guard lock(mutex_);
    const auto entry = open_.extract(call);
    if (entry.empty()) return;
    const auto& member = entry.mapped().member;
    const auto verdict = at_fault ? member->probation.judge(*at_fault) : Probation::Verdict::open;
    if (verdict == Probation::Verdict::failed) reaper_.post([this, member] { go_back(member); });
    // Not here and now: the plugin is still on the stack.
    if (--member->open == 0 && member != current_) reaper_.post([this, member] { end(member); });
    if (open_.empty() && idle_ != nullptr) idle_->set();
}

void Generations::end(const std::shared_ptr<Member>& member) {
    {
        std::lock_guard lock(mutex_);
        if (member->open > 0 || std::erase(old_, member) == 0) return;
        member->alarm.reset();
    }
    close(*member);
}

void Generations::close(const Member& member) {
    const bool gone = member.generation->close();
    {
        std::lock_guard lock(mutex_);
        ++(gone ? counters_.ended : counters_.pinned);
    }
    const auto* what =
        gone ? "has ended and is unloaded"
             : "has ended, but its code stays in the process: a thread_local object or a unique symbol of "
               "the plugin holds it, or the host was told to keep images";
    tell({gone ? Kind::ended : Kind::pinned, member.number, sentence(member.number, what), {}});
}

void Generations::park(const std::shared_ptr<Member>& member) {
    std::string what;
    {
        std::lock_guard lock(mutex_);
        if (member->open == 0 || std::find(old_.begin(), old_.end(), member) == old_.end()) return;
        member->parked = true;
        what = outstanding(*member);
    }
    tell({Kind::parked,
          member->number,
          sentence(member->number, "is still in use " + seconds(options_.reload.patience) +
                                       " after it was replaced, and stays loaded until its calls have ended: " + what),
          {}});
}

std::string Generations::outstanding(const Member& member) const {
    std::string text;
    for (const auto& [id, call] : open_) {
        if (call.member.get() != &member) continue;
        text += (text.empty() ? "" : ", ") + call.tool + " for " + seconds(clock_.now() - call.since);
    }
    return text;
}

// The reaper waits for nobody's turn: where it has but the thread of the one whose turn it is, that would be for ever.
void Generations::go_back(const std::shared_ptr<Member>& failed) {
    const auto begin = [this, failed] {
        const Turn turn(*this, std::adopt_lock);
        replace(*failed);
    };
    if (take_turn([this, begin] { reaper_.post(begin); })) begin();
}

void Generations::replace(const Member& failed) {
    {
        std::lock_guard lock(mutex_);
        if (current_.get() != &failed || last_good_ == nullptr) return;
    }
    const auto back = install_last_good();
    if (back) return;
    const LogField fields[] = {{"generation", std::int64_t{failed.number}}};
    options_.instance.log->write(
        {ALYSIO_LOG_ERROR, "runtime", "generation.no_way_back", back.error().message, 0, fields});
}

bool Generations::unload() {
    unsigned pinned_before = 0;
    {
        const Turn turn(*this);
        const auto idle = std::make_shared<Signal>();
        {
            std::lock_guard lock(mutex_);
            pinned_before = counters_.pinned;
            if (current_ != nullptr) old_.push_back(std::exchange(current_, nullptr));
            last_good_ = nullptr;
            for (const auto& [id, call] : open_) call.instance->cancel(id, ALYSIO_CANCEL_SHUTDOWN);
            idle_ = idle;
            if (open_.empty()) idle->set();
        }
        executor_.wait(*idle);
        std::vector<std::shared_ptr<Member>> closing;
        {
            std::lock_guard lock(mutex_);
            closing = std::exchange(old_, {});
        }
        for (const auto& member : closing) close(*member);
    }
    // What the reaper is about ends too, and everybody has been told.
    wait_for_all_in(reaper_, executor_);
    wait_for_all_in(*callback_lane_, executor_);
    return counters().pinned == pinned_before;
}

std::vector<ToolInfo> Generations::tools() const {
    std::lock_guard lock(mutex_);
    return current_ == nullptr ? std::vector<ToolInfo>() : current_->generation->tools();
}

std::shared_ptr<Instance> Generations::instance_of(CallId call) const {
    std::lock_guard lock(mutex_);
    const auto found = open_.find(call);
    return found == open_.end() ? nullptr : found->second.instance;
}

RuntimeCounters Generations::counters() const {
    std::lock_guard lock(mutex_);
    auto counters = counters_;
    counters.finishing = static_cast<unsigned>(old_.size());
    for (const auto& member : old_) counters.parked += member->parked ? 1U : 0U;
    return counters;
}

void Generations::tell(GenerationEvent event) const {
    write(*options_.instance.log, event);
    if (!options_.on_generation) return;
    callback_lane_->post([tell = options_.on_generation, event = std::move(event)] { tell(event); });
}

}  // namespace alysio::sandbox::runtime
