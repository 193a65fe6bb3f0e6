package dev.tidemark.generate;

import dev.tidemark.generate.expected.EventTypeMapping;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The event types of a run and their mapping: the three that are mapped by default, those of campaigns, those that
 * nobody mapped. The mapping has what goes wrong with mappings in real life: a campaign that gives way to another, an
 * event type that was made anew under another id while its old link is still booked, a channel that nobody books.
 */
final class EventTypes {
    private static final String BASE = "https://api.calendly.com/event_types/";
    private static final int UNMAPPED = 5;
    private static final String[] CAMPAIGN_CHANNELS = {"facebook", "youtube", "tiktok", "newsletter"};

    private final List<EventTypeMapping> mappings = new ArrayList<>();
    private final EventType facebook = new EventType(BASE + "d639ecd3-8718-4068-955a-436b10d72c78", "Info Session", 15);
    private final EventType youtube =
            new EventType(BASE + "dbb4ec50-38cd-4bcd-bbff-efb7b5a6f098", "Info Session (YT)", 30);
    private final EventType tiktok =
            new EventType(BASE + "bb339e98-7a67-4af2-b584-8dbf95564312", "Info Session (TT)", 30);
    private final EventType recreatedOld;
    private final EventType recreatedNew;
    private final List<EventType> ofCampaigns = new ArrayList<>();
    private final List<EventType> unmapped = new ArrayList<>();
    private final double unmappedShare;
    private final long midMicros;

    EventTypes(GeneratorOptions options) {
        LocalDate start = options.start().atZone(options.reportingZone()).toLocalDate();
        LocalDate from = start.minusYears(1);
        LocalDate mid = start.plusDays(options.days() / 2);
        unmappedShare = options.unmappedEventTypes();
        midMicros = IsoTime.micros(mid.atStartOfDay(options.reportingZone()).toInstant());
        map(facebook, "facebook", null, from, null);
        map(youtube, "youtube", null, from, null);
        map(tiktok, "tiktok", null, from, null);
        recreatedOld = eventType("recreated", 1, "Strategy Call", 45);
        recreatedNew = eventType("recreated", 2, "Strategy Call", 45);
        map(recreatedOld, "facebook", null, from, mid);
        map(recreatedNew, "facebook", null, mid, null);
        map(eventType("unbooked", 0, "Partner Call", 30), "linkedin", null, from, null);
        for (int i = 0; i < options.campaigns(); i++) {
            EventType t = eventType("campaign", i, "Webinar Follow-up " + (i + 1), 30);
            String channel = CAMPAIGN_CHANNELS[i % CAMPAIGN_CHANNELS.length];
            ofCampaigns.add(t);
            if (i == 0) {
                map(t, channel, "campaign-1-early", from, mid);
                map(t, channel, "campaign-1-late", mid, null);
            } else {
                map(t, channel, "campaign-" + (i + 1), from, null);
            }
        }
        for (int i = 0; i < UNMAPPED; i++) {
            unmapped.add(eventType("unmapped", i, "Mentoring " + (char) ('A' + i), 15 * (1 + i % 4)));
        }
    }

    List<EventTypeMapping> mappings() {
        return mappings;
    }

    /** The event type of a booking made then. */
    EventType draw(long createdMicros, Draw draw) {
        if (draw.chance(unmappedShare)) {
            return unmapped.get(draw.below(UNMAPPED));
        }
        double u = draw.fraction();
        if (u < 0.1) {
            // a tenth still books the old link after it was replaced: nobody's channel any more
            return createdMicros < midMicros || draw.chance(0.1) ? recreatedOld : recreatedNew;
        }
        if (u < 0.35 && !ofCampaigns.isEmpty()) {
            return ofCampaigns.get(draw.below(ofCampaigns.size()));
        }
        double v = draw.fraction();
        return v < 0.55 ? facebook : v < 0.85 ? youtube : tiktok;
    }

    private void map(EventType t, String channel, String campaign, LocalDate from, LocalDate to) {
        mappings.add(new EventTypeMapping(t.uri(), channel, campaign, from, to));
    }

    private static EventType eventType(String family, int number, String name, int durationMinutes) {
        Draw draw = new Draw(family.hashCode(), Draw.Purpose.IDENTITY, number);
        return new EventType(BASE + Ids.uuid(draw.bits(), draw.bits()), name, durationMinutes);
    }
}
