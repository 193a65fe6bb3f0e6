package dev.tidemark.generate;

/** Ids as text, made of random bits. */
final class Ids {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Ids() {}

    static String uuid(long high, long low) {
        StringBuilder out = new StringBuilder(36);
        appendUuid(out, high, low);
        return out.toString();
    }

    /** Appends the bits as a UUID: 8-4-4-4-12 digits. */
    static void appendUuid(StringBuilder out, long high, long low) {
        hex(out, high >>> 32, 8);
        out.append('-');
        hex(out, high >>> 16, 4);
        out.append('-');
        hex(out, high, 4);
        out.append('-');
        hex(out, low >>> 48, 4);
        out.append('-');
        hex(out, low, 12);
    }

    private static void hex(StringBuilder out, long bits, int digits) {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.append(HEX[(int) (bits >>> shift) & 0xF]);
        }
    }
}
