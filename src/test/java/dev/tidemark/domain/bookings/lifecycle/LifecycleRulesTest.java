package dev.tidemark.domain.bookings.lifecycle;

import static dev.tidemark.domain.bookings.EventBuilder.canceled;
import static dev.tidemark.domain.bookings.EventBuilder.created;
import static dev.tidemark.domain.bookings.EventBuilder.noShow;
import static dev.tidemark.domain.bookings.EventBuilder.noShowCleared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.EventBuilder;
import dev.tidemark.domain.bookings.Host;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** The rules of a booking's lifecycle, one by one. */
class LifecycleRulesTest {
    private static final String MONDAY = "2026-03-02T10:00:00Z";
    private static final String TUESDAY = "2026-03-03T10:00:00Z";
    private static final String WEDNESDAY = "2026-03-04T10:00:00Z";

    @Test
    void aCreatedInviteeIsABookingOfItsDay() {
        BookingView v = Follower.of(created("A").campaign("spring")).onlyView();

        assertThat(v.bookingId()).isEqualTo("A");
        assertThat(LocalDate.ofEpochDay(v.bookingDay())).isEqualTo("2026-03-02");
        assertThat(v.status()).isEqualTo(BookingStatus.BOOKED);
        assertThat(v.channel()).isEqualTo("youtube");
        assertThat(v.campaign()).isEqualTo("spring");
        assertThat(v.rescheduleCount()).isZero();
        assertThat(v.hosts()).hasSize(1);
    }

    @Test
    void aMoveWithItsSecondHalfMissingLosesTheMeetingButNotTheBooking() {
        BookingView v = Follower.of(created("A"), canceled("A").version(TUESDAY).to("B"))
                .onlyView();

        assertThat(v.bookingId()).isEqualTo("A");
        assertThat(v.rescheduleCount()).isEqualTo(1);
        assertThat(v.status()).isEqualTo(BookingStatus.BOOKED);
        assertThat(v.meetingStartMicros()).isNull();
        assertThat(v.meetingEndMicros()).isNull();
        assertThat(v.hosts()).isEmpty();
    }

    @Test
    void aMoveWithItsFirstHalfMissingIsAMoveAllTheSame() {
        BookingView v = Follower.of(
                        created("A"), created("B").made(TUESDAY).from("A").meeting("2026-03-20T09:00:00Z"))
                .onlyView();

        assertThat(v.bookingId()).isEqualTo("A");
        assertThat(v.rescheduleCount()).isEqualTo(1);
        assertThat(v.meetingStartMicros()).isEqualTo(micros("2026-03-20T09:00:00Z"));
    }

    @Test
    void aMoveToAnInviteeThatIsNotNamedIsCountedOnce() {
        Follower f = Follower.of(created("A"), canceled("A").version(TUESDAY).to(null));
        assertThat(f.onlyView().rescheduleCount()).isEqualTo(1);
        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.BOOKED);
        assertThat(f.onlyView().meetingStartMicros()).isNull();

        f.take(created("B").made(TUESDAY).from("A").build());

