/**
 * Encoders of Parquet's columns. Rows of ours are wide and mostly empty: a null, and a value that is the same as the one
 * before, must cost next to nothing, in a long file and in one of a hundred rows.
 */
package dev.tidemark.delta.encode;
