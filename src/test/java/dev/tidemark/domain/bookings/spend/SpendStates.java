package dev.tidemark.domain.bookings.spend;

import dev.tidemark.testing.StateType;
import dev.tidemark.testing.StateTypes;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** What a day and channel spent, and under which key it is kept. */
public final class SpendStates implements StateTypes {
    @Override
    public List<StateType<?>> types() {
        return List.of(
                StateType.described(
                        "SpendKey", 1, TypeInformation.of(SpendKey.class), new SpendKey(20_466, "facebook \u00e9")),
                StateType.described(
                        "SpendRevisions",
                        1,
                        TypeInformation.of(SpendRevisions.class),
                        SpendRevisions.NONE
                                .with(20_460, 1_234_56)
                                .with(20_461, -5)
                                .with(20_455, Long.MAX_VALUE)));
    }
}
