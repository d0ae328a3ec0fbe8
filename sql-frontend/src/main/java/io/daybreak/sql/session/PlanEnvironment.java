package io.daybreak.sql.session;

import io.daybreak.engine.collation.Collation;
import org.jspecify.annotations.Nullable;

/**
 * What the meaning of a text depends on besides the text: part of the key of a cached plan.
 * Immutable.
 */
record PlanEnvironment(
        @Nullable String schema,
        long sqlMode,
        Collation connection,
        Collation results,
        int divPrecisionIncrement) {}
