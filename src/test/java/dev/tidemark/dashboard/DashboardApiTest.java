package dev.tidemark.dashboard;

import static dev.tidemark.dashboard.SmallLake.bookings;
import static dev.tidemark.dashboard.SmallLake.cost;
import static dev.tidemark.dashboard.SmallLake.day;
import static dev.tidemark.dashboard.SmallLake.micros;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.ingest.control.FetchStatus;
import dev.tidemark.table.RowBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the server answers, over tables that a test wrote. */
@Timeout(300)
class DashboardApiTest {
    private static final String DAILY = "gold_daily_bookings_by_channel";
    private static final String COST = "gold_daily_cpb_by_channel";
    private static final String HOSTILE = "=HYPERLINK(\"https://example.test\")<script>alert(1)</script>,\r\n";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    private SmallLake lake;

    @BeforeEach
    void tables() throws IOException {
        lake = new SmallLake(folder);
        lake.upsert(
                DAILY,
                bookings("2026-01-01", "facebook", 10, 2, 1, 7, true),
                bookings("2026-01-02", "facebook", 20, 4, 2, 10, false),
                bookings("2026-01-02", "youtube", 5, 0, 0, 1, false),
                bookings("2026-01-04", "facebook", 1, 1, 0, 0, false));
        lake.upsert(
                COST,
                cost("2026-01-01", "facebook", 10, 7, "100.00"),
                cost("2026-01-02", "facebook", 20, 14, "50.50"),
                cost("2026-01-02", "youtube", 5, 5, null),
                cost("2026-01-04", "facebook", 1, 0, null));
    }

    @Test
    void anOverviewIsOfTheSumsOfItsRange() throws Exception {
        try (Page page = Page.of(folder)) {
            JsonNode of = page.json("/api/overview?from=2026-01-02&to=2026-01-02&channel=facebook");

            assertThat(value(of, "bookings").asText()).isEqualTo("20");
            assertThat(value(of, "net_bookings").asText()).isEqualTo("14");
            assertThat(value(of, "cancellation_rate").asText()).isEqualTo("0.2000");
            // of the meetings that were due: 2 of 12
            assertThat(value(of, "no_show_rate").asText()).isEqualTo("0.1667");
            assertThat(value(of, "spend").asText()).isEqualTo("50.50");
            assertThat(value(of, "cost_per_booking").asText()).isEqualTo("2.5250");
            assertThat(value(of, "cost_per_net_booking").asText()).isEqualTo("3.6071");
            assertThat(card(of, "bookings").get("previous").asText()).isEqualTo("10");
            assertThat(of.get("provisional_from").asText()).isEqualTo("2026-01-02");
            assertThat(of.get("previous").get("from").asText()).isEqualTo("2026-01-01");
        }
    }

    /** The day after the last spend has bookings, but what they cost is not known. */
    @Test
    void costsAreOfTheDaysThatBookingsAndSpendBothCover() throws Exception {
        try (Page page = Page.of(folder)) {
            JsonNode of = page.json("/api/overview");

            assertThat(value(of, "bookings").asText()).isEqualTo("36");
            assertThat(of.get("covered").get("to").asText()).isEqualTo("2026-01-02");
            assertThat(value(of, "cost_per_booking").asText()).isEqualTo("4.3000"); // 150.50 / 35
            JsonNode series = card(of, "bookings").get("series");
            assertThat(series)
                    .extracting(p -> p.get("day").asText(), p -> p.get("value").asLong())
                    .containsExactly(
                            tuple("2026-01-01", 10L),
                            tuple("2026-01-02", 25L),
                            tuple("2026-01-03", 0L),
                            tuple("2026-01-04", 1L));
            assertThat(card(of, "cost_per_booking")
                            .get("series")
                            .get(2)
                            .get("value")
                            .isNull())
                    .isTrue();
            // the range before is not covered: no comparison is made up
            assertThat(of.get("previous").isNull()).isTrue();
            assertThat(card(of, "bookings").get("previous").isNull()).isTrue();
        }
    }

