package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Scalar functions and operators by name. Names are upper case; operators go by their symbol
 * ({@code +}, {@code <=>}, {@code AND}, {@code LIKE}, {@code IS NULL}); forms with a syntax of
 * their own by the names that {@link Operators} lists.
 *
 * <p>Thread-safe; filled once.
 */
public final class FunctionRegistry {
    /** Makes an expression of a function's arguments. */
    interface Resolver {
        Expr resolve(List<Expr> arguments, BindContext bind);
    }

    record Entry(int minimum, int maximum, Resolver resolver) {
        boolean takes(int arguments) {
            return arguments >= minimum && (maximum < 0 || arguments <= maximum);
        }
    }

    private static final Map<String, Entry> ENTRIES = new HashMap<>();

    static {
        Functions.registerAll(FunctionRegistry::register);
    }

    private FunctionRegistry() {}

    /** Takes the registrations. */
    interface Registrar {
        /**
         * @param maximum -1: no limit
         */
        void add(String name, int minimum, int maximum, Resolver resolver);
    }

    private static void register(String name, int minimum, int maximum, Resolver resolver) {
        if (ENTRIES.put(name, new Entry(minimum, maximum, resolver)) != null) {
            throw new IllegalStateException(name + " is registered twice");
        }
    }

    public static boolean exists(String name) {
        return ENTRIES.containsKey(name.toUpperCase(Locale.ROOT));
    }

    /** The names of all of them, operators too. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(ENTRIES.keySet());
    }

    /**
     * Refuses a call that {@link #resolve} would refuse for its number of arguments. A name that is
     * not here passes.
     *
     * @param written the name as the error is to show it
     * @throws SqlException 1582
     */
    public static void requireArguments(String written, int arguments) {
        Entry entry = ENTRIES.get(written.toUpperCase(Locale.ROOT));
        if (entry != null && !entry.takes(arguments)) {
            throw new SqlException(MySqlError.ER_WRONG_PARAMCOUNT_TO_NATIVE_FCT, written);
        }
    }

    /**
     * The call of a function or operator, with the result type that MySQL gives it.
     *
     * @throws SqlException 1582 for a wrong number of arguments, 1305 for an unknown name, 1267 for
     *     an illegal mix of collations, …
     */
    public static Expr resolve(String name, List<Expr> arguments, BindContext bind) {
        String upper = name.toUpperCase(Locale.ROOT);
        Entry entry = ENTRIES.get(upper);
        if (entry == null) {
            throw new SqlException(MySqlError.ER_SP_DOES_NOT_EXIST, "FUNCTION", name);
        }
        if (!entry.takes(arguments.size())) {
            throw new SqlException(MySqlError.ER_WRONG_PARAMCOUNT_TO_NATIVE_FCT, name);
        }
        return entry.resolver().resolve(List.copyOf(arguments), bind);
    }

    /**
     * Whether an argument must be bound as a {@link Literal}, not as a parameter, because the
     * result's type depends on its value, or it is a word of the syntax such as a unit.
     */
    public static boolean isStructural(String name, int argument) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "ROUND", "TRUNCATE", "FORMAT" -> argument == 1;
            case "LEFT", "RIGHT", "REPEAT", "LPAD", "RPAD" -> argument == 1;
            case "SUBSTRING", "SUBSTR", "MID" -> argument > 0;
            case "SPACE" -> argument == 0;
            case "DATE_ADD", "DATE_SUB" -> argument == 2;
            case "EXTRACT", "TIMESTAMPDIFF", "TIMESTAMPADD", "GET_FORMAT" -> argument == 0;
            case "NOW",
                    "CURRENT_TIMESTAMP",
                    "LOCALTIME",
                    "LOCALTIMESTAMP",
                    "SYSDATE",
                    "CURTIME",
                    "CURRENT_TIME",
                    "UTC_TIME",
                    "UTC_TIMESTAMP" ->
                    argument == 0;
            // Not for its type: an error text shows the literal.
            case "LINESTRING",
                    "POLYGON",
                    "MULTIPOINT",
                    "MULTILINESTRING",
                    "MULTIPOLYGON",
                    "GEOMCOLLECTION",
                    "GEOMETRYCOLLECTION" ->
                    true;
            case "JSON_VALUE", "->", "->>", "STR_TO_DATE" -> argument == 1;
            case "TIME",
                    "TIMESTAMP",
                    "UNIX_TIMESTAMP",
                    "FROM_UNIXTIME",
                    "ADDTIME",
                    "SUBTIME",
                    "TIMEDIFF",
                    "SEC_TO_TIME",
                    "MAKETIME",
                    "CONVERT_TZ" ->
                    true;
            default -> false;
        };
    }
}
