package org.repartee.retention;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;

/// One kind of what is stored, with the rules that hold for data about people.
///
/// Each call of [#expire] and [#erase] is one short transaction: the jobs call again until nothing
/// is left, and nobody's request waits for more than one of them.
public interface StoredData {

    /// Its name in settings (`repartee.retention.NAME`), in the log and in exports:
    /// `conversations`.
    String name();

    /// Removes up to `atMost` of what is older than a moment.
    ///
    /// @return how many rows were removed; 0: nothing that old is left
    int expire(Instant before, int atMost);

    /// Removes up to `atMost` rows that tell something about a person, or the person from them.
    ///
    /// @return how many rows were changed; 0: nothing is left
    int erase(String owner, int atMost);

    /// Whether this is what keeps a person's name from being given to somebody else: it is erased
    /// only when everything else is.
    default boolean holdsName() {
        return false;
    }

    /// Writes everything about a person as one JSON value of the object that is open, under
    /// [#name].
    void export(String owner, JsonGenerator json);
}
