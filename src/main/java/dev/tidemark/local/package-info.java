/**
 * Runs stand-ins for cloud services as child processes on this machine, for the demo and the tests: so far Kinesis.
 */
package dev.tidemark.local;
