/**
 * What a domain must say, and the stages ask for: its tables, its facts and what each Gold table makes of them. Reads
 * the table package; knows neither a domain nor how the stages run.
 */
package dev.tidemark.contract;
