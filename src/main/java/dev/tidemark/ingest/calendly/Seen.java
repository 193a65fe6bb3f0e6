package dev.tidemark.ingest.calendly;

/**
 * What was emitted of an invitee, so that the next sweep emits it again only if it changed.
 *
 * @param fingerprint of all that matters about it, but its no-show
 * @param noShowMicros when it was marked as a no-show, or {@link HistoryJson#NONE} if it is none
 * @param meetingStartMicros start of its meeting: when it leaves the look-back
 */
record Seen(long fingerprint, long noShowMicros, long meetingStartMicros) {}
