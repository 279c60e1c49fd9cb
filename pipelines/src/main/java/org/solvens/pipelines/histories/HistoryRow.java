package org.solvens.pipelines.histories;

import java.io.Serializable;

/// One debtor's history, as a bean for Spark.
public final class HistoryRow implements Serializable {
    private static final long serialVersionUID = 1L;

    private String debtorId = "";
    private byte[] history = {};

    public String getDebtorId() {
        return debtorId;
    }

    public void setDebtorId(String debtorId) {
        this.debtorId = debtorId;
    }

    /// Avro-encoded history.
    public byte[] getHistory() {
        return history;
    }

    public void setHistory(byte[] history) {
        this.history = history;
    }
}
