package dev.tidemark.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.generate.FolderReading.Booking;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders far from the usual ones still hold what the generator says is in them. */
class FolderShapesTest {
    @TempDir
    private Path temp;

    @ParameterizedTest
    @CsvSource({
        // bookings, days, files, share delayed, days of delay at most, zone
        "1, 1, 1, 0, 0, UTC",
        "7, 30, 4, 0.5, 20, UTC",
        "90, 2, 9, 0.1, 1, Asia/Kolkata",
        "900, 120, 16, 1, 20, America/New_York",
        "900, 7, 1, 0.3, 3, Pacific/Auckland"
    })
    void theTruthIsWhatTheBodiesTell(int bookings, int days, int files, double disorder, int delayDays, String zone)
            throws IOException {
        for (long seed = 1; seed <= 2; seed++) {
            GeneratorOptions options = GeneratorOptions.builder()
                    .bookings(bookings)
                    .days(days)
                    .seed(seed)
                    .start(Instant.parse("2026-02-11T13:27:00Z"))
                    .reportingZone(ZoneId.of(zone))
                    .disorder(disorder)
                    .disorderMax(Duration.ofDays(delayDays))
                    .late(0.01)
                    .halfMissing(0.2)
                    .repeatPeople(0.5)
                    .build();
            Path folder = temp.resolve("seed-" + seed);
            ReplaySummary summary = new ReplayFolderWriter(options).files(files).write(folder);
            FolderReading reading = FolderReading.of(folder);
            assertThat(reading.files).hasSize(files);
            assertThat(reading.lines).isEqualTo(summary.deliveries());
            assertThat(reading.quarantined).isEqualTo(summary.quarantined());
            assertThat(reading.duplicates).isEqualTo(summary.duplicates());
            assertThat(reading.unsupported).hasSize((int) summary.unsupported());
            assertThat(reading.asOf).isEqualTo(summary.asOf());
            assertThat(reading.bookings()).containsExactlyInAnyOrderElementsOf(truth(options));
        }
    }

    private static List<Booking> truth(GeneratorOptions options) {
        Traffic traffic = new Traffic(options);
        traffic.forEachRemaining(d -> {});
        List<Booking> truth = new ArrayList<>();
        traffic.truth()
                .forEachBooking(b -> truth.add(new Booking(
                        "guest." + b.person() + "@example.test",
                        b.bookedAt(),
                        b.reschedules(),
                        b.status().name(),
                        b.meetingStart())));
        return truth;
    }
}
