package dev.tidemark.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DictionariesTest {
    private final Dictionaries dictionaries = new Dictionaries(List.of("time"));

    @Test
    void aColumnWhoseDictionaryWasNotUsedGoesWithoutForSomeFilesAndIsTriedAgain() {
        dictionaries.learn("id", false);
        dictionaries.learn("channel", true);
        assertThat(dictionaries.columnsWithout()).containsExactlyInAnyOrder("time", "id");

        int files = 0;
        while (dictionaries.columnsWithout().contains("id")) {
            dictionaries.learn("id", false);
            files++;
        }
        assertThat(files).isEqualTo(64);
        assertThat(dictionaries.columnsWithout()).containsExactly("time");
    }

    @Test
    void someColumnsNeverGetOne() {
        for (int file = 0; file < 1_000; file++) {
            dictionaries.learn("time", false);
        }
        assertThat(dictionaries.columnsWithout()).containsExactly("time");
    }
}
