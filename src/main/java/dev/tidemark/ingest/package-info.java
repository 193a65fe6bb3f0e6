/**
 * Reads feeds (Kinesis, polled files, replay folders), writes envelopes and files with their place of origin and the
 * watermark of their feed.
 */
package dev.tidemark.ingest;
