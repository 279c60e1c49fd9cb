package org.solvens.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/// Everything known of one debtor, in the order in which it became known.
///
/// @param debtorId pseudonym
/// @param caseIds the debtor's cases; events name them by position
/// @param creditorIds their creditors
/// @param events sorted by {@link Event#knownAt()}
/// @param keys feed and key of each event, such as `payments/P-17`; empty if it was read without them
public record History(
        String debtorId, List<String> caseIds, List<String> creditorIds, List<Event> events, List<String> keys) {

    /// Version of the encoding: the folder of its schema. Histories of another version are rebuilt from the feeds.
    public static final String VERSION = "v2";

    /// A rough size of an event, with its key.
    private static final int BYTES_AN_EVENT = 40;

    public History {
        caseIds = List.copyOf(caseIds);
        creditorIds = List.copyOf(creditorIds);
        events = List.copyOf(events);
        keys = List.copyOf(keys);
    }

    /// Avro binary, by `histories/v2/history.avsc`.
    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + BYTES_AN_EVENT * events.size());
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            out.writeString(debtorId);
            strings(caseIds, out);
            strings(creditorIds, out);
            out.writeArrayStart();
            out.setItemCount(events.size());
            for (Event event : events) {
                out.startItem();
                EventCodec.write(event, out);
            }
            out.writeArrayEnd();
            strings(keys, out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Reads what {@link #encode()} wrote, without the keys, which only the maintenance of histories needs.
    public static History decode(byte[] bytes) {
        return decode(bytes, false);
    }

    /// Reads what {@link #encode()} wrote, with the keys.
    public static History decodeWithKeys(byte[] bytes) {
        return decode(bytes, true);
    }

    private static History decode(byte[] bytes, boolean withKeys) {
        HistoryBytes in = new HistoryBytes(bytes);
        try {
            String debtorId = in.readString();
            List<String> caseIds = strings(in);
            List<String> creditorIds = strings(in);
            List<Event> events = new ArrayList<>(bytes.length / BYTES_AN_EVENT);
            for (int block = in.readBlock(); block != 0; block = in.readBlock()) {
                for (int i = 0; i < block; i++) {
                    events.add(EventCodec.read(in));
                }
            }
            return new History(debtorId, caseIds, creditorIds, events, withKeys ? strings(in) : List.of());
        } catch (RuntimeException e) {
            // Damaged bytes end in whatever the decoder runs into first: an index, a length, an enum.
            throw new IllegalStateException("a history in the lake is damaged: " + e.getMessage(), e);
        }
    }

    private static void strings(List<String> values, BinaryEncoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(values.size());
        for (String value : values) {
            out.startItem();
            out.writeString(value);
        }
        out.writeArrayEnd();
    }

    private static List<String> strings(HistoryBytes in) {
        List<String> values = new ArrayList<>();
        for (int block = in.readBlock(); block != 0; block = in.readBlock()) {
            for (int i = 0; i < block; i++) {
                values.add(in.readString());
            }
        }
        return values;
    }
}
