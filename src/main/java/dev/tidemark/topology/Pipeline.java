package dev.tidemark.topology;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.sink.Committable;
import dev.tidemark.domain.bookings.AcceptWebhook;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.WebhookEventSerializer;
import dev.tidemark.domain.bookings.WebhookSecrets;
import dev.tidemark.domain.bookings.kpi.BookingGold;
import dev.tidemark.domain.bookings.kpi.WindowRule;
import dev.tidemark.domain.bookings.lifecycle.FollowBookings;
import dev.tidemark.domain.bookings.lifecycle.FollowBookingsOperator;
import dev.tidemark.domain.bookings.lifecycle.FollowMeetings;
import dev.tidemark.domain.bookings.lifecycle.MeetingPart;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.domain.bookings.reference.EventTypeMappingSerializer;
import dev.tidemark.domain.bookings.reference.TrackEventTypes;
import dev.tidemark.domain.bookings.spend.AcceptSpend;
import dev.tidemark.domain.bookings.spend.ReviseSpend;
import dev.tidemark.domain.bookings.spend.SpendKey;
import dev.tidemark.domain.bookings.spend.SpendRow;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.gold.AggregateGroups;
import dev.tidemark.gold.Contribution;
import dev.tidemark.gold.SumLocally;
import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.table.TableRow;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;

/**
 * The map of the job.
 *
 * <pre>
 * read history --> accept history --+
 *                                   v
 * read webhooks -> accept webhook --+----> follow bookings -> sum locally --+
 *                    | Bronze,                ^  | Silver                   |
 *                    | quarantine             |  +-> follow meetings -> sum +
 *                                             |  |                          v
 * read event types -> track ---- broadcast ---+  |                  aggregate groups -> Gold
 *                    | Bronze                    |                          ^
 * read spend -> accept spend ------> revise spend | --------> sum locally --+
 *                    | Bronze,           | Silver |
 *                    | quarantine        |        |
 *                    +-------------------+--------+--> commit tables: one commit a table and checkpoint
 * </pre>
 *
 * What came in and what became of it goes from every accepting operator to the sums too, for the data-quality table.
 */
public final class Pipeline {
    private final Feeds feeds;
    private final TidemarkConfig config;
    private final WebhookSecrets secrets;
    private final ReportingTime time;
    private final List<GoldTable> gold;
    private final LakeSink lake;
    private final OutputTag<TableRow> rows;
    private final OutputTag<Contribution> deliveries =
            new OutputTag<>("deliveries", TypeInformation.of(Contribution.class));

    private Pipeline(Feeds feeds, TidemarkConfig config, WebhookSecrets secrets) {
        this.feeds = feeds;
        this.config = config;
        this.secrets = secrets;
        this.time = new ReportingTime(config.zone());
        this.gold = BookingGold.tables(new WindowRule(time, config.allowedLateness()));
        this.lake = new LakeSink(config, Tables.catalog());
        this.rows = new OutputTag<>("rows", lake.rowType());
    }

    /** Adds the whole graph to an environment; the caller executes it. */
    public static void build(
            StreamExecutionEnvironment env, Feeds feeds, TidemarkConfig config, WebhookSecrets secrets) {
        new Pipeline(feeds, config, secrets).build(env);
    }

    private void build(StreamExecutionEnvironment env) {
        SingleOutputStreamOperator<WebhookEvent> events = webhooks(env);
        SingleOutputStreamOperator<WebhookEvent> history = history(env);
        SingleOutputStreamOperator<EventTypeMapping> mapping = eventTypes(env);
        SingleOutputStreamOperator<SpendRow> spend = spend(env);
        SingleOutputStreamOperator<Contribution> bookings = bookings(events.union(history), mapping.broadcast());
        SingleOutputStreamOperator<Contribution> revisions = revisions(spend);
        SingleOutputStreamOperator<Contribution> meetings = meetings(bookings.getSideOutput(FollowBookings.MEETINGS));
        DataStream<TableRow> goldRows = gold(
                sumLocally(Operators.SUM_BOOKINGS, bookings),
                sumLocally(Operators.SUM_MEETINGS, meetings),
                sumLocally(Operators.SUM_DELIVERIES, events.getSideOutput(deliveries)),
                sumLocally(Operators.SUM_HISTORY, history.getSideOutput(deliveries)),
                sumLocally(Operators.SUM_SPEND_ROWS, spend.getSideOutput(deliveries)),
                sumLocally(Operators.SUM_SPEND, revisions));

        DataStream<Committable> committables = lake.write(Operators.WRITE_BRONZE, events.getSideOutput(rows))
                .union(
                        lake.write(Operators.WRITE_HISTORY_BRONZE, history.getSideOutput(rows)),
                        lake.write(Operators.WRITE_EVENT_TYPES, mapping.getSideOutput(rows)),
                        lake.write(Operators.WRITE_SPEND_BRONZE, spend.getSideOutput(rows)),
                        lake.write(Operators.WRITE_SILVER, bookings.getSideOutput(rows)),
                        lake.write(Operators.WRITE_SPEND_SILVER, revisions.getSideOutput(rows)),
                        lake.write(Operators.WRITE_GOLD, goldRows));
        lake.commit(committables);
    }

