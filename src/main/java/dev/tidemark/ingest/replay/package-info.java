/**
 * Reads a folder of JSON lines, writes envelopes in the order of each file, each line once, and one last mark when all is
 * read. Bounded input, but the sources never finish: the state stays usable for the next run.
 */
package dev.tidemark.ingest.replay;
