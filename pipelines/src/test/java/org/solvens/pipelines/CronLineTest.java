package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.solvens.settings.Settings;

class CronLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new PipelinesMain()
                .run(Settings.ofProcess(), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void theLineRepeatsTheCommandWithAFolderForEachDay() {
        assertThat(run(
                        "report",
                        "--lake",
                        "my lake",
                        "--schedule",
                        "30 5 * * 1-5",
                        "--out",
                        "reports/",
                        "--format",
                        "html,pdf"))
                .isZero();
        assertThat(out.toString().strip())
                .isEqualTo("30 5 * * 1-5 cd " + Path.of("").toAbsolutePath() + " && "
                        + Settings.ofProcess().home().resolve("solvens")
                        + " report --lake 'my lake' --out reports/$(date +\\%F) --format html,pdf");
    }

    /// In a crontab a percent sign begins the input of the command.
    @Test
    void signsThatCronOrTheShellReadsAreQuoted() {
        assertThat(CronLine.of(
                        "@daily",
                        Path.of("/srv/it's"),
                        Path.of("/opt/solvens"),
                        List.of("report", "--schedule=@daily", "--out=/srv/5% of $all")))
                .isEqualTo("@daily cd '/srv/it'\\''s' && /opt/solvens report '--out=/srv/5\\% of $all'/$(date +\\%F)");
    }

    @Test
    void timesThatCronDoesNotKnowAndAReportWithoutAFolderAreRefused() {
        assertThat(run("report", "--out", "reports", "--schedule", "every morning"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--schedule", "30 5 * * 1-5");
        assertThat(run("report", "--schedule", "@daily")).isEqualTo(2);
        assertThat(err.toString()).contains("--out");
        assertThat(out.toString()).isEmpty();
    }
}
