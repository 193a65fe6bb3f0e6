package dev.tidemark.domain.bookings.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.EventBuilder;
import dev.tidemark.domain.bookings.WebhookEvent;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** The order of arrival, retries and lost deliveries do not decide what a person's bookings are. */
class AnyInterleavingTest {

    /** How one chain ends. */
    private enum Ending {
        OPEN,
        CANCELED,
        NO_SHOW,
        NO_SHOW_CLEARED,
        NO_SHOW_TWICE,
        NO_SHOW_THEN_CANCELED,
        MOVED_TO_NOBODY_SEEN,
        CANCELED_THEN_ACTIVE_AGAIN
    }

    private record Chain(int moves, Ending ending, int lostMask, String eventType) {}

    @Property(tries = 500)
    void gives_equal_bookings(@ForAll("people") List<Chain> chains, @ForAll Random random) {
        List<WebhookEvent> events = events(chains);
        Follower inOrder = Follower.of(events);
        List<WebhookEvent> shuffled = new ArrayList<>(events);
        events.stream().filter(e -> random.nextBoolean()).forEach(shuffled::add);
        Collections.shuffle(shuffled, random);

        Follower follower = Follower.of(shuffled);

        assertThat(follower.views()).isEqualTo(inOrder.views());
    }

    @Property(tries = 500)
    void the_ledger_tells_the_same(@ForAll("people") List<Chain> chains, @ForAll Random random) {
        List<WebhookEvent> events = events(chains);
        Collections.shuffle(events, random);
        Follower follower = new Follower();
        for (WebhookEvent e : events) {
            follower.take(e);

            assertThat(follower.replayed()).isEqualTo(follower.standing());
        }
        assertThat(follower.ledger.stream().map(r -> Follower.value(r, "change_number")))
                .doesNotHaveDuplicates();
    }

    @Property(tries = 200)
    void a_whole_chain_is_one_booking(@ForAll("wholeChains") Chain chain, @ForAll Random random) {
        List<WebhookEvent> events = events(List.of(chain));
        Collections.shuffle(events, random);

        BookingView v = Follower.of(events).onlyView();

        assertThat(v.bookingId()).isEqualTo("c0-0");
        assertThat(v.rescheduleCount()).isEqualTo(chain.moves + (chain.ending == Ending.MOVED_TO_NOBODY_SEEN ? 1 : 0));
    }

    @Property(tries = 200)
    void a_restart_at_any_moment_changes_nothing(@ForAll("people") List<Chain> chains, @ForAll Random random)
            throws IOException {
        List<WebhookEvent> events = events(chains);
        Collections.shuffle(events, random);
        Follower undisturbed = Follower.of(events);
        Follower follower = new Follower();
        for (WebhookEvent e : events) {
            Person restored = restored(follower.person);
            follower.person.invitees.clear();
            follower.person.invitees.addAll(restored.invitees);
            follower.take(e);
        }

        assertThat(follower.views()).isEqualTo(undisturbed.views());
        assertThat(follower.ledger).isEqualTo(undisturbed.ledger);
    }

    private static Person restored(Person person) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(512);
        PersonSerializer.INSTANCE.serialize(person, out);
        return PersonSerializer.INSTANCE.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }

    @Provide
    Arbitrary<List<Chain>> people() {
        return chain(Arbitraries.integers().between(0, 1 << 12))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<Chain> wholeChains() {
        return chain(Arbitraries.just(0));
    }

    private static Arbitrary<Chain> chain(Arbitrary<Integer> lostMask) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.of(Ending.class),
                        lostMask,
                        Arbitraries.of(EventBuilder.YOUTUBE, EventBuilder.FACEBOOK, "https://x.test/event_types/new"))
                .as(Chain::new);
    }

    private static List<WebhookEvent> events(List<Chain> chains) {
        List<WebhookEvent> events = new ArrayList<>();
        for (int c = 0; c < chains.size(); c++) {
            List<WebhookEvent> all = events("c" + c + "-", c, chains.get(c));
            for (int i = 0; i < all.size(); i++) {
                if ((chains.get(c).lostMask >> i & 1) == 0) {
                    events.add(all.get(i));
                }
            }
        }
        return events;
    }

    private static List<WebhookEvent> events(String id, int number, Chain chain) {
        List<EventBuilder> events = new ArrayList<>();
        Instant t = Instant.parse("2026-03-02T22:00:00Z").plus(number, ChronoUnit.HOURS);
        Instant made = t;
        for (int i = 0; i <= chain.moves; i++) {
            made = t.plus(i, ChronoUnit.HOURS);
            EventBuilder created = EventBuilder.created(id + i).made(made.toString());
            events.add(i == 0 ? created : created.from(id + (i - 1)));
            if (i < chain.moves) {
                events.add(EventBuilder.canceled(id + i)
                        .made(made.toString())
                        .version(made.plus(1, ChronoUnit.HOURS).toString())
                        .to(id + (i + 1)));
            }
        }
        String last = id + chain.moves;
        Instant end = made.plus(10, ChronoUnit.DAYS);
        switch (chain.ending) {
            case OPEN -> {}
            case CANCELED -> events.add(EventBuilder.canceled(last).version(end.toString()));
            case NO_SHOW -> events.add(EventBuilder.noShow(last).version(end.toString()));
            case NO_SHOW_CLEARED -> {
                events.add(EventBuilder.noShow(last).version(end.toString()));
                events.add(EventBuilder.noShowCleared(last).version(later(end, 1)));
            }
            case NO_SHOW_TWICE -> {
                events.add(EventBuilder.noShow(last).version(end.toString()));
                events.add(EventBuilder.noShowCleared(last).version(later(end, 1)));
                events.add(EventBuilder.noShow(last).version(later(end, 2)));
            }
            case NO_SHOW_THEN_CANCELED -> {
                events.add(EventBuilder.noShow(last).version(end.toString()));
                events.add(EventBuilder.canceled(last).version(later(end, 1)));
            }
            case MOVED_TO_NOBODY_SEEN ->
                events.add(EventBuilder.canceled(last).version(end.toString()).to(null));
            case CANCELED_THEN_ACTIVE_AGAIN -> {
                events.add(EventBuilder.canceled(last).version(end.toString()));
                events.add(EventBuilder.created(last).version(later(end, 1)));
            }
        }
        List<WebhookEvent> built = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            EventBuilder e = events.get(i)
                    .type(chain.eventType)
                    .meeting(t.plus(5 + i / 2, ChronoUnit.DAYS).toString());
            if (i > 2 * chain.moves) {
                e.made(made.toString());
            }
            built.add(e.build());
        }
        return built;
    }

    private static String later(Instant t, int hours) {
        return t.plus(hours, ChronoUnit.HOURS).toString();
    }
}
