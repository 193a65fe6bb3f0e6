package dev.tidemark.shadow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.shadow.Cells.DayChannel;
import dev.tidemark.shadow.Cells.Slot;
import dev.tidemark.shadow.Waterfall.Entry;
import dev.tidemark.shadow.Waterfall.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault of the reference alone, on bodies made by hand, beside what our Gold tables say of them. */
class ComparisonTest {
    private static final int BOOKED = day("2026-01-14");
    private static final int MEETING = day("2026-01-20");
    private static final int TUESDAY = 3;
    private static final long RECEIVED = Instant.parse("2026-01-25T00:00:00Z").getEpochSecond() * 1_000_000;

    @TempDir
    private Path folder;

    private final Map<String, String> refusals = new HashMap<>();
    private final Map<DayChannel, BigDecimal> bookings = new HashMap<>();
    private final Map<DayChannel, BigDecimal> net = new HashMap<>();
    private final Map<String, OurGold.Channel> channels = new HashMap<>();
    private final Map<String, BigDecimal> dailySpend = new HashMap<>();
    private final Map<Slot, BigDecimal> slots = new HashMap<>();
    private ZoneId zone = ZoneOffset.UTC;
    private Map<String, BigDecimal> meetings;
    private EventTypeMapping mapping = EventTypeMapping.shipped();

    @Test
    void aPlainBookingDiffersByItsDayAlone() throws IOException {
        ours("facebook", 1, 1);

        Comparison c = compare(Body.created("a"));

        assertThat(c.unexplained()).isZero();
        assertThat(effects(c.channels)).containsExactlyInAnyOrderEntriesOf(Map.of("window", 1L));
        assertThat(value(c.daily, "meeting_date", new DayChannel(MEETING, "facebook")))
                .isEqualTo(1);
        assertThat(value(c.daily, "meeting_date", new DayChannel(BOOKED, "facebook")))
                .isEqualTo(-1);
        assertThat(effects(c.slots)).isEmpty();
    }

    @Test
    void explodedRows() throws IOException {
        ours("facebook", 1, 1);

        Comparison c = compare(Body.created("a").exploding(3, 2, 1, 4));

        assertThat(c.unexplained()).isZero();
        assertThat(c.reference.channels().get(0).bookings()).isEqualTo(24);
        assertThat(effects(c.channels)).containsEntry("exploded_rows", 23L).hasSize(2);
        assertThat(effects(c.meetings)).containsExactlyInAnyOrderEntriesOf(Map.of("exploded_rows", 23L));
    }

    @Test
    void duplicates() throws IOException {
        ours("facebook", 1, 1);

        Comparison c = compare(Body.created("a"), Body.created("a"), Body.created("a"));

        assertThat(c.unexplained()).isZero();
        assertThat(effects(c.channels)).containsEntry("duplicates", 2L).hasSize(2);
    }

    @Test
    void reschedulesCountedAsNew() throws IOException {
        ours("facebook", 1, 1);

        Comparison c = compare(
                Body.created("a"),
                Body.created("b").movedFrom("a"),
                Body.canceled("a").movedTo("b"));

        assertThat(c.unexplained()).isZero();
        assertThat(effects(c.channels)).containsEntry("reschedules", 1L).hasSize(2);
    }

    @Test
    void theNewHalfOfABookingFromBeforeStandsForIt() throws IOException {
        ours("facebook", 1, 1);

        Comparison c = compare(Body.created("b").movedFrom("a"));

        assertThat(c.unexplained()).isZero();
        assertThat(effects(c.channels)).containsOnlyKeys("window");
    }

    @Test
    void aMovedMeetingMovesInOursOnly() throws IOException {
        ours("facebook", 1, 1);
        slots.clear();
        slots.put(new Slot("facebook", TUESDAY + 1, 9), BigDecimal.ONE);

        Comparison c = compare(
                Body.created("a"),
                Body.created("b").movedFrom("a").meets("2026-01-21T09:00:00Z", "2026-01-21T09:30:00Z"));

        assertThat(c.unexplained()).isZero();
        assertThat(value(c.slots, "moved_meetings", new Slot("facebook", TUESDAY, 15)))
                .isEqualTo(1);
        assertThat(value(c.slots, "moved_meetings", new Slot("facebook", TUESDAY + 1, 9)))
                .isEqualTo(-1);
    }

