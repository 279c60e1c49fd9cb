package org.solvens.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.solvens.feed.Feed;
import org.solvens.intake.AcceptedEvents;
import org.solvens.intake.FoldedInto;
import org.solvens.intake.StoreAddress;
import org.solvens.lake.TableVersion;
import org.solvens.problem.Problem;
import org.solvens.store.Events.Answer;
import org.solvens.store.Events.Item;

class StoreTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    Path folder;

    private static Item payment(String id, long knownAt, String amount) {
        return new Item.Fits(
                Feed.PAYMENTS,
                id,
                knownAt,
                "{\"payment_id\":\"" + id + "\",\"amount\":\"" + amount + "\",\"reference\":\"a \\\"b\\\", c\"}");
    }

    private static Answer accept(Store store, String name, Item... items) {
        return store.events()
                .accept(
                        "key",
                        name,
                        List.of(items).toString().getBytes(StandardCharsets.UTF_8),
                        List.of(items),
                        outcomes -> outcomes.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Answer answer) {
        return new String(((Answer.Given) answer).body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void aKeyIsFoundByItsTextUntilItIsRevoked(Databases database) {
        try (Store store = Store.open(database.fresh(folder), CLOCK)) {
            assertThat(store.keys().ring().empty()).isTrue();
            Keys.Issued issued = store.keys()
                    .create("Bank A", Set.of(Scope.SCORE_READ), Set.of("K-1"), 100, NOW.plusSeconds(60), "anna");
            Keys.Ring ring = store.keys().ring();
            ApiKey found = ring.find(issued.text(), NOW).orElseThrow();
            assertThat(found).isEqualTo(issued.key());
            assertThat(found.may(Scope.SCORE_READ)).isTrue();
            assertThat(found.may(Scope.EVENTS_WRITE)).isFalse();
            assertThat(ring.find(issued.text(), NOW.plusSeconds(60))).isEmpty();
            String last = issued.text().endsWith("x") ? "y" : "x";
            for (String wrong : List.of(
                    "",
                    "solvens_",
                    "solvens__",
                    issued.text() + "x",
                    issued.text().replaceAll(".$", last))) {
                assertThat(ring.find(wrong, NOW)).as(wrong).isEmpty();
            }

            Keys.Issued rotated = store.keys().rotate(found.id(), Duration.ofSeconds(10), "anna");
            ring = store.keys().ring();
            assertThat(ring.find(rotated.text(), NOW)).isPresent();
            assertThat(ring.find(issued.text(), NOW.plusSeconds(9))).isPresent();
            assertThat(ring.find(issued.text(), NOW.plusSeconds(10))).isEmpty();

            store.keys().used(Map.of(found.id(), NOW));
            store.keys().revoke(found.id(), "anna");
            assertThat(store.keys().ring().find(rotated.text(), NOW)).isEmpty();
            assertThat(store.keys().ring().empty()).isFalse();
            ApiKey listed = store.keys().list().getFirst();
            assertThat(listed.revokedAt()).isEqualTo(NOW);
            assertThat(listed.lastUsedAt()).isEqualTo(NOW);
            assertThatThrownBy(() -> store.keys().revoke(found.id(), "anna"))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("KEY-UNKNOWN"));
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void noSecretIsStored(Databases database) throws Exception {
        StoreAddress address = database.fresh(folder);
        try (Store store = Store.open(address, CLOCK)) {
            Keys.Issued issued = store.keys().create("a", Set.of(Scope.ADMIN), null, 100, null, "anna");
            String secret = issued.text().split("_")[2];
            Path backup = folder.resolve("backup.zip");
            StoreBackup.write(store, backup);
            try (var zip = new java.util.zip.ZipFile(backup.toFile())) {
                for (var entry : java.util.Collections.list(zip.entries())) {
                    assertThat(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8))
                            .doesNotContain(secret);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void theAuditLogShowsWhatWasChangedRemovedOrCutOff(Databases database) {
        StoreAddress address = database.fresh(folder);
        String end;
        try (Store store = Store.open(address, CLOCK)) {
            store.keys().create("a", Set.of(Scope.ADMIN), null, 100, null, "anna");
            store.keys().create("b", Set.of(Scope.ADMIN), null, 100, null, "anna");
            end = store.audit().verify(null).end();
            for (int i = 0; i < 5_000; i++) {
                assertThat(store.journal().note(new AuditEntry(NOW, "key", "score.read", Map.of("case", "C-" + i))))
                        .isTrue();
            }
        }
        try (Store store = Store.open(address, CLOCK)) {
            AuditLog.Finding whole = store.audit().verify(end);
            assertThat(whole.broken()).isEmpty();
            assertThat(whole.entries()).isEqualTo(5_002);
            List<String> lines = new ArrayList<>();
            store.audit().export(lines::add);
            assertThat(lines).hasSize(5_002);
            assertThat(lines.getLast())
                    .isEqualTo("{\"at\":\"2026-11-01T12:00:00Z\",\"actor\":\"key\",\"action\":\"score.read\","
                            + "\"case\":\"C-4999\"}");

            byte[] content = store.jdbi()
                    .withHandle(handle -> handle.createQuery("SELECT content FROM audit_block WHERE seq = 1")
                            .mapTo(byte[].class)
                            .one());
            byte[] changed = Deflated.deflate(new String(Deflated.inflate(content), StandardCharsets.UTF_8)
                    .replace("anna", "otto")
                    .getBytes(StandardCharsets.UTF_8));
            set(store, changed);
            assertThat(store.audit().verify(null).broken()).hasSize(1).allMatch(each -> each.contains("block 1"));
            set(store, content);
            assertThat(store.audit().verify(null).broken()).isEmpty();

            store.jdbi().useHandle(handle -> {
                handle.execute("DELETE FROM audit_block WHERE seq > 1");
                handle.execute("UPDATE audit_head SET seq = 1, hash = (SELECT hash FROM audit_block WHERE seq = 1)");
            });
            assertThat(store.audit().verify(null).broken()).isEmpty();
            assertThat(store.audit().verify(end).broken())
                    .containsExactly("the block that was expected is not in the log");
            store.jdbi().useHandle(handle -> handle.execute("DELETE FROM audit_block"));
            assertThat(store.audit().verify(null).broken()).hasSize(1).allMatch(each -> each.contains("cut off"));
        }
    }

    private static void set(Store store, byte[] content) {
        store.jdbi().useHandle(handle -> handle.execute("UPDATE audit_block SET content = ? WHERE seq = 1", content));
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void twoProcessesAppendToOneChain(Databases database) throws Exception {
        StoreAddress address = database.fresh(folder);
        try (Store one = Store.open(address, CLOCK);
                Store two = Store.open(address, CLOCK);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Store store = i % 2 == 0 ? one : two;
                String id = "P-" + i;
                done.add(threads.submit(() -> accept(store, id, payment(id, 1, "1"), payment("same", 1, "1"))));
            }
            for (Future<?> each : done) {
                each.get();
            }
            AuditLog.Finding found = one.audit().verify(null);
            assertThat(found.broken()).isEmpty();
            assertThat(found.entries()).isEqualTo(40);
        }
        assertThat(Store.look(address).waiting()).isEqualTo(41);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void aRequestIsAnsweredOnceAndThenReplayed(Databases database) {
        try (Store store = Store.open(database.fresh(folder), CLOCK)) {
            Item[] first = {
                payment("P-1", 5, "10"), new Item.Refused("TYPE", "amount is not a number"), payment("P-1", 5, "10")
            };
            Answer.Given given = (Answer.Given) accept(store, "a", first);
            assertThat(given.replayed()).isFalse();
            assertThat(text(given))
                    .isEqualTo("[Accepted[key=P-1, knownAt=5], Refused[code=TYPE, reason=amount is not a number],"
                            + " Known[key=P-1, knownAt=5]]");
            Answer.Given again = (Answer.Given) accept(store, "a", first);
            assertThat(again.replayed()).isTrue();
            assertThat(again.body()).isEqualTo(given.body());
            assertThat(accept(store, "a", payment("P-2", 5, "10"))).isInstanceOf(Answer.OtherRequest.class);
            assertThat(text(accept(store, "b", payment("P-1", 5, "10")))).startsWith("[Known");
            assertThat(text(accept(store, "c", payment("P-1", 5, "11")))).startsWith("[Refused[code=KEY-CONFLICT");
            assertThat(text(accept(store, "d", payment("P-1", 6, "11")))).startsWith("[Accepted");
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void aFoldThatWasNotEndedIsTakenAgainAsItWas(Databases database) throws Exception {
        StoreAddress address = database.fresh(folder);
        try (Store store = Store.open(address, CLOCK)) {
            accept(store, "a", payment("P-1", 5, "10"), payment("P-2", 5, "20"));
            String csv;
            try (AcceptedEvents events = AcceptedEvents.open(address)) {
                AcceptedEvents.Fold fold = events.begin("lake", NOW).orElseThrow();
                assertThat(fold).isEqualTo(new AcceptedEvents.Fold(1, Map.of(Feed.PAYMENTS, 2L)));
                csv = csv(events, fold);
                assertThat(csv.lines()).hasSize(3);
                assertThat(csv).contains("payment_id").contains("\"P-1\"").contains("\"a \"\"b\"\", c\"");
            }
            accept(store, "b", payment("P-3", 5, "30"));
            try (AcceptedEvents events = AcceptedEvents.open(address)) {
                assertThatThrownBy(() -> events.begin("other", NOW))
                        .isInstanceOfSatisfying(
                                Problem.class,
                                problem -> assertThat(problem.code()).isEqualTo("STORE-LAKE"));
                AcceptedEvents.Fold again = events.begin("lake", NOW).orElseThrow();
                FoldedInto into = new FoldedInto(new TreeMap<>(Map.of("payments", new TableVersion("table", 7))));
                assertThat(again.id()).isEqualTo(1);
                assertThat(csv(events, again)).isEqualTo(csv);
                assertThat(store.events().folds(0)).containsExactly(new Events.Folded(1, null, null));
                events.end(again, into, NOW);
                AcceptedEvents.Fold next = events.begin("lake", NOW).orElseThrow();
                assertThat(next).isEqualTo(new AcceptedEvents.Fold(2, Map.of(Feed.PAYMENTS, 1L)));
                events.end(next, new FoldedInto(new TreeMap<>()), NOW);
                assertThat(events.begin("lake", NOW)).isEmpty();
                assertThat(store.events().folds(0))
                        .containsExactly(
                                new Events.Folded(1, NOW, into),
                                new Events.Folded(2, NOW, new FoldedInto(new TreeMap<>())));
                assertThat(store.events().folds(1)).hasSize(1);
                Events.Part all = store.events().since(0, 0, Long.MAX_VALUE, 10);
                Events.Part later = store.events().since(0, 1, Long.MAX_VALUE, 10);
                // These records lack fields, so only their numbers count.
                assertThat(all.events()).isEmpty();
                assertThat(all.more()).isFalse();
                assertThat(later.last()).isEqualTo(all.last()).isPositive();
                assertThat(store.events().since(0, 2, Long.MAX_VALUE, 10).last())
                        .isZero();
                assertThat(store.events()
                                .since(all.last(), 0, Long.MIN_VALUE, 10)
                                .last())
                        .isEqualTo(all.last());
                assertThat(store.events().since(0, 2, Long.MIN_VALUE, 2)).satisfies(part -> {
                    assertThat(part.more()).isTrue();
                    assertThat(part.last()).isLessThan(all.last());
                });
            }
        }
        assertThat(Store.look(address).waiting()).isZero();
    }

    private static String csv(AcceptedEvents events, AcceptedEvents.Fold fold) throws Exception {
        StringWriter out = new StringWriter();
        events.write(fold, Feed.PAYMENTS, out);
        return out.toString();
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void aBackupFillsAStoreOfEitherDatabase(Databases database) {
        Path file = folder.resolve("backup.zip");
        String end;
        Keys.Issued key;
        try (Store store = Store.open(database.fresh(folder), Clock.systemUTC())) {
            key = store.keys().create("a", Set.of(Scope.SCORE_READ), Set.of("K-Ö"), 100, null, "anna");
            accept(store, "a", payment("P-1", 5, "10"));
            end = store.audit().verify(null).end();
            assertThat(StoreBackup.write(store, file))
                    .containsEntry("event", 1L)
                    .containsEntry("api_key", 1L);
            assertThatThrownBy(() -> StoreBackup.write(store, file)).isInstanceOf(Problem.class);
        }
        for (Databases other : Databases.values()) {
            try (Store store = Store.open(other.fresh(folder), CLOCK)) {
                StoreBackup.restore(store, file);
                assertThat(store.audit().verify(end).broken()).isEmpty();
                assertThat(store.keys()
                                .ring()
                                .find(key.text(), NOW)
                                .orElseThrow()
                                .creditors())
                        .containsExactly("K-Ö");
                assertThat(text(accept(store, "b", payment("P-1", 5, "10"), payment("P-2", 5, "10"))))
                        .startsWith("[Known")
                        .contains("Accepted");
                assertThatThrownBy(() -> StoreBackup.restore(store, file))
                        .isInstanceOfSatisfying(
                                Problem.class,
                                problem -> assertThat(problem.code()).isEqualTo("STORE-NOT-EMPTY"));
            }
        }
    }
}
