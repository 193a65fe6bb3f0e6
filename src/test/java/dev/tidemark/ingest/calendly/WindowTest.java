package dev.tidemark.ingest.calendly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final long DAY = 86_400_000_000L;

    @Test
    void coversAllFromTheStartOnWithoutAGap() {
        assertThat(Window.of(0, 65 * DAY))
                .containsExactly(
                        new Window(0, 30 * DAY),
                        new Window(30 * DAY, 60 * DAY),
                        new Window(60 * DAY, 65 * DAY),
                        new Window(65 * DAY, Long.MAX_VALUE));
    }

    @Test
    void onlyWhatIsToComeIsLeftOnceThatIsReached() {
        assertThat(Window.of(70 * DAY, 65 * DAY)).isEqualTo(List.of(new Window(70 * DAY, Long.MAX_VALUE)));
    }
}
