package org.solvens.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.solvens.policy.Decider;
import org.solvens.policy.Decision;
import org.solvens.policy.Policy;

/// One decision by the default policy, as JMH measures it. JMH asks for a public class that is not final.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecisionBenchmark {
    /// As many cases as fit into the caches of no processor at once with the objects that they name.
    private static final int CASES = 1 << 14;

    private final Decider decider = new Decider(Policy.standard());
    private final MadeUpCases.Scored[] cases = MadeUpCases.of(CASES, 1);
    private int next;

    private MadeUpCases.Scored one() {
        next = (next + 1) & (CASES - 1);
        return cases[next];
    }

    /// The decision with the steps and rules passed.
    @Benchmark
    public Decision decision() {
        MadeUpCases.Scored one = one();
        return decider.decide(one.facts(), one.effects());
    }

    /// The same with each condition of each rule, in words.
    @Benchmark
    public List<String> explanation() {
        MadeUpCases.Scored one = one();
        return decider.explain(one.facts(), one.effects());
    }
}
