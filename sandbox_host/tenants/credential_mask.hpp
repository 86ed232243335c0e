#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::tenants {

/// The credentials that were sent, in every spelling in which an answer may hold them: as they are, percent-encoded,
/// escaped as JSON does it, in base64. Immutable once made, so any thread may look for them.
///
/// A stretch of 39 bytes of a spelling is found for certain, wherever in the credential it begins: one word of eight bytes
/// is looked up at every 32nd byte of a text, so that reading a page costs next to nothing. A spelling that is shorter is
/// found whole. What is shorter than `least` bytes is no secret that could be told from ordinary text, and stays.
class SentCredentials {
  public:
    static constexpr std::size_t least = 12;

    /// `lines` are headers: the last word of each value is the credential.
    explicit SentCredentials(const std::vector<std::string>& lines);
    ~SentCredentials();
    SentCredentials(const SentCredentials&) = delete;
    SentCredentials& operator=(const SentCredentials&) = delete;

    /// Were they made of these lines?
    bool are(const std::vector<std::string>& lines) const { return lines == lines_; }
    /// Is any of it in this text?
    bool stands_in(std::string_view text) const;
    /// Adds where it stands: from the first byte to the one behind the last.
    void find_in(std::string_view text, std::vector<std::pair<std::size_t, std::size_t>>& stretches) const;
    /// How many bytes at the end of the text may be the beginning of a spelling that goes on behind it.
    std::size_t begun_at_end(std::string_view text) const;

  private:
    using Word = std::uint64_t;
    struct Place {
        Word word;
        std::uint32_t spelling;
        std::uint32_t offset;
        bool operator<(const Place& other) const { return word < other.word; }
    };

    std::size_t stretch_at_end(std::string_view text) const;

    static Word word_at(const char* text) noexcept;
    static std::size_t bit_of(Word word) noexcept;
    void add(std::string spelling);
    /// Calls `found(begin, end)` for each stretch; stops where that gives false.
    template <class Found>
    void search(std::string_view text, Found found) const;

    static constexpr std::size_t stride = 32;
    static constexpr std::size_t bits = 1u << 18;

    std::vector<std::string> lines_;
    std::vector<std::string> spellings_;
    std::vector<Place> places_;  // in order of their words
    std::vector<std::size_t> short_ones_;
    std::size_t longest_ = 0;
    std::unique_ptr<std::bitset<bits>> words_ = std::make_unique<std::bitset<bits>>();
};

/// A body on its way to the plugin, in pieces, without the credentials that were sent for it.
class CredentialMask {
  public:
    /// Of an attempt that is about to be made; those of earlier attempts stay known.
    void sent(std::shared_ptr<const SentCredentials> credentials);

    /// What is known by this piece, mostly the piece itself; it stays until the next one.
    std::string_view mask(std::string_view piece);
    /// What was held back, once there are no more pieces.
    std::string_view rest();
    /// A text that is whole.
    void mask_text(std::string& text) const;

  private:
    /// Whoever takes a body in small pieces would cut it where nothing can be recognised.
    static constexpr std::size_t least_piece = 1'024;

    std::vector<std::pair<std::size_t, std::size_t>> stretches_in(std::string_view text) const;

    std::vector<std::shared_ptr<const SentCredentials>> sent_;
    std::string held_;    // may be the beginning of a credential
    std::string masked_;  // what the last piece became, where it could not stay as it was
};

}  // namespace alysio::sandbox::tenants
