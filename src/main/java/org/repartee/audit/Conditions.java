package org.repartee.audit;

import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.List;

/// Conditions of a `where` that must all hold, and the values in them.
final class Conditions {
    private final List<String> texts = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /// @param text with a `?` for each value
    void add(String text, Object... inIt) {
        var numbered = text;
        for (var value : inIt) {
            values.add(value);
            numbered = numbered.replaceFirst("\\?(?!\\d)", "?" + values.size());
        }
        texts.add(numbered);
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /// ` where …`, or nothing.
    String where() {
        return texts.isEmpty() ? "" : " where " + String.join(" and ", texts);
    }

    /// Sets the values in a query that holds [#where], and the time after which it is given up.
    Query bind(Query query) {
        for (var i = 0; i < values.size(); i++) {
            query.setParameter(i + 1, values.get(i));
        }
        return query.setHint(AuditStatistics.TIMEOUT_HINT, AuditStatistics.TIMEOUT_MILLIS);
    }
}
