/**
 * Reads and writes the files of a lake, whatever store holds them: one {@code FileIO} of Delta Kernel a store, chosen by
 * the scheme of the location. What a store must give is a write that fails if the file is there already, because a
 * Delta commit is exactly that. Knows nothing of tables.
 */
package dev.tidemark.delta.io;
