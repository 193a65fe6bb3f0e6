/**
 * The launcher's commands. Results go to standard output, everything else to standard error; the exit status is 0 for
 * success, 1 for a failure, 2 for a wrong command line.
 */
package dev.tidemark.cli;
