package dev.tidemark.domain.bookings.lifecycle;

import static dev.tidemark.domain.bookings.EventBuilder.canceled;
import static dev.tidemark.domain.bookings.EventBuilder.created;
import static dev.tidemark.domain.bookings.EventBuilder.noShow;
import static dev.tidemark.domain.bookings.EventBuilder.noShowCleared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.EventBuilder;
import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.WebhookEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Webhooks alone, REST alone, and both in any order give the same bookings. */
class RestBesideWebhooksTest {
    private static final Host HOST = new Host("U1", "host@example.test", "Host");
    private static final Host OTHER = new Host("U2", null, null);

    /** What happens to an invitee after it was made, one hour after the other, and who tells of it. */
    private static final class Life {
        final List<WebhookEvent> webhooks = new ArrayList<>();
        final List<WebhookEvent> sweeps = new ArrayList<>();
        private final String id;
        private final String old;
        private final boolean bumps;
        private final String made;
        private Instant now;
        private Instant updated;
        private Instant changed;
        private Instant noShow;
        private boolean noShowSeen;
        private Host host = HOST;
        private boolean canceled;
        private String next;
        private Instant canceledAt;

        Life(String id, String old, Instant made, boolean bumps) {
            this.id = id;
            this.old = old;
            this.bumps = bumps;
            this.made = made.toString();
            now = made;
            updated = made;
            changed = made;
            webhooks.add(body(created(id)).version(made.toString()).build());
        }

        void happen(int what) {
            now = now.plus(1, ChronoUnit.HOURS);
            if (canceled) {
                return;
            }
            switch (what) {
                case 0 -> {
                    if (noShow == null) {
                        noShow = now;
                        touch();
                        webhooks.add(body(noShow(id)).version(now.toString()).build());
                    }
                }
                case 1 -> {
                    if (noShow != null) {
                        noShow = null;
                        touch();
                        webhooks.add(
                                body(noShowCleared(id)).version(now.toString()).build());
                    }
                }
                case 2 -> {
                    host = host == HOST ? OTHER : HOST;
                    changed = now;
                }
                case 3 -> sweep();
                default -> {}
            }
        }

        void cancel(String movedTo) {
            now = now.plus(1, ChronoUnit.HOURS);
            canceled = true;
            next = movedTo;
            canceledAt = now;
            updated = now;
            webhooks.add(cancellation());
        }

        /** What the API shows now. */
        void sweep() {
            now = now.plus(1, ChronoUnit.MINUTES);
            if (canceled) {
                sweeps.add(cancellation());
            } else {
                sweeps.add(body(created(id)).version(updated.toString()).build());
            }
            if (noShow != null) {
                sweeps.add(body(noShow(id)).version(noShow.toString()).build());
            } else if (noShowSeen) {
                sweeps.add(body(noShowCleared(id)).version(now.toString()).build());
            }
            noShowSeen = noShow != null;
        }

        private WebhookEvent cancellation() {
            EventBuilder e = body(canceled(id)).version(canceledAt.toString());
            return (next == null ? e : e.to(next)).build();
        }

        private void touch() {
            if (bumps) {
                updated = now; // nobody documents whether a no-show changes the invitee's own time of change
            }
        }

        private EventBuilder body(EventBuilder e) {
            e.made(made).hosts(host).changed(changed.toString());
            if (noShow != null) {
                e.noShowSince(noShow.toString());
            }
            return old == null ? e : e.from(old);
        }
    }

    @Property(tries = 1_000)
    void in_any_order_the_same(
            @ForAll List<@IntRange(min = 0, max = 4) Integer> happenings,
            @ForAll boolean bumps,
            @ForAll boolean moved,
            @ForAll boolean canceledAtTheEnd,
            @ForAll Random random) {
        Life a = new Life("A", null, Instant.parse("2026-03-02T10:00:00Z"), bumps);
        Life last = a;
        List<Life> lives = new ArrayList<>(List.of(a));
        if (moved) {
            a.happen(3);
            a.cancel("B");
            last = new Life("B", "A", a.now, bumps);
            lives.add(last);
        }
        happenings.forEach(last::happen);
        if (canceledAtTheEnd) {
            last.cancel(null);
        }
        lives.forEach(Life::sweep);
        List<WebhookEvent> webhooks =
                lives.stream().flatMap(l -> l.webhooks.stream()).toList();
        List<WebhookEvent> rest = lives.stream().flatMap(l -> l.sweeps.stream()).toList();

        Follower restOnly = shuffled(random, rest);
        Follower both = shuffled(random, webhooks, rest);

        assertThat(both.views()).isEqualTo(restOnly.views());
        assertThat(both.replayed()).isEqualTo(both.standing());
        // a change of host is never pushed; all else is
        Follower webhooksOnly = shuffled(random, webhooks);
        assertThat(webhooksOnly.standing()).isEqualTo(both.standing());
        assertThat(both.onlyView().hosts()).containsExactly(last.host);
    }

    @Test
    void restClearsANoShowWhoseEndNobodyTold() {
        Follower f = Follower.of(
                created("A"),
                noShow("A").version("2026-03-10T10:00:00Z").noShowSince("2026-03-10T10:00:00Z"),
                created("A").version("2026-03-11T10:00:00Z"));

        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.BOOKED);
        assertThat(f.changes()).containsExactly("booked", "no_show", "no_show_cleared");
    }

    @Test
    void aNewerVersionThatIsStillANoShowDoesNotUndoIt() {
        Follower f = Follower.of(
                created("A"),
                noShow("A").version("2026-03-10T10:00:00Z"),
                created("A").version("2026-03-10T10:00:01Z").noShowSince("2026-03-10T10:00:00Z"));

        assertThat(f.onlyView().status()).isEqualTo(BookingStatus.NO_SHOW);
    }

    @Test
    void aPlaceThatChangedUnderTheSameKeyIsAnUpdate() {
        Follower f = Follower.of(created("A").changed("2026-03-02T10:00:00Z").at("Room 1"));
        WebhookEvent moved =
                created("A").changed("2026-03-03T10:00:00Z").at("Room 2").build();

        assertThat(f.take(moved)).isEqualTo(TakeEvent.Outcome.DESCRIBED);
        assertThat(f.take(moved)).isEqualTo(TakeEvent.Outcome.DUPLICATE);

        assertThat(f.changes()).containsExactly("booked", "updated");
    }

    @Test
    void aPlaceThatWasNotKnownBeforeIsNoUpdate() {
        Follower f = Follower.of(
                created("A"), created("A").changed("2026-03-03T10:00:00Z").at("Room 2"));

        assertThat(f.changes()).containsExactly("booked");
    }

    @Test
    void theNameOfTheNextInviteeIsTakenFromRest() {
        Follower f = Follower.of(
                created("A"),
                canceled("A").version("2026-03-03T10:00:00Z").to(null),
                canceled("A").version("2026-03-03T10:00:00Z").to("B"),
                created("B").made("2026-03-03T10:00:00Z"));

        assertThat(f.onlyView().rescheduleCount()).isEqualTo(1);
    }

    @SafeVarargs
    private static Follower shuffled(Random random, List<WebhookEvent>... parts) {
        List<WebhookEvent> all = new ArrayList<>();
        for (List<WebhookEvent> part : parts) {
            all.addAll(part);
        }
        Collections.shuffle(all, random);
        return Follower.of(all);
    }
}
