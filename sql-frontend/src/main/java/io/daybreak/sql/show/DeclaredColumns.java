package io.daybreak.sql.show;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of the server's own tables, from {@code columns.tsv}: schema, table, column, type,
 * YES if it may be null, collation. Read once.
 */
final class DeclaredColumns {
    /** {@code schema.TABLE}, in the file's order. */
    private static final Map<String, List<VirtualTable.Column>> TABLES = load();

    private DeclaredColumns() {}

    static Map<String, List<VirtualTable.Column>> tables() {
        return TABLES;
    }

    private static Map<String, List<VirtualTable.Column>> load() {
        Map<String, List<VirtualTable.Column>> tables = new LinkedHashMap<>();
        for (String line : lines("columns.tsv")) {
            String[] part = line.split("\t", -1);
            tables.computeIfAbsent(part[0] + "." + part[1], _ -> new ArrayList<>())
                    .add(
                            new VirtualTable.Column(
                                    part[2], type(part[3], part[5]), part[4].equals("YES")));
        }
        return tables;
    }

    /** The lines of a file beside this class. */
    static List<String> lines(String resource) {
        try (InputStream in = DeclaredColumns.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the build");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private static SqlType type(String declared, String collationName) {
        boolean unsigned = declared.endsWith(" unsigned");
        String text = unsigned ? declared.substring(0, declared.length() - 9) : declared;
        int open = text.indexOf('(');
        String word = open < 0 ? text : text.substring(0, open);
        String inside = open < 0 ? "" : text.substring(open + 1, text.length() - 1);
        Collation collation = collation(collationName);
        return switch (word) {
            case "bigint" -> SqlType.integer(TypeKind.BIGINT, unsigned);
            case "int" -> SqlType.integer(TypeKind.INT, unsigned);
            case "tinyint" -> SqlType.integer(TypeKind.TINYINT, unsigned);
            case "decimal" -> SqlType.decimal(65, 0);
            case "double" -> SqlType.DOUBLE;
            case "float" -> SqlType.FLOAT;
            // Times are those of the session's zone already.
            case "timestamp", "datetime" -> SqlType.datetime(0);
            case "json" -> SqlType.JSON;
            case "char", "varchar" -> SqlType.varchar(Long.parseLong(inside), collation);
            case "varbinary" -> SqlType.binary(Long.parseLong(inside));
            case "blob" -> ofKind(TypeKind.BLOB, Collations.BINARY, List.of());
            case "text" -> ofKind(TypeKind.TEXT, collation, List.of());
            case "mediumtext" -> ofKind(TypeKind.MEDIUMTEXT, collation, List.of());
            case "longtext" -> ofKind(TypeKind.LONGTEXT, collation, List.of());
            case "enum" -> ofKind(TypeKind.ENUM, collation, members(inside));
            case "set" -> SqlType.varchar(inside.length(), collation);
            default -> throw new IllegalStateException("type " + declared);
        };
    }

    private static SqlType ofKind(TypeKind kind, Collation collation, List<String> members) {
        return new SqlType(kind, 0, 0, false, false, collation, members);
    }

    private static Collation collation(String name) {
        Collation found = Collations.byName(name);
        return found == null ? general() : found;
    }

    /** What MySQL has for names whose case does not matter. */
    static Collation general() {
        Collation found = Collations.byName("utf8mb3_general_ci");
        return found == null ? Collations.UTF8MB4_0900_AI_CI : found;
    }

    private static List<String> members(String inside) {
        List<String> members = new ArrayList<>();
        for (String quoted : inside.split(",", -1)) {
            members.add(quoted.substring(1, quoted.length() - 1));
        }
        return members;
    }
}
