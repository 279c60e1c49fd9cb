package org.solvens.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges the versions of one entry that name different debtors.
///
/// A debtor cannot lose an entry while a reversal of it stays behind: the entry would count in full again. If
/// the reversal moves in the same delivery, both move. Regular payments may share one reference: a reversal that
/// names it may be for one of the payments that stay, and then blocks nothing.
///
/// @param key of the entry
/// @param versions all of its versions
/// @param naming all versions of the reversals that name the entry, by its key or one of its references
/// @param sharing versions of other payments whose reference is a name of the entry
record MovedEntry(String key, List<Version> versions, List<Naming> naming, Set<Sharing> sharing) {
    /// A version of the entry.
    ///
    /// @param known in milliseconds UTC
    /// @param file null if the lake has it already
    /// @param position within the file
    record Version(String debtor, long known, @Nullable String file, long position) {}

    /// A version of a reversal that names the entry.
    ///
    /// @param name the name that it uses
    record Naming(String name, String reversal, String debtor, long known, boolean retracted, long position) {
        private static final Comparator<Naming> ORDER =
                Comparator.comparingLong(Naming::known).thenComparingLong(Naming::position);
    }

    /// A version of another payment.
    record Sharing(String name, String debtor) {}

    /// A debtor that the entry cannot leave.
    ///
    /// @param since when the reversal of this debtor was first known
    private record Blocked(String debtor, long since) {}

    /// The arriving versions that are refused, because a reversal would stay behind.
    List<Version> leftBehind() {
        List<Blocked> blocked = blocked();
        return versions.stream()
                .filter(version -> version.file() != null
                        && blocked.stream()
                                .anyMatch(by -> !by.debtor().equals(version.debtor()) && version.known() >= by.since()))
                .toList();
    }

    /// The last time at which each debtor loses the entry by versions that are not refused, in milliseconds UTC.
    Map<String, Long> lost() {
        List<Version> refused = leftBehind();
        Map<String, Long> lost = new HashMap<>();
        for (Version later : versions) {
            if (!refused.contains(later)) {
                versions.stream()
                        .filter(version -> !version.debtor().equals(later.debtor()) && version.known() < later.known())
                        .forEach(version -> lost.merge(version.debtor(), later.known(), Math::max));
            }
        }
        return lost;
    }

    private List<Blocked> blocked() {
        Map<List<String>, Naming> newest = new HashMap<>();
        for (Naming one : naming) {
            newest.merge(List.of(one.name(), one.reversal()), one, (a, b) -> Naming.ORDER.compare(a, b) >= 0 ? a : b);
        }
        List<Blocked> blocked = new ArrayList<>();
        for (Naming holder : newest.values()) {
            boolean owned =
                    versions.stream().anyMatch(version -> version.debtor().equals(holder.debtor()));
            if (owned && !holder.retracted() && !sharing.contains(new Sharing(holder.name(), holder.debtor()))) {
                long since = naming.stream()
                        .filter(one -> one.reversal().equals(holder.reversal())
                                && one.debtor().equals(holder.debtor()))
                        .mapToLong(Naming::known)
                        .min()
                        .orElseThrow();
                blocked.add(new Blocked(holder.debtor(), since));
            }
        }
        return blocked;
    }
}
