package org.solvens.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samskivert.mustache.MustacheException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageTemplatesTest {
    private static final Pattern VALUE = Pattern.compile("\\{\\{\\{?([^}]*)}}");

    private static PageTemplate template() {
        return PageTemplate.of(PageTemplatesTest.class, "greeting.mustache");
    }

    @Test
    void everyValueIsEscaped() {
        String page = template().with(Map.of("name", "<script>alert('x')</script> & \"y\""));
        assertThat(page)
                .isEqualTo("<p title=\"&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;\">"
                        + "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;</p>\n");
    }

    @Test
    void aValueThatThePageLacksIsAnError() {
        PageTemplate template = template();
        assertThatThrownBy(() -> template.with(Map.of())).isInstanceOf(MustacheException.class);
    }

    @Test
    void columnsOfNumbersAreAlignedToTheRight() {
        PageTable table = PageTable.of("a", List.of("name", "share"), List.of(List.of("1a", "0.5"), List.of("2", "")));
        assertThat(table.heads()).extracting(PageTable.Cell::shape).containsExactly(null, "n");
        assertThat(table.lines().getFirst().cells())
                .extracting(PageTable.Cell::text)
                .containsExactly("1a", "0.5");
    }

    @Test
    void anAddressLeadsNowhereElse() {
        assertThat(new Address("/reports/flow?creditor=%C3%96+1&lang=sv#cures"))
                .hasToString("/reports/flow?creditor=%C3%96+1&lang=sv#cures");
        for (String other : List.of("javascript:alert(1)", "//elsewhere", "https://elsewhere/", "a b", "\"")) {
            assertThatThrownBy(() -> new Address(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /// Escaping covers texts of elements and attributes in double quotes. So templates of all modules have values
    /// nowhere else: not in styles, scripts, addresses or tags, and none that is not escaped.
    @Test
    void templatesHaveValuesOnlyWhereTheyAreEscaped() throws Exception {
        List<Path> templates;
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("solvens.home")))) {
            templates = files.filter(each -> each.toString().matches(".*/src/main/resources/.*\\.mustache"))
                    .toList();
        }
        assertThat(templates).hasSizeGreaterThanOrEqualTo(3);
        for (Path file : templates) {
            String text = Files.readString(file);
            assertThat(text).as(file.toString()).doesNotContain("{{{", "{{&", "{{=", "<script");
            String outside = text.replaceAll("(?s)<style>.*?</style>", "").replaceAll("\\{\\{[#/^!>][^}]*}}", "");
            // A part of a page has no style of its own.
            String style = text.contains("<style>") ? text.replaceAll("(?s).*<style>|</style>.*", "") : "";
            assertThat(style).as("style of " + file).doesNotContain("{{");
            Matcher value = VALUE.matcher(outside);
            while (value.find()) {
                String before = outside.substring(0, value.start());
                boolean inTag = before.lastIndexOf('<') > before.lastIndexOf('>');
                String tag = before.substring(Math.max(0, before.lastIndexOf('<')));
                boolean quoted = tag.chars().filter(c -> c == '"').count() % 2 == 1;
                assertThat(!inTag || quoted).as(file + ": " + value.group()).isTrue();
                // A whole address of a link may be a value, because the class Address has no scheme and no host.
                boolean address = value.group().equals("{{address}}") && tag.endsWith(" href=\"");
                assertThat(address || !tag.matches("(?s).*(href|src|style|on\\w+)=\"[^\"]*"))
                        .as(file + ": " + value.group())
                        .isTrue();
            }
        }
    }
}
