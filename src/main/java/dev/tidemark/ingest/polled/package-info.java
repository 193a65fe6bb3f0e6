/** Reads files that others put somewhere and change now and then, writes each new version of each file once. */
package dev.tidemark.ingest.polled;
