package org.solvens.api;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.solvens.model.Language;
import org.solvens.problem.Problem;
import org.solvens.reports.Grid;
import org.solvens.reports.Place;
import org.solvens.reports.Report;
import org.solvens.reports.ReportData;
import org.solvens.reports.ReportName;
import org.solvens.reports.TableFormat;
import org.solvens.reports.View;

/// Answers the reports as pages and JSON, and their tables as CSV, workbooks, Parquet and Arrow. A caller limited to
/// creditors gets what their rows alone give.
final class ReportHandlers {
    /// Media type of the pages.
    static final String HTML = "text/html";

    private final Shelf<ReportData> data;
    private final BufferAllocator memory;
    private final KeptPages pages = new KeptPages();

    /// @param memory of Arrow answers
    ReportHandlers(Shelf<ReportData> data, BufferAllocator memory) {
        this.data = data;
        this.memory = memory;
    }

    /// A page.
    void page(Context context, Caller caller) {
        Accept.choose(context, HTML);
        ReportName name = named(context);
        if (data.isLoading()) {
            Pages.loading(context);
            return;
        }
        Place place = caller.looksUp() ? Place.SERVER_WITH_CASES : Place.SERVER;
        ReportData all = data.content();
        View view = understood(() -> view(context));
        send(
                context,
                pages.page(
                        all,
                        new KeptPages.Key(name, view, place, caller.creditors()),
                        () -> report(all, caller, name, view).html(place)));
    }

    /// Answers with a page, which has one style sheet in itself and no script; nothing else is loaded or run.
    static void send(Context context, String html) {
        context.header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'sha256-" + hash(style(html)) + "'; img-src data:;"
                                + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
                .header(Header.VARY, Header.ACCEPT_LANGUAGE)
                .contentType(HTML + "; charset=utf-8")
                .result(html);
    }

    /// What a page shows, as JSON, or one of its tables in a format where the request names a table.
    void answer(Context context, Caller caller) {
        answer(context, caller, named(context));
    }

    /// The same of one report.
    void answer(Context context, Caller caller, ReportName name) {
        String table = context.queryParam("table");
        TableFormat format = format(context);
        Accept.choose(context, table == null ? Json.MEDIA_TYPE : mediaType(format));
        Report report = report(context, caller, name);
        context.header(Header.VARY, Header.ACCEPT_LANGUAGE);
        if (table == null) {
            Json.answer(context, report.answer());
        } else {
            Grid grid = understood(() -> report.table(table));
            byte[] answer = switch (format) {
                case CSV -> report.csv(table).getBytes(StandardCharsets.UTF_8);
                case XLSX -> report.xlsx(table);
                case PARQUET -> GridColumns.of(grid).parquet();
                case ARROW -> GridColumns.of(grid).arrow(memory);
            };
            context.contentType(mediaType(format) + (format == TableFormat.CSV ? "; charset=utf-8" : ""))
                    .header(
                            Header.CONTENT_DISPOSITION,
                            "attachment; filename=\"" + name.label() + "-" + table + "." + format.label() + "\"")
                    .result(answer);
        }
    }

    private static TableFormat format(Context context) {
        String asked = context.queryParam("format");
        return asked == null
                ? TableFormat.CSV
                : TableFormat.of(asked)
                        .orElseThrow(() -> ApiProblem.badRequest(
                                "REPORT-FORMAT",
                                "a table has no format " + asked + ": its formats are csv, xlsx, parquet and arrow;"
                                        + " name one of them."));
    }

    private static String mediaType(TableFormat format) {
        return switch (format) {
            case CSV -> CsvAnswer.MEDIA_TYPE;
            case XLSX -> "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            case PARQUET -> ParquetAnswer.MEDIA_TYPE;
            case ARROW -> ArrowAnswer.MEDIA_TYPE;
        };
    }

    private static ReportName named(Context context) {
        return ReportName.of(context.pathParam("name")).orElseThrow(() -> ApiProblem.ofStatus(404));
    }

    private Report report(Context context, Caller caller, ReportName name) {
        return report(data.content(), caller, name, understood(() -> view(context)));
    }

    private static Report report(ReportData all, Caller caller, ReportName name, View view) {
        Set<String> creditors = caller.creditors();
        ReportData seen = creditors == null ? all : all.only(creditors);
        if (!ReportName.of(seen).contains(name)) {
            throw ApiProblem.ofStatus(404);
        }
        return understood(() -> Report.of(name, seen, view));
    }

    private static View view(Context context) {
        Map<String, String> query = new HashMap<>();
        context.queryParamMap().forEach((key, values) -> query.put(key, values.getFirst()));
        return View.of(query, language(context.header(Header.ACCEPT_LANGUAGE)));
    }

    /// The language of a page: the one that its address names, or the one that the browser prefers.
    ///
    /// @param named values of the parameter; null if there are none
    static Language language(Context context, @Nullable List<String> named) {
        return named == null || named.getFirst().isEmpty()
                ? language(context.header(Header.ACCEPT_LANGUAGE))
                : understood(() -> Language.of(named.getFirst()));
    }

    private static <T> T understood(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (Problem e) {
            throw ApiProblem.badRequest(e.code(), e.what() + ": " + e.why() + "; " + e.remedy() + ".");
        }
    }

    /// The language that a request prefers of those that the pages have.
    static Language language(@Nullable String header) {
        if (header == null) {
            return Language.EN;
        }
        try {
            List<Locale> offered = new ArrayList<>();
            for (String tag : List.of("en", "sv", "nb", "no", "nn", "da")) {
                offered.add(Locale.forLanguageTag(tag));
            }
            Locale best = Locale.lookup(Locale.LanguageRange.parse(header), offered);
            return best == null ? Language.EN : Language.of(best.toLanguageTag());
        } catch (IllegalArgumentException e) {
            return Language.EN;
        }
    }

    private static String style(String html) {
        return html.substring(html.indexOf("<style>") + "<style>".length(), html.indexOf("</style>"));
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
