package org.solvens.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.lake.DataFile;
import scala.Tuple2;

/// Reads a part of a file to its end: counts its records, stages the accepted ones, and gives hashes of the key
/// and the owner of each, by which repetitions and changes of owner are found.
///
/// It stages nothing where a record leaves a doubt that only a look at other records can settle; then the file is read
/// again.
final class StagedReading implements Iterator<Tuple2<Integer, long[]>> {
    /// Numbers of a full block.
    private static final int BLOCK = Repetitions.WIDTH << 12;

    private final FileCounts.Place place;
    private final FeedContract contract;
    private final FeedRecords records;
    private final FileCounts counts;
    private final @Nullable CaseOwners owners;
    private @Nullable StagedFile staged;
    private final int owner;
    private final int caseId;
    private final int debtorId;
    private final int[] amounts;
    private final Set<String> takenBackOn = new HashSet<>();
    private final Set<String> takenBackOf = new HashSet<>();
    private long takenBack;
    private long rows;
    private long accepted;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private boolean ended;
    private final long[][] filling;
    private final int[] filled;
    private final Queue<Tuple2<Integer, long[]>> ready = new ArrayDeque<>();

    /// @param parts into which the hashes are parted by key
    /// @param owners of the known cases
    /// @param staged receives the accepted records; null to stage nothing
    StagedReading(
            FilePart part,
            Feed feed,
            FileReading reading,
            Configuration configuration,
            FileCounts counts,
            int parts,
            @Nullable CaseOwners owners,
            @Nullable StagedFile staged) {
        this.place = new FileCounts.Place(feed, part.file().path(), part.begin());
        this.contract = FeedContract.of(feed);
        this.records = new FeedRecords(part, feed, reading, configuration);
        this.counts = counts;
        this.owners = owners;
        this.staged = owners == null ? null : staged;
        // The debtor of a case never changes; a version that names another one needs a closer look.
        String named = feed == Feed.CASES ? FeedTable.DEBTOR : FeedTable.owner(feed);
        this.owner = named == null ? -1 : contract.position(named);
        this.caseId = contract.has("case_id") ? contract.position("case_id") : -1;
        this.debtorId = contract.has(FeedTable.DEBTOR) ? contract.position(FeedTable.DEBTOR) : -1;
        this.amounts = FeedRows.amounts(contract);
        this.filling = new long[parts][];
        this.filled = new int[parts];
        advance();
    }

    private void advance() {
        try {
            while (ready.isEmpty() && !ended) {
                FeedRecords.Found record = records.next();
                if (record == null) {
                    end();
                } else {
                    rows++;
                    if (record.checked() instanceof Checked.Accepted(Object[] values)) {
                        take(values);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(Object[] values) throws IOException {
        accepted++;
        long knownAt = contract.knownAt(values);
        first = Math.min(first, knownAt);
        last = Math.max(last, knownAt);
        if (place.feed() == Feed.PAYMENTS && Reversals.takesBack(contract, values)) {
            takenBack++;
            note(takenBackOn, values[contract.position("case_id")]);
            note(takenBackOf, values[contract.position("reversal_of")]);
        }
        if (staged != null) {
            int known = caseId < 0 || values[caseId] == null ? -1 : owners().of((String) values[caseId]);
            if (doubtful(values, known)) {
                staged.close();
                staged = null;
            } else {
                // Only a feed without a debtor of its own needs that of the case.
                String debtor = known < 0 || debtorId >= 0 ? null : owners().debtor(known);
                staged.write(values, debtor, records.line());
            }
        }
        long key = FeedContract.hash(contract.key(values));
        int part = Math.floorMod(key ^ key >>> 32, filling.length);
        if (filling[part] == null) {
            filling[part] = new long[BLOCK];
        }
        long named = owner < 0 ? 0 : FeedContract.hash((String) values[owner]);
        Repetitions.put(filling[part], filled[part], place.feed(), key, knownAt, named);
        filled[part] += Repetitions.WIDTH;
        if (filled[part] == BLOCK) {
            ready.add(new Tuple2<>(part, filling[part]));
            filling[part] = null;
            filled[part] = 0;
        }
    }

    private CaseOwners owners() {
        return Objects.requireNonNull(owners, "nothing is staged without owners");
    }

    /// Whether a record may be refused because of the lake's content. {@link Owners} decides that, and says why; here a
    /// record without doubt only passes sooner.
    ///
    /// @param known the number of its case; -1 if it names none or one that is not known
    private boolean doubtful(@Nullable Object[] values, int known) {
        if (place.feed() == Feed.MANDATES) {
            return false;
        }
        if (place.feed() == Feed.CASES) {
            return known >= 0 && !owners().debtor(known).equals(values[debtorId]);
        }
        if (caseId >= 0 && known < 0 && (debtorId < 0 || values[caseId] != null)) {
            return true;
        }
        if (debtorId >= 0
                && (!owners().hasDebtor((String) values[debtorId])
                        || known >= 0 && !owners().debtor(known).equals(values[debtorId]))) {
            return true;
        }
        return known >= 0 && amounts.length > 0 && FeedRows.decimals(values, amounts) > owners().decimals(known);
    }

    private void end() throws IOException {
        ended = true;
        records.close();
        List<DataFile> files = staged == null ? null : staged.finished();
        for (int part = 0; part < filling.length; part++) {
            if (filled[part] > 0) {
                ready.add(new Tuple2<>(part, Arrays.copyOf(filling[part], filled[part])));
            }
        }
        counts.add(new FileCounts.Count(
                place,
                rows,
                accepted,
                first,
                last,
                new FileCounts.TakenBack(takenBack, takenBackOn, takenBackOf),
                files));
    }

    private static void note(Set<String> names, @Nullable Object name) {
        if (name != null && names.size() <= FileCounts.TakenBack.MOST) {
            names.add((String) name);
        }
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty();
    }

    @Override
    public Tuple2<Integer, long[]> next() {
        Tuple2<Integer, long[]> next = ready.poll();
        if (next == null) {
            throw new NoSuchElementException();
        }
        advance();
        return next;
    }
}
