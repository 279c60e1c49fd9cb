package org.solvens.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// A page as a Mustache template, in a resource next to the class that fills it. Every value is escaped for
/// text and for attributes in quotes, the only places where templates have values: `PageTemplatesTest` refuses
/// a template with a value elsewhere, or one that is not escaped. A value that a template names and the page
/// lacks is an error.
public final class PageTemplate {
    private final Template template;

    private PageTemplate(Template template) {
        this.template = template;
    }

    /// Reads a template, and the parts that it names by `{{>part}}`: templates next to it.
    ///
    /// @param owner the class next to the resource
    /// @param resource its name, such as `model-card.mustache`
    public static PageTemplate of(Class<?> owner, String resource) {
        return new PageTemplate(Mustache.compiler()
                .escapeHTML(true)
                .withLoader(part -> new StringReader(text(owner, part + ".mustache")))
                .compile(text(owner, resource)));
    }

    private static String text(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The page with values, such as those of a record's components.
    public String with(Object values) {
        return template.execute(values);
    }
}
