package dev.tidemark.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.decode.DecodedWebhook;
import dev.tidemark.domain.bookings.decode.PersonKeys;
import dev.tidemark.domain.bookings.decode.WebhookDecoder;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.ReplayFolderWriter;
import dev.tidemark.ingest.replay.RecordedLines;
import dev.tidemark.shadow.Waterfall.Entry;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is generated: every number of the reference is ours and causes, and the causes are the true ones. */
class GeneratedComparisonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration GRACE = Duration.ofDays(60).plusMinutes(10);

    @Provide
    static Arbitrary<GeneratorOptions> traffic() {
        Arbitrary<Double> some = Arbitraries.of(0.0, 0.1, 0.3);
        Arbitrary<ZoneId> zones =
                Arbitraries.of("UTC", "Europe/Berlin", "America/Los_Angeles").map(ZoneId::of);
        return Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(20, 150), zones)
                .flatAs((seed, bookings, zone) -> Combinators.combine(some, some, some, some, some, some, some)
                        .as((cancellations, moved, noShows, halves, duplicates, bad, groups) ->
                                GeneratorOptions.builder()
                                        .seed(seed)
                                        .bookings(bookings)
                                        .days(9)
                                        .reportingZone(zone)
                                        .cancellations(cancellations)
                                        .cancelBeforeCreate(cancellations / 3)
                                        .rescheduled(moved)
                                        .noShows(noShows)
                                        .halfMissing(halves)
                                        .duplicates(duplicates)
                                        .malformed(bad)
                                        .unsupportedKinds(bad)
                                        .late(bad)
                                        .groupEvents(groups)
                                        .build()));
    }

    @Property(tries = 40)
    void everyDifferenceHasItsCause(@ForAll("traffic") GeneratorOptions options) throws IOException {
        Path folder = Files.createTempDirectory("shadow");
        try {
            new ReplayFolderWriter(options).files(2).write(folder);
            check(folder, options);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void check(Path folder, GeneratorOptions options) throws IOException {
        ReportingTime time = new ReportingTime(options.reportingZone());
        Map<String, String> refusals = refusals(folder, time);
        Deliveries deliveries = new Deliveries(time, refusals::get);
        RecordedLines.read(folder.resolve("calendly-webhooks"), "f", deliveries::take);
        Set<String> badRows = badRows(folder.resolve("ad-spend"));
        SpendLines spend =
                SpendLines.read(folder.resolve("ad-spend"), (file, row) -> badRows.contains(file + ":" + row));
        EventTypeMapping mapping =
                EventTypeMapping.parse(Files.readAllBytes(folder.resolve("event-types.json")), Long.MIN_VALUE);

        Comparison c = new Comparison(deliveries, spend, mapping, time, ExpectedGold.of(folder));

        assertThat(c.unexplained()).isZero();
        assertAddsUp(c.daily);
        assertAddsUp(c.channels);
        assertAddsUp(c.spend);
        assertAddsUp(c.slots);
        assertCauses(c, folder, deliveries.all());
    }

    /** The first number = everything between + the last number, in every cell. */
    private static <K> void assertAddsUp(Waterfall<K> waterfall) {
        List<Entry<K>> entries = waterfall.entries();
        Entry<K> last = entries.get(entries.size() - 1);
        for (K cell : waterfall.cells()) {
            BigDecimal sum = last.values().get(cell);
            for (Entry<K> e : entries) {
                boolean between = e.kind() == Waterfall.Kind.CAUSE || e.kind() == Waterfall.Kind.UNEXPLAINED;
                sum = between ? sum.add(e.values().get(cell)) : sum;
            }
            assertThat(sum)
                    .as("%s", cell)
                    .isEqualByComparingTo(entries.get(0).values().get(cell));
        }
    }

    /** What the causes must be, found otherwise: from the bodies' keys and from the expected tables. */
    private static void assertCauses(Comparison c, Path folder, List<Delivery> deliveries) throws IOException {
        long rows = 0;
        long counted = 0;
        long refused = 0;
        long late = 0;
        long accepted = 0;
        Set<String> invitees = new HashSet<>();
        for (Delivery d : deliveries) {
            if (d.isCountedByReference()) {
                rows += d.reference().rows();
                counted++;
                late += Delivery.LATE.equals(d.refusal()) ? 1 : 0;
                refused += d.refusal() != null && !Delivery.LATE.equals(d.refusal()) ? 1 : 0;
                accepted += d.refusal() == null ? 1 : 0;
                if (d.refusal() == null) {
                    invitees.add(d.accepted().invitee());
                }
            }
        }
        assertThat(total(c.daily, "exploded_rows")).isEqualTo(rows - counted);
        assertThat(total(c.daily, "broken_records")).isEqualTo(refused);
        assertThat(total(c.daily, "late_records")).isEqualTo(late);
        assertThat(total(c.daily, "duplicates")).isEqualTo(accepted - invitees.size());
        assertThat(total(c.daily, "event_types")).isZero();
        assertThat(total(c.daily, "meeting_date")).isZero();
        long bookings = 0;
        long cancellations = 0;
        long noShows = 0;
        for (JsonNode r : ExpectedGold.rows(folder, "gold_daily_bookings_by_channel")) {
            bookings += r.get("bookings_count").longValue();
            cancellations += r.get("cancellations_count").longValue();
            noShows += r.get("no_shows_count").longValue();
        }
        assertThat(total(c.daily, "cancellations")).isEqualTo(cancellations);
        assertThat(total(c.daily, "no_shows")).isEqualTo(noShows);
        assertThat(total(c.daily, "reschedules") + total(c.daily, "never_created"))
                .isEqualTo(invitees.size() - bookings);
    }

    private static <K> long total(Waterfall<K> waterfall, String entry) {
        return waterfall.entries().stream()
                .filter(e -> e.name().equals(entry))
                .flatMap(e -> e.values().sums().values().stream())
                .mapToLong(BigDecimal::longValueExact)
                .sum();
    }

    /** What our job refuses, and why. */
    private static Map<String, String> refusals(Path folder, ReportingTime time) throws IOException {
        WebhookDecoder decoder = new WebhookDecoder(new PersonKeys(new byte[16]), time);
        Map<String, String> refusals = new HashMap<>();
        RecordedLines.read(folder.resolve("calendly-webhooks"), "f", e -> {
            DecodedWebhook decoded = decoder.decode(e);
            if (!decoded.failures().isEmpty()) {
                refusals.put(e.position(), decoded.failures().get(0).reason());
            } else if (!decoded.isUnsupported() && isLate(decoded, e, time)) {
                refusals.put(e.position(), Delivery.LATE);
            }
        });
        return refusals;
    }

    private static boolean isLate(DecodedWebhook decoded, Envelope e, ReportingTime time) {
        int day = time.day(decoded.event().createdAtMicros());
        return time.dayEnd(day) + GRACE.toMillis() * 1_000 < e.clockMicros();
    }

    private static Set<String> badRows(Path folder) throws IOException {
        Set<String> bad = new HashSet<>();
        for (JsonNode file :
                JSON.readTree(folder.resolve("file_index.json").toFile()).get("files")) {
            String name = file.textValue();
            JsonNode rows = JSON.readTree(folder.resolve(name).toFile());
            for (int i = 0; i < rows.size(); i++) {
                if (isBad(rows.get(i), name.substring(11, 21))) {
                    bad.add(name + ":" + (i + 1));
                }
            }
        }
        return bad;
    }

    private static boolean isBad(JsonNode row, String asOf) {
        try {
            boolean future = LocalDate.parse(row.get("date").textValue()).isAfter(LocalDate.parse(asOf));
            return future
                    || row.get("channel").textValue().isBlank()
                    || !row.get("spend").isNumber()
                    || row.get("spend").decimalValue().signum() < 0;
        } catch (DateTimeException e) {
            return true;
        }
    }
}
