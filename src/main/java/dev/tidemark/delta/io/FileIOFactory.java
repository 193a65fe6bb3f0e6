package dev.tidemark.delta.io;

import dev.tidemark.s3.S3Settings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses the file access for a location by its scheme: the one place that knows which stores there are. */
public final class FileIOFactory {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);

    private FileIOFactory() {}

    /**
     * The file access for a location: a plain path, a {@code file:} URI or {@code s3://bucket/prefix} ({@code s3a://} is
     * the same). Reaches nothing yet.
     *
     * @param s3 how S3 is reached, if the location is there
     * @throws IllegalArgumentException if no store with that scheme is known; the message names the ones that are
     */
    public static LakeFiles create(String location, S3Settings s3) {
        Matcher m = SCHEME.matcher(location);
        String scheme = m.matches() ? m.group(1) : "file";
        return switch (scheme) {
            case "file" -> new LocalFileIO();
            case "s3", "s3a" -> new S3FileIO(s3);
            default ->
                throw new IllegalArgumentException("a lake can't be kept at '" + location + "': the scheme '" + scheme
                        + "' is not supported; give a local path, a file: URI or s3://bucket/prefix");
        };
    }
}
