package org.solvens.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.command.ActorOption;
import org.solvens.command.JsonOption;
import org.solvens.command.Listed;
import org.solvens.problem.Exit;
import org.solvens.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `key`: the API keys.
@Listed(Listed.Group.OPERATIONS)
@Command(
        name = "key",
        sortOptions = false,
        header = "Make, list, rotate and revoke API keys.",
        description = {
            "Once the first key is made, the server answers only to keys. A key is shown once; the store has its hash.",
            "A running server notices a change within a second."
        },
        subcommands = {
            KeyCommand.Create.class,
            KeyCommand.Listing.class,
            KeyCommand.Rotate.class,
            KeyCommand.Revoke.class
        },
        footer = {
            "",
            "Examples:",
            "  ./solvens key create --lake lake --name 'case system' --scope score:read --scope events:write",
            "  ./solvens key list --lake lake",
        })
public final class KeyCommand {
    private static final JsonMapper JSON = new JsonMapper();

    @Command(
            name = "create",
            sortOptions = false,
            header = "Make an API key, and show it once.",
            footer = {
                "",
                "Scopes: score:read, protected:read, events:write, reports:read, metrics:read, models:promote, admin"
                        + " (all).",
                "",
                "Examples:",
                "  ./solvens key create --lake lake --name 'case system' --scope score:read --scope events:write",
                "  ./solvens key create --lake lake --name 'Bank A' --scope score:read --creditor CR-1 --expires"
                        + " 2027-12-31",
            })
    static final class Create extends OnStore implements Callable<Integer> {
        @Option(names = "--name", paramLabel = "NAME", required = true, description = "what people call the key")
        private String name = "";

        @Option(
                names = "--scope",
                paramLabel = "SCOPE",
                required = true,
                description = "what it may do; any number of times")
        private List<String> scopes = List.of();

        @Option(
                names = "--creditor",
                paramLabel = "ID",
                description = "creditor whose cases it sees; any number of times (default: all creditors)")
        private List<String> creditors = List.of();

        @Option(names = "--expires", paramLabel = "DAY", description = "first day, UTC, on which it is not accepted")
        private @Nullable LocalDate expires;

        @Option(
                names = "--rate",
                paramLabel = "COUNT",
                defaultValue = "60000",
                description = "requests a minute (default: ${DEFAULT-VALUE})")
        private int rate;

        @Mixin
        private ActorOption actor = new ActorOption();

        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        public Integer call() {
            Set<Scope> chosen = scopes.stream().map(Create::scope).collect(Collectors.toCollection(LinkedHashSet::new));
            requireText("--name", name);
            creditors.forEach(creditor -> requireText("--creditor", creditor));
            if (rate < 1) {
                throw new Problem(
                        "KEY-RATE",
                        "--rate",
                        "the rate is too low",
                        rate + " is below 1",
                        "give the number of requests a minute, at least 1");
            }
            Instant end = expires == null
                    ? null
                    : expires.atStartOfDay(ZoneOffset.UTC).toInstant();
            if (end != null && !end.isAfter(Instant.now())) {
                throw new Problem(
                        "KEY-EXPIRES",
                        "--expires",
                        "the key would never be accepted",
                        "the day is not in the future",
                        "name a later day, or leave --expires out");
            }
            try (Store store = open()) {
                Keys.Issued issued = store.keys()
                        .create(
                                name,
                                chosen,
                                creditors.isEmpty() ? null : Set.copyOf(creditors),
                                rate,
                                end,
                                user(actor.by()));
                show(issued, this, json.json());
            }
            return Exit.OK.code();
        }

        private static void requireText(String option, String text) {
            if (text.isBlank() || text.length() > 200) {
                throw new Problem(
                        "KEY-NAME",
                        option,
                        "the value is empty or too long",
                        "a name has 1 to 200 characters",
                        "give a shorter one, or one with letters");
            }
        }

