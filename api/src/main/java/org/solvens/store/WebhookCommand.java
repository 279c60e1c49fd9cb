package org.solvens.store;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.solvens.command.ActorOption;
import org.solvens.command.JsonOption;
import org.solvens.command.Listed;
import org.solvens.history.Route;
import org.solvens.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `webhook`: the subscriptions of webhooks.
@Listed(Listed.Group.CASE_SYSTEMS)
@Command(
        name = "webhook",
        sortOptions = false,
        header = "Subscribe addresses to changes of decisions.",
        description = {
            "A running server sends each change to the addresses that want it, signed by the Standard Webhooks",
            "specification, until it is taken or dead. It notices a change of a subscription within a second."
        },
        subcommands = {
            WebhookCommand.Create.class,
            WebhookCommand.Listing.class,
            WebhookCommand.Rotate.class,
            WebhookCommand.Delete.class,
            WebhookCommand.Replay.class
        },
        footer = {
            "",
            "Examples:",
            "  ./solvens webhook create --lake lake --url https://cases.example/solvens --route CALL",
            "  ./solvens webhook list --lake lake",
        })
public final class WebhookCommand {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> TYPES = List.of("org.solvens.decision.changed", "org.solvens.scores.published");

    @Command(
            name = "create",
            sortOptions = false,
            header = "Subscribe an address to changes from now on, and show the secret that signs them.",
            footer = {
                "",
                "Examples:",
                "  ./solvens webhook create --lake lake --url https://cases.example/solvens",
                "  ./solvens webhook create --lake lake --url https://bank.example/in --creditor CR-1 --route HOLD"
            })
    static final class Create extends OnStore implements Callable<Integer> {
        @Option(names = "--url", paramLabel = "URL", required = true, description = "where changes are sent by POST")
        private String url = "";

        @Option(
                names = "--type",
                paramLabel = "TYPE",
                description = "type of events; any number of times (default: all)")
        private List<String> types = List.of();

        @Option(
                names = "--route",
                paramLabel = "ROUTE",
                description = "only changes from or to this route; any number of times (default: all)")
        private List<String> routes = List.of();

        @Option(
                names = "--creditor",
                paramLabel = "ID",
                description = "send changes of this creditor's cases only; may be repeated (default: all creditors)")
        private List<String> creditors = List.of();

        @Option(
                names = "--allow-private",
                description = "the address may be of a private network, and http instead of https")
        private boolean allowPrivate;

        @Mixin
        private ActorOption actor = new ActorOption();

        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        public Integer call() {
            requireUrl();
            require("--type", types, TYPES);
            require(
                    "--route",
                    routes,
                    Arrays.stream(Route.values()).map(Enum::name).toList());
            try (Store store = open()) {
                Webhooks.Webhook made = store.webhooks()
                        .create(
                                new Webhooks.Wanted(url, set(types), set(routes), set(creditors), allowPrivate),
                                user(actor.by()));
                show(made);
            }
            return 0;
        }

        private void show(Webhooks.Webhook made) {
            if (json.json()) {
                out().println(JSON.writeValueAsString(Map.of("id", made.id(), "secret", made.secret())));
            } else {
                out().println("webhook  " + made.id());
                out().println("secret   " + made.secret());
            }
        }

        private static @Nullable Set<String> set(List<String> texts) {
            return texts.isEmpty() ? null : new TreeSet<>(texts);
        }

        private void requireUrl() {
            URI address;
            try {
                address = URI.create(url);
            } catch (IllegalArgumentException e) {
                throw wrongUrl();
            }
            boolean http = "https".equals(address.getScheme()) || (allowPrivate && "http".equals(address.getScheme()));
            if (!http || address.getHost() == null || address.getUserInfo() != null || url.length() > 2_000) {
                throw wrongUrl();
            }
        }

        private static Problem wrongUrl() {
            return new Problem(
                    "WEBHOOK-URL",
                    "--url",
                    "changes cannot be sent to this address",
                    "it is not https://HOST/..., has a user, or is too long",
                    "give an https address, or add --allow-private for one without TLS in your own network");
        }

        private static void require(String option, List<String> given, List<String> known) {
            for (String one : given) {
                if (!known.contains(one)) {
                    throw new Problem(
                            "WEBHOOK-FILTER",
                            option,
                            "the subscription is not made",
                            one + " is none of " + String.join(", ", known),
                            "give one of these, or leave the option out");
                }
            }
        }
    }

