package org.solvens.chance;

/// Numbers drawn from names: the same name, seed and purpose always draw the same number.
public final class Draws {
    private Draws() {}

    /// 64-bit FNV-1a of a text's UTF-16 units, mixed.
    public static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /// Uniform in [0, 1).
    public static double uniform(long hash, long seed, int purpose) {
        return (mix(hash ^ mix(seed + purpose)) >>> 11) * 0x1.0p-53;
    }

    /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
    private static long mix(long z) {
        long x = z + 0x9e3779b97f4a7c15L;
        x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
