package io.daybreak.sql.types;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The modes of {@code sql_mode}. A set of them is a {@code long}, a bit for each. */
public enum SqlMode {
    REAL_AS_FLOAT,
    PIPES_AS_CONCAT,
    ANSI_QUOTES,
    IGNORE_SPACE,
    ONLY_FULL_GROUP_BY,
    NO_UNSIGNED_SUBTRACTION,
    NO_DIR_IN_CREATE,
    ANSI,
    NO_AUTO_VALUE_ON_ZERO,
    NO_BACKSLASH_ESCAPES,
    STRICT_TRANS_TABLES,
    STRICT_ALL_TABLES,
    NO_ZERO_IN_DATE,
    NO_ZERO_DATE,
    ALLOW_INVALID_DATES,
    ERROR_FOR_DIVISION_BY_ZERO,
    TRADITIONAL,
    HIGH_NOT_PRECEDENCE,
    NO_ENGINE_SUBSTITUTION,
    PAD_CHAR_TO_FULL_LENGTH,
    TIME_TRUNCATE_FRACTIONAL;

    /** MySQL's default. */
    public static final long DEFAULT =
            ONLY_FULL_GROUP_BY.bit()
                    | STRICT_TRANS_TABLES.bit()
                    | NO_ZERO_IN_DATE.bit()
                    | NO_ZERO_DATE.bit()
                    | ERROR_FOR_DIVISION_BY_ZERO.bit()
                    | NO_ENGINE_SUBSTITUTION.bit();

    public long bit() {
        return 1L << ordinal();
    }

    public boolean in(long modes) {
        return (modes & bit()) != 0;
    }

    /** Either strict mode. */
    public static boolean isStrict(long modes) {
        return STRICT_TRANS_TABLES.in(modes) || STRICT_ALL_TABLES.in(modes);
    }

    /** Case does not matter; null if there is no such mode. */
    public static @Nullable SqlMode byName(String name) {
        for (SqlMode mode : values()) {
            if (mode.name().equals(name.toUpperCase(Locale.ROOT))) {
                return mode;
            }
        }
        return null;
    }

    /** What a set becomes when it is assigned: ANSI and TRADITIONAL stand for several. */
    public static long expand(long modes) {
        long all = modes;
        if (ANSI.in(modes)) {
            all |=
                    REAL_AS_FLOAT.bit()
                            | PIPES_AS_CONCAT.bit()
                            | ANSI_QUOTES.bit()
                            | IGNORE_SPACE.bit()
                            | ONLY_FULL_GROUP_BY.bit();
        }
        if (TRADITIONAL.in(modes)) {
            all |=
                    STRICT_TRANS_TABLES.bit()
                            | STRICT_ALL_TABLES.bit()
                            | NO_ZERO_IN_DATE.bit()
                            | NO_ZERO_DATE.bit()
                            | ERROR_FOR_DIVISION_BY_ZERO.bit()
                            | NO_ENGINE_SUBSTITUTION.bit();
        }
        return all;
    }

    /** The names, joined by commas in MySQL's order. */
    public static String text(long modes) {
        StringBuilder out = new StringBuilder();
        for (SqlMode mode : values()) {
            if (mode.in(modes)) {
                out.append(out.isEmpty() ? "" : ",").append(mode.name());
            }
        }
        return out.toString();
    }
}
