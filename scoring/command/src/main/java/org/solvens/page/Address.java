package org.solvens.page;

import java.util.regex.Pattern;

/// An address of a link on a page: relative to the page's own place. It has no scheme and no host, so that no value can
/// make a link that leads elsewhere or runs a script. Templates have addresses only as `href="{{address}}"`.
///
/// @param text such as `/reports/recovery?currency=SEK`, with values encoded for an address
public record Address(String text) {
    private static final Pattern RELATIVE = Pattern.compile("(?!//)[A-Za-z0-9._~/?&=%#+*-]*");

    /// @throws IllegalArgumentException if it has a scheme, a host or a character that must be encoded
    public Address {
        if (!RELATIVE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a relative address");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
