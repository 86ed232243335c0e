#pragma once

namespace alysio::sdk {

/// An object that can stand in one List at a time, and leaves it when it dies. Nothing is allocated.
class ListNode {
  public:
    ListNode() = default;
    ListNode(const ListNode&) = delete;
    ListNode& operator=(const ListNode&) = delete;
    ~ListNode() { unlink(); }

    bool linked() const { return next_ != nullptr; }

    void unlink() {
        if (!linked()) return;
        previous_->next_ = next_;
        next_->previous_ = previous_;
        next_ = previous_ = nullptr;
    }

  private:
    template <class T>
    friend class List;
    ListNode* next_ = nullptr;
    ListNode* previous_ = nullptr;
};

/// First in, first out. T derives from ListNode; the list owns none of them.
template <class T>
class List {
  public:
    List() { ends_.next_ = ends_.previous_ = &ends_; }
    List(const List&) = delete;
    List& operator=(const List&) = delete;
    ~List() {
        while (!empty()) ends_.next_->unlink();
        ends_.next_ = ends_.previous_ = nullptr;
    }

    bool empty() const { return ends_.next_ == &ends_; }

    void push_back(T& item) {
        ListNode& node = item;
        node.unlink();
        node.previous_ = ends_.previous_;
        node.next_ = &ends_;
        ends_.previous_->next_ = &node;
        ends_.previous_ = &node;
    }

    /// Null when empty.
    T* pop_front() {
        if (empty()) return nullptr;
        ListNode* node = ends_.next_;
        node->unlink();
        return static_cast<T*>(node);
    }

    /// Moves everything over, in order.
    void take_all(List& other) {
        while (T* item = other.pop_front()) push_back(*item);
    }

  private:
    ListNode ends_;
};

}  // namespace alysio::sdk
