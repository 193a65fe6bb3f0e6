package dev.tidemark.state;

import java.util.Collection;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

/**
 * What RocksDB can do for state that is read one key at a time, and often for a key that is new, but Flink has no key for.
 * Named in {@code flink-conf/config.yaml}.
 */
public final class RocksDbOptions implements RocksDBOptionsFactory {
    private static final long serialVersionUID = 1L;
    /** Of a memtable's size: 640 KB for 64 MB, so 10 bits or more a key down to values of 100 bytes. */
    private static final double FILTER_SHARE = 0.01;

    @Override
    public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> handlesToClose) {
        // one task thread writes: it need not insert as if there were others
        return current.setAllowConcurrentMemtableWrite(false);
    }

    @Override
    public ColumnFamilyOptions createColumnOptions(
            ColumnFamilyOptions current, Collection<AutoCloseable> handlesToClose) {
        // that a key is new is known without a search through all that was written of late
        return current.setMemtablePrefixBloomSizeRatio(FILTER_SHARE).setMemtableWholeKeyFiltering(true);
    }
}
