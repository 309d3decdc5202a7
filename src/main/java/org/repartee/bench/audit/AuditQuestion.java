package org.repartee.bench.audit;

import static org.repartee.audit.AuditFilter.NONE;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.repartee.audit.AuditFilter;
import org.repartee.audit.AuditFilter.Statuses;
import org.repartee.audit.AuditQueries;
import org.repartee.database.Cursor;

/// One thing that a console asks.
///
/// @param asked asks it and says how many results there were
record AuditQuestion(String name, IntSupplier asked) {
    private static final int PAGE = 50;
    private static final int TOP = 20;
    private static final Instant END = AuditFill.START.plus(AuditFill.RANGE);
    private static final Instant YESTERDAY = END.minus(Duration.ofDays(1));
    private static final Instant LONG_AGO = AuditFill.START.plus(Duration.ofDays(30));
    private static final Duration A_DAY = Duration.ofDays(1);

    int ask() {
        return asked.getAsInt();
    }

    /// All that is asked, over a filled database of so many rows.
    static List<AuditQuestion> all(AuditQueries queries, long rows) {
        var questions = new ArrayList<>(pages(queries));
        questions.add(
                new AuditQuestion(
                        "a page %,d rows deep".formatted(rows / 2), () -> deepPage(queries)));
        questions.addAll(statistics(queries));
        return questions;
    }

    private static List<AuditQuestion> pages(AuditQueries queries) {
        var someone = NONE.ofOwner("user-1");
        var slow = Duration.ofSeconds(1);
        return List.of(
                page(queries, "newest page of 50", NONE),
                page(queries, "a day, 60 days ago", NONE.between(LONG_AGO, LONG_AGO.plus(A_DAY))),
                page(queries, "the user who asked most", someone),
                page(queries, "the user who asked least", NONE.ofOwner("user-" + AuditFill.PEOPLE)),
                page(queries, "model, 90 % of rows", NONE.ofModel("gpt-oss-20b")),
                page(queries, "model, 0.1 % of rows", NONE.ofModel("repartee-demo")),
                page(queries, "model, no row", NONE.ofModel("none")),
                page(queries, "effort high, 10 %", NONE.withEffort("high")),
                page(queries, "status 400 to 599", NONE.withStatus(Statuses.FAILED)),
                page(queries, "status 500, 0.05 %", NONE.withStatus(Statuses.only(500))),
                page(queries, "first token after 1 s", NONE.firstTokenAfter(slow)),
                page(queries, "first token after 2 s", NONE.firstTokenAfter(Duration.ofSeconds(2))),
                page(queries, "first token after 3 s", NONE.firstTokenAfter(Duration.ofSeconds(3))),
                page(
                        queries,
                        "first token after 10 s",
                        NONE.firstTokenAfter(Duration.ofSeconds(10))),
                page(queries, "whole answer after 60 s", NONE.takingAtLeast(Duration.ofMinutes(1))),
                page(queries, "that user, failed", someone.withStatus(Statuses.FAILED)),
                page(queries, "that user, first token after 1 s", someone.firstTokenAfter(slow)),
                page(
                        queries,
                        "a day, effort high, first token after 1 s",
                        NONE.between(LONG_AGO, LONG_AGO.plus(A_DAY))
                                .withEffort("high")
                                .firstTokenAfter(slow)),
                page(
                        queries,
                        "model 0.1 %, effort high, failed",
                        NONE.ofModel("repartee-demo")
                                .withEffort("high")
                                .withStatus(Statuses.FAILED)));
    }

    private static AuditQuestion page(AuditQueries queries, String name, AuditFilter filter) {
        return new AuditQuestion(
                name, () -> queries.newest(filter, PAGE, Optional.empty()).requests().size());
    }

    private static int deepPage(AuditQueries queries) {
        var middle = AuditFill.START.plus(AuditFill.RANGE.dividedBy(2));
        var before = new Cursor(middle, new UUID(0, 0)).encoded();
        return queries.newest(NONE, PAGE, Optional.of(before)).requests().size();
    }

    private static List<AuditQuestion> statistics(AuditQueries queries) {
        var end = LocalDate.ofInstant(END, ZoneOffset.UTC);
        return List.of(
                percentiles(queries, "first token by hour, a day", A_DAY, Optional.empty()),
                percentiles(
                        queries,
                        "first token by hour, a day, one model",
                        A_DAY,
                        Optional.of("gpt-oss-120b")),
                percentiles(
                        queries,
                        "first token by hour, 7 days",
                        Duration.ofDays(7),
                        Optional.empty()),
                topUsers(queries, "top 20 users, a day", end.minusDays(1), end),
                topUsers(queries, "top 20 users, 30 days", end.minusDays(30), end),
                topUsers(queries, "top 20 users, 90 days", end.minusDays(90), end));
    }

    private static AuditQuestion percentiles(
            AuditQueries queries, String name, Duration range, Optional<String> model) {
        var from = YESTERDAY.plus(A_DAY).minus(range);
        return new AuditQuestion(name, () -> queries.firstTokenByHour(from, END, model).size());
    }

    private static AuditQuestion topUsers(
            AuditQueries queries, String name, LocalDate from, LocalDate until) {
        return new AuditQuestion(name, () -> queries.topUsers(from, until, TOP).size());
    }
}
