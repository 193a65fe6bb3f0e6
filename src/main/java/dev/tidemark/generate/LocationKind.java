package dev.tidemark.generate;

/** Where a meeting takes place; each kind has a shape of its own. */
enum LocationKind {
    PHYSICAL("physical"),
    OUTBOUND_CALL("outbound_call"),
    INBOUND_CALL("inbound_call"),
    ASK_INVITEE("ask_invitee"),
    CUSTOM("custom"),
    GOOGLE_CONFERENCE("google_conference"),
    ZOOM_CONFERENCE("zoom_conference"),
    GOTOMEETING("gotomeeting"),
    MICROSOFT_TEAMS_CONFERENCE("microsoft_teams_conference"),
    WEBEX_CONFERENCE("webex_conference");

    private static final LocationKind[] ALL = values();
    private static final String[] STATUSES = {"initiated", "processing", "pushed", "failed"};
    private static final String[] DIAL_IN_COUNTRIES = {"US", "CA", "DE", "GB", "IN", "AU"};
    private static final int MOST_DIAL_IN_NUMBERS = 17;

    private final String type;

    LocationKind(String type) {
        this.type = type;
    }

    /** Two of five meet on Zoom, a quarter on Google Meet, the rest anywhere. */
    static LocationKind draw(Draw look) {
        double u = look.fraction();
        return u < 0.4 ? ZOOM_CONFERENCE : u < 0.65 ? GOOGLE_CONFERENCE : look.oneOf(ALL);
    }

    void append(StringBuilder out, Draw look, Meeting meeting) {
        out.append("{\"type\":\"").append(type).append('"');
        switch (this) {
            case PHYSICAL -> out.append(",\"location\":\"Academy\",\"additional_info\":\"Second floor\"");
            case OUTBOUND_CALL -> out.append(",\"location\":\"+1 202-555-0142\"");
            case INBOUND_CALL -> out.append(",\"location\":\"+1 202-555-0199\",\"additional_info\":null");
            case ASK_INVITEE -> out.append(",\"location\":\"At the library\"");
            case CUSTOM -> out.append(look.chance(0.5) ? ",\"location\":null" : ",\"location\":\"See the invitation\"");
            default -> {
                appendConference(out, look, meeting);
                appendData(out, look);
            }
        }
        out.append('}');
    }

    private void appendConference(StringBuilder out, Draw look, Meeting meeting) {
        out.append(",\"join_url\":\"https://calendly.com/events/");
        Ids.appendUuid(out, meeting.idHigh(), meeting.idLow());
        out.append('/').append(type).append("\",\"status\":");
        if (look.chance(0.1)) {
            out.append("null");
        } else {
            out.append('"').append(look.oneOf(STATUSES)).append('"');
        }
    }

    private void appendData(StringBuilder out, Draw look) {
        switch (this) {
            case ZOOM_CONFERENCE -> appendZoom(out, look);
            case GOTOMEETING ->
                out.append(",\"data\":{\"uniqueMeetingId\":")
                        .append(100_000_000 + look.below(800_000_000))
                        .append(",\"conferenceCallInfo\":\"US: +1 (202) 555-0187\"}");
            case MICROSOFT_TEAMS_CONFERENCE ->
                out.append(",\"data\":{\"id\":\"MS10\",")
                        .append("\"audioConferencing\":{\"conferenceId\":\"204050\",\"dialinUrl\":null,")
                        .append("\"tollNumber\":\"+1 202-555-0188\"}}");
            case WEBEX_CONFERENCE ->
                out.append(",\"data\":{\"id\":\"wx204\",\"telephony\":{\"callInNumbers\":")
                        .append(
                                "[{\"label\":\"US\",\"callInNumber\":\"+1-202-555-0189\",\"callInTollType\":\"toll\"}]},")
                        .append("\"password\":\"demo\"}");
            default -> {}
        }
    }

    private static void appendZoom(StringBuilder out, Draw look) {
        long id = 10_000_000_000L + look.between(0, 80_000_000_000L);
        // Calendly sends the id as a number or as a string
        boolean asText = look.chance(0.4);
        out.append(",\"data\":{\"id\":").append(asText ? "\"" : "").append(id).append(asText ? "\"" : "");
        out.append(",\"password\":\"demo\",\"extra\":{\"intl_numbers_url\":\"https://zoom.example.test/u/demo\"},")
                .append("\"settings\":{\"global_dial_in_numbers\":[");
        int numbers = look.below(MOST_DIAL_IN_NUMBERS + 1);
        for (int i = 0; i < numbers; i++) {
            out.append(i == 0 ? "" : ",")
                    .append("{\"number\":\"+1 202 555 01")
                    .append((char) ('0' + i / 10))
                    .append((char) ('0' + i % 10))
                    .append("\",\"country\":\"")
                    .append(DIAL_IN_COUNTRIES[i % DIAL_IN_COUNTRIES.length])
                    .append("\",\"type\":\"toll\",\"city\":")
                    .append(i % 3 == 0 ? "\"Washington\"" : "null")
                    .append(",\"country_name\":\"Country\"}");
        }
        out.append("]}}");
    }
}
