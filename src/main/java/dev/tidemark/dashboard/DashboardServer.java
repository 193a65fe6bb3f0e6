package dev.tidemark.dashboard;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.FileReading;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.LakeOptions;
import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.table.TableSpec;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a lake's numbers and the page that shows them. Close it.
 *
 * <pre>
 * GET /api/status, /api/tables, /api/overview, ...  ──► boards ──► LakeTables ──► Delta snapshots, by version
 * GET /api/events  ◄── EventStream ◄── TableWatch ◄── Delta logs
 * GET /...         ──► PageFiles
 * </pre>
 */
public final class DashboardServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DashboardServer.class);
    private static final Duration LOOK_LOCAL = Duration.ofMillis(250);
    /** How often one that is away looks: each look is a request. */
    private static final Duration LOOK_REMOTE = Duration.ofSeconds(1);
    /** Rows of Gold in memory, all tables together; about 200 bytes each. */
    private static final long MOST_ROWS = 800_000;

    private static final String PATHS = "/api/status, /api/tables, /api/tables/{name}, /api/overview, /api/daily,"
            + " /api/leaderboard, /api/heat, /api/team, /api/quality, /api/explain/{table}, /api/fetch, /api/events";

    private final Lake lake;
    private final TableWatch watch;
    private final ControlFolder control;
    private final Javalin server;
    private final DashboardOptions options;

    private final FileReading reading = new FileReading();
    private final LakeTables tables;
    private final SpendChanges spend;
    private final Figures.Newest figures;
    private final Freshness freshness;
    private final ReadAhead ahead;
    private final ExplainApi explain;
    private final EventStream events;
    private final TableRowsApi rows;
    private final HttpAnswers answers;

    private DashboardServer(DashboardOptions options) {
        this.options = options;
        this.lake = Lake.at(
                options.config().lake(),
                LakeOptions.DEFAULT.withS3(options.config().s3()));
        this.watch = new TableWatch(
                lake, options.catalog().tables().stream().map(TableSpec::name).toList());
        this.tables = new LakeTables(options.catalog(), lake, watch, MOST_ROWS, reading);
        this.spend = new SpendChanges(tables, reading);
        this.figures = new Figures.Newest(tables);
        this.freshness = new Freshness(lake, tables);
        this.explain = new ExplainApi(options.config());
        this.ahead = new ReadAhead(List.of(figures::get, freshness::received, spend::refresh));
        this.events = new EventStream(watch, freshness);
        this.control =
                new ControlFolder(options.config().lake(), options.config().access());
        this.rows = new TableRowsApi(
                tables, watch, new ReportingTime(options.config().zone()));
        this.answers = new HttpAnswers(new Guard(options));
        this.server = Javalin.create(this::configure);
    }

    /**
     * Starts to serve.
     *
     * @throws IllegalArgumentException if the lake's place is not supported
     * @throws IOException if the port can't be had
     */
    public static DashboardServer start(DashboardOptions options) throws IOException {
        DashboardServer d = new DashboardServer(options);
        try {
            d.watch.start(d.lake.isRemote() ? LOOK_REMOTE : LOOK_LOCAL);
            d.ahead.start();
            d.server.start(options.bind(), options.port());
            LOG.info("The dashboard of {} is served at {}", options.config().lake(), d.url());
            return d;
        } catch (RuntimeException e) {
            d.close();
            throw new IOException(
                    "the dashboard can't listen on " + options.bind() + " port " + options.port()
                            + "; another program may do so already: choose another port",
                    e);
        }
    }

    /** Where it is. */
    public String url() {
        String host = options.address().isAnyLocalAddress() ? "127.0.0.1" : options.bind();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
    }

    private void configure(JavalinConfig config) {
        answers.configure(config);
        FetchActions actions = new FetchActions(control);
        OverviewBoard overview = new OverviewBoard(figures);
        DailyBoard daily = new DailyBoard(figures, spend);
        LeaderboardBoard leaderboard = new LeaderboardBoard(figures, tables);
        StatusBoard status = new StatusBoard(options.config(), watch, tables, ahead, figures, freshness, actions);
        HeatBoard heat = new HeatBoard(tables);
        TeamBoard team = new TeamBoard(tables, figures);
        QualityBoard quality = new QualityBoard(
                tables,
                watch,
                figures,
                freshness,
                control,
                new ReportingTime(options.config().zone()));
        TableList list = new TableList(tables, watch);

        config.routes.get("/api/status", ctx -> answers.fresh(ctx, status.of(query(ctx))));
        config.routes.get("/api/tables", ctx -> answers.cached(ctx, tables.all(), () -> list.of(query(ctx))));
        config.routes.get("/api/tables/{name}", this::rows);
        config.routes.get(
                "/api/overview",
                ctx -> answers.cached(
                        ctx, tables.some(Figures.DAILY, Figures.COST), () -> overview.of(ranged(ctx, "channel"))));
        config.routes.get(
                "/api/daily",
                ctx -> answers.cached(
                        ctx,
                        tables.some(Figures.DAILY, Figures.COST, SpendChanges.TABLE),
                        () -> daily.of(ranged(ctx, "channel"))));
        config.routes.get(
                "/api/leaderboard",
                ctx -> answers.cached(
                        ctx,
                        tables.some(Figures.DAILY, Figures.COST, LeaderboardBoard.CAMPAIGNS),
                        () -> leaderboard.of(ranged(ctx, "channel"))));
        config.routes.get(
                "/api/heat",
                ctx -> answers.cached(ctx, tables.some(HeatBoard.TABLE), () -> heat.of(ranged(ctx, "channel"))));
        config.routes.get(
                "/api/team",
                ctx -> answers.cached(
                        ctx,
                        tables.some(TeamBoard.WEEKS, TeamBoard.HOSTS, Figures.DAILY, Figures.COST),
                        () -> team.of(ranged(ctx, "host"))));
        config.routes.get("/api/quality", ctx -> answers.fresh(ctx, quality.of(ranged(ctx))));
        config.routes.get(
                "/api/explain/{table}",
                ctx -> answers.cachedBytes(ctx, tables.all(), () -> explain.of(ctx.pathParam("table"), query(ctx))));
        config.routes.before("/api/events", ctx -> {
            query(ctx).allow();
            if (!String.valueOf(ctx.header("Accept")).contains("text/event-stream")) {
                throw new ApiException(406, "this is a stream of events; ask for it with Accept: text/event-stream");
            }
        });
        config.routes.sse("/api/events", events::accept);
        config.routes.get("/api/fetch", ctx -> answers.fresh(ctx, actions.states(query(ctx))));
        config.routes.post("/api/fetch/{feed}", ctx -> {
            query(ctx).allow();
            answers.requireOwnPage(ctx);
            ctx.status(202);
            answers.fresh(ctx, actions.request(ctx.pathParam("feed")));
        });
        config.routes.get("/api/*", ctx -> {
            throw ApiException.notFound("there is nothing at " + Query.quote(ctx.path()) + "; there is " + PATHS);
        });
        config.routes.get("/*", answers::page);
    }

    private void rows(Context ctx) throws IOException {
        RowQuery query = rows.query(ctx.pathParam("name"), query(ctx));
        String table = query.table().name();
        if (query.format() == RowQuery.Format.JSON) {
            answers.cachedBytes(ctx, tables.some(table), () -> rows.json(query));
        } else {
            rows.download(query, () -> answers.beginDownload(ctx, table, query.format()));
        }
    }

    private static Query query(Context ctx) {
        return new Query(ctx.queryParamMap());
    }

    private static Query ranged(Context ctx, String... more) {
        String[] known = new String[more.length + 2];
        known[0] = "from";
        known[1] = "to";
        System.arraycopy(more, 0, known, 2, more.length);
        return query(ctx).allow(known);
    }

    @Override
    public void close() {
        watch.close();
        events.close();
        server.stop();
        control.close();
        reading.close();
        explain.close();
    }
}