    @Test
    void theDailyBoardHasAValueForEachDay() throws Exception {
        lake.append(
                "silver_fact_marketing",
                spend("2026-01-01", "facebook", "90.00", "2026-01-02", 1),
                spend("2026-01-01", "facebook", "95.00", "2026-01-01", 2),
                spend("2026-01-01", "facebook", "100.00", "2026-01-03", 3));
        try (Page page = Page.of(folder)) {
            JsonNode of = page.json("/api/daily?from=2025-12-01&to=2026-01-04");

            assertThat(texts(of.get("days"))).containsExactly("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04");
            JsonNode facebook = of.get("channels").get(0);
            assertThat(texts(facebook.get("bookings"))).containsExactly("10", "20", "0", "1");
            assertThat(texts(facebook.get("spend"))).containsExactly("100.00", "50.50", "null", "null");
            assertThat(texts(facebook.get("average7"))).containsExactly("10.0000", "15.0000", "10.0000", "7.7500");
            assertThat(texts(of.get("final"))).containsExactly("true", "false", "true", "false");
            // the older as-of date that came later never counted
            assertThat(of.get("restated")).singleElement().satisfies(r -> {
                assertThat(r.get("before").asText()).isEqualTo("90.00");
                assertThat(r.get("after").asText()).isEqualTo("100.00");
                assertThat(r.get("day").asText()).isEqualTo("2026-01-01");
            });

            lake.append("silver_fact_marketing", spend("2026-01-02", "facebook", "1.00", "2026-01-03", 1));
            lake.append("silver_fact_marketing", spend("2026-01-02", "facebook", "2.00", "2026-01-04", 2));
            await().untilAsserted(() ->
                    assertThat(page.json("/api/daily").get("restated")).hasSize(2));
        }
    }

    @Test
    void aChannelWithFewBookingsHasNoCostRank() throws Exception {
        try (Page page = Page.of(folder)) {
            JsonNode of = page.json("/api/leaderboard?from=2026-01-01&to=2026-01-04");

            assertThat(of.get("channels"))
                    .extracting(
                            c -> c.get("channel").asText(),
                            c -> c.get("volume_rank").asInt(),
                            c -> c.get("cost_rank").asText(),
                            c -> c.get("cost_rank_reason").asText())
                    .containsExactly(
                            tuple("facebook", 1, "1", "null"), tuple("youtube", 2, "null", "fewer than 10 bookings"));
            assertThat(of.get("minimum_bookings").asInt()).isEqualTo(10);
        }
    }