        private static Scope scope(String label) {
            return Scope.of(label)
                    .orElseThrow(() -> new Problem(
                            "KEY-SCOPE",
                            label,
                            "there is no such scope",
                            "the scopes are "
                                    + Stream.of(Scope.values())
                                            .map(Scope::label)
                                            .collect(Collectors.joining(", ")),
                            "name one of them"));
        }
    }

    private static void show(Keys.Issued issued, OnStore command, boolean json) {
        if (json) {
            Map<String, Object> members = members(issued.key());
            members.put("key", issued.text());
            command.out().println(JSON.writeValueAsString(members));
        } else {
            command.out().println(issued.text());
            command.err()
                    .println("This is the key " + issued.key().id() + ". It is not shown again. Send it as"
                            + " Authorization: Bearer KEY.");
            command.err().flush();
        }
    }

    private static Map<String, Object> members(ApiKey key) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", key.id());
        members.put("name", key.name());
        members.put("scopes", key.scopes().stream().sorted().map(Scope::label).toList());
        members.put(
                "creditors",
                key.creditors() == null
                        ? null
                        : key.creditors().stream().sorted().toList());
        members.put("rate", key.rate());
        members.put("created_at", key.createdAt().toString());
        members.put("created_by", key.createdBy());
        members.put("expires_at", text(key.expiresAt()));
        members.put("revoked_at", text(key.revokedAt()));
        members.put("last_used_at", text(key.lastUsedAt()));
        return members;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    @Command(
            name = "list",
            sortOptions = false,
            header = "List the API keys, without their secrets.",
            footer = {"", "Example:", "  ./solvens key list --lake lake --json"})
    static final class Listing extends OnStore implements Callable<Integer> {
        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        public Integer call() {
            try (Store store = existing()) {
                for (ApiKey key : store.keys().list()) {
                    out().println(json.json() ? JSON.writeValueAsString(members(key)) : line(key));
                }
            }
            return Exit.OK.code();
        }

        private static String line(ApiKey key) {
            String state = key.revokedAt() != null
                    ? "revoked " + key.revokedAt()
                    : !key.usable(Clock.systemUTC().instant())
                            ? "expired " + key.expiresAt()
                            : "used " + (key.lastUsedAt() == null ? "never" : key.lastUsedAt());
            return String.join(
                    "  ",
                    key.id(),
                    key.name(),
                    key.scopes().stream().sorted().map(Scope::label).collect(Collectors.joining(",")),
                    key.creditors() == null
                            ? "all creditors"
                            : key.creditors().stream().sorted().collect(Collectors.joining(",")),
                    key.rate() + "/min",
                    state);
        }
    }

    @Command(
            name = "rotate",
            sortOptions = false,
            header = "Give an API key a new secret, and show it once.",
            footer = {"", "Example:", "  ./solvens key rotate --lake lake 4f0c2k9x1m7p --grace-hours 24"})
    static final class Rotate extends OnStore implements Callable<Integer> {
        @Parameters(paramLabel = "ID", description = "id of the key")
        private String id = "";

        @Mixin
        private GraceOption grace = new GraceOption();

        @Mixin
        private ActorOption actor = new ActorOption();

        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        public Integer call() {
            Duration accepted = grace.time();
            try (Store store = existing()) {
                show(store.keys().rotate(id, accepted, user(actor.by())), this, json.json());
            }
            return Exit.OK.code();
        }
    }

    @Command(
            name = "revoke",
            sortOptions = false,
            header = "Revoke an API key.",
            footer = {"", "Example:", "  ./solvens key revoke --lake lake 4f0c2k9x1m7p"})
    static final class Revoke extends OnStore implements Callable<Integer> {
        @Parameters(paramLabel = "ID", description = "id of the key")
        private String id = "";

        @Mixin
        private ActorOption actor = new ActorOption();

        @Override
        public Integer call() {
            try (Store store = existing()) {
                ApiKey key = store.keys().revoke(id, user(actor.by()));
                out().println("The key " + key.id() + " is revoked. Servers refuse it within a second.");
            }
            return Exit.OK.code();
        }
    }
}
