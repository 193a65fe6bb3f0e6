package dev.tidemark.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.table.RowBuilder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three years of twenty channels and two hundred hosts, and how long answers take; times are told, not held. */
@Timeout(900)
class DashboardScaleITCase {
    private static final int FIRST_DAY = SmallLake.day("2023-01-02");
    private static final int DAYS = 1_096;
    private static final int CHANNELS = 20;
    private static final int HOSTS = 200;
    private static final int ROUNDS = 15;
    private static final String ALL_DAYS = "from=2020-01-01&to=2030-12-31";

    @TempDir
    private Path folder;

    @Test
    void threeYearsAreAnsweredFromMemory() throws Exception {
        SmallLake lake = write();
        try (Page page = Page.of(folder)) {
            time(page, "/api/status", 1, "cold");
            time(page, "/api/overview?" + ALL_DAYS, 1, "cold");
            time(page, "/api/daily?" + ALL_DAYS, 1, "cold");
            time(page, "/api/team?" + ALL_DAYS, 1, "cold");
            time(page, "/api/quality?" + ALL_DAYS, 1, "cold");
            for (String path : List.of(
                    "/api/status",
                    "/api/overview",
                    "/api/overview?" + ALL_DAYS,
                    "/api/overview?" + ALL_DAYS + "&channel=channel3",
                    "/api/daily?" + ALL_DAYS,
                    "/api/daily?" + ALL_DAYS + "&channel=channel3",
                    "/api/leaderboard?" + ALL_DAYS,
                    "/api/team?" + ALL_DAYS,
                    "/api/quality?" + ALL_DAYS,
                    "/api/tables/gold_daily_bookings_by_channel?limit=1000&offset=20000")) {
                time(page, path, ROUNDS, "warm");
            }

            JsonNode all = page.json("/api/overview?" + ALL_DAYS);
            long bookings = 0;
            for (int i = 0; i < DAYS * CHANNELS; i++) {
                bookings += i % 7;
            }
            assertThat(all.get("cards").get(0).get("value").asLong()).isEqualTo(bookings);
            JsonNode daily = page.json("/api/daily?" + ALL_DAYS);
            assertThat(daily.get("days")).hasSize(DAYS);
            assertThat(daily.get("channels")).hasSize(CHANNELS);
            assertThat(daily.get("restated")).hasSize(DAYS * CHANNELS);
            assertThat(page.json("/api/team?" + ALL_DAYS).get("hosts")).hasSize(HOSTS);

            // one day changes: of each table one file is read
            long more = bookings + 1_000;
            lake.upsert(
                    "gold_daily_bookings_by_channel",
                    bookings(FIRST_DAY + DAYS - 1, "channel0", 1_000 + (DAYS - 1) * CHANNELS % 7));
            await().pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(page.json("/api/overview?" + ALL_DAYS)
                                    .get("cards")
                                    .get(0)
                                    .get("value")
                                    .asLong())
                            .isEqualTo(more));
            long[] changed = new long[5];
            for (int i = 0; i < changed.length; i++) {
                String tag = tag(page);
                lake.upsert("gold_daily_bookings_by_channel", bookings(FIRST_DAY + DAYS - 1, "channel1", 10_000 + i));
                await().pollInterval(Duration.ofMillis(20)).until(() -> !tag(page, tag));
                changed[i] = lastMillis;
            }
            tell("/api/overview just after a commit", changed);
            System.gc();
            System.out.printf(
                    Locale.ROOT,
                    "memory of server, clients and the test, all loaded: %d MB%n",
                    (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
        }
    }

    private long lastMillis;

    private static String tag(Page page) throws IOException, InterruptedException {
        return page.get("/api/overview?" + ALL_DAYS)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    private boolean tag(Page page, String known) throws IOException, InterruptedException {
        long began = System.nanoTime();
        int status =
                page.get("/api/overview?" + ALL_DAYS, "If-None-Match", known).statusCode();
        lastMillis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        return status == 304;
    }

    private static void time(Page page, String path, int rounds, String how) throws IOException, InterruptedException {
        long[] millis = new long[rounds];
        int bytes = 0;
        for (int i = 0; i < rounds; i++) {
            long began = System.nanoTime();
            var answer = page.get(path, "Accept-Encoding", "gzip");
            millis[i] = Duration.ofNanos(System.nanoTime() - began).toMillis();
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            bytes = answer.body().length;
        }
        tell(how + " " + path + " (" + (bytes >> 10) + " KB)", millis);
    }

    private static void tell(String what, long[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-90s p50 %5d ms  max %5d ms%n",
                what,
                millis[millis.length / 2],
                millis[millis.length - 1]);
    }

    private SmallLake write() throws IOException {
        SmallLake lake = new SmallLake(folder);
        List<Consumer<RowBuilder>> daily = new ArrayList<>();
        List<Consumer<RowBuilder>> cost = new ArrayList<>();
        List<Consumer<RowBuilder>> spend = new ArrayList<>();
        List<Consumer<RowBuilder>> quality = new ArrayList<>();
        for (int d = 0; d < DAYS; d++) {
            int day = FIRST_DAY + d;
            for (int c = 0; c < CHANNELS; c++) {
                String channel = "channel" + c;
                long bookings = (d * CHANNELS + c) % 7;
                daily.add(bookings(day, channel, bookings));
                cost.add(row -> row.set("booking_date", day)
                        .set("channel", channel)
                        .set("total_bookings", bookings)
                        .set("net_bookings", bookings)
                        .set("total_spend", new BigDecimal("12.34"))
                        .set("spend_as_of", day + 1)
                        .set("is_final", false));
                for (int revision = 1; revision <= 2; revision++) {
                    int r = revision;
                    spend.add(row -> row.set("spend_date", day)
                            .set("channel", channel)
                            .set("spend", new BigDecimal(r == 1 ? "10.00" : "12.34"))
                            .set("as_of_date", day + r)
                            .set("ingestion_time", (day + r) * 86_400_000_000L)
                            .set("revision", r));
                }
            }
            for (int h = 0; h < 24; h++) {
                long hour = day * 86_400_000_000L + h * 3_600_000_000L;
                quality.add(row -> row.set("hour", hour)
                        .set("feed", "calendly-webhooks")
                        .set("received", 10L)
                        .set("accepted", 9L)
                        .set("duplicates", 1L)
                        .set("superseded", 0L)
                        .set("quarantined", 0L)
                        .set("late", 0L)
                        .set("unsupported", 0L)
                        .set("quarantined_by_reason", new Object[0])
                        .set("watermark", hour)
                        .set("received_date", day)
                        .set("is_final", true));
            }
        }
        lake.upsert("gold_daily_bookings_by_channel", daily);
        lake.upsert("gold_daily_cpb_by_channel", cost);
        lake.upsert("gold_data_quality", quality);
        lake.append("silver_fact_marketing", spend);
        List<Consumer<RowBuilder>> weeks = new ArrayList<>();
        for (int week = FIRST_DAY; week < FIRST_DAY + DAYS; week += 7) {
            int monday = week;
            for (int h = 0; h < HOSTS; h++) {
                int host = h;
                weeks.add(row -> row.set("week_start", monday)
                        .set("user_id", "host" + host)
                        .set("meetings_count", 5L + host % 5)
                        .set("meeting_minutes", 150L + 30 * (host % 5))
                        .set("overloaded", false));
            }
        }
        lake.upsert("gold_weekly_employee_load", weeks);
        List<Consumer<RowBuilder>> hosts = new ArrayList<>();
        for (int h = 0; h < HOSTS; h++) {
            int host = h;
            hosts.add(row -> row.set("user_id", "host" + host).set("user_name", "Host " + host));
        }
        lake.upsert("gold_meeting_load_per_employee", hosts);
        return lake;
    }

    private static Consumer<RowBuilder> bookings(int day, String channel, long bookings) {
        return row -> row.set("booking_date", day)
                .set("channel", channel)
                .set("bookings_count", bookings)
                .set("reschedules_count", 0L)
                .set("cancellations_count", 0L)
                .set("no_shows_count", 0L)
                .set("held_count", bookings)
                .set("net_bookings_count", bookings)
                .set("unique_people_count", bookings)
                .set("is_final", true);
    }
}
