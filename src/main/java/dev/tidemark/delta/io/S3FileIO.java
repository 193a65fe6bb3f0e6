package dev.tidemark.delta.io;

import dev.tidemark.s3.S3Settings;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Files in an S3 bucket, under {@code s3://bucket/key} (keys are taken literally: {@code %} is a character of a name).
 *
 * <p>An atomic write is a PUT with {@code If-None-Match: *}: of two writers of one name, one wins. An object is seen whole
 * or not at all, so nothing is ever written under another name first. Only a log's own listing is ever asked for on the
 * way of a commit or a read, from the name on that Kernel looks for.
 */
final class S3FileIO extends LakeFiles {
    private final S3Objects objects;

    S3FileIO(S3Settings settings) {
        this.objects = new S3Objects(settings);
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String location) throws IOException {
        S3Location from = S3Location.parse(location);
        ObjectListing found = objects.list(from, false);
        if (!found.hasNext()
                && !objects.list(from.withKey(from.directory()), true).hasNext()) {
            throw new FileNotFoundException(location);
        }
        return found;
    }

    @Override
    public CloseableIterator<FileStatus> listAll(String directory) throws IOException {
        S3Location under = S3Location.parse(directory);
        return objects.list(under.withKey(under.key().isEmpty() ? "" : under.key() + "/"), true);
    }

    @Override
    public FileStatus getFileStatus(String location) throws IOException {
        S3Location at = S3Location.parse(location);
        HeadObjectResponse head = objects.head(at);
        return FileStatus.of(
                at.toString(), head.contentLength(), head.lastModified().toEpochMilli());
    }

    @Override
    public String resolvePath(String location) {
        return S3Location.parse(location).toString();
    }

    /** S3 has no directories. */
    @Override
    public boolean mkdirs(String location) {
        return true;
    }

    /** Says true even if there was nothing: S3 does not tell. */
    @Override
    public boolean delete(String location) throws IOException {
        objects.delete(S3Location.parse(location));
        return true;
    }

    @Override
    public void copyFileAtomically(String source, String target, boolean overwrite) throws IOException {
        byte[] content = objects.content(S3Location.parse(source)).orElseThrow(() -> new FileNotFoundException(source));
        put(S3Location.parse(target), content, overwrite);
    }

    @Override
    public InputFile newInputFile(String location, long sizeHint) {
        return new S3InputFile(objects, S3Location.parse(location), sizeHint);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        S3Location at = S3Location.parse(location);
        return new LakeOutputFile(this, at.toString()) {
            @Override
            void putAtomically(byte[] content, boolean overwrite) throws IOException {
                put(at, content, overwrite);
            }
        };
    }

    @Override
    public LakeOutputStream create(String location, boolean putIfAbsent) {
        return new S3OutputStream(objects, S3Location.parse(location), putIfAbsent);
    }

    /** @throws FileAlreadyExistsException if the name is taken and may not be overwritten */
    private void put(S3Location at, byte[] content, boolean overwrite) throws IOException {
        if (overwrite) {
            objects.put(at, content);
        } else {
            objects.putIfAbsent(at, content);
        }
    }

    @Override
    public void close() {
        objects.close();
    }
}
