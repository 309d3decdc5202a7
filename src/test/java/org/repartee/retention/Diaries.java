package org.repartee.retention;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.repartee.database.Database;
import org.repartee.database.TestDataSource;

/// Stored data in memory: pages of owners' diaries by day.
final class Diaries implements StoredData {
    final Map<String, Integer> pages = new TreeMap<>();
    final List<Integer> batches = new ArrayList<>();
    boolean failing;

    void write(String owner, String day, int count) {
        pages.put(owner + " " + day, count);
    }

    @Override
    public String name() {
        return "diaries";
    }

    @Override
    public int expire(Instant before, int atMost) {
        var day = LocalDate.ofInstant(before, ZoneOffset.UTC).toString();
        return remove(key -> key.split(" ")[1].compareTo(day) < 0, atMost);
    }

    @Override
    public int erase(String owner, int atMost) {
        if (failing) {
            failLikeADatabase();
        }
        return remove(key -> key.startsWith(owner + " "), atMost);
    }

    private int remove(Predicate<String> wanted, int atMost) {
        var found = pages.keySet().stream().filter(wanted).findFirst();
        int removed = found.map(key -> Math.min(atMost, pages.getOrDefault(key, 0))).orElse(0);
        found.ifPresent(
                key -> pages.compute(key, (_, had) -> had - removed == 0 ? null : had - removed));
        batches.add(removed);
        return removed;
    }

    private static void failLikeADatabase() {
        var source = TestDataSource.inMemory();
        try (var database = Database.open(source)) {
            source.goAway();
            database.inTransaction(
                    manager -> manager.createNativeQuery("select 1").getResultList());
        }
    }

    @Override
    public void export(String owner, JsonGenerator json) {
        json.write(
                name(),
                pages.entrySet().stream()
                        .filter(page -> page.getKey().startsWith(owner + " "))
                        .mapToInt(Map.Entry::getValue)
                        .sum());
    }
}
