package dev.tidemark.shadow;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * A row of a spend file as it stands, as far as the reference can read it.
 *
 * @param file the file's name
 * @param row its place in the file, from 1
 * @param asOfDay the day the file's numbers were known, since 1970-01-01, or null
 * @param day the day the money was spent, or null where the text is no date
 * @param channel the channel as it is written
 * @param dollars the amount, with all its digits
 * @param refused whether our job put it into quarantine
 */
record SpendLine(
        String file, int row, Integer asOfDay, Integer day, String channel, BigDecimal dollars, boolean refused) {
    private static final String PAID_ADS = "_paid_ads";

    /** The channel as the reference writes it, before it looks whether it knows it. */
    String referenceChannel() {
        return channel.replace(PAID_ADS, "");
    }

    /** The channel however carelessly it is written. */
    String cleanChannel() {
        String clean = channel.trim().toLowerCase(Locale.ROOT);
        return clean.endsWith(PAID_ADS)
                ? clean.substring(0, clean.length() - PAID_ADS.length()).trim()
                : clean;
    }
}
