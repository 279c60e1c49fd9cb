package org.solvens.ingest;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.FeedContract;
import org.solvens.feed.Money;

/// The debtor of each case, and the decimals of its currency, in arrays without objects, so that each process
/// that reads files can have all of them.
///
/// All versions of a case name one debtor, because a table takes no others; the currency is that of the last, as
/// {@link Owners} says.
final class CaseOwners implements Serializable {
    private static final long serialVersionUID = 1L;

    /// The most cases; more would not fit into one array of texts.
    static final int MOST = 40_000_000;

    private int cases;
    private int[] caseAt = new int[1 << 10];
    private int[] debtorAt = new int[1 << 10];
    private long[] last = new long[1 << 10];
    private int[] currency = new int[1 << 10];

    /// Texts one after the other: the length in two bytes, then UTF-8.
    private byte[] texts = new byte[1 << 15];

    private int used;

    /// Open addressing: the number of a case, counted from one, at the hash of its id.
    private int[] byCase = new int[1 << 11];

    private int[] byDebtor = new int[1 << 11];
    private int debtors;
    private boolean consistent = true;

    /// Adds a version of a case.
    void add(String caseId, String debtorId, String currencyCode, long knownAt) {
        byte[] id = bytes(caseId);
        int slot = slot(byCase, caseAt, caseId, id);
        int code = code(currencyCode);
        if (byCase[slot] != 0) {
            int there = byCase[slot] - 1;
            consistent &= isAt(debtorAt[there], bytes(debtorId));
            if (knownAt > last[there] || knownAt == last[there] && code > currency[there]) {
                last[there] = knownAt;
                currency[there] = code;
            }
            return;
        }
        if (cases == caseAt.length) {
            caseAt = Arrays.copyOf(caseAt, 2 * cases);
            debtorAt = Arrays.copyOf(debtorAt, 2 * cases);
            last = Arrays.copyOf(last, 2 * cases);
            currency = Arrays.copyOf(currency, 2 * cases);
        }
        caseAt[cases] = append(id);
        debtorAt[cases] = append(bytes(debtorId));
        last[cases] = knownAt;
        currency[cases] = code;
        byCase[slot] = ++cases;
        addDebtor(debtorId, cases - 1);
        if (2 * cases > byCase.length) {
            byCase = grown(byCase, caseAt);
        }
    }

    private void addDebtor(String debtorId, int of) {
        int slot = slot(byDebtor, debtorAt, debtorId, bytes(debtorId));
        if (byDebtor[slot] == 0) {
            byDebtor[slot] = of + 1;
            if (2 * ++debtors > byDebtor.length) {
                byDebtor = grown(byDebtor, debtorAt);
            }
        }
    }

    private int[] grown(int[] slots, int[] at) {
        int[] larger = new int[2 * slots.length];
        for (int entry : slots) {
            if (entry != 0) {
                String id = text(at[entry - 1]);
                larger[slot(larger, at, id, bytes(id))] = entry;
            }
        }
        return larger;
    }

    /// Whether all versions of each case name one debtor.
    boolean consistent() {
        return consistent;
    }

    /// The number of a case; -1 if it is not known.
    int of(String caseId) {
        return byCase[slot(byCase, caseAt, caseId, bytes(caseId))] - 1;
    }

    /// The debtor of a case.
    ///
    /// @param number of the case
    String debtor(int number) {
        return text(debtorAt[number]);
    }

    /// The decimals of a case's currency.
    int decimals(int number) {
        int code = currency[number];
        return Money.decimals("" + (char) (code >> 16 & 0xff) + (char) (code >> 8 & 0xff) + (char) (code & 0xff));
    }

    /// Whether a debtor has a known case.
    boolean hasDebtor(@Nullable String debtorId) {
        return debtorId != null && byDebtor[slot(byDebtor, debtorAt, debtorId, bytes(debtorId))] != 0;
    }

    private int slot(int[] slots, int[] at, String id, byte[] bytes) {
        long hash = FeedContract.hash(id);
        int slot = (int) (hash ^ hash >>> 32) & slots.length - 1;
        while (slots[slot] != 0 && !isAt(at[slots[slot] - 1], bytes)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private boolean isAt(int at, byte[] bytes) {
        int length = length(at);
        return Arrays.equals(texts, at + 2, at + 2 + length, bytes, 0, bytes.length);
    }

    private int length(int at) {
        return (texts[at] & 0xff) << 8 | texts[at + 1] & 0xff;
    }

    private String text(int at) {
        return new String(texts, at + 2, length(at), StandardCharsets.UTF_8);
    }

    private int append(byte[] text) {
        if (text.length > 0xffff) {
            throw new IllegalArgumentException("an id has " + text.length + " bytes");
        }
        int end = Math.addExact(used, 2 + text.length);
        if (end > texts.length) {
            texts = Arrays.copyOf(texts, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, 2L * texts.length)));
        }
        int at = used;
        texts[at] = (byte) (text.length >> 8);
        texts[at + 1] = (byte) text.length;
        System.arraycopy(text, 0, texts, at + 2, text.length);
        used = end;
        return at;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Three letters as a number, in the order of the texts.
    private static int code(String currency) {
        return currency.charAt(0) << 16 | currency.charAt(1) << 8 | currency.charAt(2);
    }
}
