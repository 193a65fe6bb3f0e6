package dev.tidemark.ingest.calendly;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.ingest.control.FetchRefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The three questions that a sweep asks. */
final class CalendlyApi {
    /** The largest page there is. */
    private static final int COUNT = 100;
    /** A link that expires again and again is not followed for ever. */
    private static final int LISTINGS = 3;

    private final ApiClient client;
    private final String base;

    CalendlyApi(ApiClient client, URI baseUrl) {
        this.client = client;
        String text = baseUrl.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** The URI of the organization that the token belongs to. */
    String organization() throws IOException, InterruptedException {
        JsonNode user = client.get(URI.create(base + "/users/me"));
        String organization = HistoryJson.text(user.path("resource"), "current_organization");
        if (organization == null) {
            throw new FetchRefusedException("the API does not say which organization the token belongs to; check that"
                    + " 'history.base-url' is Calendly's API");
        }
        return organization;
    }

    /** The first page of the scheduled events of a window, the earliest start first. */
    Page events(String organization, Window window) throws IOException, InterruptedException {
        String query = "/scheduled_events?organization=" + encoded(organization)
                + "&min_start_time=" + time(window.fromMicros())
                + (window.isOpen() ? "" : "&max_start_time=" + time(window.toMicros()))
                + "&sort=start_time:asc&count=" + COUNT;
        return Page.of(client.get(URI.create(base + query)));
    }

    /**
     * The page behind a link.
     *
     * @throws ExpiredPageException if the link is not good any more
     */
    Page next(URI link) throws IOException, InterruptedException {
        try {
            return Page.of(client.get(link));
        } catch (StatusException e) {
            throw new ExpiredPageException(e);
        }
    }

    /** All invitees of a scheduled event; none if it is gone. */
    List<JsonNode> invitees(String eventId) throws IOException, InterruptedException {
        URI first = URI.create(base + "/scheduled_events/" + encoded(eventId) + "/invitees?count=" + COUNT);
        for (int listing = 1; ; listing++) {
            List<JsonNode> all = new ArrayList<>();
            try {
                Page page = Page.of(client.get(first));
                all.addAll(page.items());
                while (page.next() != null) {
                    page = next(page.next());
                    all.addAll(page.items());
                }
                return all;
            } catch (ExpiredPageException e) {
                if (listing == LISTINGS) {
                    throw e;
                }
            } catch (StatusException e) {
                if (e.status() == 404 || e.status() == 410) {
                    return List.of();
                }
                throw e;
            }
        }
    }

    private static String time(long micros) {
        return encoded(ReportingTime.instant(micros).toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