    @Command(
            name = "list",
            header = "List the subscriptions, with their messages by state.",
            footer = {"", "Example:", "  ./solvens webhook list --lake lake --json"})
    static final class Listing extends OnStore implements Callable<Integer> {
        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        public Integer call() {
            try (Store store = existing()) {
                Map<String, Map<String, Long>> counts = store.webhooks().counts();
                for (Webhooks.Webhook webhook : store.webhooks().list()) {
                    Map<String, Long> messages = counts.getOrDefault(webhook.id(), Map.of());
                    if (json.json()) {
                        Map<String, Object> line = new LinkedHashMap<>();
                        line.put("id", webhook.id());
                        line.put("url", webhook.wanted().url());
                        line.put("types", webhook.wanted().types());
                        line.put("routes", webhook.wanted().routes());
                        line.put("creditors", webhook.wanted().creditors());
                        line.put("created_at", webhook.createdAt().toString());
                        line.put("created_by", webhook.createdBy());
                        line.put("waiting", messages.getOrDefault("WAITING", 0L));
                        line.put("done", messages.getOrDefault("DONE", 0L));
                        line.put("dead", messages.getOrDefault("DEAD", 0L));
                        out().println(JSON.writeValueAsString(line));
                    } else {
                        out().println(webhook.id() + "  " + webhook.wanted().url() + "  waiting "
                                + messages.getOrDefault("WAITING", 0L) + ", done "
                                + messages.getOrDefault("DONE", 0L) + ", dead "
                                + messages.getOrDefault("DEAD", 0L));
                    }
                }
            }
            return 0;
        }
    }

    @Command(
            name = "rotate",
            sortOptions = false,
            header = "Make a new secret; the old one also signs for a while.",
            footer = {"", "Example:", "  ./solvens webhook rotate --lake lake 0a1b2c3d"})
    static final class Rotate extends OnStore implements Callable<Integer> {
        @Parameters(paramLabel = "ID", description = "id of the webhook")
        private String id = "";

        @Mixin
        private GraceOption grace = new GraceOption();

        @Mixin
        private ActorOption actor = new ActorOption();

        @Override
        public Integer call() {
            Duration signs = grace.time();
            try (Store store = existing()) {
                Webhooks.Webhook webhook = store.webhooks().rotate(id, signs, user(actor.by()));
                out().println("webhook  " + webhook.id());
                out().println("secret   " + webhook.secret());
            }
            return 0;
        }
    }

    @Command(
            name = "delete",
            header = "End a subscription, and forget what was not delivered.",
            footer = {"", "Example:", "  ./solvens webhook delete --lake lake 0a1b2c3d"})
    static final class Delete extends OnStore implements Callable<Integer> {
        @Parameters(paramLabel = "ID", description = "id of the webhook")
        private String id = "";

        @Mixin
        private ActorOption actor = new ActorOption();

        @Override
        public Integer call() {
            try (Store store = existing()) {
                store.webhooks().delete(id, user(actor.by()));
                out().println("webhook " + id + " deleted");
            }
            return 0;
        }
    }

    @Command(
            name = "replay",
            sortOptions = false,
            header = "Send messages again: the dead ones, or all since a time.",
            footer = {
                "",
                "Examples:",
                "  ./solvens webhook replay --lake lake 0a1b2c3d",
                "  ./solvens webhook replay --lake lake 0a1b2c3d --since 2026-11-29T00:00:00Z"
            })
    static final class Replay extends OnStore implements Callable<Integer> {
        @Parameters(paramLabel = "ID", description = "id of the webhook")
        private String id = "";

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "all messages made since then, such as 2026-11-29T00:00:00Z (default: the dead ones)")
        private @Nullable String since;

        @Mixin
        private ActorOption actor = new ActorOption();

        @Override
        public Integer call() {
            try (Store store = existing()) {
                int messages = store.webhooks().replay(id, from(), user(actor.by()));
                out().println(messages + " messages are sent again");
            }
            return 0;
        }

        private @Nullable Instant from() {
            try {
                return since == null ? null : Instant.parse(since);
            } catch (DateTimeParseException e) {
                throw new Problem(
                        "WEBHOOK-SINCE",
                        "--since",
                        "nothing is sent again",
                        "this is not a time",
                        "give a time such as 2026-11-29T00:00:00Z",
                        e);
            }
        }
    }
}
