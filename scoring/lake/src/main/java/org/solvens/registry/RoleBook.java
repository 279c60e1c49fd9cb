package org.solvens.registry;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.problem.Problem;
import org.solvens.problem.TemporaryFolder;
import tools.jackson.core.JacksonException;

/// The roles of models: files 000001.json, 000002.json, ... that are chained by hashes, and `head.json` with the hash
/// of the newest. {@link ModelRegistry} says what they hold.
final class RoleBook {
    private final Path folder;
    private final Staging staging;

    RoleBook(Path folder, Staging staging) {
        this.folder = folder;
        this.staging = staging;
    }

    Path folder() {
        return folder;
    }

    /// The entries, oldest first.
    ///
    /// @throws Problem `REGISTRY-ROLES` if an entry cannot be read or one is missing in between
    List<RoleEntry> entries() {
        return links().stream().map(RoleLink::entry).toList();
    }

    /// The same with the hashes that chain them.
    List<RoleLink> links() {
        List<RoleLink> links = new ArrayList<>();
        int last = sequence();
        for (int n = 1; n <= last; n++) {
            Path file = roleFile(n);
            try {
                String before =
                        links.isEmpty() ? RoleLink.START : links.getLast().hash();
                RoleLink link = RoleLink.read(Files.readAllBytes(file), before, ModelRegistry.MAPPER);
                if (link.entry().sequence() != n) {
                    throw damaged(
                            file,
                            "its content says that it is entry " + link.entry().sequence(),
                            null);
                }
                links.add(link);
            } catch (JacksonException e) {
                throw damaged(file, e.getOriginalMessage(), e);
            } catch (IOException e) {
                throw damaged(file, e.toString(), e);
            }
        }
        return List.copyOf(links);
    }

    /// The end of the book.
    RolesHead reached() {
        List<RoleLink> links = links();
        return links.isEmpty()
                ? RolesHead.EMPTY
                : new RolesHead(links.size(), links.getLast().hash());
    }

    /// Number of the newest entry of the role book, 0 if there is none.
    int sequence() {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.matches("\\d{6}\\.json"))
                    .mapToInt(name -> Integer.parseInt(name, 0, 6, 10))
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw ModelRegistry.unusable(folder, e);
        }
    }

    /// What serves an axis: a model, or the declaration of insufficient data. Empty if the axis has no entry.
    Optional<RoleEntry> champion(Axis axis) {
        return Optional.ofNullable(served(axis).peek());
    }

    /// What served an axis, the newest first, without what was rolled back.
    Deque<RoleEntry> served(Axis axis) {
        Deque<RoleEntry> stack = new ArrayDeque<>();
        for (RoleEntry entry : entries()) {
            if (entry.axis() == axis) {
                switch (entry.action()) {
                    case ROLLBACK -> stack.pop();
                    case PROMOTE, DECLARE -> stack.push(entry);
                    case CHALLENGE, DISMISS -> {}
                }
            }
        }
        return stack;
    }

    /// The challengers of an axis, in the order in which they became so, without those promoted or dismissed
    /// since. Their scores are computed in shadow mode.
    List<String> challengers(Axis axis) {
        List<String> challengers = new ArrayList<>();
        for (RoleEntry entry : entries()) {
            if (entry.axis() == axis) {
                challengers.remove(entry.model());
                if (entry.action() == RoleEntry.Action.CHALLENGE) {
                    challengers.add(entry.model());
                }
            }
        }
        return List.copyOf(challengers);
    }

    /// Writes an entry down, if the book still ends with the entry on which it rests.
    ///
    /// @param after number of that entry
    /// @param checksum of the folder of a model
    /// @throws Problem `REGISTRY-CONFLICT` if the book has grown since
    RoleEntry append(RoleEntry entry, int after, Function<String, @Nullable String> checksum) {
        Path file = roleFile(entry.sequence());
        try {
            RolesHead before = reached();
            if (before.sequence() != after) {
                throw new FileAlreadyExistsException(file.toString());
            }
            String model = entry.model();
            byte[] json = RoleLink.write(
                    entry, model == null ? null : checksum.apply(model), before.hash(), ModelRegistry.MAPPER);
            Files.createDirectories(folder);
            try (TemporaryFolder drafts = staging.drafts()) {
                Path draft = drafts.path().resolve("role.json");
                Staging.write(draft, json);
                createWhole(file, draft, json);
                Path head = drafts.path().resolve("head.json");
                Staging.write(head, ModelRegistry.MAPPER.writeValueAsBytes(reached()));
                Files.move(head, headFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (FileAlreadyExistsException e) {
            throw new Problem(
                    "REGISTRY-CONFLICT",
                    folder.toString(),
                    "the roles were changed by someone else meanwhile",
                    "entry " + entry.sequence() + " is taken",
                    "look at what serves now, and decide again",
                    e);
        } catch (IOException e) {
            throw ModelRegistry.unusable(folder, e);
        }
        return entry;
    }

    /// Creates the file exclusively and whole: by a hard link, or by an exclusive create if the file system
    /// has no hard links.
    private static void createWhole(Path file, Path draft, byte[] json) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.write(file, json, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    Path headFile() {
        return folder.resolve("head.json");
    }

    Path roleFile(int sequence) {
        return folder.resolve(String.format(Locale.ROOT, "%06d.json", sequence));
    }

    static Problem damaged(Path file, String why, @Nullable Throwable underneath) {
        return new Problem(
                "REGISTRY-ROLES",
                file.toString(),
                "the role entry cannot be read",
                why,
                "restore the file from a backup",
                underneath);
    }
}
