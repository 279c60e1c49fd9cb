package org.solvens.config;

/// A setting has a value that is not allowed. The compact constructor of a settings record throws it, and
/// {@link StrictYaml} adds the file, the line and the column of the key.
public final class WrongSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;

    /// @param key where the value is in the record, as in the file: `trees`, or `feeds[1]`
    /// @param message which values are allowed, in one sentence without a full stop
    public WrongSetting(String key, String message) {
        super(message);
        this.key = key;
    }

    /// The key of the value, seen from the record.
    public String key() {
        return key;
    }

    /// @throws WrongSetting where the condition is false
    public static void require(boolean condition, String key, String message) {
        if (!condition) {
            throw new WrongSetting(key, message);
        }
    }
}
