package org.solvens.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/// A chart as shapes of SVG. The table next to it has the same numbers, so a reader of the screen gets only its label.
///
/// @param label what it shows, in words
/// @param over lines over the bars
public record Drawing(
        String label,
        int width,
        int height,
        List<Path> paths,
        List<Bar> bars,
        List<Path> over,
        List<Mark> marks,
        List<Letters> letters,
        @Nullable Legend legend) {
    /// A line or area.
    ///
    /// @param d its points as SVG has them
    /// @param shape class of its style
    /// @param tip shown when it is pointed at; null for none
    public record Path(String d, String shape, @Nullable String tip) {}

    /// A bar.
    public record Bar(String x, String y, String width, String height, String shape, String tip) {}

    /// A point.
    public record Mark(String x, String y, String shape, String tip) {}

    /// A text.
    ///
    /// @param anchor start, middle or end
    public record Letters(String x, String y, String anchor, String shape, String text) {}

    /// What the colours of bars mean; null where there is one.
    public record Legend(List<Key> keys) {}

    /// A colour and its meaning.
    public record Key(String shape, String text) {}

    /// A point of a line.
    record Point(double x, double y) {}

    /// A line.
    ///
    /// @param name at its end; null for none
    /// @param shape class of its style
    /// @param points in order of x
    /// @param firm how many of the points are mature; the rest is dashed
    record Line(@Nullable String name, String shape, List<Point> points, int firm) {}

    private static final int WIDTH = 860;
    private static final int LEFT = 64;
    private static final int TOP = 14;
    private static final int BOTTOM = 44;

    /// Lines over whole numbers such as months.
    ///
    /// @param band area behind the lines, its upper edge first; empty for none
    /// @param right room for the names of lines
    static Drawing lines(
            String label,
            List<Line> lines,
            List<List<Point>> band,
            DoubleFunction<String> written,
            String across,
            int height,
            int right) {
        double mostX = 1;
        double mostY = 0;
        for (Line line : lines) {
            for (Point point : line.points()) {
                mostX = Math.max(mostX, point.x());
                mostY = Math.max(mostY, point.y());
            }
        }
        Scale scale = new Scale(mostX, top(mostY), WIDTH - LEFT - right, height - TOP - BOTTOM);
        List<Path> paths = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        List<Letters> letters = new ArrayList<>();
        scale.grid(paths, letters, written, across, height);
        if (band.size() == 2) {
            List<Point> edge = new ArrayList<>(band.get(0));
            edge.addAll(band.get(1).reversed());
            paths.add(new Path(scale.path(edge) + "Z", "band", null));
        }
        List<double[]> ends = new ArrayList<>();
        for (Line line : lines) {
            draw(line, scale, written, paths, marks);
            if (line.name() != null && !line.points().isEmpty()) {
                Point last = line.points().getLast();
                double y = scale.y(last.y());
                for (double[] other : ends) {
                    y = Math.abs(other[1] - y) < 13 && Math.abs(other[0] - scale.x(last.x())) < 90 ? other[1] + 14 : y;
                }
                ends.add(new double[] {scale.x(last.x()), y});
                letters.add(new Letters(
                        at(scale.x(last.x()) + 8), at(y + 4), "start", "name " + line.shape(), line.name()));
            }
        }
        return new Drawing(label, WIDTH, height, paths, List.of(), List.of(), marks, letters, null);
    }

    private static void draw(
            Line line, Scale scale, DoubleFunction<String> written, List<Path> paths, List<Mark> marks) {
        List<Point> points = line.points();
        String name = line.name();
        int firm = Math.clamp(line.firm(), 0, points.size());
        if (firm > 1) {
            paths.add(new Path(scale.path(points.subList(0, firm)), "line " + line.shape(), name));
        }
        if (firm < points.size()) {
            paths.add(new Path(
                    scale.path(points.subList(Math.max(0, firm - 1), points.size())),
                    "line open " + line.shape(),
                    name));
        }
        if (!line.shape().equals("quiet") && !line.shape().contains("stairs")) {
            for (int i = 0; i < points.size(); i++) {
                Point point = points.get(i);
                marks.add(new Mark(
                        at(scale.x(point.x())),
                        at(scale.y(point.y())),
                        "dot " + (i < firm ? "" : "open ") + line.shape(),
                        (name == null ? "" : name + " · ") + Math.round(point.x()) + ": " + written.apply(point.y())));
            }
        }
    }

    /// Bars side by side.
    ///
    /// @param names under the bars; an empty one is left out
    /// @param series names of the series
    /// @param values by series, as many as names in each
    /// @param shapes class of each series
    /// @param tips by series
    static Drawing bars(
            String label,
            List<String> names,
            List<String> series,
            List<List<Double>> values,
            List<String> shapes,
            List<List<String>> tips,
            DoubleFunction<String> written,
            int height) {
        return bars(label, names, series, values, shapes, tips, written, height, 0);
    }

    /// @param least the axis reaches at least this value
    private static Drawing bars(
            String label,
            List<String> names,
            List<String> series,
            List<List<Double>> values,
            List<String> shapes,
            List<List<String>> tips,
            DoubleFunction<String> written,
            int height,
            double least) {
        double most = least;
        for (List<Double> each : values) {
            for (double value : each) {
                most = Math.max(most, value);
            }
        }
        Scale scale = new Scale(Math.max(1, names.size()), top(most), WIDTH - LEFT - 8, height - TOP - BOTTOM);
        List<Path> paths = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        List<Letters> letters = new ArrayList<>();
        scale.levels(paths, letters, written);
        double step = (WIDTH - LEFT - 8.0) / Math.max(1, names.size());
        double wide = Math.min(46, step * 0.72) / values.size();
        double base = height - BOTTOM;
        for (int s = 0; s < values.size(); s++) {
            for (int i = 0; i < names.size(); i++) {
                double value = Math.max(0, values.get(s).get(i));
                double x = LEFT + i * step + (step - wide * values.size()) / 2 + s * wide;
                double y = scale.y(value);
                bars.add(new Bar(
                        at(x),
                        at(y),
                        at(Math.max(1, wide - (values.size() > 1 ? 1 : 0))),
                        at(base - y),
                        "bar " + shapes.get(s),
                        tips.get(s).get(i)));
            }
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).isEmpty()) {
                letters.add(new Letters(at(LEFT + i * step + step / 2), at(base + 18), "middle", "tick", names.get(i)));
            }
        }
        Legend legend = series.size() < 2 ? null : new Legend(keys(series, shapes));
        return new Drawing(label, WIDTH, height, paths, bars, List.of(), List.of(), letters, legend);
    }

    /// A bar with its interval.
    record Ranged(double value, double low, double high, String tip) {}

    /// Bars, each with its interval as a line.
    static Drawing ranges(
            String label, List<String> names, List<Ranged> bars, DoubleFunction<String> written, int height) {
        Drawing drawn = bars(
                label,
                names,
                List.of(),
                List.of(bars.stream().map(Ranged::value).toList()),
                List.of("main"),
                List.of(bars.stream().map(Ranged::tip).toList()),
                written,
                height,
                bars.stream().mapToDouble(Ranged::high).max().orElse(0));
        Scale scale = new Scale(
                Math.max(1, names.size()),
                top(bars.stream().mapToDouble(Ranged::high).max().orElse(0)),
                WIDTH - LEFT - 8,
                height - TOP - BOTTOM);
        List<Path> whiskers = new ArrayList<>();
        for (int i = 0; i < bars.size(); i++) {
            double x = scale.x(i + 0.5);
            String low = at(scale.y(bars.get(i).low()));
            String high = at(scale.y(bars.get(i).high()));
            whiskers.add(new Path(
                    "M" + at(x) + " " + high + "V" + low + "M" + at(x - 5) + " " + high + "h10M" + at(x - 5) + " " + low
                            + "h10",
                    "whisker",
                    bars.get(i).tip()));
        }
        return new Drawing(
                label, WIDTH, height, drawn.paths(), drawn.bars(), whiskers, drawn.marks(), drawn.letters(), null);
    }

    /// A step of a waterfall.
    ///
    /// @param level whether the value is a level, and not a change
    record Step(String name, double value, boolean level) {}

    /// Levels, and the changes that lead from one to the next. The axis begins at 0 unless the changes would be too
    /// small to see.
    static Drawing waterfall(
            String label, List<Step> steps, DoubleFunction<String> level, DoubleFunction<String> change, int height) {
        double lowest = Double.MAX_VALUE;
        double highest = 0;
        double at = 0;
        for (Step step : steps) {
            at = step.level() ? step.value() : at + step.value();
            lowest = Math.min(lowest, at);
            highest = Math.max(highest, at);
        }
        double span = Math.max(highest - lowest, highest * 0.02);
        double bottom = Math.max(0, lowest - span);
        bottom = bottom < highest / 3 ? 0 : bottom;
        Scale scale = new Scale(
                steps.size(), Math.max(highest + span * 0.2 - bottom, 1e-9), WIDTH - LEFT - 8, height - TOP - BOTTOM);
        List<Path> paths = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        List<Letters> letters = new ArrayList<>();
        double base = bottom;
        scale.levels(paths, letters, value -> level.apply(base + value));
        double step = (WIDTH - LEFT - 8.0) / steps.size();
        double wide = Math.min(86, step * 0.6);
        double before = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step each = steps.get(i);
            double after = each.level() ? each.value() : before + each.value();
            double upper = scale.y(Math.max(after, each.level() ? bottom : before) - bottom);
            double lower = scale.y(each.level() ? 0 : Math.min(after, before) - bottom);
            double x = LEFT + i * step + (step - wide) / 2;
            String written = each.level() ? level.apply(each.value()) : change.apply(each.value());
            bars.add(new Bar(
                    at(x),
                    at(upper),
                    at(wide),
                    at(Math.max(1.5, lower - upper)),
                    "bar " + (each.level() ? "third" : each.value() < 0 ? "second" : "main"),
                    each.name() + ": " + written));
            letters.add(new Letters(at(x + wide / 2), at(upper - 6), "middle", "name", written));
            letters.add(new Letters(at(x + wide / 2), at(height - BOTTOM + 18.0), "middle", "tick", each.name()));
            if (i + 1 < steps.size()) {
                double y = scale.y(after - bottom);
                paths.add(new Path("M" + at(x + wide) + " " + at(y) + "H" + at(x + step), "join", null));
            }
            before = after;
        }
        return new Drawing(label, WIDTH, height, paths, bars, List.of(), List.of(), letters, null);
    }

    private static List<Key> keys(List<String> series, List<String> shapes) {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            keys.add(new Key("key " + shapes.get(i), series.get(i)));
        }
        return keys;
    }

    /// The top of the axis: a round number at or above the largest value.
    private static double top(double most) {
        if (most <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        for (double step : new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10}) {
            if (most <= step * power) {
                return step * power;
            }
        }
        return most;
    }

    private static String at(double position) {
        return String.format(Locale.ROOT, "%.1f", position);
    }

    /// Where values are in a drawing.
    private record Scale(double mostX, double mostY, double width, double height) {
        double x(double value) {
            return LEFT + value / mostX * width;
        }

        double y(double value) {
            return TOP + height - value / mostY * height;
        }

        String path(List<Point> points) {
            StringBuilder d = new StringBuilder();
            for (Point point : points) {
                d.append(d.isEmpty() ? "M" : "L")
                        .append(at(x(point.x())))
                        .append(' ')
                        .append(at(y(point.y())));
            }
            return d.toString();
        }

        void levels(List<Path> paths, List<Letters> letters, DoubleFunction<String> written) {
            int levels = 4;
            for (int i = 0; i <= levels; i++) {
                double value = mostY * i / levels;
                String y = at(y(value));
                paths.add(new Path("M" + LEFT + " " + y + "H" + at(LEFT + width), i == 0 ? "axis" : "level", null));
                letters.add(new Letters(at(LEFT - 10.0), at(y(value) + 4), "end", "tick", written.apply(value)));
            }
        }

        void grid(List<Path> paths, List<Letters> letters, DoubleFunction<String> written, String across, int bottom) {
            levels(paths, letters, written);
            int step = mostX <= 12 ? 1 : mostX <= 24 ? 3 : 6;
            for (int x = 0; x <= mostX; x += step) {
                letters.add(new Letters(at(x(x)), at(TOP + height + 18), "middle", "tick", String.valueOf(x)));
            }
            letters.add(new Letters(at(LEFT + width / 2), at(bottom - 6.0), "middle", "title", across));
        }
    }
}
