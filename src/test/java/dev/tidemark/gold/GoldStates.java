package dev.tidemark.gold;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GroupKey;
import dev.tidemark.testing.StateType;
import dev.tidemark.testing.StateTypes;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Under which keys sums are kept; the sums themselves are Flink's own type. */
public final class GoldStates implements StateTypes {
    @Override
    public List<StateType<?>> types() {
        return List.of(
                StateType.described(
                        "GroupKey", 1, TypeInformation.of(GroupKey.class), new GroupKey("gold_booking_trend", -20_466)),
                StateType.described(
                        "CellKey",
                        1,
                        TypeInformation.of(CellKey.class),
                        new CellKey(20_466, Long.MIN_VALUE, "facebook", "fr\u00fchling \u4e2d")));
    }
}
