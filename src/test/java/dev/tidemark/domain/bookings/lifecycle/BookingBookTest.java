package dev.tidemark.domain.bookings.lifecycle;

import static dev.tidemark.domain.bookings.EventBuilder.canceled;
import static dev.tidemark.domain.bookings.EventBuilder.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookedDay;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.DeliveryOutcome.Outcome;
import dev.tidemark.domain.bookings.EventBuilder;
import dev.tidemark.domain.bookings.MeetingView;
import dev.tidemark.domain.bookings.PersonDay;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.domain.bookings.WebhookEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** All bookings at once, as they follow from all webhooks. */
class BookingBookTest {
    private static final BookingBook.Attribution BLOG =
            (type, day, utm, received) -> new BookingBook.Attributed("blog", utm, true);
    private static final long BEFORE_ALL = Long.MIN_VALUE;

    @Test
    void tellsTheSameFactsInWhateverOrderTheWebhooksCame() {
        List<WebhookEvent> events = new ArrayList<>(List.of(
                created("a")
                        .by("p")
                        .made("2026-03-01T10:00:00Z")
                        .meeting("2026-03-05T10:00:00Z")
                        .build(),
                canceled("a")
                        .by("p")
                        .made("2026-03-01T10:00:00Z")
                        .version("2026-03-02T10:00:00Z")
                        .to("b")
                        .build(),
                created("b")
                        .by("p")
                        .made("2026-03-02T10:00:00Z")
                        .from("a")
                        .meeting("2026-03-06T10:00:00Z")
                        .build(),
                created("c")
                        .by("p")
                        .made("2026-03-03T10:00:00Z")
                        .meeting("2026-03-07T10:00:00Z")
                        .build(),
                canceled("c")
                        .by("p")
                        .made("2026-03-03T10:00:00Z")
                        .version("2026-03-04T10:00:00Z")
                        .build(),
                created("d")
                        .by("q")
                        .made("2026-03-03T11:00:00Z")
                        .meeting("2026-03-07T10:00:00Z")
                        .build()));
        List<BookingView> expected = bookings(book(events), BLOG, BEFORE_ALL);
        assertThat(expected)
                .extracting(BookingView::bookingId, BookingView::status, BookingView::rescheduleCount)
                .containsExactlyInAnyOrder(
                        tuple("a", BookingStatus.BOOKED, 1),
                        tuple("c", BookingStatus.CANCELED, 0),
                        tuple("d", BookingStatus.BOOKED, 0));

        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(events, random);
            assertThat(bookings(book(events), BLOG, BEFORE_ALL)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void tellsWhatBecameOfADelivery() {
        BookingBook book = new BookingBook(Samples.UTC);
        WebhookEvent canceled = canceled("a").version("2026-03-02T10:00:00Z").build();

        assertThat(book.take(canceled)).isEqualTo(Outcome.ACCEPTED);
        assertThat(book.take(created("a").version("2026-03-01T10:00:00Z").build()))
                .isEqualTo(Outcome.SUPERSEDED);
        assertThat(book.take(canceled)).isEqualTo(Outcome.DUPLICATE);
    }

    @Test
    void aMeetingIsHeldWhenTheWatermarkReachesItsEnd() {
        BookingBook book =
                book(List.of(meetingUntil("2026-03-05T10:30:00.000001Z").build()));
        long end = micros("2026-03-05T10:30:00.000001Z");

        assertThat(bookings(book, BLOG, end - 1))
                .extracting(BookingView::status)
                .containsExactly(BookingStatus.BOOKED);
        assertThat(bookings(book, BLOG, end)).extracting(BookingView::status).containsExactly(BookingStatus.HELD);
        // an answer for one watermark leaves nothing behind for another
        assertThat(bookings(book, BLOG, BEFORE_ALL))
                .extracting(BookingView::status)
                .containsExactly(BookingStatus.BOOKED);
    }

    @Test
    void whoAmendsHasTheLastWord() {
        BookingBook book = book(List.of(meetingUntil("2026-03-05T10:30:00Z").build()));

        List<GoldFact> facts = facts(book, BLOG, BEFORE_ALL, b -> b.withStatus(BookingStatus.NO_SHOW));

        assertThat(facts)
                .filteredOn(BookingView.class::isInstance)
                .singleElement()
                .satisfies(f -> assertThat(((BookingView) f).status()).isEqualTo(BookingStatus.NO_SHOW));
    }

    @Test
    void anInviteeIsAttributedByWhenItsFirstWebhookWasReceived() {
        WebhookEvent first = created("a").made("2026-03-01T10:00:00Z").build();
        WebhookEvent second = canceled("a")
                .made("2026-03-01T10:00:00Z")
                .version("2026-03-02T10:00:00Z")
                .build();
        List<Long> asked = new ArrayList<>();
        BookingBook.Attribution attribution = (type, day, utm, received) -> {
            asked.add(received);
            return new BookingBook.Attributed("blog", utm, true);
        };

        bookings(book(List.of(second, first)), attribution, BEFORE_ALL);

        assertThat(asked).containsExactly(first.receivedAtMicros());
    }

    @Test
    void everyBookingTellsOfItsDayItsPersonAndItsMeeting() {
        BookingBook book = book(List.of(
                created("a").by("p").in("shared").campaign("spring").build(),
                created("b").by("q").in("shared").build()));

        List<GoldFact> facts = facts(book, BLOG, BEFORE_ALL, b -> b);

        int day = ((BookingView) facts.stream()
                        .filter(BookingView.class::isInstance)
                        .findFirst()
                        .orElseThrow())
                .bookingDay();
        assertThat(facts)
                .filteredOn(f -> f.equals(new BookedDay(day, List.of("blog", "others"))))
                .hasSize(2);
        assertThat(facts).filteredOn(f -> f.equals(new PersonDay(day, "blog"))).hasSize(2);
        assertThat(facts).filteredOn(MeetingView.class::isInstance).hasSize(1);
        assertThat(facts)
                .filteredOn(BookingView.class::isInstance)
                .extracting(f -> ((BookingView) f).campaign())
                .containsExactlyInAnyOrder("spring", null);
    }

    private static EventBuilder meetingUntil(String end) {
        return created("a").meeting("2026-03-05T10:00:00Z").until(end);
    }

    private static BookingBook book(List<WebhookEvent> events) {
        BookingBook book = new BookingBook(Samples.UTC);
        events.forEach(book::take);
        return book;
    }

    private static List<BookingView> bookings(BookingBook book, BookingBook.Attribution attribution, long watermark) {
        return facts(book, attribution, watermark, b -> b).stream()
                .filter(BookingView.class::isInstance)
                .map(BookingView.class::cast)
                .toList();
    }

    private static List<GoldFact> facts(
            BookingBook book, BookingBook.Attribution attribution, long watermark, UnaryOperator<BookingView> amend) {
        List<GoldFact> facts = new ArrayList<>();
        book.facts(attribution, watermark, List.of("blog", "others"), amend, facts::add);
        return facts;
    }

    private static long micros(String time) {
        return ReportingTime.micros(Instant.parse(time));
    }
}
