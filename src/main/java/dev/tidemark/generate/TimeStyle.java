package dev.tidemark.generate;

/** The ways in which a payload writes its times; one payload keeps to one. */
enum TimeStyle {
    MICROS_UTC(6, 0),
    MILLIS_UTC(3, 0),
    MICROS_OFFSET_EAST(6, 330),
    MILLIS_OFFSET_WEST(3, -360);

    private final int digits;
    private final int offsetMinutes;

    TimeStyle(int digits, int offsetMinutes) {
        this.digits = digits;
        this.offsetMinutes = offsetMinutes;
    }

    /** Four of five write UTC with 6 digits. */
    static TimeStyle draw(Draw draw) {
        return draw.chance(0.8) ? MICROS_UTC : values()[1 + draw.below(values().length - 1)];
    }

    /** The time as this style can write it: what it cannot write has not happened. */
    long round(long micros) {
        return digits == 3 ? Math.floorDiv(micros, 1_000L) * 1_000L : micros;
    }

    void append(StringBuilder out, long micros) {
        IsoTime.append(out, micros + offsetMinutes * IsoTime.MINUTE, digits);
        if (offsetMinutes == 0) {
            out.append('Z');
            return;
        }
        int minutes = Math.abs(offsetMinutes);
        out.append(offsetMinutes < 0 ? '-' : '+')
                .append((char) ('0' + minutes / 600))
                .append((char) ('0' + minutes / 60 % 10))
                .append(':')
                .append((char) ('0' + minutes % 60 / 10))
                .append((char) ('0' + minutes % 10));
    }
}
