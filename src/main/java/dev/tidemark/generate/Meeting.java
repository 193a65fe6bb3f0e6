package dev.tidemark.generate;

/**
 * A scheduled event. Several invitees share one if it is a group event.
 *
 * @param idHigh first half of its id; it also decides what the event looks like (place, guests)
 * @param idLow second half of its id
 * @param createdMicros when it was made, by its first invitee
 * @param places how many invitees it is planned for, 1 if it is no group event
 */
record Meeting(long idHigh, long idLow, long createdMicros, long startMicros, long endMicros, int places) {

    void appendUri(StringBuilder out) {
        out.append("https://api.calendly.com/scheduled_events/");
        Ids.appendUuid(out, idHigh, idLow);
    }
}
