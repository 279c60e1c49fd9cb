package org.solvens.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.history.History;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Piece;

/// What ingest makes of feed files, in the plainest way: rows held against the contract, of one key and time known
/// the later line, and a retraction for every owner that a later version leaves.
public final class PlainIngest {
    private final List<Record> records = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    private record Record(Feed feed, Object[] values, int line) {
        String key() {
            return FeedContract.of(feed).key(values);
        }

        long knownAt() {
            return FeedContract.of(feed).knownAt(values);
        }

        @Nullable
        String text(String field) {
            FeedContract contract = FeedContract.of(feed);
            return contract.has(field) ? (String) values[contract.position(field)] : null;
        }
    }

    /// A file: its header, then its lines; no quotes.
    public PlainIngest file(Feed feed, List<String> lines) {
        FeedContract contract = FeedContract.of(feed);
        String[] header = lines.getFirst().split(",", -1);
        for (int i = 1; i < lines.size(); i++) {
            Object[] raw = new Object[contract.fields().size()];
            String[] cells = lines.get(i).split(",", -1);
            for (int c = 0; c < header.length; c++) {
                raw[contract.position(header[c])] = cells[c];
            }
            switch (contract.check(raw)) {
                case Checked.Accepted(Object[] values) -> records.add(new Record(feed, values, i));
                case Checked.Refused(String code, String reason) ->
                    refused.add(feed.label() + ":" + i + " " + code + ": " + reason);
            }
        }
        return this;
    }

    /// Every file of a folder, named by feed and a suffix.
    static PlainIngest folder(Path folder) throws IOException {
        PlainIngest ingest = new PlainIngest();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                Feed feed = Feed.ofLabel(name.substring(0, name.indexOf('-')));
                assertThat(feed).as(name).isNotNull();
                ingest.file(feed, Files.readAllLines(file));
            }
        }
        return ingest;
    }

    /// The rows that the contract refused.
    List<String> refused() {
        return refused;
    }

    /// The history of each debtor.
    public Map<String, History> histories() {
        Map<String, Record> versions = new LinkedHashMap<>();
        for (Record record : records) {
            versions.put(record.feed() + "/" + record.key() + "@" + record.knownAt(), record);
        }
        Map<String, String> owners = owners(versions.values());
        Map<String, Set<String>> everOwned = new HashMap<>();
        for (Record version : versions.values()) {
            everOwned
                    .computeIfAbsent(version.feed() + "/" + version.key(), _ -> new LinkedHashSet<>())
                    .add(owner(version, owners));
        }
        Map<String, List<Piece>> pieces = new TreeMap<>();
        for (Record version : versions.values()) {
            String owner = owner(version, owners);
            pieces.computeIfAbsent(owner, _ -> new ArrayList<>())
                    .add(Piece.of(version.feed(), version.values(), version.line()));
            for (String other : everOwned.get(version.feed() + "/" + version.key())) {
                if (!other.equals(owner)) {
                    pieces.computeIfAbsent(other, _ -> new ArrayList<>())
                            .add(Piece.retracted(version.feed(), version.key(), version.knownAt()));
                }
            }
        }
        Map<String, History> histories = new TreeMap<>();
        pieces.forEach((debtor, own) -> histories.put(debtor, HistoryAssembler.assemble(debtor, own)));
        return histories;
    }

    private static Map<String, String> owners(Collection<Record> versions) {
        Map<String, String> owners = new HashMap<>();
        versions.stream()
                .filter(version -> version.feed() == Feed.CASES)
                .sorted(Comparator.comparingLong(Record::knownAt))
                .forEach(one -> owners.putIfAbsent(one.text("case_id"), one.text("debtor_id")));
        return owners;
    }

    private static String owner(Record version, Map<String, String> owners) {
        String debtor = version.text("debtor_id");
        String owner = debtor != null ? debtor : owners.get(version.text("case_id"));
        assertThat(owner).as("the owner of " + version.key()).isNotNull();
        return owner;
    }

    /// A case as of an instant.
    public CaseView view(String caseId, long asOf) {
        return views(asOf).get(caseId);
    }

    /// Every case as of an instant.
    public Map<String, CaseView> views(long asOf) {
        Map<Feed, Long> begun = new HashMap<>();
        for (Feed feed : Feed.values()) {
            begun.put(feed, 0L);
        }
        Map<String, CaseView> views = new TreeMap<>();
        for (History history : histories().values()) {
            History read = History.decode(history.encode());
            for (CaseView view : new DebtorView(read, asOf, new FeedStarts(begun), OtherCases.SEEN).cases()) {
                views.put(view.caseId(), view);
            }
        }
        return views;
    }
}
