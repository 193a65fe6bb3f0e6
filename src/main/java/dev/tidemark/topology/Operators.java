package dev.tidemark.topology;

import java.util.Arrays;
import java.util.List;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The only place that gives operators their uid and name. A uid ties an operator to its state in savepoints: renaming one
 * loses state, so the list of them is under review in a test.
 */
public enum Operators {
    READ_WEBHOOKS("read-calendly-webhooks"),
    ACCEPT_WEBHOOK("accept-webhook"),
    WRITE_BRONZE("write-bronze"),
    READ_HISTORY("read-calendly-history"),
    ACCEPT_HISTORY("accept-history"),
    WRITE_HISTORY_BRONZE("write-history-bronze"),
    READ_EVENT_TYPES("read-event-types"),
    TRACK_EVENT_TYPES("track-event-types"),
    WRITE_EVENT_TYPES("write-event-types"),
    READ_SPEND("read-ad-spend"),
    ACCEPT_SPEND("accept-spend"),
    WRITE_SPEND_BRONZE("write-spend-bronze"),
    FOLLOW_BOOKINGS("follow-bookings"),
    WRITE_SILVER("write-silver"),
    FOLLOW_MEETINGS("follow-meetings"),
    REVISE_SPEND("revise-spend"),
    WRITE_SPEND_SILVER("write-spend-silver"),
    SUM_DELIVERIES("sum-deliveries-locally"),
    SUM_HISTORY("sum-history-locally"),
    SUM_BOOKINGS("sum-bookings-locally"),
    SUM_MEETINGS("sum-meetings-locally"),
    SUM_SPEND_ROWS("sum-spend-rows-locally"),
    SUM_SPEND("sum-spend-locally"),
    AGGREGATE_GROUPS("aggregate-groups"),
    WRITE_GOLD("write-gold"),
    COMMIT_TABLES("commit-tables");

    private final String uid;

    Operators(String uid) {
        this.uid = uid;
    }

    public String uid() {
        return uid;
    }

    /** Every uid, in the order of the data's flow. */
    public static List<String> uids() {
        return Arrays.stream(values()).map(Operators::uid).toList();
    }

    <T> SingleOutputStreamOperator<T> set(SingleOutputStreamOperator<T> operator) {
        return operator.uid(uid).name(uid);
    }
}