    @Test
    void cancellationsAndNoShows() throws IOException {
        ours("facebook", 3, 1);
        slots.put(new Slot("facebook", TUESDAY, 15), BigDecimal.valueOf(2));
        spend("2026-01-14", "facebook_paid_ads", "30");
        channels.put("facebook", channel(3, "30.00", 1));
        dailySpend.put("facebook", new BigDecimal("30.00"));

        Comparison c = compare(
                Body.created("a"),
                Body.created("b").by("b@example.test"),
                Body.canceled("b").by("b@example.test"),
                Body.created("c").by("c@example.test"),
                Body.noShow("c").by("c@example.test"));

        assertThat(c.unexplained()).isZero();
        assertThat(effects(c.channels)).containsExactlyInAnyOrderEntriesOf(Map.of("cancellations", 1L, "no_shows", 1L));
        assertThat(effects(c.daily)).containsEntry("cancellations", 1L).containsEntry("no_shows", 1L);
        assertThat(effects(c.slots)).containsExactlyInAnyOrderEntriesOf(Map.of("cancellations", 1L));
    }

    @Test
    void aBookingThatOnlyACancellationTellsOfIsMissingThere() throws IOException {
        ours("facebook", 1, 0);
        slots.clear();

        Comparison c = compare(Body.canceled("a"));

        assertThat(c.unexplained()).isZero();
        assertThat(c.reference.channels()).allMatch(row -> row.bookings() == 0);
        assertThat(effects(c.channels)).containsEntry("never_created", -1L);
    }

    @Test
    void eventTypesMappedOtherwise() throws IOException {
        mapping = EventTypeMapping.parse(
                ("[{\"event_type\":\"" + Body.FACEBOOK + "\",\"channel\":\"newsletter\"}]").getBytes(UTF_8),
                Long.MIN_VALUE);
        ours("newsletter", 1, 1);

        Comparison c = compare(Body.created("a"));

        assertThat(c.unexplained()).isZero();
        assertThat(value(c.channels, "event_types", "facebook")).isEqualTo(1);
        assertThat(value(c.channels, "event_types", "newsletter")).isEqualTo(-1);
    }

    @Test
    void brokenAndLateRecordsAreCountedThere() throws IOException {
        ours("facebook", 1, 1);
        Body noEmail = Body.created("x");
        noEmail.payload.remove("email");
        Body noStart = Body.created("y");
        noStart.event.put("start_time", "tomorrow at noon");
        refusals.put("1", "missing_field");
        refusals.put("2", "bad_time");
        refusals.put("3", "late");
        refusals.put("4", "invalid_json");

        Comparison c = compare(
                Body.created("a").bytes(),
                noEmail.bytes(),
                noStart.bytes(),
                Body.created("z").bytes(),
                "{\"event\":".getBytes(UTF_8));

        assertThat(c.unexplained()).isZero();
        assertThat(effects(c.channels))
                .containsExactlyInAnyOrderEntriesOf(Map.of("broken_records", 2L, "late_records", 1L, "window", 1L));
        assertThat(value(c.daily, "lost_without_date", new DayChannel(null, "facebook")))
                .isEqualTo(-1);
        assertThat(c.reference.daily().get(new DayChannel(null, "facebook"))).isZero();
        assertThat(c.reference.slots().get(new Slot("facebook", null, null))).isEqualByComparingTo("1");
    }

    @Test
    void hoursAreInUtcThere() throws IOException {
        zone = ZoneId.of("Europe/Berlin");
        ours("facebook", 1, 1);
        slots.clear();
        slots.put(new Slot("facebook", TUESDAY, 16), BigDecimal.ONE);

        Comparison c = compare(Body.created("a"));

        assertThat(c.unexplained()).isZero();
        assertThat(value(c.slots, "reporting_zone", new Slot("facebook", TUESDAY, 15)))
                .isEqualTo(1);
    }

