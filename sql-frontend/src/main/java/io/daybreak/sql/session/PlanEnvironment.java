package io.daybreak.sql.session;

import io.daybreak.engine.collation.Collation;
import org.jspecify.annotations.Nullable;

/**
 * What the meaning of a text depends on besides the text: part of the key of a cached plan.
 * Immutable.
 *
 * @param temporaryOwner the connection, if it has temporary tables; else 0
 */
record PlanEnvironment(
        @Nullable String schema,
        long sqlMode,
        Collation connection,
        Collation results,
        int divPrecisionIncrement,
        long temporaryOwner) {
    /** Asked for by every statement: the schema and two collations tell enough apart. */
    @Override
    public int hashCode() {
        return ((schema == null ? 0 : schema.hashCode()) * 31 + connection.id()) * 31
                + Long.hashCode(sqlMode);
    }
}
