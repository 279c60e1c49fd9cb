package org.solvens.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.command.Leaf;
import org.solvens.intake.StoreAddress;
import org.solvens.settings.Settings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhookCommandTest {
    @TempDir
    Path folder;

    private StringWriter out;
    private StringWriter err;

    private int run(String command, String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Leaf.root(Settings.NONE, new WebhookCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("webhook", command, "--lake", folder.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private JsonNode listed() {
        assertThat(run("list", "--json")).isZero();
        return new JsonMapper().readTree(out.toString());
    }

    @Test
    void aSubscriptionIsMadeListedRotatedReplayedAndDeleted() {
        String[] wanted = {"--url", "https://cases.example/in", "--route", "HOLD", "--creditor", "K-1", "--json"};
        assertThat(run("create", wanted)).isZero();
        JsonNode made = new JsonMapper().readTree(out.toString());
        String id = made.get("id").stringValue();
        assertThat(made.get("secret").stringValue()).startsWith("whsec_");
        assertThat(listed().get("url").stringValue()).isEqualTo("https://cases.example/in");
        assertThat(listed().get("routes").toString()).isEqualTo("[\"HOLD\"]");
        assertThat(listed().get("types").isNull()).isTrue();
        // The secret is shown once.
        assertThat(listed().toString()).doesNotContain("whsec_");
        assertThat(run("rotate", id)).isZero();
        assertThat(out.toString())
                .contains("whsec_")
                .doesNotContain(made.get("secret").stringValue());
        assertThat(run("replay", id, "--since", "2026-11-29T00:00:00Z")).isZero();
        assertThat(out.toString()).contains("0 messages");
        assertThat(run("delete", id)).isZero();
        assertThat(run("list")).isZero();
        assertThat(out.toString()).isEmpty();
        try (Store store = Store.existing(StoreAddress.of(null, folder.toString()), Clock.systemUTC())) {
            StringBuilder log = new StringBuilder();
            store.audit().export(log::append);
            assertThat(log.toString())
                    .contains("webhook.created", "webhook.rotated", "webhook.replayed", "webhook.deleted")
                    .doesNotContain("whsec_");
        }
    }

    @Test
    void whatIsNoSubscriptionIsRefused() {
        for (String url :
                List.of("http://cases.example/", "cases.example", "https://me@cases.example/", "https:///x", "%")) {
            assertThat(run("create", "--url", url)).as(url).isEqualTo(1);
            assertThat(err.toString()).as(url).contains("WEBHOOK-URL");
        }
        assertThat(run("create", "--url", "http://10.0.0.1/", "--allow-private"))
                .isZero();
        assertThat(run("create", "--url", "https://cases.example/", "--route", "call"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("WEBHOOK-FILTER", "CALL");
        assertThat(run("create", "--url", "https://cases.example/", "--type", "all"))
                .isEqualTo(1);
        assertThat(run("delete", "nobody")).isEqualTo(66);
        assertThat(err.toString()).contains("WEBHOOK-UNKNOWN");
        assertThat(run("replay", "nobody", "--since", "yesterday")).isEqualTo(1);
        assertThat(err.toString()).contains("WEBHOOK-SINCE");
        assertThat(run("rotate", "nobody", "--grace-hours", "-1")).isNotZero();
    }
}
