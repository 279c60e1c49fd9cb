package org.solvens.pipelines;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.solvens.history.Event;
import org.solvens.history.History;
import org.solvens.ingest.LakeRows;
import org.solvens.lake.Lake;

/// Looks into the histories of a lake that a test made.
final class KnownHistory {
    private KnownHistory() {}

    /// What is known of a debtor just before an instant: keys, with the case and what distinguishes versions.
    static List<String> of(Lake lake, String debtor, String instant) {
        List<byte[]> rows = LakeRows.table(lake.histories())
                .where("debtor_id = '" + debtor + "'")
                .select("history")
                .collectAsList()
                .stream()
                .map(row -> row.<byte[]>getAs(0))
                .toList();
        List<String> known = new ArrayList<>();
        for (byte[] bytes : rows) {
            History history = History.decodeWithKeys(bytes);
            long asOf = Instant.parse(instant).toEpochMilli();
            for (int i = 0; i < history.events().size(); i++) {
                Event event = history.events().get(i);
                if (event.visibleAt(asOf)
                        && !(event instanceof Event.Retracted)
                        && !(event instanceof Event.CasePlaced)) {
                    String place = event.caseIndex() == Event.NONE
                            ? ""
                            : " " + history.caseIds().get(event.caseIndex());
                    known.add(history.keys().get(i) + place + described(event));
                }
            }
        }
        known.sort(null);
        return known;
    }

    private static String described(Event event) {
        return switch (event) {
            case Event.Payment payment -> " " + payment.kind() + " " + payment.amount();
            case Event.Hold hold -> " " + hold.kind() + (hold.closedOn() == Event.NONE ? "" : " closed");
            default -> "";
        };
    }
}
