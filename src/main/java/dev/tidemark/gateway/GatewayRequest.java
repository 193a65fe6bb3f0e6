package dev.tidemark.gateway;

import java.util.Map;

/**
 * One HTTP request as the mapping template sees it.
 *
 * @param headers one value for each name, in the case in which it came; of several values the last
 * @param body the raw bytes
 * @param extendedRequestId made by the gateway, unique, not the client's to choose
 * @param receivedAtMillis when the request came, milliseconds since the epoch
 */
record GatewayRequest(Map<String, String> headers, byte[] body, String extendedRequestId, long receivedAtMillis) {}
