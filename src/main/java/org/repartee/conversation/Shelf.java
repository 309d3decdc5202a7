package org.repartee.conversation;

/// Where a conversation stands in the list.
public enum Shelf {
    /// Neither pinned nor put away.
    RECENT,
    /// Kept at the top.
    PINNED,
    /// Put away: found by search and on its own list only.
    ARCHIVED
}
