package org.solvens.pipelines.snapshots;

import java.io.Serializable;
import java.util.Locale;
import org.solvens.facts.CaseView;
import org.solvens.history.Event;

/// A training row, as a bean for Spark: the case, its features in one array, and its outcomes (-1 for none,
/// NaN for censored). It has primitives and one array, because boxed values are expensive.
public final class SnapshotRow implements Serializable {
    private static final long serialVersionUID = 1L;

    private String caseId = "";
    private String debtorId = "";
    private String creditorId = "";
    private String country = "";
    private String claimType = "";
    private String stage = "";
    private int asOfDay;
    private int daysPastDue;
    private int ageDays;
    private double[] features = {};
    private int willingness;
    private int ability;
    private int reachability;
    private int promiseKept;
    private int selfCure;
    private double[] recovered = {};

    /// Copies the identifying fields of a case.
    void describe(CaseView view) {
        caseId = view.caseId();
        debtorId = view.debtor().history().debtorId();
        creditorId = view.creditorId();
        country = view.placed().country();
        claimType = view.placed().claimType().name().toLowerCase(Locale.ROOT);
        stage = view.stage().name().toLowerCase(Locale.ROOT);
        // The as-of day of the table, also where the day is another in the case's country.
        asOfDay = Event.dayOf(view.debtor().asOf());
        daysPastDue = view.daysPastDue();
        ageDays = view.ageDays();
    }

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

    public String getCreditorId() {
        return creditorId;
    }

    public void setCreditorId(String creditorId) {
        this.creditorId = creditorId;
    }

    public String getCountry() {
        return country;
    }

    public void setCountry(String country) {
        this.country = country;
    }

    public String getClaimType() {
        return claimType;
    }

    public void setClaimType(String claimType) {
        this.claimType = claimType;
    }

    public String getStage() {
        return stage;
    }

    public void setStage(String stage) {
        this.stage = stage;
    }

    public int getAsOfDay() {
        return asOfDay;
    }

    public void setAsOfDay(int asOfDay) {
        this.asOfDay = asOfDay;
    }

    public int getDaysPastDue() {
        return daysPastDue;
    }

    public void setDaysPastDue(int daysPastDue) {
        this.daysPastDue = daysPastDue;
    }

    public int getAgeDays() {
        return ageDays;
    }

    public void setAgeDays(int ageDays) {
        this.ageDays = ageDays;
    }

    public double[] getFeatures() {
        return features;
    }

    public void setFeatures(double[] features) {
        this.features = features;
    }

    public int getWillingness() {
        return willingness;
    }

    public void setWillingness(int willingness) {
        this.willingness = willingness;
    }

    public int getAbility() {
        return ability;
    }

    public void setAbility(int ability) {
        this.ability = ability;
    }

    public int getReachability() {
        return reachability;
    }

    public void setReachability(int reachability) {
        this.reachability = reachability;
    }

    public int getPromiseKept() {
        return promiseKept;
    }

    public void setPromiseKept(int promiseKept) {
        this.promiseKept = promiseKept;
    }

    public int getSelfCure() {
        return selfCure;
    }

    public void setSelfCure(int selfCure) {
        this.selfCure = selfCure;
    }

    public double[] getRecovered() {
        return recovered;
    }

    public void setRecovered(double[] recovered) {
        this.recovered = recovered;
    }
}
