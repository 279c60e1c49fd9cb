package org.solvens.table;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Gives the first of equal values, so that the rows of a table share one object. It keeps every distinct value that
/// it was given: make one for each reading of a table.
public final class Shared implements UnaryOperator<Object> {
    private final Map<Object, Object> first = new HashMap<>();

    @Override
    public Object apply(Object value) {
        Object known = first.putIfAbsent(value, value);
        return known == null ? value : known;
    }
}
