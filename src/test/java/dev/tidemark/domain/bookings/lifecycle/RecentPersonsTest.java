package dev.tidemark.domain.bookings.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentPersonsTest {
    private final RecentPersons recent = new RecentPersons();

    @Test
    void knowsThoseThatWereSpokenOfLast() {
        Person first = new Person();
        recent.add("first", first);
        recent.add("second", new Person());
        for (int i = 0; i < 19_999; i++) {
            assertThat(recent.find("first")).isSameAs(first);
            recent.add("other " + i, new Person());
        }

        assertThat(recent.find("first")).isSameAs(first);
        assertThat(recent.find("second")).isNull();
    }

    @Test
    void handsOutACopyAfterACheckpoint() {
        Person before = new Person();
        before.changeNumber = 7;
        recent.add("first", before);

        recent.checkpoint();

        Person after = recent.find("first");
        assertThat(after).isNotSameAs(before);
        assertThat(after.changeNumber).isEqualTo(7);
        assertThat(recent.find("first")).isSameAs(after);
    }

    @Test
    void forgetsWhoWasNotSpokenOfForAThousandCheckpoints() {
        recent.add("first", new Person());
        recent.add("second", new Person());
        for (int i = 0; i < 1_000; i++) {
            recent.checkpoint();
            assertThat(recent.find("second")).isNotNull();
        }
        assertThat(recent.find("first")).isNotNull();
        recent.add("third", new Person());
        for (int i = 0; i < 1_001; i++) {
            recent.checkpoint();
        }
        assertThat(recent.find("third")).isNull();
    }

    @Test
    void forgetsThemAll() {
        recent.add("first", new Person());

        recent.forget();

        assertThat(recent.find("first")).isNull();
    }
}
