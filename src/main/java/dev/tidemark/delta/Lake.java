package dev.tidemark.delta;

import dev.tidemark.delta.encode.BufferPool;
import dev.tidemark.delta.io.FileIOFactory;
import dev.tidemark.delta.io.LakeFiles;
import dev.tidemark.table.TableSpec;
import io.delta.kernel.SnapshotBuilder;
import io.delta.kernel.TableManager;
import io.delta.kernel.exceptions.TableNotFoundException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;

/**
 * A place with Delta tables, each in the folder of its name. May be used by several threads. One on S3 holds connections:
 * close it.
 */
public final class Lake implements AutoCloseable {
    private final String location;
    private final LakeOptions options;
    private final LakeFiles files;
    private final LakeEngine engine;
    private final PartitionCache cache;

    private Lake(String location, LakeOptions options, LakeFiles files) {
        this.location = location;
        this.options = options;
        this.files = files;
        this.engine = new LakeEngine(files);
        this.cache = new PartitionCache(options.cachedRows());
    }

    /** The lake at a location, with default options; it need not exist yet. */
    public static Lake at(String location) {
        return at(location, LakeOptions.DEFAULT);
    }

    /**
     * The lake at a location: a local path, a {@code file:} URI or {@code s3://bucket/prefix}. It need not exist
     * yet, but an S3 bucket must.
     *
     * @throws IllegalArgumentException if the location's scheme is not supported
     */
    public static Lake at(String location, LakeOptions options) {
        LakeFiles files = FileIOFactory.create(location, options.s3());
        try {
            return new Lake(files.resolvePath(location), options, files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The location as an absolute URI. */
    public String location() {
        return location;
    }

    /** Whether each look at a file is a request to another machine. */
    public boolean isRemote() {
        return !location.startsWith("file:");
    }

    /**
     * A table to write, made now if it is not there yet.
     *
     * @throws SchemaMismatchException if it is there but is not what the spec says
     */
    public DeltaTable open(TableSpec spec) {
        return open(spec, Runnable::run);
    }

    /**
     * The same, for a writer that has more urgent things to do after a commit than what makes the log fast to read.
     *
     * @param afterCommits runs what follows a commit, before the next commit to the table
     */
    public DeltaTable open(TableSpec spec, Executor afterCommits) {
        return DeltaTable.open(this, spec, afterCommits);
    }

    /** Writes data files for any appended tables of this lake. */
    public DataFileWriters dataFileWriters() {
        return new DataFileWriters(this);
    }

    /**
     * The newest version of a table; empty if there is no such table.
     *
     * @throws IllegalStateException if its log can't be read; the message names it
     */
    public Optional<TableReader> find(String table) {
        return load(table, TableManager.loadSnapshot(tableLocation(table)));
    }

    /** The newest version's number; empty if there is no such table. */
    public OptionalLong newestVersion(String table) {
        return find(table).map(t -> OptionalLong.of(t.version())).orElse(OptionalLong.empty());
    }

    /**
     * An older version of a table; empty if there is no such table.
     *
     * @throws RuntimeException if there is no such version (any more)
     */
    public Optional<TableReader> find(String table, long version) {
        return load(table, TableManager.loadSnapshot(tableLocation(table)).atVersion(version));
    }

    /**
     * What the commit of a version says of itself.
     *
     * @throws IOException if the table's log has no such commit (any more)
     */
    public CommitInfo commit(String table, long version) throws IOException {
        return CommitInfo.read(files, tableLocation(table), version);
    }

    /**
     * The greatest value of a day, an instant or a text in the files that a version added, as the log writes it: a bound
     * to the millisecond. Empty if it added none, or they do not tell.
     *
     * @throws IOException if the table's log has no such commit (any more)
     */
    public Optional<String> greatest(String table, long version, String column) throws IOException {
        return CommitInfo.greatest(files, tableLocation(table), version, column);
    }

    /**
     * Whether the log of a table has the commit of a version. Cheap: one look at one file, so that a reader may ask for
     * the next version often.
     */
    public boolean hasCommit(String table, long version) throws IOException {
        try {
            files.getFileStatus(CommitInfo.path(tableLocation(table), version));
            return true;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    /**
     * The newest version of a table.
     *
     * @throws IllegalArgumentException if there is no such table
     */
    public TableReader read(String table) {
        return find(table)
                .orElseThrow(() -> new IllegalArgumentException("there is no table at " + tableLocation(table)));
    }

    private Optional<TableReader> load(String table, SnapshotBuilder snapshot) {
        try {
            return Optional.of(new TableReader(engine, snapshot.build(engine)));
        } catch (TableNotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw new IllegalStateException(Damage.ofLog(tableLocation(table), e), e);
        }
    }

    String tableLocation(String table) {
        return location + "/" + table;
    }

    /** @param buffers of the thread that writes */
    DataFileWriter fileWriter(TableLayout layout, List<Object> partition, BufferPool buffers) {
        return new DataFileWriter(
                layout, partition, files, tableLocation(layout.table().name()), options.targetFileBytes(), buffers);
    }

    /** Removes a file that was written for a table and never committed. */
    void delete(TableSpec table, DataFile file) throws IOException {
        files.delete(location(table, file));
    }

    /** Whether a file that was written for a table is still there. */
    public boolean holds(TableSpec table, DataFile file) throws IOException {
        try {
            files.getFileStatus(location(table, file));
            return true;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    private String location(TableSpec table, DataFile file) {
        return tableLocation(table.name()) + "/" + file.path().replace("%25", "%");
    }

    LakeOptions options() {
        return options;
    }

    LakeEngine engine() {
        return engine;
    }

    PartitionCache cache() {
        return cache;
    }

    LakeFiles files() {
        return files;
    }

    /** Gives connections back; the tables that were opened can't be used any more. */
    @Override
    public void close() {
        files.close();
    }
}
