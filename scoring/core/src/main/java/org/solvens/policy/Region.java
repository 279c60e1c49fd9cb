package org.solvens.policy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cases that match the conditions of a rule: for each fact the values that match. A fact that is not listed
/// may have any value. Facts are treated as independent.
record Region(Map<Fact, FactValues> values) {
    /// The most pieces of a region that are examined. A policy that needs more is not checked further.
    private static final int MOST_PIECES = 2_000;

    /// The cases that match all conditions; null if there are none.
    static @Nullable Region of(List<Condition> when) {
        Map<Fact, FactValues> values = new EnumMap<>(Fact.class);
        for (Condition condition : when) {
            Fact fact = condition.fact();
            FactValues whole = fact.reading().values();
            FactValues before = values.getOrDefault(fact, whole);
            FactValues after = before.and(condition.values());
            if (after.isEmpty()) {
                return null;
            }
            if (after.equals(whole)) {
                values.remove(fact);
            } else {
                values.put(fact, after);
            }
        }
        return new Region(values);
    }

    /// Whether it contains every case.
    boolean isAll() {
        return values.isEmpty();
    }

    /// Whether each of its cases is in one of the others. False also if the answer takes too long.
    boolean isWithin(List<Region> others) {
        List<Region> left = List.of(this);
        for (Region other : others) {
            List<Region> next = new ArrayList<>();
            for (Region piece : left) {
                piece.without(other, next);
            }
            left = next;
            if (left.isEmpty()) {
                return true;
            }
            if (left.size() > MOST_PIECES) {
                return false;
            }
        }
        return false;
    }

    /// Adds pieces whose union is the cases of this region that are not in the other.
    private void without(Region other, List<Region> into) {
        for (Map.Entry<Fact, FactValues> entry : other.values.entrySet()) {
            if (of(entry.getKey()).and(entry.getValue()).isEmpty()) {
                into.add(this);
                return;
            }
        }
        Region shared = this;
        for (Map.Entry<Fact, FactValues> entry : other.values.entrySet()) {
            Fact fact = entry.getKey();
            for (FactValues piece : shared.of(fact).without(entry.getValue())) {
                if (!piece.isEmpty()) {
                    into.add(shared.with(fact, piece));
                }
            }
            shared = shared.with(fact, shared.of(fact).and(entry.getValue()));
        }
    }

    private FactValues of(Fact fact) {
        FactValues own = values.get(fact);
        return own == null ? fact.reading().values() : own;
    }

    private Region with(Fact fact, FactValues other) {
        Map<Fact, FactValues> changed = new EnumMap<>(Fact.class);
        changed.putAll(values);
        changed.put(fact, other);
        return new Region(changed);
    }
}
