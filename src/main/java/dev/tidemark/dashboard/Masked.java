package dev.tidemark.dashboard;

import java.util.regex.Pattern;

/**
 * What people wrote, so that nobody can be known by it: the structure of a body stays, every text in it but names of
 * fields, kinds of events and times becomes dots.
 */
final class Masked {
    private static final int MOST_CHARACTERS = 600;
    /** Texts that stay readable: they tell what is wrong with a record and nothing of a person. */
    private static final Pattern HARMLESS_TEXT = Pattern.compile(
            "invitee[._a-z]{1,40}|active|canceled" + "|\\d{4}-\\d{2}-\\d{2}(?:T[0-9:.]+(?:Z|[+-]\\d{2}:?\\d{2})?)?");

    /** The same of what stands between texts; longer numbers may be a phone's. */
    private static final Pattern HARMLESS_WORD = Pattern.compile("true|false|null|-?\\d{1,6}(?:\\.\\d{1,4})?");

    /** A text of JSON, ended or cut off, and whether a colon follows: then it names a field. */
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)(\"|$)(\\s*:)?", Pattern.DOTALL);

    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,40}");
    private static final Pattern LETTERS = Pattern.compile("[\\p{L}\\p{N}@]");

    private Masked() {}

    /** The masked text, cut; null for null. */
    static String text(String raw) {
        if (raw == null) {
            return null;
        }
        String cut = raw.length() > MOST_CHARACTERS ? raw.substring(0, MOST_CHARACTERS) : raw;
        boolean isJson =
                cut.stripLeading().startsWith("{") || cut.stripLeading().startsWith("[");
        String masked = isJson ? json(cut) : dots(cut);
        return raw.length() > MOST_CHARACTERS ? masked + "..." : masked;
    }

    private static String json(String text) {
        StringBuilder masked = new StringBuilder();
        var m = TEXT.matcher(text);
        int at = 0;
        while (m.find()) {
            masked.append(outside(text.substring(at, m.start())));
            boolean isName =
                    m.group(3) != null && FIELD_NAME.matcher(m.group(1)).matches();
            boolean stays = isName || HARMLESS_TEXT.matcher(m.group(1)).matches();
            masked.append('"')
                    .append(stays ? m.group(1) : "•••")
                    .append(m.group(2))
                    .append(m.group(3) == null ? "" : m.group(3));
            at = m.end();
        }
        return masked.append(outside(text.substring(at))).toString();
    }

    /** Between texts of JSON stand numbers and words of its own; anything else is no JSON. */
    private static String outside(String text) {
        StringBuilder masked = new StringBuilder();
        for (String word : text.split("(?<=[\\s,:{}\\[\\]])|(?=[\\s,:{}\\[\\]])")) {
            masked.append(HARMLESS_WORD.matcher(word).matches() ? word : dots(word));
        }
        return masked.toString();
    }

    private static String dots(String text) {
        return LETTERS.matcher(text).replaceAll("•");
    }
}
