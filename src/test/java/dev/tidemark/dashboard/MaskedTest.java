package dev.tidemark.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskedTest {
    @Test
    void theStructureStaysAndPeopleDoNot() {
        String masked = Masked.text("{\"event\": \"invitee.created\", \"payload\": {\"email\": \"ann@example.test\","
                + " \"name\": \"Ann \\\"A\\\" Other\", \"created_at\": \"2026-01-15T10:00:00.123456Z\","
                + " \"rescheduled\": false, \"phone\": \"5551234\", \"number\": 4915112345678, \"spend\": 381.76}}");

        assertThat(masked)
                .contains("\"event\": \"invitee.created\"", "\"email\": \"•••\"", "\"name\": \"•••\"")
                .contains("\"2026-01-15T10:00:00.123456Z\"", "false", "381.76")
                .doesNotContain("ann", "Ann", "Other", "5551234", "4915112345678", "example");
    }

    @Test
    void whatIsNoJsonIsDots() {
        assertThat(Masked.text("ann@example.test wrote 42 things")).doesNotContainPattern("[a-zA-Z0-9@]");
        assertThat(Masked.text("{ann@example.test: oops")).doesNotContain("ann", "oops");
        assertThat(Masked.text(null)).isNull();
    }

    @Test
    void aTextThatIsCutIsMaskedToItsEnd() {
        String masked = Masked.text("{\"name\": \"" + "Ann Other ".repeat(200) + "\"}");
        assertThat(masked).doesNotContain("Ann").endsWith("...").hasSizeLessThan(700);
        assertThat(Masked.text("{\"name\": \"" + "x".repeat(588) + "\\\\secret\"}"))
                .doesNotContain("x")
                .doesNotContain("secret");
        assertThat(Masked.text("{\"ann@example.test\": 1, \"Ann Other\": 2}")).doesNotContain("ann", "Ann");
    }
}
