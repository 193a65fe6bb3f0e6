package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.DeliveryOutcome;
import dev.tidemark.domain.bookings.DeliveryOutcome.Outcome;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.domain.bookings.reference.EventTypeMappingSerializer;
import dev.tidemark.gold.Contribution;
import dev.tidemark.table.TableRow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Follows each person's bookings in keyed state: takes each webhook once, finds what changed, and tells Silver (side
 * output: rows of the events and the ledger), Gold (main output: what the changed facts contribute) and {@link
 * FollowMeetings} (side output: the bookings' parts in meetings).
 *
 * <p>A meeting is held when event time passes its end: a timer looks again then. As long as event time has not begun, as in
 * a replay until all is read, there are no timers: {@link FollowBookingsOperator} goes over all persons once it does. A new
 * mapping re-attributes the bookings whose day is still open.
 */
public final class FollowBookings
        extends KeyedBroadcastProcessFunction<String, WebhookEvent, EventTypeMapping, Contribution>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    public static final MapStateDescriptor<String, EventTypeMapping> MAPPING =
            new MapStateDescriptor<>("event-type-mapping", Types.STRING, EventTypeMappingSerializer.TYPE);
    /** Where the parts go that bookings have in meetings. */
    public static final OutputTag<MeetingPart> MEETINGS = new OutputTag<>("meetings", MeetingPartSerializer.TYPE);

    private static final String CURRENT = "current";
    /** Bounds the memory of a metric. */
    private static final int MOST_COUNTED = 1_000;

    private static final int CHANNEL = BookingTables.SILVER_EVENTS.ordinal("channel");
    private static final int CAMPAIGN = BookingTables.SILVER_EVENTS.ordinal("campaign");
    private static final int BOOKING_DATE = BookingTables.SILVER_EVENTS.ordinal("booking_date");

    /** Takes what goes to side outputs. */
    @FunctionalInterface
    interface SideOutputs {
        <T> void output(OutputTag<T> to, T value);
    }

    private final OutputTag<TableRow> rows;
    private final List<GoldTable> goldTables;
    private final EventTypeMapping initialMapping;
    private final ReportingTime time;
    private final long latenessMicros;
    private final ValueStateDescriptor<Person> personState;

    private transient ValueState<Person> persons;
    private transient RecentPersons recent;
    private transient BookingChains chains;
    private transient LedgerRows ledgerRows;
    private transient EventTypeMapping mapping;
    private transient EventTypeMapping.Index index;
    private transient ListState<Long> storedEventTime;
    private transient long passed;
    private transient boolean begun;
    private transient Set<String> unmapped;
    private transient Counter accepted;
    private transient Counter duplicates;
    private transient Counter superseded;

    /**
     * @param rows where Silver rows go
     * @param goldTables the tables that facts contribute to
     * @param initialMapping the mapping until one is broadcast
     * @param time the reporting zone
     * @param lateness how long a day stays open for a new mapping after its end: the allowed lateness and the
     *     out-of-orderness
     * @param ttl how long a person's state is kept after the last change
     */
    public FollowBookings(
            OutputTag<TableRow> rows,
            List<GoldTable> goldTables,
            EventTypeMapping initialMapping,
            ReportingTime time,
            Duration lateness,
            Duration ttl) {
        this.rows = rows;
        this.goldTables = List.copyOf(goldTables);
        this.initialMapping = initialMapping;
        this.time = time;
        this.latenessMicros = lateness.toMillis() * 1_000;
        this.personState = new ValueStateDescriptor<>("person", PersonSerializer.TYPE);
        this.personState.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
    }

    @Override
    public void open(OpenContext context) {
        persons = getRuntimeContext().getState(personState);
        recent = new RecentPersons();
        chains = new BookingChains(time);
        ledgerRows = new LedgerRows(time);
        unmapped = new HashSet<>();
        getRuntimeContext().getMetricGroup().gauge("unmappedEventTypes", () -> unmapped.size());
        accepted = getRuntimeContext().getMetricGroup().counter("accepted");
        duplicates = getRuntimeContext().getMetricGroup().counter("duplicates");
        superseded = getRuntimeContext().getMetricGroup().counter("superseded");
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        storedEventTime =
                context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("event-time", Types.LONG));
        passed = Long.MIN_VALUE;
        int stored = 0;
        int begunOnes = 0;
        for (long t : storedEventTime.get()) {
            passed = Math.max(passed, t);
            stored++;
            begunOnes += t == Long.MIN_VALUE ? 0 : 1;
        }
        // where one subtask had not begun, there are persons without timers; to look at the others again does no harm
        begun = stored > 0 && begunOnes == stored;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        storedEventTime.update(List.of(begun ? passed : Long.MIN_VALUE));
        recent.checkpoint();
    }

    @Override
    public void processElement(WebhookEvent e, ReadOnlyContext ctx, Collector<Contribution> out) throws Exception {
        useMapping(ctx.getBroadcastState(MAPPING));
        Person person = person(ctx.getCurrentKey());
        if (person == null) {
            person = new Person();
        }
        List<Booking> before = person.invitees.isEmpty() ? List.of() : chains.of(ctx.getCurrentKey(), person);
        long endBefore = meetingEnd(person.find(e.inviteeId()));
        TakeEvent.Outcome outcome = TakeEvent.into(person, e);
        count(e, outcome, out);
        if (outcome == TakeEvent.Outcome.DUPLICATE) {
            return;
        }
        Invitee invitee = person.find(e.inviteeId());
        long eventTime = eventTime(ctx.currentWatermark());
        if (invitee.channel == null || isOpen(invitee, mapping)) {
            attribute(invitee, index);
        }
        decideHeld(person, eventTime);
        if (eventTime != Long.MIN_VALUE && invitee.meetingEnd != endBefore && endMillis(invitee) > eventTime) {
            ctx.timerService().registerEventTimeTimer(endMillis(invitee));
        }
        if (outcome != TakeEvent.Outcome.DESCRIBED) {
            ctx.output(rows, silverRow(e)); // once for each delivery key
        }
        long now = eventTime == Long.MIN_VALUE ? e.receivedAtMicros() : eventTime * 1_000;
        List<Booking> after = chains.of(ctx.getCurrentKey(), person);
        for (Change c : Changes.between(before, after)) {
            ctx.output(rows, ledgerRows.row(c, ++person.changeNumber, e, now));
        }
        contribute(before, index.channels(), after, index.channels(), out);
        tellMeetings(before, after, ctx::output);
        keep(ctx.getCurrentKey(), person);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<Contribution> out) throws Exception {
        Person person = person(ctx.getCurrentKey());
        if (person == null) {
            return; // its time to live is over
        }
        useMapping(ctx.getBroadcastState(MAPPING));
        eventTime(timestamp);
        eventTime(ctx.currentWatermark());
        if (hold(ctx.getCurrentKey(), person, ctx::output, out)) {
            keep(ctx.getCurrentKey(), person);
        }
    }

    /** Takes a watermark, milliseconds; says whether event time begins with it. Then each person is to be looked at once. */
    boolean begins(long watermarkMillis) {
        eventTime(watermarkMillis);
        boolean first = !begun && watermarkMillis != Long.MIN_VALUE;
        begun |= first;
        return first;
    }

    /** Where persons are kept, one value a key. */
    ValueStateDescriptor<Person> personState() {
        return personState;
    }

    /** To be called before persons are looked at by {@link #begin}. */
    void beforeBeginning(ReadOnlyBroadcastState<String, EventTypeMapping> state) throws Exception {
        useMapping(state);
        recent.forget();
    }

    /**
     * Decides what meetings of a person are over now that event time has begun, and asks for timers for those to come.
     *
     * @param state the person's
     * @param timers take the times at which to look again, milliseconds
     */
    void begin(String key, ValueState<Person> state, LongConsumer timers, SideOutputs side, Collector<Contribution> out)
            throws IOException {
        Person person = state.value();
        if (person == null) {
            return; // its time to live is over
        }
        if (hold(key, person, side, out)) {
            state.update(person);
        }
        for (Invitee i : person.invitees) {
            if (i.meetingVersion != Invitee.NEVER && endMillis(i) > passed) {
                timers.accept(endMillis(i));
            }
        }
    }

    /** Tells of the meetings that event time has passed, if there are any; says whether there were. */
    private boolean hold(String key, Person person, SideOutputs side, Collector<Contribution> out) {
        long firstEnd = firstEndPassed(person);
        if (firstEnd == Long.MAX_VALUE) {
            return false;
        }
        List<Booking> before = chains.of(key, person);
        decideHeld(person, passed);
        List<Booking> after = chains.of(key, person);
        for (Change c : Changes.between(before, after)) {
            side.output(rows, ledgerRows.row(c, ++person.changeNumber, null, firstEnd * 1_000));
        }
        contribute(before, index.channels(), after, index.channels(), out);
        tellMeetings(before, after, side);
        return true;
    }

    /** The first end of a meeting, milliseconds, that event time has passed without its being told of. */
    private long firstEndPassed(Person person) {
        long first = Long.MAX_VALUE;
        for (Invitee i : person.invitees) {
            if (isOver(i, passed)) {
                first = Math.min(first, endMillis(i));
            }
        }
        return first;
    }

    @Override
    public void processBroadcastElement(EventTypeMapping next, Context ctx, Collector<Contribution> out)
            throws Exception {
        useMapping(ctx.getBroadcastState(MAPPING));
        boolean same = next.entries().equals(mapping.entries());
        if (same && ctx.getBroadcastState(MAPPING).contains(CURRENT)) {
            return;
        }
        ctx.getBroadcastState(MAPPING).put(CURRENT, next);
        if (same) {
            return;
        }
        EventTypeMapping.Index old = index;
        unmapped.clear();
        mapping = next;
        index = next.index();
        long now = ReportingTime.micros(Instant.now());
        recent.forget();
        ctx.applyToKeyedState(personState, (key, state) -> {
            Person person = state.value();
            if (person == null) {
                return;
            }
            List<Booking> before = chains.of(key, person);
            for (Invitee i : person.invitees) {
                if (i.createdAt != Invitee.NEVER && isOpen(i, next)) {
                    attribute(i, index);
                }
            }
            List<Booking> after = chains.of(key, person);
            for (Change c : Changes.between(before, after)) {
                ctx.output(rows, ledgerRows.row(c, ++person.changeNumber, null, now));
            }
            contribute(before, old.channels(), after, index.channels(), out);
            state.update(person);
        });
    }

    private Person person(String key) throws IOException {
        Person known = recent.find(key);
        return known == null ? persons.value() : known;
    }

    private void keep(String key, Person person) throws IOException {
        persons.update(person);
        recent.add(key, person);
    }

    private void useMapping(ReadOnlyBroadcastState<String, EventTypeMapping> state) throws Exception {
        if (mapping == null) {
            EventTypeMapping stored = state.get(CURRENT);
            mapping = stored == null ? initialMapping : stored;
            index = mapping.index();
        }
    }

    private void attribute(Invitee i, EventTypeMapping.Index by) {
        int day = time.day(i.createdAt);
        i.channel = by.channel(i.eventType, day);
        i.campaign = by.campaign(i.eventType, day, i.utmCampaign);
        i.mapped = by.isMapped(i.eventType, day);
        if (!i.mapped && unmapped.size() < MOST_COUNTED) {
            unmapped.add(i.eventType);
        }
    }

    /** How far event time has come, milliseconds; after a restart watermarks begin anew, but what was passed is passed. */
    private long eventTime(long watermarkMillis) {
        if (watermarkMillis != Long.MAX_VALUE) { // that is the end of the input, and no time
            passed = Math.max(passed, watermarkMillis);
        }
        return passed;
    }

    private void count(WebhookEvent e, TakeEvent.Outcome outcome, Collector<Contribution> out) {
        Outcome as =
                switch (outcome) {
                    case TAKEN -> Outcome.ACCEPTED;
                    case SUPERSEDED -> Outcome.SUPERSEDED;
                    case DESCRIBED, DUPLICATE -> Outcome.DUPLICATE;
                };
        switch (outcome) {
            case TAKEN -> accepted.inc();
            case SUPERSEDED -> superseded.inc();
            case DESCRIBED, DUPLICATE -> duplicates.inc();
        }
        Contribution.of(DeliveryOutcome.of(e.feed(), e.receivedAtMicros(), as), 1, goldTables, out::collect);
    }

    /** Whether a mapping may still move the booking: by when it was known, so that the speed of the job does not matter. */
    private boolean isOpen(Invitee i, EventTypeMapping by) {
        return time.dayEnd(time.day(i.createdAt)) + latenessMicros > by.knownAtMicros();
    }

    /**
     * Marks the meetings that are over in event time. Never takes a mark back: after a restart event time begins anew, but
     * what it had passed is over all the same.
     */
    private static void decideHeld(Person person, long eventTimeMillis) {
        for (Invitee i : person.invitees) {
            if (isOver(i, eventTimeMillis)) {
                i.held = true;
            }
        }
    }

    private static boolean isOver(Invitee i, long eventTimeMillis) {
        return !i.held && i.meetingVersion != Invitee.NEVER && endMillis(i) <= eventTimeMillis;
    }

    /** {@link Invitee#NEVER} if no meeting of the invitee is known; else there was a timer for it, if there had to be. */
    private static long meetingEnd(Invitee i) {
        return i == null || i.meetingVersion == Invitee.NEVER ? Invitee.NEVER : i.meetingEnd;
    }

    /** The end of the meeting in event time's unit, rounded up: not held before it is over. */
    private static long endMillis(Invitee i) {
        return -Math.floorDiv(-i.meetingEnd, 1_000L);
    }

    private TableRow silverRow(WebhookEvent e) {
        Object[] row = e.silver();
        int day = (Integer) row[BOOKING_DATE];
        row[CHANNEL] = index.channel(e.eventType(), day);
        row[CAMPAIGN] = index.campaign(e.eventType(), day, e.utmCampaign());
        return new TableRow(BookingTables.SILVER_EVENTS.name(), row, false);
    }

    private void contribute(
            List<Booking> before,
            List<String> channelsBefore,
            List<Booking> after,
            List<String> channelsAfter,
            Collector<Contribution> out) {
        Facts.contribute(Facts.of(before, channelsBefore), Facts.of(after, channelsAfter), goldTables, out::collect);
    }

    private static void tellMeetings(List<Booking> before, List<Booking> after, SideOutputs side) {
        Facts.difference(
                MeetingPart.of(before),
                MeetingPart.of(after),
                (part, sign) -> side.output(MEETINGS, sign > 0 ? part : part.takenBack()));
    }
}
