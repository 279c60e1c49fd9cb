package org.solvens.pipelines.snapshots;

import java.io.Serializable;

/// The features of a case at an as-of date, as a bean for Spark. It has few columns and one array, because
/// boxed values are expensive.
public final class FeatureRow implements Serializable {
    private static final long serialVersionUID = 1L;

    private String caseId = "";
    private String debtorId = "";
    private int asOfDay;
    private double[] values = {};

    public String getCaseId() {
        return caseId;
    }

    public void setCaseId(String caseId) {
        this.caseId = caseId;
    }

    public String getDebtorId() {
        return debtorId;
    }

    public void setDebtorId(String debtorId) {
        this.debtorId = debtorId;
    }

    public int getAsOfDay() {
        return asOfDay;
    }

    public void setAsOfDay(int asOfDay) {
        this.asOfDay = asOfDay;
    }

    public double[] getValues() {
        return values;
    }

    public void setValues(double[] values) {
        this.values = values;
    }
}
