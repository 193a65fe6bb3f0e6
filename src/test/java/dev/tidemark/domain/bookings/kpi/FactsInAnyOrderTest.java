package dev.tidemark.domain.bookings.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookedDay;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.MeetingOutcome;
import dev.tidemark.domain.bookings.MeetingView;
import dev.tidemark.domain.bookings.PersonDay;
import dev.tidemark.domain.bookings.SpendDay;
import dev.tidemark.gold.GoldLake;
import dev.tidemark.gold.GoldSheet;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Facts that come and go in any order, with rows rendered at any moment between, give the rows of those that stay. */
class FactsInAnyOrderTest {
    private static final long HOUR = 3_600_000_000L;
    private static final int FIRST_DAY = Fact.day("2026-03-01");
    private static final String[] CHANNELS = {"facebook", "youtube", "blog"};
    private static final String[] CAMPAIGNS = {null, "spring", "winter"};

    private static List<GoldTable> tables() {
        return BookingGold.tables(new WindowRule(new ReportingTime(ZoneId.of("America/New_York")), Duration.ofDays(9)));
    }

    @Property(tries = 150)
    void gives_the_rows_of_the_facts_that_stay(@ForAll Random random) {
        List<GoldFact> staying = new ArrayList<>();
        List<GoldFact> passing = new ArrayList<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            staying.add(fact(random));
        }
        for (int i = random.nextInt(30); i > 0; i--) {
            passing.add(fact(random));
        }
        for (GoldTable table : tables()) {
            GoldLake scratch = new GoldLake(table);
            staying.forEach(scratch::add);
            scratch.checkpoint(0);

            GoldLake lake = new GoldLake(table);
            comeAndGo(lake, staying, passing, random);
            lake.checkpoint(0);

            assertThat(lake.rows()).as(table.spec().name()).isEqualTo(scratch.rows());
        }
    }

    @Property(tries = 150)
    void a_sheet_of_all_facts_has_the_rows_that_the_stage_makes_change_by_change(@ForAll Random random) {
        List<GoldFact> facts = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            facts.add(fact(random));
        }
        // before, within and after the time in which the days of the facts close
        long watermark = (FIRST_DAY + random.nextInt(60) - 20) * 24 * HOUR;
        for (GoldTable table : tables()) {
            GoldLake lake = new GoldLake(table);
            GoldSheet sheet = new GoldSheet(table);
            for (GoldFact fact : facts) {
                lake.add(fact).checkpoint(0);
                sheet.add(fact);
            }
            lake.checkpoint(watermark);

            assertThat(GoldLake.rows(table, sheet.rows(watermark)))
                    .as(table.spec().name())
                    .isEqualTo(lake.rows());
            assertThat(GoldLake.rows(table, sheet.rows(watermark)))
                    .as("once more")
                    .isEqualTo(lake.rows());
        }
    }

    private static void comeAndGo(GoldLake lake, List<GoldFact> staying, List<GoldFact> passing, Random random) {
        List<GoldFact> coming = new ArrayList<>(staying);
        List<GoldFact> going = new ArrayList<>(passing);
        List<GoldFact> there = new ArrayList<>();
        while (!coming.isEmpty() || !going.isEmpty() || !there.isEmpty()) {
            switch (random.nextInt(5)) {
                case 0 -> {
                    if (!coming.isEmpty()) {
                        lake.add(coming.remove(random.nextInt(coming.size())));
                    }
                }
                case 1 -> {
                    if (!going.isEmpty()) {
                        GoldFact fact = going.remove(random.nextInt(going.size()));
                        lake.add(fact);
                        there.add(fact);
                    }
                }
                case 2 -> {
                    if (!there.isEmpty()) {
                        lake.takeBack(there.remove(random.nextInt(there.size())));
                    }
                }
                case 3 -> {
                    if (!there.isEmpty() && !going.isEmpty()) {
                        GoldFact fact = going.remove(random.nextInt(going.size()));
                        lake.replace(there.remove(random.nextInt(there.size())), fact);
                        there.add(fact);
                    }
                }
                default -> lake.checkpoint(0);
            }
        }
    }

    private static GoldFact fact(Random random) {
        int day = FIRST_DAY + random.nextInt(20);
        String channel = CHANNELS[random.nextInt(CHANNELS.length)];
        long at = (day * 24L + random.nextInt(24)) * HOUR;
        return switch (random.nextInt(5)) {
            case 0 -> new BookedDay(day, List.of("facebook", "youtube"));
            case 1 -> new PersonDay(day, channel);
            // of one as-of day: of several, only the newest is ever added last
            case 2 -> new SpendDay(day, channel, random.nextInt(1_000), FIRST_DAY + 30);
            case 3 ->
                new MeetingView(
                        "m",
                        at,
                        at + random.nextInt(1, 24) * HOUR,
                        hosts(random),
                        MeetingOutcome.values()[random.nextInt(3)]);
            default ->
                new BookingView(
                        "b",
                        "p",
                        at,
                        day,
                        channel,
                        CAMPAIGNS[random.nextInt(CAMPAIGNS.length)],
                        "type",
                        null,
                        true,
                        random.nextInt(3),
                        BookingStatus.values()[random.nextInt(4)],
                        "m",
                        at,
                        at + HOUR,
                        List.of());
        };
    }

    private static List<Host> hosts(Random random) {
        List<Host> hosts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String user = "user-" + random.nextInt(3);
            String name = random.nextBoolean() ? null : "Name " + random.nextInt(3);
            hosts.add(new Host(user, random.nextBoolean() ? null : name + "@example.test", name));
        }
        return hosts;
    }
}
