package dev.tidemark.dashboard;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.audit.Difference;
import java.io.IOException;
import java.util.List;

/**
 * What {@code ./tidemark verify} found last, as it is left in the lake for the page to show.
 *
 * @param at when, ISO 8601
 * @param ok whether every row was as Bronze says
 * @param checkpoint the checkpoint that was verified
 * @param tables how many tables were compared
 * @param rows how many rows
 * @param differencesCount how many differences there are
 * @param differences the first of them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record VerifyNote(
        String at,
        boolean ok,
        long checkpoint,
        int tables,
        long rows,
        int differencesCount,
        List<Difference> differences) {
    /** The name under which it is left. */
    public static final String NAME = "verify";
    /** So many differences are left at most. */
    public static final int MOST_DIFFERENCES = 50;

    /** The note as it is stored. */
    public byte[] toJson() {
        try {
            return Json.MAPPER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a note can't be written as JSON", e);
        }
    }

    /** @throws IOException if it is no such note */
    static VerifyNote parse(byte[] json) throws IOException {
        return Json.MAPPER.readValue(json, VerifyNote.class);
    }
}
