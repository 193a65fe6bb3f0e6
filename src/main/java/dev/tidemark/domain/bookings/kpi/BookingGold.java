package dev.tidemark.domain.bookings.kpi;

import dev.tidemark.contract.GoldTable;
import java.util.List;

/** The Gold tables of the bookings domain. A new one is a file in this package and a line here. */
public final class BookingGold {
    private BookingGold() {}

    public static List<GoldTable> tables(WindowRule window) {
        return List.of(
                new DailyBookingsByChannel(window),
                new HourlyBookingsByChannel(window),
                new BookingTimeAnalysis(window.time()),
                new DailyCpbByChannel(window),
                new CpbByChannel(),
                new ChannelAttribution(),
                new CampaignAttribution(),
                new BookingTrend(),
                new MeetingLoadPerEmployee(window.time()),
                new WeeklyEmployeeLoad(window.time()),
                new EventTypesSeen(),
                new DataQuality(window.time()));
    }
}