    @Test
    void theGuestsOfOneMeetingAreOneMeeting() throws IOException {
        ours("facebook", 2, 2);
        slots.put(new Slot("facebook", TUESDAY, 15), BigDecimal.valueOf(2));
        meetings = Map.of("host-0", BigDecimal.ONE);
        Body second = Body.created("b").by("b@example.test");
        second.event.put("uri", Body.created("a").event.get("uri").textValue());

        Comparison c = compare(Body.created("a"), second);

        assertThat(c.unexplained()).isZero();
        assertThat(effects(c.meetings)).containsExactlyInAnyOrderEntriesOf(Map.of("group_meetings", 1L));
    }

    @Test
    void noBookingsCostNothingThereAndRankBest() throws IOException {
        ours("facebook", 1, 1);
        spend("2026-01-14", "facebook_paid_ads", "20.5");
        spend("2026-01-14", "tiktok_paid_ads", "100");
        channels.put("facebook", channel(1, "20.50", 1));
        channels.put("tiktok", channel(0, "100.00", 0));
        dailySpend.put("facebook", new BigDecimal("20.50"));
        dailySpend.put("tiktok", new BigDecimal("100.00"));

        Comparison c = compare(Body.created("a"));

        assertThat(c.unexplained()).isZero();
        ReferenceTables.Channel tiktok = referenceRow(c, "tiktok");
        assertThat(tiktok.cpb()).isEqualByComparingTo("0");
        assertThat(tiktok.rankByCpb()).isEqualTo(1);
        assertThat(referenceRow(c, "facebook").rankByCpb()).isEqualTo(2);
        assertThat(tiktok.rankByVolume()).isEqualTo(2);
        assertThat(c.reference.slots().get(new Slot("tiktok", null, null))).isZero();
        assertThat(c.reference.slots().sums()).containsKey(new Slot("tiktok", null, null));
    }

    @Test
    void spendOfEveryFileIsSummedUpThere() throws IOException {
        ours("facebook", 1, 1);
        spend("2026-01-13", "facebook_paid_ads", "1000");
        spend("2026-01-14", "facebook_paid_ads", "10");
        // told again, restated, careless, unknown, broken
        file(
                "spend_data_2026-01-15.json",
                row("2026-01-14", "facebook_paid_ads", "10"),
                row("2026-01-14", "facebook_paid_ads", "12.345"),
                row("2026-01-14", " TikTok_paid_ads ", "7"),
                row("2026-01-14", "snapchat_paid_ads", "5"),
                row("2026-02-30", "facebook_paid_ads", "3"),
                row("2026-01-14", "facebook_paid_ads", "null"),
                row("2026-01-14", "facebook_paid_ads", "\"n/a\""));
        refusals.put("spend_data_2026-01-15.json:5", "bad_date");
        channels.put("facebook", channel(1, "12.35", 1));
        channels.put("tiktok", channel(0, "7.00", 0));
        channels.put("snapchat", channel(0, "5.00", 0));
        dailySpend.put("facebook", new BigDecimal("1012.35"));
        dailySpend.put("tiktok", new BigDecimal("7.00"));
        dailySpend.put("snapchat", new BigDecimal("5.00"));

        Comparison c = compare(Body.created("a"));

        assertThat(c.unexplained()).isZero();
        assertThat(referenceRow(c, "facebook").spend()).isEqualByComparingTo("1035.35"); // 1035.345
        assertThat(referenceRow(c, "others").spend()).isEqualByComparingTo("12");
        assertThat(sum(c.spend, "broken_records", "facebook")).isEqualByComparingTo("3");
        assertThat(sum(c.spend, "repeated_spend", "facebook")).isEqualByComparingTo("20");
        assertThat(sum(c.spend, "parts_of_cents", "facebook")).isEqualByComparingTo("-0.005");
        assertThat(sum(c.spend, "window", "facebook")).isEqualByComparingTo("1000");
        assertThat(sum(c.spend, "channel_spelling", "others")).isEqualByComparingTo("7");
        assertThat(sum(c.spend, "channel_without_row", "others")).isEqualByComparingTo("5");
    }