        assertThat(f.onlyView().rescheduleCount()).isEqualTo(1);
        assertThat(f.onlyView().meetingStartMicros()).isNotNull();
        assertThat(f.changes()).containsExactly("booked", "rescheduled", "updated");
    }

    @Test
    void theEarliestInviteeSeenStandsForTheBookingUntilAnEarlierOneShowsUp() {
        Follower f = Follower.of(created("B").made(TUESDAY).from("A").type(EventBuilder.FACEBOOK));
        assertThat(f.onlyView().bookingId()).isEqualTo("B");
        assertThat(LocalDate.ofEpochDay(f.onlyView().bookingDay())).isEqualTo("2026-03-03");
        assertThat(f.onlyView().rescheduleCount()).isEqualTo(1);

        f.take(created("A").build());

        assertThat(f.onlyView().bookingId()).isEqualTo("A");
        assertThat(LocalDate.ofEpochDay(f.onlyView().bookingDay())).isEqualTo("2026-03-02");
        assertThat(f.onlyView().channel()).isEqualTo("youtube");
        assertThat(f.changes()).containsExactly("booked", "rescheduled", "merged", "reattributed");
        assertThat(Follower.value(f.ledger.get(2), "booking_id")).isEqualTo("B");
        assertThat(Follower.value(f.ledger.get(2), "merged_into")).isEqualTo("A");
        assertThat(f.replayed()).isEqualTo(f.standing());
    }

    @Test
    void twoMovesAreOneBookingWithTheLastMeeting() {
        BookingView v = Follower.of(
                        created("C").made(WEDNESDAY).from("B").meeting("2026-03-30T09:00:00Z"),
                        canceled("A").version(TUESDAY).to("B"),
                        created("A"),
                        canceled("B").made(TUESDAY).version(WEDNESDAY).to("C"))
                .onlyView();

        assertThat(v.bookingId()).isEqualTo("A");
        assertThat(v.rescheduleCount()).isEqualTo(2);
        assertThat(v.meetingStartMicros()).isEqualTo(micros("2026-03-30T09:00:00Z"));
    }

    @Test
    void twoEndsOfAChainMeetWhenTheMiddleComes() {
        Follower f = Follower.of(created("A"), created("C").made(WEDNESDAY).from("B"));
        assertThat(f.views()).hasSize(2);

        f.take(created("B").made(TUESDAY).from("A").build());

        assertThat(f.onlyView().rescheduleCount()).isEqualTo(2);
        assertThat(f.replayed()).isEqualTo(f.standing());
    }

    @Test
    void aMovedBookingKeepsItsChannelWhateverTypeItIsMovedTo() {
        BookingView v = Follower.of(
                        created("A"),
                        created("B")
                                .made(TUESDAY)
                                .from("A")
                                .type(EventBuilder.FACEBOOK)
                                .campaign("other"))
                .onlyView();

        assertThat(v.channel()).isEqualTo("youtube");
        assertThat(v.eventType()).isEqualTo(EventBuilder.YOUTUBE);
        assertThat(v.campaign()).isNull();
    }

    @Test
    void aCancellationWithoutItsCreationMakesABooking() {
        Follower f = Follower.of(canceled("A").version(TUESDAY).because("ill"));

        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.CANCELED);
        assertThat(LocalDate.ofEpochDay(f.onlyView().bookingDay())).isEqualTo("2026-03-02");
        assertThat(f.changes()).containsExactly("booked", "canceled");
        assertThat(Follower.value(f.ledger.get(1), "reason")).isEqualTo("ill");
        assertThat(Follower.value(f.ledger.get(1), "canceler_type")).isEqualTo("invitee");
    }

    @Test
    void aCreationAfterItsCancellationDoesNotUndoIt() {
        Follower f = Follower.of(canceled("A").version(TUESDAY));

        assertThat(f.take(created("A").build())).isEqualTo(TakeEvent.Outcome.SUPERSEDED);

        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.CANCELED);
        assertThat(f.changes()).containsExactly("booked", "canceled");
    }

    @Test
    void anOlderVersionAddsOnlyWhatItAloneKnows() {
        Follower f = Follower.of(created("A").version(WEDNESDAY).made(TUESDAY).meeting("2026-03-30T09:00:00Z"));

        f.take(created("A")
                .version(TUESDAY)
                .made(MONDAY)
                .meeting("2026-03-20T09:00:00Z")
                .build());

        assertThat(f.onlyView().meetingStartMicros()).isEqualTo(micros("2026-03-30T09:00:00Z"));
        assertThat(LocalDate.ofEpochDay(f.onlyView().bookingDay())).isEqualTo("2026-03-02");
    }

    @Test
    void aNewerActiveVersionTakesACancellationBack() {
        Follower f = Follower.of(
                created("A"), canceled("A").version(TUESDAY), created("A").version(WEDNESDAY));

        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.BOOKED);
        assertThat(f.changes()).containsExactly("booked", "canceled", "booked");
    }

    @Test
    void aNoShowIsSetClearedAndSetAgain() {
        Follower f = Follower.of(created("A"), noShow("A").version("2026-03-10T10:00:00Z"));
        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.NO_SHOW);

        f.take(noShowCleared("A").version("2026-03-10T11:00:00Z").build());
        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.BOOKED);

        f.take(noShow("A").version("2026-03-10T12:00:00Z").build());
        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.NO_SHOW);
        assertThat(f.changes()).containsExactly("booked", "no_show", "no_show_cleared", "no_show");
    }

    @Test
    void aNoShowThatArrivesAfterItsClearingStaysCleared() {
        Follower f = Follower.of(
                created("A"),
                noShowCleared("A").version("2026-03-10T11:00:00Z"),
                noShow("A").version("2026-03-10T10:00:00Z"));

        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.BOOKED);
    }

    @Test
    void aCanceledBookingIsNoNoShow() {
        Follower f = Follower.of(
                created("A"), noShow("A").version(TUESDAY), canceled("A").version(WEDNESDAY));

        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.CANCELED);
    }

    @Test
    void aHeldMeetingThatTurnsOutToBeANoShowIsToldSo() {
        Follower f = Follower.of(created("A"));
        f.person.find("A").held = true;
        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.HELD);

        f.take(noShow("A").version("2026-03-10T10:00:00Z").build());
        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.NO_SHOW);

        f.take(noShowCleared("A").version("2026-03-10T11:00:00Z").build());
        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.HELD);
        assertThat(f.changes()).containsExactly("booked", "no_show", "no_show_cleared", "held");
    }

    @Test
    void aRetryChangesNothing() {
        Follower f = Follower.of(created("A"));

        assertThat(f.take(created("A").delivery("again").build())).isEqualTo(TakeEvent.Outcome.DUPLICATE);

        assertThat(f.ledger).hasSize(1);
    }

    @Test
    void theInviteesOfAGroupEventAreBookingsOfTheirOwn() {
        Follower one = Follower.of(created("A"), canceled("A").version(TUESDAY));
        Follower other = Follower.of(created("B"));

        assertThat(one.onlyView().status()).isEqualTo(BookingStatus.CANCELED);
        assertThat(other.onlyView().status()).isEqualTo(BookingStatus.BOOKED);
    }

    @Test
    void onePersonMayHaveSeveralBookings() {
        Follower f = Follower.of(
                created("A"), created("X").made(TUESDAY), canceled("A").version(WEDNESDAY));

        assertThat(f.views()).extracting(BookingView::bookingId).containsExactly("A", "X");
        assertThat(f.views())
                .extracting(BookingView::status)
                .containsExactly(BookingStatus.CANCELED, BookingStatus.BOOKED);
    }

    @Test
    void aChangedHostIsAnUpdate() {
        Follower f = Follower.of(created("A"), created("A").version(TUESDAY).hosts(new Host("U2", null, null)));

        assertThat(f.onlyView().hosts()).containsExactly(new Host("U2", null, null));
        assertThat(f.changes()).containsExactly("booked", "updated");
    }

    @Test
    void linksThatRunInACircleAreNoError() {
        Follower f = Follower.of(
                created("A").from("B").to("B"),
                created("B").made(TUESDAY).from("A").to("A"));

        assertThat(f.onlyView().bookingId()).isEqualTo("A");
        assertThat(f.replayed()).isEqualTo(f.standing());
    }

    @Test
    void anInviteeMovedToItselfIsAPlainBooking() {
        assertThat(Follower.of(created("A").from("A")).onlyView().rescheduleCount())
                .isZero();
    }

    @Test
    void theLedgerTellsWhenAndWhy() {
        Follower f = Follower.of(
                created("A"), canceled("A").version(TUESDAY).because("ill").delivery("d2"));

        assertThat(Follower.value(f.ledger.get(0), "occurred_at")).isEqualTo(micros(MONDAY));
        assertThat(Follower.value(f.ledger.get(0), "status_before")).isNull();
        assertThat(Follower.value(f.ledger.get(1), "occurred_at")).isEqualTo(micros(TUESDAY));
        assertThat(Follower.value(f.ledger.get(1), "status_before")).isEqualTo("booked");
        assertThat(Follower.value(f.ledger.get(1), "status_after")).isEqualTo("canceled");
        assertThat(Follower.value(f.ledger.get(1), "delivery_id")).isEqualTo("d2");
        assertThat(Follower.value(f.ledger.get(1), "change_date"))
                .isEqualTo((int) LocalDate.of(2026, 3, 3).toEpochDay());
    }

    private static long micros(String time) {
        return ReportingTime.micros(Instant.parse(time));
    }
}