    private SingleOutputStreamOperator<WebhookEvent> webhooks(StreamExecutionEnvironment env) {
        DataStream<Envelope> received = Operators.READ_WEBHOOKS.set(
                env.fromSource(feeds.webhooks(), feeds.webhookWatermarks(), Operators.READ_WEBHOOKS.uid()));
        return Operators.ACCEPT_WEBHOOK.set(
                received.process(accept(Feeds.WEBHOOKS)).returns(WebhookEventSerializer.TYPE));
    }

    private SingleOutputStreamOperator<WebhookEvent> history(StreamExecutionEnvironment env) {
        DataStream<Envelope> fetched = Operators.READ_HISTORY.set(
                env.fromSource(feeds.history(), ReferenceWatermarks.strategy(), Operators.READ_HISTORY.uid())
                        .setParallelism(1));
        return Operators.ACCEPT_HISTORY.set(fetched.process(accept(Feeds.HISTORY))
                .returns(WebhookEventSerializer.TYPE)
                .setParallelism(1));
    }

    private AcceptWebhook accept(String feed) {
        return new AcceptWebhook(
                feed,
                rows,
                deliveries,
                gold,
                secrets,
                time,
                config.signatureTolerance(),
                config.allowedLateness(),
                config.outOfOrderness());
    }

    private SingleOutputStreamOperator<EventTypeMapping> eventTypes(StreamExecutionEnvironment env) {
        DataStream<PolledFile> files = Operators.READ_EVENT_TYPES.set(
                env.fromSource(feeds.eventTypes(), ReferenceWatermarks.strategy(), Operators.READ_EVENT_TYPES.uid())
                        .setParallelism(1));
        return Operators.TRACK_EVENT_TYPES.set(files.process(new TrackEventTypes(rows, time))
                .returns(EventTypeMappingSerializer.TYPE)
                .setParallelism(1));
    }

    private SingleOutputStreamOperator<SpendRow> spend(StreamExecutionEnvironment env) {
        DataStream<PolledFile> files = Operators.READ_SPEND.set(
                env.fromSource(feeds.spend(), ReferenceWatermarks.strategy(), Operators.READ_SPEND.uid())
                        .setParallelism(1));
        return Operators.ACCEPT_SPEND.set(files.process(new AcceptSpend(rows, deliveries, gold, time))
                .returns(TypeInformation.of(SpendRow.class))
                .setParallelism(1));
    }

    private SingleOutputStreamOperator<Contribution> bookings(
            DataStream<WebhookEvent> events, DataStream<EventTypeMapping> mapping) {
        return Operators.FOLLOW_BOOKINGS.set(events.keyBy(WebhookEvent::personKey)
                .connect(mapping)
                .transform(
                        Operators.FOLLOW_BOOKINGS.uid(),
                        TypeInformation.of(Contribution.class),
                        new FollowBookingsOperator(new FollowBookings(
                                rows,
                                gold,
                                feeds.initialMapping(),
                                time,
                                config.allowedLateness().plus(config.outOfOrderness()),
                                config.stateTtl()))));
    }

    private SingleOutputStreamOperator<Contribution> meetings(DataStream<MeetingPart> parts) {
        return Operators.FOLLOW_MEETINGS.set(parts.keyBy(MeetingPart::meetingId)
                .process(new FollowMeetings(gold, config.stateTtl()))
                .returns(TypeInformation.of(Contribution.class)));
    }

    private SingleOutputStreamOperator<Contribution> revisions(DataStream<SpendRow> spend) {
        return Operators.REVISE_SPEND.set(spend.keyBy(SpendKey::of, TypeInformation.of(SpendKey.class))
                .process(new ReviseSpend(rows, gold))
                .returns(TypeInformation.of(Contribution.class)));
    }

    @SafeVarargs
    private DataStream<TableRow> gold(DataStream<Contribution> first, DataStream<Contribution>... others) {
        return Operators.AGGREGATE_GROUPS.set(first.union(others)
                .keyBy(Contribution::group)
                .transform(Operators.AGGREGATE_GROUPS.uid(), lake.rowType(), new AggregateGroups(gold)));
    }

    private DataStream<Contribution> sumLocally(Operators operator, DataStream<Contribution> contributions) {
        return operator.set(contributions
                .transform(operator.uid(), TypeInformation.of(Contribution.class), new SumLocally(gold))
                .setParallelism(contributions.getParallelism()));
    }
}
