package dev.tidemark.delta.io;

import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects as they are listed: the next page is asked for when it is needed. */
final class ObjectListing implements CloseableIterator<FileStatus> {
    private final S3Location under;
    private final String fromKey;
    private final Iterator<S3Object> objects;
    private FileStatus next;

    /** @param fromKey objects whose keys come before it are left out */
    ObjectListing(S3Location under, String fromKey, Iterator<S3Object> objects) {
        this.under = under;
        this.fromKey = fromKey;
        this.objects = objects;
    }

    /** @throws UncheckedIOException if S3 can't be reached */
    @Override
    public boolean hasNext() {
        try {
            while (next == null && objects.hasNext()) {
                S3Object o = objects.next();
                if (o.key().compareTo(fromKey) >= 0) {
                    next = FileStatus.of(
                            under.withKey(o.key()).toString(),
                            o.size(),
                            o.lastModified().toEpochMilli());
                }
            }
        } catch (SdkException e) {
            throw new UncheckedIOException(S3Objects.failure(under, e));
        }
        return next != null;
    }

    @Override
    public FileStatus next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        FileStatus found = next;
        next = null;
        return found;
    }

    @Override
    public void close() {}
}
