package io.daybreak.sql.ddl;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import org.jspecify.annotations.Nullable;

/** What CHARACTER SET and COLLATE together mean. */
final class Charsets {
    private Charsets() {}

    /**
     * @param charset null if not written
     * @param collation null if not written
     * @param binary the attribute BINARY
     * @param inherited where neither is written
     */
    static Collation resolve(
            @Nullable String charset,
            @Nullable String collation,
            boolean binary,
            Collation inherited) {
        if (collation != null) {
            Collation named = Collations.byName(collation);
            if (named == null) {
                throw new SqlException(MySqlError.ER_UNKNOWN_COLLATION, collation);
            }
            if (charset != null && !named.charset().equals(defaultOf(charset).charset())) {
                throw new SqlException(
                        MySqlError.ER_COLLATION_CHARSET_MISMATCH, named.name(), charset);
            }
            return named;
        }
        Collation chosen = charset == null ? inherited : defaultOf(charset);
        if (!binary) {
            return chosen;
        }
        Collation bin = Collations.binaryOf(chosen.charset());
        return bin == null ? chosen : bin;
    }

    static Collation defaultOf(String charset) {
        Collation collation = Collations.defaultOf(charset);
        if (collation == null) {
            throw new SqlException(MySqlError.ER_UNKNOWN_CHARACTER_SET, charset);
        }
        return collation;
    }

    static Collation named(String collation) {
        Collation found = Collations.byName(collation);
        if (found == null) {
            throw new SqlException(MySqlError.ER_UNKNOWN_COLLATION, collation);
        }
        return found;
    }
}
