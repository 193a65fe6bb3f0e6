package dev.tidemark.config;

import java.util.function.Function;

/**
 * One configuration key.
 *
 * @param key the key, such as {@code reporting.zone}
 * @param defaultText the default as one would write it, or null if there is none
 * @param example what a value looks like, for error messages
 * @param parse makes a value of a text; throws {@link RuntimeException} if it cannot
 */
record Option<T>(String key, String defaultText, String example, Function<String, T> parse) {}
