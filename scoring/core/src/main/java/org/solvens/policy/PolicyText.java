package org.solvens.policy;

import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.solvens.config.StrictYaml;
import org.solvens.problem.Problem;

/// A sound policy with its text. Another process that receives it compiles the text again.
public final class PolicyText implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String text;
    private final String name;
    private final transient Policy policy;

    private PolicyText(String text, String name, Policy policy) {
        this.text = text;
        this.name = name;
        this.policy = policy;
    }

    /// The default policy.
    public static PolicyText standard() {
        return new PolicyText(Policy.standardText(), "default.yaml", Policy.standard());
    }

    /// Compiles a text.
    ///
    /// @param name what to call the text in a problem
    /// @throws Problem POLICY if it is no policy
    public static PolicyText of(String text, String name) {
        return new PolicyText(text, name, Policy.parse(text, name));
    }

    /// Reads and compiles a file.
    ///
    /// @throws Problem POLICY if it cannot be read or is no policy
    public static PolicyText read(Path file) {
        Policy policy = Policy.read(file);
        try {
            return new PolicyText(Files.readString(file), file.toString(), policy);
        } catch (IOException e) {
            throw new Problem(
                    "POLICY",
                    file.toString(),
                    "the policy cannot be read",
                    String.valueOf(e.getMessage()),
                    "name a policy file",
                    e);
        }
    }

    /// The text, YAML.
    public String text() {
        return text;
    }

    /// The compiled policy.
    public Policy policy() {
        return policy;
    }

    /// The thresholds that it names, by name.
    public Map<String, Double> thresholds() {
        Map<String, Double> thresholds =
                StrictYaml.parse(text, name, PolicyFile.class, "POLICY").thresholds();
        return thresholds == null ? Map.of() : new TreeMap<>(thresholds);
    }

    @Serial
    private Object readResolve() {
        return of(text, name);
    }
}
