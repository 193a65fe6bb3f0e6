package dev.tidemark.contract;

/**
 * Names one cell of sums inside a group. A Gold table uses the fields that it needs and leaves the others at 0 or the
 * empty text.
 *
 * @param day a day (since 1970-01-01)
 * @param slot a number below the day, such as an hour
 * @param channel a channel, or the other main subject of the table, such as a host
 * @param detail a finer subject, such as a campaign, or a text to keep, such as a name
 */
public record CellKey(int day, long slot, String channel, String detail) {
    public static CellKey channel(String channel) {
        return new CellKey(0, 0, channel, "");
    }

    public static CellKey dayChannel(int day, String channel) {
        return new CellKey(day, 0, channel, "");
    }

    public static CellKey slotChannel(long slot, String channel) {
        return new CellKey(0, slot, channel, "");
    }

    // the ones that come with a record go through method handles, several times as slow; sums look up cells all the
    // time
    @Override
    public boolean equals(Object o) {
        return o instanceof CellKey c
                && day == c.day
                && slot == c.slot
                && channel.equals(c.channel)
                && detail.equals(c.detail);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * channel.hashCode() + detail.hashCode()) + day) + Long.hashCode(slot);
    }
}
