package io.daybreak.sql.ddl;

import io.daybreak.sql.expr.FunctionRegistry;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which functions may stand in which expressions of a table's definition. A function without a rule
 * may stand everywhere; one that does not exist is a stored one for MySQL, and may stand nowhere.
 *
 * <p>Thread-safe; filled once. The rules are what a MySQL 9.7 answers, but for MD5, SHA and SHA1,
 * which are no functions of its own any more.
 *
 * <p>Sources: MySQL 8.4 manual, "CREATE TABLE and Generated Columns", "Data Type Default Values",
 * "CHECK Constraints".
 */
final class FunctionRules {
    /**
     * @param shownAs the name in MySQL's error texts; null if they show none
     * @param refusedIn where the function may not stand
     */
    record Rule(@Nullable String shownAs, Set<ExpressionPlace> refusedIn) {}

    private static final Map<String, Rule> RULES = new HashMap<>();

    static {
        // They wait, lock, read files or tell of the statement before.
        Set<ExpressionPlace> everywhere = EnumSet.allOf(ExpressionPlace.class);
        refuse(
                everywhere,
                "benchmark",
                "found_rows",
                "get_lock",
                "is_free_lock",
                "is_used_lock",
                "last_insert_id",
                "load_file",
                "release_all_locks",
                "release_lock",
                "row_count",
                "sleep",
                "source_pos_wait",
                "updatexml");
        refuseAs("source_pos_wait", everywhere, "master_pos_wait");
        refuseAs("version()", everywhere, "version");
        refuseAs("aurora_version()", everywhere, "aurora_version");
        refuseAs("icu_version()", everywhere, "icu_version");
        refuseAs("json_merge_preserve", everywhere, "json_merge");
        refuseAs(null, everywhere, "name_const");

        // Of another value at another time or for another session: good for the one moment in
        // which a default is needed, not for what is computed again.
        Set<ExpressionPlace> computed =
                EnumSet.of(ExpressionPlace.GENERATED, ExpressionPlace.CHECK);
        refuse(
                computed,
                "connection_id",
                "current_role",
                "current_user",
                "curdate",
                "curtime",
                "database",
                "now",
                "rand",
                "unix_timestamp",
                "user",
                "utc_date",
                "utc_time",
                "utc_timestamp",
                "uuid",
                "uuid_short");
        refuseAs("curdate", computed, "current_date");
        refuseAs("curtime", computed, "current_time");
        refuseAs("now", computed, "current_timestamp", "localtime", "localtimestamp");
        refuseAs("database", computed, "schema");
        refuseAs("user", computed, "session_user", "system_user");

        // Of another value each time as well, but MySQL's CHECK takes them.
        refuse(EnumSet.of(ExpressionPlace.GENERATED), "random_bytes", "sysdate");
    }

    /** With these a replica that runs the statement again may come to another value. */
    private static final Set<String> UNSAFE =
            Set.of(
                    "current_user",
                    "rand",
                    "random_bytes",
                    "session_user",
                    "sysdate",
                    "system_user",
                    "user",
                    "uuid",
                    "uuid_short");

    private FunctionRules() {}

    private static void refuse(Set<ExpressionPlace> places, String... names) {
        for (String name : names) {
            refuseAs(name, places, name);
        }
    }

    private static void refuseAs(
            @Nullable String shownAs, Set<ExpressionPlace> places, String... names) {
        for (String name : names) {
            RULES.put(name, new Rule(shownAs, places));
        }
    }

    /** The rule of a function, by its name in any case; null if it may stand everywhere. */
    static @Nullable Rule rule(String function) {
        return RULES.get(function.toLowerCase(Locale.ROOT));
    }

    /** Whether the name is none of MySQL's own functions that are here, so a stored one's. */
    static boolean isStored(String function) {
        return rule(function) == null && !FunctionRegistry.exists(function);
    }

    static boolean isUnsafe(String function) {
        return UNSAFE.contains(function.toLowerCase(Locale.ROOT));
    }
}
