/**
 * Reads webhooks over HTTP, writes records to Kinesis: the local front door, which runs the very mapping template that
 * API Gateway runs ({@code kinesis/gateway}), and a sender that signs and posts webhooks as Calendly does.
 */
package dev.tidemark.gateway;
