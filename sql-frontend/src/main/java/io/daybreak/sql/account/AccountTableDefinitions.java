package io.daybreak.sql.account;

import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The account tables, with MySQL's names of tables and columns. Stateless. */
final class AccountTableDefinitions {
    static final String USER = "user";
    static final String SCHEMA = "db";
    static final String TABLE = "tables_priv";
    static final String DYNAMIC = "global_grants";

    private static final String METADATA_START = "{\"metadata\": ";
    private static final Collation NAMES = collation("utf8mb3_bin");
    private static final Collation HOSTS = collation("ascii_general_ci");
    private static final Collation WORDS = collation("utf8mb3_general_ci");

    /** The members of {@code Table_priv}, bit by bit. */
    private static final List<Privilege> TABLE_BITS =
            List.of(
                    Privilege.SELECT,
                    Privilege.INSERT,
                    Privilege.UPDATE,
                    Privilege.DELETE,
                    Privilege.CREATE,
                    Privilege.DROP,
                    Privilege.GRANT_OPTION,
                    Privilege.REFERENCES,
                    Privilege.INDEX,
                    Privilege.ALTER,
                    Privilege.CREATE_VIEW,
                    Privilege.SHOW_VIEW,
                    Privilege.TRIGGER);

    private static final List<String> TABLE_MEMBERS =
            List.of(
                    "Select",
                    "Insert",
                    "Update",
                    "Delete",
                    "Create",
                    "Drop",
                    "Grant",
                    "References",
                    "Index",
                    "Alter",
                    "Create View",
                    "Show view",
                    "Trigger");

    static final List<TableDefinition> ALL = List.of(user(), schema(), table(), dynamic());

    private AccountTableDefinitions() {}

    static Set<Privilege> tablePrivileges(long bits) {
        Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        for (int i = 0; i < TABLE_BITS.size(); i++) {
            if ((bits >>> i & 1) != 0) {
                privileges.add(TABLE_BITS.get(i));
            }
        }
        return privileges;
    }

    static long tableBits(Set<Privilege> privileges) {
        long bits = 0;
        for (Privilege privilege : privileges) {
            bits |= 1L << TABLE_BITS.indexOf(privilege);
        }
        return bits;
    }

