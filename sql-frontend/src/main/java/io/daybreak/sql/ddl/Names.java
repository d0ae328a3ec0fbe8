package io.daybreak.sql.ddl;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.catalog.TemporaryTables;
import java.util.Locale;
import java.util.Set;

/** Which names schemas, tables, columns and indexes may have. */
final class Names {
    private static final int CHARACTERS_MAX = 64;
    private static final Set<String> SYSTEM =
            Set.of(
                    "information_schema",
                    "mysql",
                    "performance_schema",
                    "sys",
                    TemporaryTables.SCHEMA);

    private Names() {}

    static boolean isSystem(String schema) {
        return SYSTEM.contains(schema.toLowerCase(Locale.ROOT));
    }

    static void requireSchema(String name) {
        requireLength(name);
        if (isWrong(name)) {
            throw new SqlException(MySqlError.ER_WRONG_DB_NAME, name);
        }
    }

    static void requireTable(String name) {
        requireLength(name);
        if (isWrong(name)) {
            throw new SqlException(MySqlError.ER_WRONG_TABLE_NAME, name);
        }
    }

    static void requireColumn(String name) {
        requireLength(name);
        if (isWrong(name)) {
            throw new SqlException(MySqlError.ER_WRONG_COLUMN_NAME, name);
        }
    }

    static void requireIndex(String name) {
        requireLength(name);
        if (isWrong(name)) {
            throw new SqlException(MySqlError.ER_WRONG_NAME_FOR_INDEX, name);
        }
    }

    static void requireLength(String name) {
        if (name.codePointCount(0, name.length()) > CHARACTERS_MAX) {
            throw new SqlException(MySqlError.ER_TOO_LONG_IDENT, name);
        }
    }

    private static boolean isWrong(String name) {
        return name.isEmpty()
                || name.charAt(name.length() - 1) == ' '
                || name.indexOf('\0') >= 0
                || name.codePoints().anyMatch(c -> c > 0xFFFF);
    }
}
