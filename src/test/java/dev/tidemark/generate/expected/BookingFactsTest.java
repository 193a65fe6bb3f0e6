package dev.tidemark.generate.expected;

import static dev.tidemark.generate.expected.Cases.FACEBOOK;
import static dev.tidemark.generate.expected.Cases.UNMAPPED;
import static dev.tidemark.generate.expected.Cases.YOUTUBE;
import static dev.tidemark.generate.expected.Cases.booking;
import static dev.tidemark.generate.expected.Cases.bookings;
import static dev.tidemark.generate.expected.Cases.plan;
import static dev.tidemark.generate.expected.Cases.seen;
import static dev.tidemark.generate.expected.Cases.truth;
import static dev.tidemark.generate.expected.Cases.truthAsOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookingFactsTest {
    private static final String BEFORE = "2026-01-15T12:00:00Z";

    /** A is moved to B, B to C: made on the 10th, 11th and 12th, to take place on the 20th, 21st and 22nd. */
    private static BookingFacts chain() {
        BookingFacts chain = booking(1, FACEBOOK);
        plan(chain, "2026-01-10T09:00:00Z", "2026-01-20T09:00:00Z");
        plan(chain, "2026-01-11T09:00:00Z", "2026-01-21T09:00:00Z");
        return plan(chain, "2026-01-12T09:00:00Z", "2026-01-22T09:00:00Z");
    }

    private static ExpectedBooking only(BookingFacts facts, String asOf) {
        GroundTruth truth = truthAsOf(asOf);
        truth.add(facts);
        List<ExpectedBooking> all = bookings(truth);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void aChainIsOneBookingOfItsFirstDayWithTheMeetingOfItsLast() {
        BookingFacts chain = chain();
        for (int invitee = 0; invitee < 3; invitee++) {
            chain.see(invitee, 1);
        }
        chain.link(0);
        chain.link(0);
        chain.link(1);
        ExpectedBooking b = only(chain, BEFORE);
        assertThat(b.bookingDate()).isEqualTo("2026-01-10");
        assertThat(b.reschedules()).isEqualTo(2);
        assertThat(b.meetingStart()).isEqualTo(Instant.parse("2026-01-22T09:00:00Z"));
        assertThat(b.status()).isEqualTo(Status.BOOKED);
    }

    @Test
    void theEarliestSeenInviteeStandsForAChainWhoseFirstNeverCame() {
        BookingFacts chain = chain();
        chain.see(1, 1);
        chain.see(2, 1);
        chain.link(0);
        chain.link(1);
        ExpectedBooking b = only(chain, BEFORE);
        assertThat(b.bookingDate()).isEqualTo("2026-01-11");
        assertThat(b.reschedules()).isEqualTo(2);
    }

    @Test
    void theMeetingIsUnknownAndNeverHeldIfTheLastInviteeNeverCame() {
        BookingFacts chain = chain();
        chain.see(0, 1);
        chain.link(0);
        chain.link(1);
        ExpectedBooking b = only(chain, "2026-06-01T00:00:00Z");
        assertThat(b.meetingStart()).isNull();
        assertThat(b.status()).isEqualTo(Status.BOOKED);
        assertThat(b.reschedules()).isEqualTo(2);
    }

    @Test
    void whatNobodyLinkedIsTwoBookings() {
        GroundTruth truth = truthAsOf(BEFORE);
        BookingFacts chain = chain();
        chain.see(0, 1);
        chain.see(2, 1);
        chain.link(1);
        truth.add(chain);
        assertThat(bookings(truth))
                .extracting(ExpectedBooking::bookingDate)
                .containsExactly(LocalDate.parse("2026-01-10"), LocalDate.parse("2026-01-12"));
    }

    @Test
    void whatNobodySawIsNoBooking() {
        GroundTruth truth = truthAsOf(BEFORE);
        truth.add(chain());
        assertThat(bookings(truth)).isEmpty();
    }

    @Test
    void aMeetingIsHeldFromItsEndOn() {
        BookingFacts facts = seen(1, FACEBOOK, "2026-01-10T09:00:00Z", "2026-01-20T09:00:00Z");
        assertThat(only(facts, "2026-01-20T09:29:59Z").status()).isEqualTo(Status.BOOKED);
        assertThat(only(facts, "2026-01-20T09:30:00Z").status()).isEqualTo(Status.HELD);
    }

    @Test
    void canceledGoesBeforeNoShowAndNoShowBeforeHeld() {
        BookingFacts facts = seen(1, FACEBOOK, "2026-01-10T09:00:00Z", "2026-01-20T09:00:00Z");
        facts.noShow(0, 5, true);
        assertThat(only(facts, "2026-02-01T00:00:00Z").status()).isEqualTo(Status.NO_SHOW);
        facts.cancel(0);
        assertThat(only(facts, "2026-02-01T00:00:00Z").status()).isEqualTo(Status.CANCELED);
    }

    @Test
    void theNewestWordOnANoShowCountsWhateverArrivesLast() {
        BookingFacts facts = seen(1, FACEBOOK, "2026-01-10T09:00:00Z", "2026-01-20T09:00:00Z");
        facts.noShow(0, 7, false);
        facts.noShow(0, 5, true);
        assertThat(only(facts, "2026-02-01T00:00:00Z").status()).isEqualTo(Status.HELD);
        facts.noShow(0, 9, true);
        assertThat(only(facts, "2026-02-01T00:00:00Z").status()).isEqualTo(Status.NO_SHOW);
    }

    @Test
    void anOlderVersionAfterANewerOneIsSuperseded() {
        BookingFacts facts = plan(booking(1, FACEBOOK), "2026-01-10T09:00:00Z", "2026-01-20T09:00:00Z");
        assertThat(facts.see(0, 5)).isFalse();
        assertThat(facts.see(0, 7)).isFalse();
        assertThat(facts.see(0, 6)).isTrue();
    }

    @Test
    void theMappingOfTheBookingDayDecidesChannelAndCampaign() {
        assertThat(only(seen(1, YOUTUBE, "2026-01-14T23:59:59Z", "2026-01-20T09:00:00Z"), BEFORE)
                        .campaign())
                .isEqualTo("winter");
        assertThat(only(seen(1, YOUTUBE, "2026-01-15T00:00:00Z", "2026-01-20T09:00:00Z"), BEFORE)
                        .campaign())
                .isEqualTo("spring");
        assertThat(only(seen(1, YOUTUBE, "2024-12-31T00:00:00Z", "2026-01-20T09:00:00Z"), BEFORE)
                        .channel())
                .isEqualTo("others");
        assertThat(only(seen(1, UNMAPPED, "2026-01-14T00:00:00Z", "2026-01-20T09:00:00Z"), BEFORE)
                        .channel())
                .isEqualTo("others");
    }

    @Test
    void theUtmCampaignCountsOnlyWhereTheMappingHasNone() {
        assertThat(campaign(FACEBOOK, " fall ")).isEqualTo("fall");
        assertThat(campaign(FACEBOOK, "  ")).isNull();
        assertThat(campaign(YOUTUBE, "fall")).isEqualTo("winter");
    }

    @Test
    void aDayIsADayInTheReportingZone() {
        GroundTruth truth = truth("America/Chicago");
        truth.add(seen(1, YOUTUBE, "2026-01-15T05:59:59Z", "2026-01-20T09:00:00Z"));
        assertThat(bookings(truth).get(0).bookingDate()).isEqualTo("2026-01-14");
        assertThat(bookings(truth).get(0).campaign()).isEqualTo("winter");
    }

    private static String campaign(String eventType, String utmCampaign) {
        BookingFacts facts = new BookingFacts(1, eventType, "a call", utmCampaign, List.of());
        plan(facts, "2026-01-10T09:00:00Z", "2026-01-20T09:00:00Z").see(0, 1);
        return only(facts, BEFORE).campaign();
    }
}
