package org.solvens.api;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The host names under which the server answers, without ports.
///
/// A page of another site can point its own name at this server (DNS rebinding). Its requests carry that
/// name in the Host header, so they are refused.
///
/// @param names in lower case
record AllowedHosts(Set<String> names) {
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    AllowedHosts {
        names = Set.copyOf(names);
    }

    /// The names of this machine, of the host that is listened on, and others.
    ///
    /// @param bound the host that is listened on
    /// @param others further names, without ports
    static AllowedHosts of(String bound, Collection<String> others) {
        Set<String> names = new LinkedHashSet<>(LOCAL);
        names.add(normal(bound));
        others.forEach(name -> names.add(normal(name)));
        return new AllowedHosts(names);
    }

    /// Whether the server answers under a name.
    ///
    /// @param host from the request, without the port; null or empty if the request has none, as HTTP/1.0
    ///     allows
    boolean allows(@Nullable String host) {
        return host == null || host.isEmpty() || names.contains(normal(host));
    }

    private static String normal(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        if (lower.indexOf(':') >= 0 && !lower.startsWith("[")) {
            return "[" + lower + "]";
        }
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
