package dev.tidemark.generate;

/** One invitee of a booking's chain. Its looks (answers, name, style of times) follow from its id. */
final class InviteePlan {
    final BookingPlan booking;
    final int position;
    final Meeting meeting;
    final long idHigh;
    final long idLow;
    final TimeStyle style;
    final Spelling spelling;
    final long createdMicros;
    /** The version of its created event. */
    final long updatedMicros;
    /** Whether events after the first still tell which invitee it replaced: Calendly's do not always. */
    final boolean keepsOldInvitee;

    /** How the e-mail is written. */
    enum Spelling {
        PLAIN,
        UPPER_CASE,
        MIXED_CASE,
        PADDED;

        String apply(String email) {
            return switch (this) {
                case PLAIN -> email;
                case UPPER_CASE -> email.toUpperCase(java.util.Locale.ROOT);
                case MIXED_CASE -> Character.toUpperCase(email.charAt(0)) + email.substring(1);
                case PADDED -> " " + email + "  ";
            };
        }
    }

    InviteePlan(BookingPlan booking, int position, Meeting meeting, long createdMicros, Spelling spelling, Draw draw) {
        this.booking = booking;
        this.position = position;
        this.meeting = meeting;
        this.spelling = spelling;
        idHigh = draw.bits();
        idLow = draw.bits();
        style = TimeStyle.draw(draw);
        this.createdMicros = style.round(createdMicros);
        updatedMicros = this.createdMicros + style.round(draw.between(5_000, 80_000));
        keepsOldInvitee = draw.chance(0.7);
    }

    void appendUri(StringBuilder out) {
        meeting.appendUri(out);
        out.append("/invitees/");
        Ids.appendUuid(out, idHigh, idLow);
    }
}
