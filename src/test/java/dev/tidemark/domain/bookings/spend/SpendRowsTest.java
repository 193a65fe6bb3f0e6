package dev.tidemark.domain.bookings.spend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.silver.Failure;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpendRowsTest {
    private static final Path SAMPLES = Path.of("src/test/resources/samples/spend");
    private static final int READ = day("2026-02-01");

    @ParameterizedTest
    @CsvSource({
        "spend_data_2025-06-24.json, 3, 2025-06-24",
        "spend_data_2026-01-14.json, 3, 2026-01-14",
        "trailing30_spend_data_2026-01-16.json, 90, 2026-01-16"
    })
    void readsTheSamples(String name, int rows, String asOf) throws IOException {
        SpendRows read = SpendRows.of(sample(name), READ);

        assertThat(read.asOfDay()).isEqualTo(day(asOf));
        assertThat(all(read)).hasSize(rows).allMatch(r -> r.failures().isEmpty());
        assertThat(all(read)).allMatch(r -> !r.row().channel().contains("_paid_ads"));
    }

    @Test
    void findsExactlyTwoBadRowsInTheBadSample() throws IOException {
        SpendRows read = SpendRows.of(sample("bad_rows.json"), READ);

        assertThat(all(read).stream()
                        .map(r -> r.failures().stream().map(Failure::reason).toList()))
                .containsExactly(List.of(), List.of("negative_spend"), List.of(), List.of("bad_number"));
        assertThat(read.asOfDay()).isEqualTo(day("2026-01-18"));
        assertThat(all(read).get(2).row().channel()).isEqualTo("snapchat");
        assertThat(all(read).get(2).row().spendCents()).isEqualTo(1_250);
    }

    @Test
    void keepsTheTextOfARowAsItStands() throws IOException {
        SpendRows read = read("[ {\"date\" : \"2026-01-15\",\"channel\":\"x\",  \"spend\":1.00} ,7,\"t\"]");

        assertThat(all(read).stream().map(SpendRows.Checked::raw))
                .containsExactly("{\"date\" : \"2026-01-15\",\"channel\":\"x\",  \"spend\":1.00}", "7", "\"t\"");
        assertThat(all(read).stream().map(SpendRows.Checked::number)).containsExactly(1, 2, 3);
    }

    @Test
    void gathersAllFailuresOfARow() throws IOException {
        assertThat(reasons("{\"date\":\"15.1.2026\",\"channel\":\" \",\"spend\":\"1\"}"))
                .containsExactly("bad_date", "blank_channel", "bad_number");
        assertThat(reasons("null")).containsExactly("bad_date", "blank_channel", "bad_number");
        assertThat(reasons("{}")).containsExactly("bad_date", "blank_channel", "bad_number");
    }

    @Test
    void refusesADayAfterTheNumberWasKnown() throws IOException {
        assertThat(reasons("{\"date\":\"2026-01-15\",\"channel\":\"x\",\"spend\":1}"))
                .isEmpty();
        assertThat(reasons("{\"date\":\"2026-01-16\",\"channel\":\"x\",\"spend\":1}"))
                .containsExactly("future_date");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "381.76, 38176",
        "1e2, 10000",
        "0.005, 1",
        "0.0049, 0",
        "12.999, 1300",
        "9999999999999999, 999999999999999900"
    })
    void takesDollarsAsCents(String spend, long cents) throws IOException {
        SpendRows read = read("[{\"date\":\"2026-01-15\",\"channel\":\"x\",\"spend\":" + spend + "}]");

        assertThat(all(read).get(0).row().spendCents()).isEqualTo(cents);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e17",
                "1e400",
                "1e999999999",
                "1e-999999999",
                "12345678901234567890123456789012345678901234567890",
                "true",
                "\"12\"",
                "null",
                "{}"
            })
    void refusesWhatIsNoSumOfMoney(String spend) throws IOException {
        assertThat(reasons("{\"date\":\"2026-01-15\",\"channel\":\"x\",\"spend\":" + spend + "}"))
                .containsExactly("bad_number");
    }

    @ParameterizedTest
    @CsvSource({
        "youtube_paid_ads, youtube",
        "' Facebook_PAID_ADS ', facebook",
        "tiktok, tiktok",
        "_paid_ads_x, _paid_ads_x"
    })
    void stripsTheChannel(String channel, String expected) throws IOException {
        SpendRows read = read("[{\"date\":\"2026-01-15\",\"channel\":\"" + channel + "\",\"spend\":1}]");

        assertThat(all(read).get(0).row().channel()).isEqualTo(expected);
    }

    @Test
    void aChannelThatIsNothingButTheSuffixIsBlank() throws IOException {
        assertThat(reasons("{\"date\":\"2026-01-15\",\"channel\":\"_paid_ads\",\"spend\":1}"))
                .containsExactly("blank_channel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "[1", "[{]", "7", "[{\"date\":\"2026-01-15\"}", "[] x"})
    void aFileThatIsNoArrayIsRefusedWhole(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void endlessNestingIsRefused() {
        assertThatThrownBy(() -> read("[".repeat(10_000) + "]".repeat(10_000))).isInstanceOf(IOException.class);
    }

    @Test
    void anEmptyArrayHasNoRows() throws IOException {
        assertThat(all(read("[]"))).isEmpty();
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFile() throws IOException {
        assertThat(all(read("\ufeff[7]")).stream().map(SpendRows.Checked::raw)).containsExactly("7");
    }

    @Test
    void theAsOfDateIsTheLastDateInTheNameOrTheNewestInTheFileOrTheDayItWasRead() throws IOException {
        assertThat(SpendRows.asOfText("2025-01-01_to_2025-01-30.json")).isEqualTo("2025-01-30");
        assertThat(SpendRows.asOfText("spend.json")).isEmpty();
        String row = "[{\"date\":\"2026-01-10\",\"channel\":\"x\",\"spend\":1}]";
        assertThat(SpendRows.of(file("spend.json", row), READ).asOfDay()).isEqualTo(day("2026-01-10"));
        assertThat(SpendRows.of(file("spend.json", "[]"), READ).asOfDay()).isEqualTo(READ);
        assertThat(SpendRows.of(file("spend_2026-02-30.json", row), READ).asOfDay())
                .isEqualTo(day("2026-01-10"));
    }

    @Test
    void aFileInAnotherEncodingIsRefusedWhole() {
        for (Charset other : List.of(UTF_16, UTF_16LE, UTF_16BE)) {
            PolledFile file = new PolledFile("a.json", "v", 0, "[7]".getBytes(other));
            assertThatThrownBy(() -> SpendRows.of(file, READ))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("UTF-8");
        }
        PolledFile latin = new PolledFile("a.json", "v", 0, "[\"Z\u00fcrich\"]".getBytes(ISO_8859_1));
        assertThatThrownBy(() -> SpendRows.of(latin, READ))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void keepsTheTextOfARowThatIsNotAscii() throws IOException {
        assertThat(all(read("[\"Z\u00fcrich \u20ac\", {\"channel\": \"\u00e9\"}]")).stream()
                        .map(SpendRows.Checked::raw))
                .containsExactly("\"Z\u00fcrich \u20ac\"", "{\"channel\": \"\u00e9\"}");
    }

    private static List<SpendRows.Checked> all(SpendRows rows) {
        List<SpendRows.Checked> all = new ArrayList<>();
        rows.forEach(all::add);
        return all;
    }

    private static List<String> reasons(String row) throws IOException {
        return all(read("[" + row + "]")).get(0).failures().stream()
                .map(Failure::reason)
                .toList();
    }

    private static SpendRows read(String text) throws IOException {
        return SpendRows.of(file("spend_data_2026-01-15.json", text), READ);
    }

    private static PolledFile file(String name, String text) {
        return new PolledFile(name, "v", 0, text.getBytes(UTF_8));
    }

    private static PolledFile sample(String name) throws IOException {
        return new PolledFile(name, "v", 0, Files.readAllBytes(SAMPLES.resolve(name)));
    }

    private static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }
}
