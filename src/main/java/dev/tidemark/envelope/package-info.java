/**
 * The record on Kinesis: what wraps a delivery from the gateway to the job, how it is written and read, and how its
 * signature is checked. Knows nothing of Flink.
 */
package dev.tidemark.envelope;
