package dev.tidemark.generate;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.generate.PublishedWebhook.Shape;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A replay folder of the size and kind that the reference pipeline's published result was computed from: 1,541 webhook
 * files of the week 2026-01-14 to 2026-01-20 and 35 days of spend. The bodies are made up; their arrays are as long as it
 * takes to come to the published numbers: 9,330 rows of others, 283 of facebook, 8 of youtube, none of tiktok, of these
 * 1,780 (18.5 %) new halves of reschedules, and the published spend to the cent.
 */
public final class PublishedWeek {
    private static final String EVENT_TYPES = "https://api.calendly.com/event_types/";
    private static final String FACEBOOK = EVENT_TYPES + "d639ecd3-8718-4068-955a-436b10d72c78";
    private static final String YOUTUBE = EVENT_TYPES + "dbb4ec50-38cd-4bcd-bbff-efb7b5a6f098";
    private static final int OTHER_TYPES = 6;

    private static final long START = IsoTime.micros(Instant.parse("2026-01-14T00:00:00Z"));
    private static final long WEEK = 7 * IsoTime.DAY;
    /** Meetings lie up to so many days ahead. */
    private static final int DAYS_AHEAD = 24;

    private static final LocalDate FIRST_SPEND = LocalDate.parse("2025-12-16");
    private static final int SPEND_DAYS = 35;
    private static final Map<String, Long> SPEND_CENTS =
            new TreeMap<>(Map.of("facebook", 20_260_42L, "youtube", 20_207_43L, "tiktok", 13_593_57L));

    private static final Shape ONE_ROW = Shape.answers(1);
    private static final Shape ROWS_34 = new Shape(2, 0, 1, 17);
    private static final Shape ROWS_51 = new Shape(3, 0, 1, 17);
    private static final Shape ROWS_200_BY_GUESTS = new Shape(5, 2, 1, 20);
    private static final Shape ROWS_200_BY_HOSTS = new Shape(5, 0, 2, 20);

    private final List<PublishedWebhook> webhooks = new ArrayList<>();
    private int nextNumber = 1;

    private PublishedWeek() {
        List<Shape> ofOthers = new ArrayList<>();
        add(ofOthers, 371, Shape.answers(2));
        add(ofOthers, 200, Shape.answers(1));
        add(ofOthers, 200, Shape.answers(3));
        add(ofOthers, 109, Shape.answers(4));
        add(ofOthers, 80, ROWS_34);
        add(ofOthers, 40, ROWS_51);
        add(ofOthers, 2, ROWS_200_BY_GUESTS);
        add(ofOthers, 2, ROWS_200_BY_HOSTS);
        List<Shape> ofMoves = new ArrayList<>();
        add(ofMoves, 90, Shape.answers(3));
        add(ofMoves, 40, Shape.answers(4));
        add(ofMoves, 70, Shape.answers(2));
        add(ofMoves, 20, ROWS_34);
        add(ofMoves, 10, ROWS_51);

        List<PublishedWebhook> others = made(null, ofOthers);
        List<PublishedWebhook> facebook = made(FACEBOOK, repeated(260, ONE_ROW));
        made(YOUTUBE, repeated(8, ONE_ROW));
        retry(others.subList(0, 16));
        retry(facebook.subList(0, 3));
        List<PublishedWebhook> moved = move(spread(others, 100), ofMoves.subList(0, 100));
        move(moved.subList(0, 20), ofMoves.subList(100, 120));
        moveFromBefore(null, ofMoves.subList(120, 230));
        move(spread(facebook, 12), repeated(12, ONE_ROW));
        moveFromBefore(FACEBOOK, repeated(8, ONE_ROW));
        webhooks.sort(
                Comparator.comparingLong(PublishedWebhook::receivedMicros).thenComparingLong(PublishedWebhook::id));
    }

    /**
     * Writes {@code calendly-webhooks/DATE.jsonl} and {@code ad-spend/} into a folder; the event types are mapped as
     * shipped.
     */
    public static void write(Path folder) throws IOException {
        new PublishedWeek().writeWebhooks(Files.createDirectories(folder.resolve("calendly-webhooks")));
        writeSpend(Files.createDirectories(folder.resolve("ad-spend")));
    }

