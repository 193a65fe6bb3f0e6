package dev.tidemark.shadow;

/** What names a row of each compared table. */
public final class Cells {
    private Cells() {}

    /**
     * A row of the daily table.
     *
     * @param day since 1970-01-01, or null where the reference cannot read it
     * @param channel the channel
     */
    public record DayChannel(Integer day, String channel) {}

    /**
     * A row of the time analysis.
     *
     * @param channel the channel
     * @param dayOfWeek 1 = Sunday to 7 = Saturday, or null where the reference cannot read it
     * @param hour 0 to 23, or null likewise
     */
    public record Slot(String channel, Integer dayOfWeek, Integer hour) {}
}
