package dev.tidemark.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableSpec;
import dev.tidemark.testing.GeneratedFolder;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.ProductCommand;
import dev.tidemark.topology.Tables;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server over a lake that the job wrote: its numbers are Gold's. */
@Timeout(900)
class DashboardITCase {
    private static final String DAILY = "gold_daily_bookings_by_channel";
    private static final String ALL_DAYS = "from=2020-01-01&to=2030-12-31";

    @TempDir
    private static Path temp;

    private static LakeReading lake;
    private static Page page;

    @BeforeAll
    static void replay() throws Exception {
        GeneratedFolder input = GeneratedFolder.write(
                temp.resolve("in"),
                GeneratorOptions.builder().bookings(1_500).days(20).seed(7).build());
        run("replay", "--input", input.path().toString(), "--lake", folder());
        lake = new LakeReading(temp.resolve("lake"));
        page = Page.of(temp.resolve("lake"));
    }

    @AfterAll
    static void close() {
        if (page != null) {
            page.close();
        }
    }

    private static String folder() {
        return temp.resolve("lake").toString();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Path log = temp.resolve(command[0] + ".log");
        Process p = ProductCommand.of(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(p.waitFor()).as(() -> text(log)).isZero();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void everyShownTableHasTheRowsOfTheLake() throws Exception {
        for (TableSpec t : Tables.catalog().tables()) {
            if (t.layer() != TableSpec.Layer.GOLD && t.layer() != TableSpec.Layer.SILVER) {
                continue;
            }
            JsonNode of = page.json("/api/tables/" + t.name() + "?limit=20000");
            List<Map<String, String>> rows = new ArrayList<>();
            for (JsonNode row : of.get("rows")) {
                Map<String, String> byColumn = new TreeMap<>();
                for (int i = 0; i < t.width(); i++) {
                    boolean isNested = t.columns().get(i).type().kind() == ColumnType.Kind.ARRAY;
                    if (!isNested) {
                        JsonNode value = row.get(i);
                        byColumn.put(
                                t.columns().get(i).name(),
                                value.isNull()
                                        ? null
                                        : value.isNumber()
                                                ? value.decimalValue().toPlainString()
                                                : value.asText());
                    }
                }
                rows.add(byColumn);
            }
            String[] nested = t.columns().stream()
                    .filter(c -> c.type().kind() == ColumnType.Kind.ARRAY)
                    .map(c -> c.name())
                    .toArray(String[]::new);
            LakeReading.assertSameRows(t.name(), rows, lake.rows(t.name(), nested));
            assertThat(of.get("total").asInt()).isEqualTo(rows.size());
        }
    }

    @Test
    void theOverviewOfAllDaysIsWhatGoldSays() throws Exception {
        JsonNode of = page.json("/api/overview?" + ALL_DAYS);

        assertThat(value(of, "bookings").asLong()).isEqualTo(lake.sum(DAILY, "bookings_count"));
        assertThat(value(of, "net_bookings").asLong()).isEqualTo(lake.sum(DAILY, "net_bookings_count"));
        assertThat(value(of, "cancellation_rate").decimalValue())
                .isEqualTo(ratio(lake.sum(DAILY, "cancellations_count"), lake.sum(DAILY, "bookings_count")));
        assertThat(value(of, "no_show_rate").decimalValue())
                .isEqualTo(ratio(
                        lake.sum(DAILY, "no_shows_count"),
                        lake.sum(DAILY, "no_shows_count") + lake.sum(DAILY, "held_count")));
        BigDecimal spend = BigDecimal.ZERO;
        for (Map<String, String> row : lake.rows("gold_daily_cpb_by_channel")) {
            spend = spend.add(new BigDecimal(row.get("total_spend")));
        }
        assertThat(value(of, "spend").decimalValue()).isEqualTo(spend);
        for (Map<String, String> row : lake.rows("gold_cpb_by_channel")) {
            JsonNode channel = page.json("/api/overview?" + ALL_DAYS + "&channel=" + row.get("channel"));
            assertThat(value(channel, "cost_per_booking").asText()).isEqualTo(String.valueOf(row.get("cpb")));
            assertThat(value(channel, "cost_per_net_booking").asText())
                    .isEqualTo(String.valueOf(row.get("cost_per_net_booking")));
            assertThat(channel.get("covered").get("from").asText()).isEqualTo(row.get("first_date"));
            assertThat(channel.get("covered").get("to").asText()).isEqualTo(row.get("last_date"));
        }
    }

    @Test
    void theDailyBoardIsWhatGoldSays() throws Exception {
        JsonNode of = page.json("/api/daily?" + ALL_DAYS);
        Map<String, Map<String, String>> daily = byKey(lake.rows(DAILY), "booking_date", "channel");
        Map<String, Map<String, String>> cost =
                byKey(lake.rows("gold_daily_cpb_by_channel"), "booking_date", "channel");
        Map<String, Map<String, String>> trend = byKey(lake.rows("gold_booking_trend"), "booking_date", "channel");
        int compared = 0;
        for (JsonNode channel : of.get("channels")) {
            for (int i = 0; i < of.get("days").size(); i++) {
                String key = of.get("days").get(i).asText() + " "
                        + channel.get("channel").asText();
                Map<String, String> row = daily.get(key);
                if (row != null) {
                    assertThat(channel.get("bookings").get(i).asText()).isEqualTo(row.get("bookings_count"));
                    assertThat(channel.get("net_bookings").get(i).asText()).isEqualTo(row.get("net_bookings_count"));
                    assertThat(channel.get("held").get(i).asText()).isEqualTo(row.get("held_count"));
                    assertThat(channel.get("average7").get(i).asText())
                            .as(key)
                            .isEqualTo(trend.get(key).get("average_7d"));
                    compared++;
                }
                Map<String, String> spent = cost.get(key);
                if (spent != null && spent.get("spend_as_of") != null) {
                    assertThat(channel.get("spend").get(i).asText()).isEqualTo(spent.get("total_spend"));
                    assertThat(channel.get("cost_per_booking").get(i).asText())
                            .isEqualTo(String.valueOf(spent.get("cost_per_booking")));
                } else {
                    assertThat(channel.get("spend").get(i).isNull()).as(key).isTrue();
                }
            }
        }
        assertThat(compared).isEqualTo(daily.size());
        // the generator restates spend: what counts now is the last one told
        Map<String, String> last = new HashMap<>();
        of.get("restated")
                .forEach(r -> last.put(
                        r.get("day").asText() + " " + r.get("channel").asText(),
                        r.get("after").asText()));
        assertThat(last).isNotEmpty();
        last.forEach((key, amount) ->
                assertThat(amount).as(key).isEqualTo(cost.get(key).get("total_spend")));
    }

    @Test
    void heatTeamAndLeaderboardAreWhatGoldSays() throws Exception {
        long meetings = 0;
        for (JsonNode cell : page.json("/api/heat").get("cells")) {
            meetings += cell.get("meetings").asLong();
        }
        assertThat(meetings).isEqualTo(lake.sum("gold_booking_time_analysis", "bookings_count"));

        JsonNode team = page.json("/api/team?" + ALL_DAYS);
        long minutes = 0;
        int overloaded = 0;
        for (JsonNode host : team.get("hosts")) {
            assertThat(host.get("name").isNull()).isFalse();
            for (JsonNode week : host.get("weeks")) {
                minutes += week.get("minutes").asLong();
                overloaded += week.get("overloaded").asBoolean() ? 1 : 0;
            }
        }
        assertThat(minutes).isEqualTo(lake.sum("gold_weekly_employee_load", "meeting_minutes"));
        assertThat(overloaded).isEqualTo((int) lake.rows("gold_weekly_employee_load").stream()
                .filter(r -> r.get("overloaded").equals("true"))
                .count());

        Map<String, Map<String, String>> attribution = byKey(lake.rows("gold_channel_attribution"), "channel");
        String covered = attribution.values().stream()
                .findFirst()
                .map(r -> "from=" + r.get("first_date") + "&to=" + r.get("last_date"))
                .orElseThrow();
        Map<String, Map<String, String>> campaigns =
                byKey(lake.rows("gold_campaign_attribution"), "channel", "campaign");
        for (JsonNode channel : page.json("/api/leaderboard?" + covered).get("channels")) {
            Map<String, String> row = attribution.get(channel.get("channel").asText());
            assertThat(channel.get("bookings").asText()).isEqualTo(row.get("total_bookings_count"));
            assertThat(channel.get("volume_rank").asText()).isEqualTo(row.get("rank_by_volume"));
            assertThat(channel.get("share").asText()).isEqualTo(row.get("share_of_bookings"));
            assertThat(channel.get("cost_per_booking").asText()).isEqualTo(String.valueOf(row.get("cpb")));
            for (JsonNode campaign : channel.get("campaigns")) {
                Map<String, String> of = campaigns.remove(channel.get("channel").asText() + " "
                        + campaign.get("campaign").asText());
                assertThat(campaign.get("bookings").asText()).isEqualTo(of.get("total_bookings_count"));
            }
        }
        assertThat(campaigns).isEmpty();
    }

    @Test
    void qualityTellsOfEveryDeliveryAndOfTheLastVerification() throws Exception {
        assertThat(page.json("/api/quality").get("verify").isNull()).isTrue();
        run("verify", "--lake", folder());

        JsonNode of = page.json("/api/quality?" + ALL_DAYS);

        assertThat(of.get("totals").get("deliveries").asLong()).isEqualTo(lake.sum("gold_data_quality", "received"));
        long refused = 0;
        for (JsonNode reason : of.get("reasons")) {
            refused += reason.get("count").asLong();
            assertThat(reason.get("samples")).as(reason.toString()).isNotEmpty();
        }
        assertThat(refused)
                .isEqualTo(lake.sum("gold_data_quality", "quarantined") + lake.sum("gold_data_quality", "late"));
        // invitees' addresses are in the raw bodies, and nowhere here
        assertThat(lake.rows("quarantine")).anyMatch(r -> r.get("raw_payload").contains("@"));
        assertThat(of.get("reasons").toString()).doesNotContain("@example").doesNotContain("http");
        assertThat(of.get("verify").get("ok").asBoolean()).isTrue();
        assertThat(of.get("verify").get("tables").asInt()).isGreaterThan(10);
        assertThat(of.get("unmapped")).isNotEmpty();
        assertThat(of.get("commits")).hasSizeGreaterThan(10);
    }

    @Test
    void aRowIsExplainedByItsBookings() throws Exception {
        Map<String, String> row = lake.rows(DAILY).stream()
                .filter(r -> Long.parseLong(r.get("bookings_count")) > 0)
                .findFirst()
                .orElseThrow();
        JsonNode of = page.json("/api/explain/" + DAILY + "?booking_date=" + row.get("booking_date") + "&channel="
                + row.get("channel"));
        assertThat(of.get("totals").get("bookings").asText()).isEqualTo(row.get("bookings_count"));
        assertThat(of.get("bookings")).hasSize(Integer.parseInt(row.get("bookings_count")));
        assertThat(of.get("differences")).isEmpty();
        assertThat(of.get("history")).isNotEmpty();
        assertThat(page.error(404, "/api/explain/" + DAILY + "?booking_date=1999-01-01&channel=facebook"))
                .contains("no row");
    }

    @Test
    void whatIsDownloadedIsTheTable() throws Exception {
        HttpResponse<byte[]> csv = page.get("/api/tables/" + DAILY + "?format=csv&channel=facebook");
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"" + DAILY + ".csv\"");
        List<String> lines = Page.text(csv).lines().toList();
        List<Map<String, String>> facebook = only(DAILY, r -> r.get("channel").equals("facebook"));
        assertThat(lines).hasSize(facebook.size() + 1);
        assertThat(lines.subList(1, lines.size())).isSorted();
        assertThat(lines.get(0)).startsWith("booking_date,channel,bookings_count,");

        for (String table : List.of("gold_daily_cpb_by_channel", "silver_booking_ledger", "gold_data_quality")) {
            HttpResponse<byte[]> parquet = page.get("/api/tables/" + table + "?format=parquet");
            assertThat(parquet.headers().firstValue("Content-Type")).hasValue("application/vnd.apache.parquet");
            Path file = Files.write(temp.resolve(table + ".parquet"), parquet.body());
            int rows = 0;
            BigDecimal spend = BigDecimal.ZERO;
            try (ParquetReader<Group> reader = new GroupReader(new LocalInputFile(file)).build()) {
                for (Group row = reader.read(); row != null; row = reader.read()) {
                    rows++;
                    if (table.equals("gold_daily_cpb_by_channel")) {
                        spend = spend.add(BigDecimal.valueOf(row.getLong("total_spend", 0), 2));
                    }
                }
            }
            assertThat(rows).as(table).isEqualTo(lake.rows(table).size()).isPositive();
            if (table.equals("gold_daily_cpb_by_channel")) {
                assertThat(spend)
                        .isEqualTo(value(page.json("/api/overview?" + ALL_DAYS), "spend")
                                .decimalValue());
            }
        }
    }

    /** Reads rows by the names of the file's own columns. */
    private static final class GroupReader extends ParquetReader.Builder<Group> {
        GroupReader(InputFile file) {
            super(file);
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    private static List<Map<String, String>> only(String table, Predicate<Map<String, String>> which)
            throws IOException {
        return lake.rows(table).stream().filter(which).toList();
    }

    private static Map<String, Map<String, String>> byKey(List<Map<String, String>> rows, String... key) {
        Map<String, Map<String, String>> byKey = new HashMap<>();
        for (Map<String, String> row : rows) {
            List<String> parts = new ArrayList<>();
            for (String k : key) {
                parts.add(row.get(k));
            }
            byKey.put(String.join(" ", parts), row);
        }
        return byKey;
    }

    private static BigDecimal ratio(long part, long whole) {
        return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
    }

    private static JsonNode value(JsonNode overview, String id) {
        for (JsonNode card : overview.get("cards")) {
            if (card.get("id").asText().equals(id)) {
                return card.get("value");
            }
        }
        throw new AssertionError("no card " + id + " in " + overview);
    }
}
