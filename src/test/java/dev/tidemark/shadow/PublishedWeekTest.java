package dev.tidemark.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.generate.PublishedWeek;
import dev.tidemark.ingest.replay.RecordedLines;
import dev.tidemark.shadow.ReferenceTables.Channel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The made-up week, counted the reference's way, gives its published Gold result to the digit. */
class PublishedWeekTest {
    @TempDir
    private static Path folder;

    private static Deliveries deliveries;
    private static SpendLines spend;
    private static ReferenceTables reference;

    @BeforeAll
    static void read() throws IOException {
        PublishedWeek.write(folder);
        deliveries = new Deliveries(new ReportingTime(ZoneOffset.UTC), position -> null);
        RecordedLines.read(folder.resolve("calendly-webhooks"), "calendly-webhooks", deliveries::take);
        spend = SpendLines.read(folder.resolve("ad-spend"), (file, row) -> false);
        reference = new ReferenceTables(deliveries.all(), spend.all());
    }

    @Test
    void theGoldResultIsThePublishedOne() {
        assertThat(reference.channels())
                .containsExactly(
                        row("others", 9330, "0.00", "0.00000", 1, 1),
                        row("facebook", 283, "20260.42", "71.59159", 2, 2),
                        row("youtube", 8, "20207.43", "2525.92875", 3, 3),
                        row("tiktok", 0, "13593.57", "0.00000", 4, 1));
    }

    @Test
    void itIsMadeOf1541WebhooksOfOneWeek() throws IOException {
        assertThat(deliveries.all()).hasSize(1_541);
        assertThat(deliveries.all()).allMatch(d -> d.accepted() != null);
        try (Stream<Path> files = Files.list(folder.resolve("calendly-webhooks"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "2026-01-14.jsonl",
                            "2026-01-15.jsonl",
                            "2026-01-16.jsonl",
                            "2026-01-17.jsonl",
                            "2026-01-18.jsonl",
                            "2026-01-19.jsonl",
                            "2026-01-20.jsonl");
        }
    }

    @Test
    void eighteenAndAHalfPercentOfItsRowsAreOfReschedules() {
        long ofReschedules = deliveries.all().stream()
                .filter(d -> d.reference().moved())
                .mapToLong(d -> d.reference().rows())
                .sum();

        assertThat(ofReschedules).isEqualTo(1_780);
        assertThat(deliveries.all().stream()
                        .mapToLong(d -> d.reference().rows())
                        .sum())
                .isEqualTo(9_621);
        assertThat(deliveries.all().stream()
                        .mapToLong(d -> d.reference().rows())
                        .max())
                .hasValue(200);
    }

    @Test
    void spendIsOf35DaysAndThreeChannelsADay() {
        Set<Integer> days = spend.all().stream().map(SpendLine::day).collect(Collectors.toCollection(TreeSet::new));

        assertThat(spend.all()).hasSize(105);
        assertThat(spend.all()).allMatch(l -> l.dollars().signum() > 0);
        assertThat(days).hasSize(35);
        assertThat(days).contains((int) LocalDate.parse("2025-12-16").toEpochDay(), (int)
                LocalDate.parse("2026-01-19").toEpochDay());
    }

    @Test
    void itIsTheSameEachTime() throws IOException {
        Path again = folder.resolve("again");
        PublishedWeek.write(again);

        for (Path file : files(again)) {
            assertThat(file).hasSameBinaryContentAs(folder.resolve(again.relativize(file)));
        }
    }

    private static List<Path> files(Path of) throws IOException {
        try (Stream<Path> files = Files.walk(of)) {
            List<Path> found =
                    new ArrayList<>(files.filter(Files::isRegularFile).toList());
            assertThat(found).hasSize(7 + 35 + 1);
            return found;
        }
    }

    private static Channel row(String channel, long bookings, String spend, String cpb, int byVolume, int byCpb) {
        return new Channel(channel, bookings, new BigDecimal(spend), new BigDecimal(cpb), byVolume, byCpb);
    }
}
