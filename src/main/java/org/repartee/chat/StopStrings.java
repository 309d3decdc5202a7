package org.repartee.chat;

import java.util.List;

/// Finds the caller's stop texts in an answer that comes in pieces.
///
/// Text that may be the beginning of a stop text is held back until the next piece decides.
final class StopStrings {

    private final List<String> stops;
    private final int longest;
    private final StringBuilder held = new StringBuilder();
    private boolean found;

    StopStrings(List<String> stops) {
        this.stops = stops;
        this.longest = stops.stream().mapToInt(String::length).max().orElse(0);
    }

    /// The part of what has come that can be shown now. After a stop text was [#found], always
    /// empty.
    String append(String piece) {
        if (longest == 0) {
            return piece;
        }
        if (found) {
            return "";
        }
        held.append(piece);
        var at = firstStop();
        if (at >= 0) {
            found = true;
            return release(at);
        }
        return release(held.length() - possibleBeginning());
    }

    /// What was held back, when no more text comes.
    String finish() {
        return found ? "" : release(held.length());
    }

    boolean found() {
        return found;
    }

    private int firstStop() {
        var first = -1;
        for (var stop : stops) {
            var at = held.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    /// Length of the longest end of `held` that begins a stop text.
    private int possibleBeginning() {
        for (var length = Math.min(longest - 1, held.length()); length > 0; length--) {
            var end = held.substring(held.length() - length);
            if (stops.stream().anyMatch(stop -> stop.startsWith(end))) {
                return length;
            }
        }
        return 0;
    }

    private String release(int length) {
        var text = held.substring(0, length);
        held.delete(0, found ? held.length() : length);
        return text;
    }
}
