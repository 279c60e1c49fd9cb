package org.solvens.pipelines.histories;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Piece;

/// A piece of a debtor's history, as a bean for Spark. It has few columns, because wide rows are expensive.
public final class PieceRow implements Serializable {
    private static final long serialVersionUID = 1L;

    private long debtorHash;
    private String debtorId = "";
    private long knownAt;
    private String key = "";
    private @Nullable String caseId;
    private @Nullable String creditorId;
    private byte[] event = {};

    /// Copies a piece into this row.
    public PieceRow of(String debtor, Piece piece) {
        debtorId = debtor;
        knownAt = piece.knownAt();
        key = piece.key();
        caseId = piece.caseId();
        creditorId = piece.creditorId();
        event = piece.event();
        return this;
    }

    /// The piece in this row.
    Piece piece() {
        return new Piece(knownAt, key, caseId, creditorId, event);
    }

    /// Hash of the debtor's id; set when the pieces of a debtor are brought together.
    public long getDebtorHash() {
        return debtorHash;
    }

    public void setDebtorHash(long debtorHash) {
        this.debtorHash = debtorHash;
    }

    public String getDebtorId() {
        return debtorId;
    }

    public void setDebtorId(String debtorId) {
        this.debtorId = debtorId;
    }

    public long getKnownAt() {
        return knownAt;
    }

    public void setKnownAt(long knownAt) {
        this.knownAt = knownAt;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public @Nullable String getCaseId() {
        return caseId;
    }

    public void setCaseId(@Nullable String caseId) {
        this.caseId = caseId;
    }

    public @Nullable String getCreditorId() {
        return creditorId;
    }

    public void setCreditorId(@Nullable String creditorId) {
        this.creditorId = creditorId;
    }

    public byte[] getEvent() {
        return event;
    }

    public void setEvent(byte[] event) {
        this.event = event;
    }
}
