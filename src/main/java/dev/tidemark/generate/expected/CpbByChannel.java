package dev.tidemark.generate.expected;

import java.util.List;
import java.util.Map;

/** Cost per booking of each channel over the covered days. */
final class CpbByChannel implements ExpectedTable {
    @Override
    public String name() {
        return "gold_cpb_by_channel";
    }

    @Override
    public List<Map<String, Object>> rows(GroundTruth truth) {
        return ChannelTotals.of(truth).stream().map(ChannelTotals::row).toList();
    }
}
