package dev.tidemark.shadow;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.decode.DecodedWebhook;
import dev.tidemark.domain.bookings.decode.PersonKeys;
import dev.tidemark.domain.bookings.decode.WebhookDecoder;
import dev.tidemark.envelope.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Takes deliveries and keeps of each what both sides need, a few hundred bytes: not the body. Not safe for use by several
 * threads at once.
 */
public final class Deliveries {
    private static final int MEETING = BookingTables.SILVER_EVENTS.ordinal("data_payload_scheduled_event_uri");
    /** Keys only need to differ from person to person here; they are never shown. */
    private static final byte[] PEPPER = "compare only, never stored".getBytes(StandardCharsets.UTF_8);

    private static final String NO_KIND = "(names none)";
    private static final String NEW_HALF = ", new half of a reschedule";
    private static final String NOT_USED = "not used";
    private static final String ACCEPTED = "accepted";

    /**
     * What became of the deliveries of one kind.
     *
     * @param kind the kind that they name
     * @param ours what our job did with them: accepted, not used, or the reason of the quarantine
     */
    record Fate(String kind, String ours) implements Comparable<Fate> {
        @Override
        public int compareTo(Fate o) {
            int order = kind.compareTo(o.kind);
            return order != 0 ? order : ours.compareTo(o.ours);
        }
    }

    /** How many deliveries, how many rows the reference made of them, how many of these it counts. */
    static final class Share {
        long deliveries;
        long referenceRows;
        long referenceCounted;
    }

    private final ReferenceReader reference = new ReferenceReader();
    private final WebhookDecoder decoder;
    private final Function<String, String> refusals;
    private final List<Delivery> all = new ArrayList<>();
    private final SortedMap<Fate, Share> fates = new TreeMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<List<String>, List<String>> hostLists = new HashMap<>();

    /**
     * @param time the reporting zone
     * @param refusals why our job put the delivery of a position into quarantine, or null
     */
    public Deliveries(ReportingTime time, Function<String, String> refusals) {
        this.decoder = new WebhookDecoder(new PersonKeys(PEPPER), time);
        this.refusals = refusals;
    }

    public void take(Envelope e) {
        String refusal = refusals.apply(e.position());
        ReferenceRecord counted = reference.read(e.body());
        WebhookEvent event = null;
        if (refusal == null) {
            DecodedWebhook decoded = decoder.decode(e);
            if (!decoded.failures().isEmpty()) {
                throw new IllegalStateException("the delivery " + e.position() + " breaks the rule "
                        + decoded.failures().get(0).reason() + ", but the lake's quarantine does not have it;"
                        + " compare with a lake that was filled from this folder");
            }
            event = decoded.event();
        }
        all.add(new Delivery(all.size(), refusal, counted, event == null ? null : accepted(event)));
        share(refusal, event, counted);
    }

    List<Delivery> all() {
        return Collections.unmodifiableList(all);
    }

    SortedMap<Fate, Share> fates() {
        return Collections.unmodifiableSortedMap(fates);
    }

    private void share(String refusal, WebhookEvent event, ReferenceRecord counted) {
        String named = counted == null || counted.event().isEmpty() ? NO_KIND : counted.event();
        String kind = counted != null && counted.counts() && counted.moved() ? named + NEW_HALF : named;
        String ours = refusal != null ? "quarantine: " + refusal : event == null ? NOT_USED : ACCEPTED;
        Share share = fates.computeIfAbsent(new Fate(kind, ours), f -> new Share());
        share.deliveries++;
        share.referenceRows += counted == null ? 1 : counted.rows();
        share.referenceCounted += counted != null && counted.counts() ? counted.rows() : 0;
    }

    private AcceptedEvent accepted(WebhookEvent e) {
        List<String> hosts =
                e.hosts().stream().map(Host::userId).map(this::once).toList();
        String meeting = (String) e.silver()[MEETING];
        return new AcceptedEvent(
                e.kind(),
                e.personKey(),
                e.inviteeId(),
                e.oldInviteeId(),
                e.newInviteeId(),
                e.rescheduled() || e.newInviteeId() != null,
                e.active(),
                e.versionMicros(),
                e.createdAtMicros(),
                once(e.eventType()),
                e.meetingStartMicros(),
                meeting.substring(meeting.lastIndexOf('/') + 1),
                hostLists.computeIfAbsent(hosts, h -> h));
    }

    /** Event types and hosts are few: each text is held once. */
    private String once(String text) {
        return texts.computeIfAbsent(text, t -> t);
    }
}
