/**
 * Reads the tables of a lake, writes them as JSON, CSV and Parquet over HTTP, tells of new versions as they are committed,
 * and serves the page that shows them. Reads only, but for the objects that ask a running job to fetch.
 */
package dev.tidemark.dashboard;
