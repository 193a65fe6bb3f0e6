package dev.tidemark.envelope;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The parsed value of the signature header, {@code t=<unix seconds>,v1=<64 hex digits>}, in any order, with spaces and
 * with several v1 (while a key is being rotated). Other schemes such as v0 or v2 are ignored.
 *
 * @param timestamp {@code t} as it was sent: these characters are part of what is signed
 * @param signatures the well-formed v1 values, 32 bytes each
 * @param problem null, or why the header cannot be used; the other parts are then of no use
 */
record SignatureHeader(String timestamp, List<byte[]> signatures, String problem) {

    private static final int SHA256_BYTES = 32;
    /** Twelve digits reach the year 33658; more would overflow as microseconds. */
    private static final int TIMESTAMP_DIGITS = 12;

    static SignatureHeader parse(String header) {
        String timestamp = null;
        List<byte[]> signatures = new ArrayList<>(1);
        for (int start = 0; start <= header.length(); ) {
            int comma = header.indexOf(',', start);
            int end = comma < 0 ? header.length() : comma;
            int equals = header.indexOf('=', start);
            if (equals >= 0 && equals < end) {
                String name = header.substring(start, equals).strip();
                String value = header.substring(equals + 1, end).strip();
                if (name.equals("t")) {
                    if (timestamp != null) {
                        return unusable("the signature header has more than one t");
                    }
                    timestamp = value;
                } else if (name.equals("v1")) {
                    addIfHex(value, signatures);
                }
            }
            start = end + 1;
        }
        if (timestamp == null) {
            return unusable("the signature header has no t");
        }
        if (!isTimestamp(timestamp)) {
            return unusable("t in the signature header is not a time in seconds");
        }
        if (signatures.isEmpty()) {
            return unusable("the signature header has no v1 of 64 hex digits");
        }
        return new SignatureHeader(timestamp, signatures, null);
    }

    long timestampSeconds() {
        return Long.parseLong(timestamp);
    }

    private static SignatureHeader unusable(String problem) {
        return new SignatureHeader(null, List.of(), problem);
    }

    private static void addIfHex(String value, List<byte[]> signatures) {
        if (value.length() == 2 * SHA256_BYTES && value.chars().allMatch(HexFormat::isHexDigit)) {
            signatures.add(HexFormat.of().parseHex(value));
        }
    }

    private static boolean isTimestamp(String value) {
        return !value.isEmpty()
                && value.length() <= TIMESTAMP_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
