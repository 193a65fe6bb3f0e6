package dev.tidemark.generate.expected;

import java.util.List;

/** Every table that the oracle can compute. */
public final class ExpectedTables {
    public static final List<ExpectedTable> ALL = List.of(
            new DailyBookingsByChannel(),
            new HourlyBookingsByChannel(),
            new BookingTimeAnalysis(),
            new DailyCpbByChannel(),
            new CpbByChannel(),
            new ChannelAttribution(),
            new CampaignAttribution(),
            new BookingTrend(),
            new MeetingLoadPerEmployee(),
            new WeeklyEmployeeLoad(),
            new EventTypesSeen());

    private ExpectedTables() {}
}
