package dev.tidemark.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.generate.expected.ExpectedBooking;
import dev.tidemark.generate.expected.ExpectedTable;
import dev.tidemark.generate.expected.ExpectedTables;
import dev.tidemark.generate.expected.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static GeneratorOptions.Builder small() {
        return GeneratorOptions.builder().bookings(400).days(10);
    }

    private static List<Delivery> all(Traffic traffic) {
        List<Delivery> deliveries = new ArrayList<>();
        traffic.forEachRemaining(deliveries::add);
        return deliveries;
    }

    @Test
    void goesOnAtAnyIndexWithTheSameDeliveries() {
        List<Delivery> whole = all(new Traffic(small().build()));
        for (int index : new int[] {0, 1, 137, whole.size() - 1}) {
            Traffic resumed = Traffic.toSend(small().build(), index);
            assertThat(text(all(resumed))).isEqualTo(text(whole.subList(index, whole.size())));
            assertThatThrownBy(resumed::truth).hasMessageContaining("only to be sent");
        }
        Traffic done = Traffic.toSend(small().build(), whole.size());
        assertThat(done.hasNext()).isFalse();
        assertThatThrownBy(done::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void comesInOrderAndEndsAtItsEnd() {
        GeneratorOptions options = small().build();
        List<Delivery> deliveries = all(new Traffic(options));
        for (int i = 1; i < deliveries.size(); i++) {
            assertThat(deliveries.get(i).index()).isEqualTo(i);
            assertThat(deliveries.get(i).due())
                    .isGreaterThanOrEqualTo(deliveries.get(i - 1).due());
        }
        assertThat(deliveries.get(0).due()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(deliveries.get(deliveries.size() - 1).due()).isEqualTo(Duration.ofDays(options.days()));
    }

    @Test
    void nothingIsSentBeforeItWasMadeEvenIfAllOfItIsSentAtTheEnd() {
        Instant now = Instant.parse("2026-11-21T10:15:30.123456Z");
        GeneratorOptions options = small().end(now).build();
        for (Delivery d : all(new Traffic(options))) {
            assertThat(d.createdAt())
                    .isBeforeOrEqualTo(options.start().plus(d.due()))
                    .isBeforeOrEqualTo(now);
        }
    }

    @Test
    void lateOnesComeInTheSecondHalfAndAreClearlyLate() {
        GeneratorOptions options = small().late(0.05).build();
        List<Delivery> deliveries = all(new Traffic(options));
        List<Delivery> late = deliveries.stream().filter(Delivery::late).toList();
        assertThat(late).hasSizeGreaterThan(5);
        assertThat(late).allSatisfy(d -> {
            Instant sent = options.start().plus(d.due());
            assertThat(d.due()).isGreaterThan(Duration.ofDays(options.days() / 2 - 1));
            assertThat(Duration.between(d.createdAt(), sent)).isGreaterThan(Duration.ofDays(64));
        });
    }

    @Test
    void disorderChangesTheOrderAndNothingElse() {
        Traffic inOrder = new Traffic(small().disorder(0).build());
        Traffic shuffled =
                new Traffic(small().disorder(1).disorderMax(Duration.ofDays(8)).build());
        List<Delivery> ordered = all(inOrder);
        List<Delivery> disordered = all(shuffled);
        assertThat(disordered.get(0).body()).isNotEqualTo(ordered.get(0).body());
        assertThat(tables(shuffled)).isEqualTo(tables(inOrder));
        assertThat(shuffled.counts().superseded())
                .isGreaterThan(inOrder.counts().superseded());
    }

    @Test
    void theSharesComeOut() {
        GeneratorOptions options = GeneratorOptions.builder().bookings(15_000).build();
        Traffic traffic = new Traffic(options);
        traffic.forEachRemaining(d -> {});
        List<ExpectedBooking> bookings = new ArrayList<>();
        traffic.truth().forEachBooking(bookings::add);
        double n = options.bookings();
        assertThat((double) bookings.size()).isCloseTo(n, within(n * 0.001));
        // what would happen after the end does not happen, so that every share stays a little below its option
        assertThat(share(bookings, b -> b.status() == Status.CANCELED)).isBetween(0.095, 0.13);
        assertThat(share(bookings, b -> b.status() == Status.NO_SHOW)).isBetween(0.035, 0.06);
        assertThat(share(bookings, b -> b.reschedules() > 0)).isBetween(0.1, 0.13);
        assertThat(share(bookings, b -> b.channel().equals("others"))).isBetween(0.22, 0.3);
        assertThat(share(bookings, b -> b.hosts().size() == 2)).isBetween(0.08, 0.12);
        Set<Integer> people = new HashSet<>();
        bookings.forEach(b -> people.add(b.person()));
        assertThat(people.size() / n).isBetween(0.88, 0.92);
        DeliveryCounts counts = traffic.counts();
        assertThat((double) counts.duplicates() / counts.deliveries()).isBetween(0.04, 0.06);
        assertThat(counts.unsupported() / n).isBetween(0.004, 0.008);
        assertThat(counts.quarantined().get("late") / n).isBetween(0.001, 0.004);
        long malformed = counts.quarantined().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                - counts.quarantined().get("late");
        assertThat(malformed / n).isBetween(0.002, 0.007);
    }

    @Test
    void aShareOfZeroLeavesAnOddityOut() {
        Traffic traffic = new Traffic(small().cancellations(0)
                .cancelBeforeCreate(0)
                .rescheduled(0)
                .noShows(0)
                .duplicates(0)
                .disorder(0)
                .late(0)
                .malformed(0)
                .unsupportedKinds(0)
                .groupEvents(0)
                .repeatPeople(0)
                .unmappedEventTypes(0)
                .campaigns(0)
                .build());
        List<Delivery> deliveries = all(traffic);
        assertThat(deliveries).hasSize(400);
        assertThat(text(deliveries)).allSatisfy(body -> assertThat(body)
                .contains("\"event\":\"invitee.created\"")
                .contains("\"old_invitee\":null")
                .contains("\"email\":\"guest."));
        assertThat(traffic.counts().accepted()).isEqualTo(400);
        assertThat(traffic.counts().superseded()).isZero();
        assertThat(traffic.counts().quarantined()).isEmpty();
    }

    @Test
    void bodiesAreAboutAsBigAsRealOnes() {
        List<Delivery> deliveries = all(new Traffic(small().malformed(0).build()));
        assertThat(deliveries.stream().mapToInt(d -> d.body().length).average().orElseThrow())
                .isBetween(2_500.0, 3_100.0);
        assertThat(text(deliveries)).noneMatch(body -> body.contains("\n") || body.contains("\r"));
    }

    private static double share(List<ExpectedBooking> bookings, Predicate<ExpectedBooking> of) {
        return (double) bookings.stream().filter(of).count() / bookings.size();
    }

    private static List<String> text(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(d -> d.index() + " " + d.due() + " " + new String(d.body(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<Object> tables(Traffic traffic) {
        List<Object> tables = new ArrayList<>();
        for (ExpectedTable table : ExpectedTables.ALL) {
            tables.add(table.rows(traffic.truth()));
        }
        return tables;
    }
}