    /** {@code User_attributes} for the object of an ATTRIBUTE clause. */
    static byte[] attributes(String metadata) {
        return (METADATA_START + metadata + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** The object of the ATTRIBUTE clause; null if there is none. */
    static @Nullable String metadata(String attributes) {
        return attributes.startsWith(METADATA_START) && attributes.endsWith("}")
                ? attributes.substring(METADATA_START.length(), attributes.length() - 1)
                : null;
    }

    private static TableDefinition user() {
        List<ColumnDefinition> columns = new ArrayList<>();
        columns.add(text("Host", TypeKind.CHAR, 255, HOSTS));
        columns.add(text("User", TypeKind.CHAR, 32, NAMES));
        privileges(columns, Privilege.Level.GLOBAL);
        columns.add(
                column(
                        "ssl_type",
                        members(TypeKind.ENUM, List.of("", "ANY", "X509", "SPECIFIED")),
                        1L));
        for (String name : List.of("ssl_cipher", "x509_issuer", "x509_subject")) {
            columns.add(text(name, TypeKind.BLOB, 0, Collations.BINARY));
        }
        for (String name :
                List.of(
                        "max_questions",
                        "max_updates",
                        "max_connections",
                        "max_user_connections")) {
            columns.add(column(name, SqlType.INT_UNSIGNED, 0L));
        }
        columns.add(
                new ColumnDefinition(
                        "plugin",
                        type(TypeKind.CHAR, 64, NAMES),
                        false,
                        new ColumnDefault.Constant(
                                "caching_sha2_password".getBytes(StandardCharsets.UTF_8)),
                        false,
                        false,
                        null,
                        true,
                        ""));
        columns.add(optional("authentication_string", type(TypeKind.TEXT, 0, NAMES)));
        columns.add(yesNo("password_expired"));
        columns.add(optional("password_last_changed", SqlType.timestamp(0)));
        SqlType small = SqlType.integer(TypeKind.SMALLINT, true);
        columns.add(optional("password_lifetime", small));
        columns.add(yesNo("account_locked"));
        columns.add(optional("Password_reuse_history", small));
        columns.add(optional("Password_reuse_time", small));
        columns.add(
                optional("Password_require_current", members(TypeKind.ENUM, List.of("N", "Y"))));
        columns.add(optional("User_attributes", SqlType.JSON));
        return definition(USER, columns, "Users and global privileges", "Host", "User");
    }

    private static TableDefinition schema() {
        List<ColumnDefinition> columns = new ArrayList<>();
        columns.add(text("Host", TypeKind.CHAR, 255, HOSTS));
        columns.add(text("Db", TypeKind.CHAR, 64, NAMES));
        columns.add(text("User", TypeKind.CHAR, 32, NAMES));
        privileges(columns, Privilege.Level.SCHEMA);
        return definition(SCHEMA, columns, "Database privileges", "Host", "User", "Db");
    }

    private static TableDefinition table() {
        List<ColumnDefinition> columns = new ArrayList<>();
        columns.add(text("Host", TypeKind.CHAR, 255, HOSTS));
        columns.add(text("Db", TypeKind.CHAR, 64, NAMES));
        columns.add(text("User", TypeKind.CHAR, 32, NAMES));
        columns.add(text("Table_name", TypeKind.CHAR, 64, NAMES));
        columns.add(text("Grantor", TypeKind.VARCHAR, 288, NAMES));
        columns.add(optional("Timestamp", SqlType.timestamp(0)));
        columns.add(column("Table_priv", members(TypeKind.SET, TABLE_MEMBERS), 0L));
        columns.add(
                column(
                        "Column_priv",
                        members(TypeKind.SET, List.of("Select", "Insert", "Update", "References")),
                        0L));
        return definition(TABLE, columns, "Table privileges", "Host", "User", "Db", "Table_name");
    }

    private static TableDefinition dynamic() {
        List<ColumnDefinition> columns = new ArrayList<>();
        columns.add(text("USER", TypeKind.CHAR, 32, NAMES));
        columns.add(text("HOST", TypeKind.CHAR, 255, HOSTS));
        columns.add(text("PRIV", TypeKind.CHAR, 32, WORDS));
        columns.add(yesNo("WITH_GRANT_OPTION"));
        return definition(DYNAMIC, columns, "Extended global grants", "USER", "HOST", "PRIV");
    }

    private static void privileges(List<ColumnDefinition> columns, Privilege.Level widest) {
        for (Privilege privilege : Privilege.values()) {
            if (privilege.level().compareTo(widest) >= 0) {
                columns.add(yesNo(privilege.column()));
            }
        }
    }

    private static TableDefinition definition(
            String name, List<ColumnDefinition> columns, String comment, String... key) {
        List<KeyPart> parts = new ArrayList<>();
        for (String part : key) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equals(part)) {
                    parts.add(new KeyPart(i, 0, false));
                }
            }
        }
        return new TableDefinition(
                AccountTables.SCHEMA,
                name,
                columns,
                List.of(
                        new IndexDefinition(
                                "PRIMARY", IndexDefinition.Kind.PRIMARY, parts, true, "")),
                List.of(),
                List.of(),
                NAMES.charset(),
                NAMES.name(),
                comment,
                Map.of(),
                System.currentTimeMillis());
    }

    private static ColumnDefinition yesNo(String name) {
        return column(name, members(TypeKind.ENUM, List.of("N", "Y")), 1L);
    }

    private static ColumnDefinition text(
            String name, TypeKind kind, long length, Collation collation) {
        return column(name, type(kind, length, collation), new byte[0]);
    }

    private static ColumnDefinition column(String name, SqlType type, Object value) {
        return new ColumnDefinition(
                name, type, false, new ColumnDefault.Constant(value), false, false, null, true, "");
    }

    private static ColumnDefinition optional(String name, SqlType type) {
        return new ColumnDefinition(
                name, type, true, new ColumnDefault.Constant(null), false, false, null, true, "");
    }

    private static SqlType type(TypeKind kind, long length, Collation collation) {
        return new SqlType(kind, length, 0, false, false, collation, List.of());
    }

    private static SqlType members(TypeKind kind, List<String> members) {
        return new SqlType(kind, 0, 0, false, false, WORDS, members);
    }

    private static Collation collation(String name) {
        return Objects.requireNonNull(Collations.byName(name), name);
    }
}
