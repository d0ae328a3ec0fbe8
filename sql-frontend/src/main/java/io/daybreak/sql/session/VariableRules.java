package io.daybreak.sql.session;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.CharacterSet;
import org.jspecify.annotations.Nullable;

/**
 * What setting a variable means beyond its own value: names that must exist, variables that go
 * together.
 */
final class VariableRules {
    private VariableRules() {}

    /** SET NAMES. */
    static void names(SessionContext session, Collation collation) {
        CharacterSet charset = CharacterSet.of(collation);
        put(session, "character_set_client", charset.sqlName());
        put(session, "character_set_results", charset.sqlName());
        put(session, "character_set_connection", charset.sqlName());
        put(session, "collation_connection", collation.name());
    }

    /** SET CHARACTER SET: the connection takes the schema's. */
    static void characterSet(SessionContext session, CharacterSet charset) {
        String collation = session.database.schemaCollation(session.schema());
        put(session, "character_set_client", charset.sqlName());
        put(session, "character_set_results", charset.sqlName());
        put(session, "character_set_connection", session.database.schemaCharset(session.schema()));
        put(session, "collation_connection", collation);
    }

    private static void put(SessionContext session, String name, String value) {
        SystemVariable variable = SystemVariables.find(name);
        if (variable != null) {
            session.variables.set(variable, value);
        }
    }

    static CharacterSet charset(String name) {
        CharacterSet charset = CharacterSet.byName(name);
        if (charset == null) {
            throw new SqlException(MySqlError.ER_UNKNOWN_CHARACTER_SET, name);
        }
        return charset;
    }

    static Collation collation(String name) {
        Collation collation = Collations.byName(name);
        if (collation == null) {
            throw new SqlException(MySqlError.ER_UNKNOWN_COLLATION, name);
        }
        return collation;
    }

    /**
     * The collation for a SET NAMES or a table: of the given name, which must fit the charset, or
     * the charset's default.
     */
    static Collation collation(CharacterSet charset, @Nullable String name) {
        if (name == null) {
            return charset.defaultCollation();
        }
        Collation collation = collation(name);
        if (!collation.charset().equals(charset.sqlName())) {
            throw new SqlException(
                    MySqlError.ER_COLLATION_CHARSET_MISMATCH, name, charset.sqlName());
        }
        return collation;
    }

    /** The normal form of a checked value, or the error that the variable's own rule asks for. */
    static String refine(SystemVariable variable, String value) {
        return switch (variable.name()) {
            case "character_set_results" -> value.isEmpty() ? value : charset(value).sqlName();
            case "character_set_client",
                    "character_set_connection",
                    "character_set_server",
                    "character_set_database",
                    "character_set_filesystem" ->
                    charset(value).sqlName();
            case "collation_connection",
                    "collation_server",
                    "collation_database",
                    "default_collation_for_utf8mb4" ->
                    collation(value).name();
            case "time_zone" -> {
                TimeZones.parse(value);
                yield value.equalsIgnoreCase("SYSTEM") ? "SYSTEM" : value;
            }
            default -> value;
        };
    }

    /** Variables that follow another one. */
    static void follow(
            SystemVariable variable,
            String value,
            java.util.function.BiConsumer<SystemVariable, String> set) {
        switch (variable.name()) {
            case "character_set_connection" ->
                    set("collation_connection", charset(value).defaultCollation().name(), set);
            case "character_set_server" ->
                    set("collation_server", charset(value).defaultCollation().name(), set);
            case "character_set_database" ->
                    set("collation_database", charset(value).defaultCollation().name(), set);
            case "collation_connection" ->
                    set("character_set_connection", collation(value).charset(), set);
            case "collation_server" -> set("character_set_server", collation(value).charset(), set);
            case "collation_database" ->
                    set("character_set_database", collation(value).charset(), set);
            default -> {
                // Stands for itself.
            }
        }
    }

    private static void set(
            String name, String value, java.util.function.BiConsumer<SystemVariable, String> set) {
        SystemVariable variable = SystemVariables.find(name);
        if (variable != null) {
            set.accept(variable, value);
        }
    }
}
