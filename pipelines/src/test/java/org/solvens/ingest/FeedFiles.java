package org.solvens.ingest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/// Small feed files, written by hand.
public final class FeedFiles {
    public static final String CASES = "case_id,debtor_id,creditor_id,country,currency,debtor_kind,claim_type,"
            + "principal,interest,costs,due_date,arose_on,placed_on,stage,reminder_fee_agreed,known_at";
    public static final String PAYMENTS = "payment_id,case_id,amount,paid_on,booked_on,source,reversal_of,known_at";

    private final Path folder;

    public FeedFiles(Path folder) {
        this.folder = folder;
    }

    public Path folder() {
        return folder;
    }

    /// A case of 1,000.00 SEK placed on 2026-01-05.
    public static String aCase(String caseId, String debtorId) {
        return caseId + "," + debtorId + ",CR1,SE,SEK,PERSON,INVOICE,1000.00,10.00,60.00,2025-12-01,2025-11-01,"
                + "2026-01-05,COLLECTION,true,2026-01-05T20:00:00Z";
    }

    /// A payment made and booked on 2026-02-01, known on the day given.
    public static String payment(String id, String caseId, String amount, String knownOn) {
        return id + "," + caseId + "," + amount + ",2026-02-01,2026-02-01,DEBTOR,," + knownOn + "T12:00:00Z";
    }

    /// A row of a file as messages and accepted checks name it: file, beginning of its SHA-256, line.
    public String place(String name, int line) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(folder.resolve(name)));
            return name + "@" + HexFormat.of().formatHex(hash, 0, 4) + ":" + line;
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path write(String name, String... lines) {
        return write(name, StandardCharsets.UTF_8, lines);
    }

    public Path write(String name, Charset charset, String... lines) {
        return bytes(name, (String.join("\n", lines) + "\n").getBytes(charset));
    }

    public Path gzip(String name, String... lines) {
        Path file = folder.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    public Path bytes(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
