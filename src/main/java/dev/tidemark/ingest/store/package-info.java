/**
 * Reads and writes small objects where others keep them: a folder, an HTTP address, an S3 bucket. Every call is bounded in
 * time and memory.
 */
package dev.tidemark.ingest.store;
