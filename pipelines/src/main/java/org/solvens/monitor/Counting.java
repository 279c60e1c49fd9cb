package org.solvens.monitor;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.model.ModelFile;
import org.solvens.model.Scorer;
import org.solvens.stability.Bins;

/// Counts vectors, and the tracked models' predictions for them, by bin. One instance serves
/// one thread.
final class Counting {
    /// The feature whose bins are the age groups.
    static final String AGE = "case_age_days";

    private final Scorer[] scorers;
    private final Bins[] bins;
    private final int age;
    private final long[] counts;

    /// @param shared its bins are of the features in catalogue order, then of the tracked
    ///     models' log-odds
    Counting(Shared shared) {
        this.scorers = scorers(shared.models(), shared.otherCases());
        this.bins = shared.bins().toArray(Bins[]::new);
        this.age = FeatureCatalogue.standard(shared.otherCases()).indexOf(AGE);
        this.counts = new long[Counts.size(this.bins.length)];
    }

    static Scorer[] scorers(List<Tracked> models, OtherCases otherCases) {
        List<Scorer> scorers = new ArrayList<>();
        for (Tracked model : models) {
            scorers.add(Scorer.of(
                    ModelFile.read(model.file(), model.axis().label()), FeatureCatalogue.standard(otherCases)));
        }
        return scorers.toArray(Scorer[]::new);
    }

    void take(double[] vector) {
        int group = bins[age].of(vector[age]);
        for (int f = 0; f < vector.length; f++) {
            counts[Counts.place(group, bins.length, f, bins[f].of(vector[f]))]++;
        }
        for (int m = 0; m < scorers.length; m++) {
            int at = vector.length + m;
            counts[Counts.place(group, bins.length, at, bins[at].of(scorers[m].logOdds(vector)))]++;
        }
    }

    long[] counts() {
        return counts;
    }

    /// The cases of a view that training would use too.
    static List<CaseView> population(DebtorView debtor, int maxAgeDays) {
        List<CaseView> found = new ArrayList<>();
        for (CaseView view : debtor.cases()) {
            if (view.ageDays() <= maxAgeDays && view.inPopulation()) {
                found.add(view);
            }
        }
        return found;
    }

    /// What every task needs so that all count in the same way.
    record Shared(List<Tracked> models, List<Bins> bins, int maxAgeDays, OtherCases otherCases)
            implements Serializable {}
}