    private void writeWebhooks(Path folder) throws IOException {
        SortedMap<LocalDate, List<PublishedWebhook>> days = new TreeMap<>();
        for (PublishedWebhook w : webhooks) {
            LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(w.receivedMicros(), IsoTime.DAY));
            days.computeIfAbsent(day, d -> new ArrayList<>()).add(w);
        }
        for (Map.Entry<LocalDate, List<PublishedWebhook>> day : days.entrySet()) {
            try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(day.getKey() + ".jsonl"))) {
                for (PublishedWebhook w : day.getValue()) {
                    out.write(w.line());
                    out.write('\n');
                }
            }
        }
    }

    /** Bookings made all over the week; of event types that are in no mapping if none is given. */
    private List<PublishedWebhook> made(String eventType, List<Shape> shapes) {
        List<PublishedWebhook> made = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            // the long bodies come last in the list, but not last in the week
            long part = (i * 617L + webhooks.size()) % shapes.size();
            long created = START + IsoTime.HOUR + part * (WEEK - 2 * IsoTime.HOUR) / shapes.size();
            made.add(webhook(eventType, shapes.get(i), null, null, created));
        }
        webhooks.addAll(made);
        return made;
    }

    /** The same bodies, minutes later. */
    private void retry(List<PublishedWebhook> again) {
        for (PublishedWebhook w : List.copyOf(again)) {
            webhooks.add(new PublishedWebhook(
                    w.id(),
                    w.person(),
                    w.eventType(),
                    w.shape(),
                    w.movedFrom(),
                    w.createdMicros(),
                    w.startMicros(),
                    w.receivedMicros() + 3 * IsoTime.MINUTE));
        }
    }

    /** Each of them is moved to another time, some hours later. */
    private List<PublishedWebhook> move(List<PublishedWebhook> from, List<Shape> shapes) {
        List<PublishedWebhook> moved = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            PublishedWebhook w = from.get(i);
            long created = w.createdMicros() + 2 * IsoTime.HOUR + i * IsoTime.MINUTE;
            moved.add(webhook(w.eventType(), shapes.get(i), w, w.uri(), created));
        }
        webhooks.addAll(moved);
        return moved;
    }

    /** Moves of bookings that were made before the week. */
    private void moveFromBefore(String eventType, List<Shape> shapes) {
        for (int i = 0; i < shapes.size(); i++) {
            long created = START + 2 * IsoTime.HOUR + i * (WEEK - 4 * IsoTime.HOUR) / shapes.size();
            String before = "https://api.calendly.com/scheduled_events/" + PublishedWebhook.uuid(3, webhooks.size())
                    + "/invitees/" + PublishedWebhook.uuid(4, webhooks.size());
            webhooks.add(webhook(eventType, shapes.get(i), null, before, created));
        }
    }

    private PublishedWebhook webhook(
            String eventType, Shape shape, PublishedWebhook samePerson, String movedFrom, long created) {
        int number = nextNumber++;
        Draw draw = new Draw(1, Draw.Purpose.LOOK, number);
        long day = Math.floorDiv(created, IsoTime.DAY) + 1 + draw.below(DAYS_AHEAD);
        long start = day * IsoTime.DAY + (13 + draw.below(9)) * IsoTime.HOUR + draw.below(2) * 30 * IsoTime.MINUTE;
        String type = eventType == null ? EVENT_TYPES + PublishedWebhook.uuid(5, number % OTHER_TYPES) : eventType;
        return new PublishedWebhook(
                number,
                samePerson == null ? number : samePerson.person(),
                samePerson == null ? type : samePerson.eventType(),
                shape,
                movedFrom,
                created + draw.below(1_000_000),
                start,
                created + 3 * IsoTime.SECOND);
    }

    /** Some of the first five days, evenly. */
    private static List<PublishedWebhook> spread(List<PublishedWebhook> made, int count) {
        List<PublishedWebhook> early = made.stream()
                .filter(w -> w.createdMicros() < START + 5 * IsoTime.DAY)
                .toList();
        List<PublishedWebhook> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(early.get(i * early.size() / count));
        }
        return some;
    }

    private static void add(List<Shape> shapes, int count, Shape shape) {
        shapes.addAll(repeated(count, shape));
    }

    private static List<Shape> repeated(int count, Shape shape) {
        return Collections.nCopies(count, shape);
    }

    private static void writeSpend(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        for (int day = 0; day < SPEND_DAYS; day++) {
            LocalDate date = FIRST_SPEND.plusDays(day);
            List<String> rows = new ArrayList<>();
            for (Map.Entry<String, Long> channel : SPEND_CENTS.entrySet()) {
                BigDecimal dollars = BigDecimal.valueOf(cents(channel.getValue(), day), 2);
                rows.add("{\"date\":\"" + date + "\",\"channel\":\"" + channel.getKey() + "_paid_ads\",\"spend\":"
                        + dollars + "}");
            }
            String name = "spend_data_" + date + ".json";
            names.add(name);
            Files.writeString(folder.resolve(name), "[\n  " + String.join(",\n  ", rows) + "\n]\n");
        }
        Files.write(folder.resolve("file_index.json"), new ObjectMapper().writeValueAsBytes(Map.of("files", names)));
    }

    /** A day's part of the total: two neighbours differ, together they are twice the mean; the last day has the rest. */
    private static long cents(long total, int day) {
        long mean = total / SPEND_DAYS;
        if (day == SPEND_DAYS - 1) {
            return total - mean * (SPEND_DAYS - 1);
        }
        long off = mean * new Draw(total, Draw.Purpose.SPEND, day / 2).between(5, 35) / 100;
        return day % 2 == 0 ? mean + off : mean - off;
    }
}