    @Test
    void whatOurTablesDoNotHaveIsUnexplained() throws IOException {
        ours("facebook", 2, 1);

        Comparison c = compare(Body.created("a"));

        assertThat(c.unexplained()).isPositive();
        assertThat(value(c.channels, "unexplained", "facebook")).isEqualTo(-1);
    }

    @Test
    void aLakeOfOtherInputIsNotComparedWith() {
        Body noEmail = Body.created("x");
        noEmail.payload.remove("email");

        assertThatThrownBy(() -> compare(noEmail))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("missing_field")
                .hasMessageContaining("filled from this folder");
    }

    private Comparison compare(Body... bodies) throws IOException {
        byte[][] all = new byte[bodies.length][];
        for (int i = 0; i < all.length; i++) {
            all[i] = bodies[i].bytes();
        }
        return compare(all);
    }

    private Comparison compare(byte[]... bodies) throws IOException {
        ReportingTime time = new ReportingTime(zone);
        Deliveries deliveries = new Deliveries(time, refusals::get);
        for (int i = 0; i < bodies.length; i++) {
            String position = String.valueOf(i);
            deliveries.take(new Envelope(
                    "f", position, RECEIVED, null, bodies[i], position, RECEIVED, Envelope.Origin.PULLED, null));
        }
        SpendLines spend = SpendLines.read(folder, (file, row) -> refusals.containsKey(file + ":" + row));
        return new Comparison(
                deliveries, spend, mapping, time, new OurGold(bookings, net, channels, dailySpend, slots, meetings));
    }

    /** What our tables say of bookings made on the one day; without spend no day is covered. */
    private void ours(String channel, long count, long netCount) {
        bookings.put(new DayChannel(BOOKED, channel), BigDecimal.valueOf(count));
        net.put(new DayChannel(BOOKED, channel), BigDecimal.valueOf(netCount));
        slots.put(new Slot(channel, TUESDAY, 15), BigDecimal.valueOf(netCount));
    }

    private static OurGold.Channel channel(long count, String spend, long netCount) {
        return new OurGold.Channel(count, new BigDecimal(spend), null, netCount, 1, 1, BOOKED, BOOKED);
    }

    private void spend(String day, String channel, String amount) throws IOException {
        Path file = folder.resolve("spend_data_" + day + ".json");
        String rows = Files.exists(file) ? Files.readString(file).replaceAll("[\\[\\]]", "") + "," : "";
        Files.writeString(file, "[" + rows + row(day, channel, amount) + "]");
    }

    private void file(String name, String... rows) throws IOException {
        Files.writeString(folder.resolve(name), "[" + String.join(",", rows) + "]");
    }

    private static String row(String day, String channel, String amount) {
        return "{\"date\":\"" + day + "\",\"channel\":\"" + channel + "\",\"spend\":" + amount + "}";
    }

    /** What each cause makes in all cells together, but those without effect and those that only move. */
    private static <K> Map<String, Long> effects(Waterfall<K> waterfall) {
        Map<String, Long> effects = new TreeMap<>();
        for (Entry<K> e : waterfall.entries()) {
            long sum = e.values().sums().values().stream()
                    .mapToLong(BigDecimal::longValueExact)
                    .sum();
            if (e.kind() == Kind.CAUSE && sum != 0) {
                effects.put(e.name(), sum);
            }
        }
        return effects;
    }

    private static <K> long value(Waterfall<K> waterfall, String entry, K cell) {
        return sum(waterfall, entry, cell).longValueExact();
    }

    private static <K> BigDecimal sum(Waterfall<K> waterfall, String entry, K cell) {
        List<Entry<K>> named =
                waterfall.entries().stream().filter(e -> e.name().equals(entry)).toList();
        assertThat(named).as(entry).isNotEmpty();
        return named.get(0).values().get(cell);
    }

    private static ReferenceTables.Channel referenceRow(Comparison c, String channel) {
        return c.reference.channels().stream()
                .filter(r -> r.channel().equals(channel))
                .findFirst()
                .orElseThrow();
    }

    private static int day(String text) {
        return (int) LocalDate.parse(text).toEpochDay();
    }
}
