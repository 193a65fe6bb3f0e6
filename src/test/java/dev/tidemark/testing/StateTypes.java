package dev.tidemark.testing;

import java.util.List;

/** The types of state of one package; implementations have a public constructor without arguments and are found by it. */
public interface StateTypes {
    List<StateType<?>> types() throws Exception;
}
