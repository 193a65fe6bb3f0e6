/** Reads configuration from a file, flags or MSF property groups once, and makes typed, immutable values of it. */
package dev.tidemark.config;
