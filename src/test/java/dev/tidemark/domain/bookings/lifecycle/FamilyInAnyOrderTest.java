package dev.tidemark.domain.bookings.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.domain.bookings.WebhookEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample booking that is made, moved by two halves and canceled, in every order that the four can arrive in. */
class FamilyInAnyOrderTest {
    private static final String ID = "1a2b3c4d-5e6f-4a7b-8c9d-00000000000";

    static List<List<String>> orders() {
        List<List<String>> orders = new ArrayList<>();
        permute(new ArrayList<>(), List.of("10", "11", "12", "13"), orders);
        return orders;
    }

    private static void permute(List<String> begun, List<String> rest, List<List<String>> orders) {
        if (rest.isEmpty()) {
            orders.add(List.copyOf(begun));
        }
        for (String next : rest) {
            begun.add(next);
            permute(begun, rest.stream().filter(r -> !r.equals(next)).toList(), orders);
            begun.remove(next);
        }
    }

    @Test
    void thereAre24Orders() {
        assertThat(orders()).hasSize(24).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void isOneBookingMovedOnceAndCanceled(List<String> order) {
        Follower follower = new Follower();
        List<WebhookEvent> events =
                order.stream().map(n -> Samples.event(n + "_")).toList();
        events.forEach(e -> assertThat(follower.take(e)).isNotEqualTo(TakeEvent.Outcome.DUPLICATE));

        BookingView v = follower.onlyView();
        assertThat(v.bookingId()).isEqualTo(ID + "1");
        assertThat(v.createdAtMicros()).isEqualTo(micros("2026-10-12T15:04:05Z"));
        assertThat(LocalDate.ofEpochDay(v.bookingDay())).isEqualTo("2026-10-12");
        assertThat(v.channel()).isEqualTo("youtube");
        assertThat(v.campaign()).isEqualTo("spring");
        assertThat(v.rescheduleCount()).isEqualTo(1);
        assertThat(v.status()).isEqualTo(BookingStatus.CANCELED);
        assertThat(v.meetingStartMicros()).isEqualTo(micros("2026-10-16T21:30:00Z"));

        assertThat(follower.replayed()).isEqualTo(follower.standing());
        assertThat(follower.changes()).startsWith("booked").contains("rescheduled", "canceled");
        // what was told of a booking that was merged later is told once more of the one it became part of
        if (!follower.changes().contains("merged")) {
            assertThat(follower.changes()).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("orders")
    void retriesChangeNothing(List<String> order) {
        List<WebhookEvent> events =
                order.stream().map(n -> Samples.event(n + "_")).toList();
        Follower follower = Follower.of(events);
        List<BookingView> before = follower.views();
        int changes = follower.ledger.size();

        assertThat(events).allMatch(e -> follower.take(e) == TakeEvent.Outcome.DUPLICATE);

        assertThat(follower.views()).isEqualTo(before);
        assertThat(follower.ledger).hasSize(changes);
    }

    private static long micros(String time) {
        return ReportingTime.micros(Instant.parse(time));
    }
}
