package dev.tidemark.generate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;

/** The rules for a spend row, as documented. */
final class SpendReading {
    private SpendReading() {}

    /** Why a row is refused, or null. */
    static String reasonAgainst(JsonNode row, LocalDate asOf) {
        try {
            if (LocalDate.parse(row.get("date").textValue()).isAfter(asOf)) {
                return "future_date";
            }
        } catch (DateTimeException e) {
            return "bad_date";
        }
        if (row.get("channel").textValue().isBlank()) {
            return "blank_channel";
        }
        if (!row.get("spend").isNumber()) {
            return "bad_number";
        }
        return row.get("spend").decimalValue().signum() < 0 ? "negative_spend" : null;
    }
}
