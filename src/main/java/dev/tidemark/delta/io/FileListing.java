package dev.tidemark.delta.io;

import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.util.Iterator;
import java.util.List;

/** A listing that is held in memory, in the form Kernel wants. */
final class FileListing implements CloseableIterator<FileStatus> {
    private final Iterator<FileStatus> statuses;

    FileListing(List<FileStatus> statuses) {
        this.statuses = statuses.iterator();
    }

    @Override
    public boolean hasNext() {
        return statuses.hasNext();
    }

    @Override
    public FileStatus next() {
        return statuses.next();
    }

    @Override
    public void close() {}
}