    @Test
    void answersAreTaggedByVersion() throws Exception {
        try (Page page = Page.of(folder)) {
            for (String path : List.of("/api/overview", "/api/daily?channel=facebook", "/api/tables/" + DAILY)) {
                HttpResponse<byte[]> first = page.get(path);
                String tag = first.headers().firstValue("ETag").orElseThrow();

                HttpResponse<byte[]> again = page.get(path, "If-None-Match", tag);
                assertThat(again.statusCode()).as(path).isEqualTo(304);
                assertThat(again.body()).isEmpty();
                assertThat(page.get(path + (path.contains("?") ? "&" : "?") + "to=2026-01-02", "If-None-Match", tag)
                                .statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
            String tag = page.get("/api/overview").headers().firstValue("ETag").orElseThrow();

            lake.upsert(DAILY, bookings("2026-01-04", "facebook", 3, 0, 0, 0, false));

            await().untilAsserted(() -> assertThat(
                            page.get("/api/overview", "If-None-Match", tag).statusCode())
                    .isEqualTo(200));
            assertThat(value(page.json("/api/overview"), "bookings").asText()).isEqualTo("38");
        }
    }

    @Test
    void rowsComeInPagesThatNeverOverlap() throws Exception {
        List<Consumer<RowBuilder>> rows = new ArrayList<>();
        IntStream.range(0, 95).forEach(i -> rows.add(bookings("2026-01-05", "channel" + i, i % 3, 0, 0, 0, false)));
        lake.upsert(DAILY, rows);
        try (Page page = Page.of(folder)) {
            List<String> seen = new ArrayList<>();
            String next = "0";
            while (!next.equals("null")) {
                JsonNode of = page.json("/api/tables/" + DAILY
                        + "?booking_date=2026-01-05&columns=channel,bookings_count&sort=-bookings_count&limit=10&offset="
                        + next);
                assertThat(texts(of.get("columns"))).containsExactly("channel", "bookings_count");
                assertThat(of.get("total").asInt()).isEqualTo(95);
                of.get("rows")
                        .forEach(
                                r -> seen.add(r.get(1).asText() + " " + r.get(0).asText()));
                next = of.get("next_offset").asText();
            }
            assertThat(seen).hasSize(95).doesNotHaveDuplicates();
            assertThat(seen.stream().map(s -> s.substring(0, 1)).toList())
                    .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        }
    }

    @Test
    void rowsAreFilteredByColumnsAndDays() throws Exception {
        lake.append("silver_fact_marketing", spend("2026-01-01", "facebook", "90.00", "2026-01-02", 1));
        lake.append("silver_fact_marketing", spend("2026-01-03", "youtube", "1.00", "2026-01-04", 1));
        try (Page page = Page.of(folder)) {
            String table = "/api/tables/" + DAILY;
            assertThat(total(page, table + "?from=2026-01-02&to=2026-01-03")).isEqualTo(2);
            assertThat(total(page, table + "?from=2026-01-02")).isEqualTo(3);
            assertThat(total(page, table + "?to=2026-01-01")).isEqualTo(1);
            assertThat(total(page, table + "?channel=facebook&channel=youtube")).isEqualTo(4);
            assertThat(total(page, table + "?channel=facebook&is_final=true")).isEqualTo(1);
            assertThat(total(page, table + "?channel=")).isZero();
            assertThat(total(page, "/api/tables/" + COST + "?spend_as_of=&total_spend=0.00"))
                    .isEqualTo(2);
            String silver = "/api/tables/silver_fact_marketing";
            assertThat(total(page, silver)).isEqualTo(2);
            assertThat(total(page, silver + "?from=2026-01-02")).isEqualTo(1);
            assertThat(total(page, silver + "?channel=facebook&channel=tiktok")).isEqualTo(1);
            assertThat(total(page, silver + "?to=2025-01-01")).isZero();
        }
    }

    @Test
    void whatIsAskedWronglyIsToldSo() throws Exception {
        try (Page page = Page.of(folder)) {
            assertThat(page.error(400, "/api/overview?form=2026-01-01"))
                    .contains("'form'")
                    .contains("from, to, channel");
            assertThat(page.error(400, "/api/overview?from=yesterday")).contains("a day such as 2026-01-31");
            assertThat(page.error(400, "/api/overview?from=2026-02-30")).contains("'2026-02-30'");
            assertThat(page.error(400, "/api/overview?from=2026-01-02&to=2026-01-01"))
                    .contains("exchange");
            assertThat(page.error(400, "/api/overview?from=2026-01-01&from=2026-01-02"))
                    .contains("2 times");
            assertThat(page.error(400, "/api/daily?channel=faceboook")).contains("facebook, youtube");
            assertThat(page.error(404, "/api/tables/gold")).contains("/api/tables lists");
            assertThat(page.error(403, "/api/tables/bronze_calendly_webhooks")).contains("./tidemark show");
            assertThat(page.error(403, "/api/tables/quarantine")).contains("clear");
            String table = "/api/tables/" + DAILY;
            assertThat(page.error(400, table + "?chanel=x")).contains("booking_date, channel");
            assertThat(page.error(400, table + "?bookings_count=many")).contains("bigint");
            assertThat(page.error(400, table + "?sort=bookings")).contains("bookings_count");
            assertThat(page.error(400, table + "?columns=channel,")).contains("names ''");
            assertThat(page.error(400, table + "?limit=0")).contains("from 1 to 50000");
            assertThat(page.error(400, table + "?limit=99999999999")).contains("from 1 to 50000");
            assertThat(page.error(400, table + "?offset=-1")).contains("offset");
            assertThat(page.error(400, table + "?format=xlsx")).contains("json, csv or parquet");
            assertThat(page.error(400, table + "?format=csv&limit=3")).contains("leave limit");
            assertThat(page.error(400, "/api/tables/gold_cpb_by_channel?from=2026-01-01"))
                    .contains("no day");
            assertThat(page.error(400, "/api/explain/" + DAILY + "?channel=x")).contains("booking_date, channel");
            assertThat(page.error(404, "/api/explain/silver_fact_events")).contains(DAILY);
            assertThat(page.error(404, "/api/nothing")).contains("/api/status");
            assertThat(page.error(404, "/nothing.html")).contains("the page is at /");
            assertThat(Page.error(405, page.post("/api/overview"))).contains("GET");
            assertThat(page.error(406, "/api/events")).contains("text/event-stream");
        }
    }

    /** A range of 8,000 years is as good as all days; one day more than can be is not. */
    @Test
    void hugeRangesAreHarmless() throws Exception {
        try (Page page = Page.of(folder)) {
            JsonNode of = page.json("/api/daily?from=0001-01-01&to=9999-12-31");
            assertThat(of.get("days")).hasSize(4);
            assertThat(value(page.json("/api/overview?from=0001-01-01&to=9999-12-31"), "bookings")
                            .asText())
                    .isEqualTo("36");
            assertThat(page.error(400, "/api/daily?from=2026-01-01&to=999999999-01-01"))
                    .contains("a day such as");

            // one wrong date in a spend file must not blow up every answer
            lake.upsert(COST, cost("9000-01-01", "facebook", 0, 0, "1.00"));
            await().untilAsserted(() -> assertThat(page.error(400, "/api/daily?from=2026-01-01&to=9999-12-31"))
                    .contains("at most 7320"));
            assertThat(page.json("/api/daily").get("days")).hasSize(4);
        }
    }

    @Test
    void textOfStrangersIsHarmless() throws Exception {
        String longName = "x".repeat(10_000);
        lake.upsert(
                "gold_campaign_attribution",
                campaign("facebook", HOSTILE),
                campaign("facebook", longName),
                campaign("youtube", "-1+2"));
        lake.upsert(DAILY, bookings("2026-01-04", HOSTILE, 1, 0, 0, 0, false));
        try (Page page = Page.of(folder)) {
            HttpResponse<byte[]> json = page.get("/api/leaderboard?from=2026-01-01&to=2026-01-04");
            assertThat(json.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json;");
            assertThat(json.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(Page.JSON.readTree(json.body()).findValuesAsText("campaign"))
                    .contains(HOSTILE, longName);

            String csv = Page.text(page.get("/api/tables/gold_campaign_attribution?format=csv"));
            assertThat(csv)
                    .contains("\"'=HYPERLINK(\"\"https://example.test\"\")<script>")
                    .contains("'-1+2");
            assertThat(page.json("/api/tables/gold_campaign_attribution?campaign=" + longName)
                            .get("total")
                            .asInt())
                    .isEqualTo(1);
            String encoded = java.net.URLEncoder.encode(HOSTILE, UTF_8);
            assertThat(page.json("/api/daily?channel=" + encoded).get("channels"))
                    .hasSize(1);
            assertThat(page.error(400, "/api/daily?channel=" + encoded + "2").length())
                    .isLessThan(1_000);
            assertThat(page.get("/api/overview?channel=" + "y".repeat(70_000)).statusCode())
                    .isEqualTo(414);
        }
    }

    @Test
    void onlyFilesOfThePageAreServed() throws Exception {
        try (Page page = Page.of(folder)) {
            for (String path : List.of(
                    "/../log4j2-test.properties",
                    "/..%2flog4j2-test.properties",
                    "/%2e%2e/log4j2-test.properties",
                    "/app/..%5c..%5clog4j2-test.properties",
                    "/app/",
                    "/app",
                    "//etc/passwd",
                    "/dev/tidemark/cli/Main.class",
                    "/.hidden.js",
                    "/index.html%00.js",
                    "/app;/main.js")) {
                String answer = page.raw(path, "127.0.0.1");
                assertThat(answer).as(path).startsWith("HTTP/1.1 4").contains("\"error\"");
            }
            HttpResponse<byte[]> file = page.get("/test-page.js");
            assertThat(Page.text(file)).contains("a file of the page");
            assertThat(file.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/javascript;");
            assertThat(file.headers().firstValue("Cache-Control")).hasValue("no-cache");
            assertThat(file.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'")
                    .contains("script-src 'self';")
                    .contains("frame-ancestors 'none'");
            assertThat(file.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            String tag = file.headers().firstValue("ETag").orElseThrow();
            assertThat(page.get("/test-page.js", "If-None-Match", tag).statusCode())
                    .isEqualTo(304);
        }
    }

    @Test
    void answersAreCompressedForWhoAsks() throws Exception {
        try (Page page = Page.of(folder)) {
            HttpResponse<byte[]> plain = page.get("/api/tables");
            HttpResponse<byte[]> gzip = page.get("/api/tables", "Accept-Encoding", "gzip");
            assertThat(gzip.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(gzip.body().length).isLessThan(plain.body().length / 2);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
                    .isEqualTo(plain.body());
        }
    }

    @Test
    void onlyOurNamesAreAnsweredFor() throws Exception {
        try (Page page = Page.of(folder)) {
            for (String host : List.of("evil.example.test", "127.0.0.1.example.test", "10.0.0.1", "", "a:b:c")) {
                assertThat(page.raw("/api/status", host)).as(host).doesNotContain("\"zone\"");
            }
            assertThat(page.raw("/", "evil.example.test")).startsWith("HTTP/1.1 421");
            for (String host :
                    List.of("localhost", "127.0.0.1:" + page.uri("/").getPort(), "NUMBERS.example.test:80")) {
                assertThat(page.raw("/api/status", host)).as(host).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void othersNeedTheToken() throws Exception {
        assertThatThrownBy(() -> Page.of(folder, "0.0.0.0", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TIDEMARK_DASHBOARD_TOKEN");
        assertThatThrownBy(() -> Page.of(folder, "0.0.0.0", "short")).hasMessageContaining("too short");
        try (Page page = Page.of(folder, "0.0.0.0", TOKEN)) {
            for (String path :
                    List.of("/api/status", "/api/overview", "/api/tables/" + DAILY, "/api/events", "/api/x")) {
                assertThat(page.error(401, path)).contains("#token=");
                assertThat(Page.error(401, page.get(path, "Authorization", "Bearer " + TOKEN + "x")))
                        .contains("Bearer");
            }
            assertThat(Page.error(401, page.post("/api/fetch/spend", "X-Tidemark-Action", "fetch")))
                    .contains("token");
            assertThat(page.get("/api/overview", "Authorization", "Bearer " + TOKEN)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(page.get("/test-page.js").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aFetchIsAskedForByOurPageAlone() throws Exception {
        try (Page page = Page.of(folder);
                ControlFolder control = new ControlFolder(folder.toString())) {
            String own = "http://127.0.0.1:" + page.uri("/").getPort();
            assertThat(Page.error(403, page.post("/api/fetch/spend"))).contains("X-Tidemark-Action");
            assertThat(Page.error(
                            403,
                            page.post(
                                    "/api/fetch/spend",
                                    "X-Tidemark-Action",
                                    "fetch",
                                    "Origin",
                                    "https://example.test")))
                    .contains("another site");
            assertThat(Page.error(409, page.post("/api/fetch/history", "X-Tidemark-Action", "fetch")))
                    .contains("TIDEMARK_CALENDLY_TOKEN");
            assertThat(Page.error(404, page.post("/api/fetch/everything", "X-Tidemark-Action", "fetch")))
                    .contains("spend or history");
            assertThat(control.requested("ad-spend")).isNull();
            assertThat(page.json("/api/status")
                            .get("actions")
                            .get("spend")
                            .get("available")
                            .asBoolean())
                    .isFalse();

            control.report(new FetchStatus(
                    "ad-spend", FetchStatus.DONE, "2026-01-01T00:00:00Z", null, 3, 3L, null, null, null));
            HttpResponse<byte[]> asked = page.post("/api/fetch/spend", "X-Tidemark-Action", "fetch", "Origin", own);

            assertThat(asked.statusCode()).isEqualTo(202);
            String at = Page.JSON.readTree(asked.body()).get("requested_at").asText();
            assertThat(control.requested("ad-spend")).startsWith(at);
            JsonNode state = page.json("/api/fetch").get("spend");
            assertThat(state.get("requested_at").asText()).isEqualTo(at);
            assertThat(state.get("answered").asBoolean()).isFalse();
            control.answer("ad-spend", new ControlFolder.Answer(control.requested("ad-spend"), "it broke"));
            state = page.json("/api/fetch").get("spend");
            assertThat(state.get("answered").asBoolean()).isTrue();
            assertThat(state.get("failure").asText()).isEqualTo("it broke");
            assertThat(state.get("status").get("done").asInt()).isEqualTo(3);
        }
    }

    @Test
    void aCommitIsToldWithinASecond() throws Exception {
        lake.upsert("gold_data_quality", received("2026-01-04T10:00:00Z", 5));
        try (Page page = Page.of(folder);
                Listening events = Listening.to(page)) {
            await().until(() -> events.has("version", DAILY));
            long before = page.json("/api/tables/" + DAILY).get("version").asLong();

            // the fastest of some: a busy machine may hold up one of them
            Duration fastest = Duration.ofDays(1);
            for (long version = before + 1; version <= before + 5; version++) {
                lake.upsert(DAILY, bookings("2026-01-04", "facebook", version, 0, 0, 0, false));
                Duration told = events.within(Duration.ofSeconds(30), "\"" + DAILY + "\",\"version\":" + version + ",");
                fastest = told.compareTo(fastest) < 0 ? told : fastest;
            }
            assertThat(fastest).isLessThan(Duration.ofSeconds(1));

            lake.upsert("gold_data_quality", received("2026-01-04T10:00:00Z", 12));
            await().until(() -> events.has("pulse", "\"deliveries\":7"));
            assertThat(events.text()).startsWith("retry: 2000\n\n");
        }
    }

    @Test
    void aTableThatComesLaterIsSeenAndOneMadeAnewToo() throws Exception {
        try (Page page = Page.of(folder)) {
            assertThat(page.json("/api/heat").get("cells")).isEmpty();
            lake.upsert("gold_booking_time_analysis", meetings("facebook", 1, 9, 4), meetings("facebook", 2, 10, 5));
            await().untilAsserted(() -> assertThat(page.json("/api/heat").get("cells"))
                    .extracting(
                            c -> c.get("weekday").asInt(), c -> c.get("hour").asInt())
                    // the table counts from Sunday, the answer from Monday
                    .containsExactly(tuple(1, 10), tuple(7, 9)));

            try (var files = Files.walk(folder.resolve(DAILY))) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(f -> assertThat(f.toFile().delete()).isTrue());
            }
            new SmallLake(folder).upsert(DAILY, bookings("2026-03-01", "tiktok", 1, 0, 0, 0, false));
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                            page.json("/api/status").get("last_day").asText())
                    .isEqualTo("2026-03-01"));
        }
    }

    @Test
    void aLakeThatVanishesIsToldAndComesBack() throws Exception {
        Path data = folder.resolve("lake");
        new SmallLake(data).upsert(DAILY, bookings("2026-03-01", "tiktok", 3, 0, 0, 0, false));
        Path away = folder.resolve("away");
        try (Page page = Page.of(data);
                Listening events = Listening.to(page)) {
            assertThat(value(page.json("/api/overview"), "bookings").asText()).isEqualTo("3");
            assertThat(page.json("/api/status").get("problem").isNull()).isTrue();

            Files.move(data, away);
            await().atMost(Duration.ofMinutes(1)).until(() -> events.has("lake", "is gone"));
            assertThat(page.json("/api/status").get("problem").asText())
                    .contains(data.toString())
                    .contains("Bring it back");
            // what was shown stays, and is said to be from before
            assertThat(value(page.json("/api/overview"), "bookings").asText()).isEqualTo("3");

            Files.writeString(data, "no folder");
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            page.json("/api/status").get("problem").asText().contains("can't be read"));

            Files.delete(data);
            Files.move(away, data);
            await().atMost(Duration.ofMinutes(1)).until(() -> events.has("lake", "\"problem\":null"));
            assertThat(page.json("/api/status").get("problem").isNull()).isTrue();
            new SmallLake(data).upsert(COST, cost("2026-03-01", "tiktok", 3, 3, "30.00"));
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            value(page.json("/api/overview"), "spend").asText().equals("30.00"));
        }
    }

    @Test
    void anEmptyLakeHasAnAnswerForEverything() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        try (Page page = Page.of(empty)) {
            assertThat(page.json("/api/status").get("first_day").isNull()).isTrue();
            assertThat(value(page.json("/api/overview"), "bookings").asText()).isEqualTo("0");
            assertThat(value(page.json("/api/overview"), "spend").isNull()).isTrue();
            assertThat(page.json("/api/daily").get("days")).isEmpty();
            assertThat(page.json("/api/leaderboard").get("channels")).isEmpty();
            assertThat(page.json("/api/heat").get("cells")).isEmpty();
            assertThat(page.json("/api/team").get("weeks")).isEmpty();
            assertThat(page.json("/api/quality").get("totals").get("deliveries").asInt())
                    .isZero();
            assertThat(page.json("/api/tables/" + DAILY).get("version").isNull())
                    .isTrue();
            assertThat(page.json("/api/tables/silver_booking_ledger")
                            .get("total")
                            .asInt())
                    .isZero();
            assertThat(page.get("/api/tables/" + DAILY + "?format=parquet").statusCode())
                    .isEqualTo(200);
            assertThat(page.error(404, "/api/explain/gold_cpb_by_channel?channel=x"))
                    .contains("no table");
            assertThat(page.json("/api/fetch").get("history").get("available").asBoolean())
                    .isFalse();
        }
    }

    private static Consumer<RowBuilder> spend(String day, String channel, String amount, String asOf, int revision) {
        return row -> row.set("spend_date", day(day))
                .set("channel", channel)
                .set("spend", new BigDecimal(amount))
                .set("as_of_date", day(asOf))
                .set("source_file", "spend.json")
                .set("ingestion_time", micros(asOf + "T06:15:00Z"))
                .set("revision", revision);
    }

    private static Consumer<RowBuilder> campaign(String channel, String name) {
        return row -> row.set("channel", channel)
                .set("campaign", name)
                .set("total_bookings_count", 1L)
                .set("net_bookings_count", 1L);
    }

    private static Consumer<RowBuilder> received(String hour, long n) {
        return row -> row.set("hour", micros(hour))
                .set("feed", "calendly-webhooks")
                .set("received", n)
                .set("accepted", n)
                .set("duplicates", 0L)
                .set("superseded", 0L)
                .set("quarantined", 0L)
                .set("late", 0L)
                .set("unsupported", 0L)
                .set("quarantined_by_reason", new Object[0])
                .set("received_date", day(hour.substring(0, 10)))
                .set("is_final", false);
    }

    private static Consumer<RowBuilder> meetings(String channel, int weekday, int hour, long n) {
        return row -> row.set("channel", channel)
                .set("booking_day_of_week", weekday)
                .set("booking_hour", hour)
                .set("bookings_count", n);
    }

    private static int total(Page page, String path) throws IOException, InterruptedException {
        return page.json(path).get("total").asInt();
    }

    private static JsonNode value(JsonNode overview, String id) {
        return card(overview, id).get("value");
    }

    private static JsonNode card(JsonNode overview, String id) {
        for (JsonNode card : overview.get("cards")) {
            if (card.get("id").asText().equals(id)) {
                return card;
            }
        }
        throw new AssertionError("no card " + id + " in " + overview);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(v -> texts.add(v.asText()));
        return texts;
    }
}
