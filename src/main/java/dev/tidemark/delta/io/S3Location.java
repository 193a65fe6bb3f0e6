package dev.tidemark.delta.io;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an object is.
 *
 * @param key taken literally: {@code %} is a character of a name; empty for the whole bucket
 */
record S3Location(String bucket, String key) {
    private static final Pattern FORM =
            Pattern.compile("(?i:s3a?)://([a-zA-Z0-9][a-zA-Z0-9._-]*)(?:/(.*?))?/*", Pattern.DOTALL);

    /** @throws IllegalArgumentException if it is not of the form {@code s3://bucket/key} */
    static S3Location parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not of the form s3://bucket/prefix");
        }
        return new S3Location(m.group(1), m.group(2) == null ? "" : m.group(2));
    }

    /** The same place under another key. */
    S3Location withKey(String other) {
        return new S3Location(bucket, other);
    }

    /** What the keys of the files beside this one begin with: empty, or with a slash at its end. */
    String directory() {
        return key.substring(0, key.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + (key.isEmpty() ? "" : "/" + key);
    }
}
