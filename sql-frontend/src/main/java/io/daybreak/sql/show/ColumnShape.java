package io.daybreak.sql.show;

import io.daybreak.engine.api.KeyPart;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.GeneratedColumn;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a column, whatever it is a column of.
 *
 * @param key PRI, UNI, MUL or empty
 * @param defaultText null if there is none
 */
record ColumnShape(
        String name,
        SqlType type,
        boolean nullable,
        String key,
        @Nullable String defaultText,
        String extra,
        String comment,
        String generation) {

    static List<ColumnShape> of(TableDefinition table, ZoneId zone) {
        List<ColumnShape> shapes = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            ColumnDefinition column = table.columns().get(i);
            GeneratedColumn generated = column.generated();
            shapes.add(
                    new ColumnShape(
                            column.name(),
                            column.type(),
                            column.nullable(),
                            key(table, i),
                            defaultText(column, zone),
                            extra(column),
                            column.comment(),
                            generated == null ? "" : generated.sql()));
        }
        return shapes;
    }

    static List<ColumnShape> of(VirtualTable table) {
        return table.columns().stream()
                .map(c -> plain(c.name(), c.type(), c.nullable(), c.nullable() ? null : ""))
                .toList();
    }

    static ColumnShape plain(
            String name, SqlType type, boolean nullable, @Nullable String defaultText) {
        return new ColumnShape(name, type, nullable, "", defaultText, "", "", "");
    }

    /** The column as a view has it: keys and what fills it are the table's own business. */
    ColumnShape inView(String viewColumn) {
        String shown = defaultText;
        if (shown == null && !nullable && (type.isNumeric() || key.equals("PRI"))) {
            shown = type.isNumeric() ? "0" : null;
        }
        return new ColumnShape(viewColumn, type, nullable, "", shown, "", comment, "");
    }

    String collationName() {
        return type.collation().name();
    }

    /** Whether a character set and a collation are shown. */
    boolean hasCollation() {
        return type.hasCollation() && !type.isBinaryString();
    }

    @Nullable Long characterLength() {
        if (!type.hasCollation() || type.kind() == TypeKind.GEOMETRY) {
            return null;
        }
        return switch (type.kind()) {
            case TINYTEXT, TEXT, MEDIUMTEXT, LONGTEXT -> octetLength();
            default -> type.maxCharacters();
        };
    }

    @Nullable Long octetLength() {
        if (!type.hasCollation() || type.kind() == TypeKind.GEOMETRY) {
            return null;
        }
        return switch (type.kind()) {
            case TINYTEXT, TINYBLOB -> 255L;
            case TEXT, BLOB -> 65_535L;
            case MEDIUMTEXT, MEDIUMBLOB -> 0xFFFFFFL;
            case LONGTEXT, LONGBLOB -> 0xFFFFFFFFL;
            default ->
                    type.isBinaryString()
                            ? type.length()
                            : type.maxCharacters() * CharacterSet.of(type.collation()).maxBytes();
        };
    }

    @Nullable Long srid() {
        return type.kind() == TypeKind.GEOMETRY && type.srid() >= 0 ? (Long) type.srid() : null;
    }

    @Nullable Long numericPrecision() {
        return switch (type.kind()) {
            case TINYINT -> 3L;
            case SMALLINT -> 5L;
            case MEDIUMINT -> type.unsigned() ? 8L : 7L;
            case INT -> 10L;
            case BIGINT -> type.unsigned() ? 20L : 19L;
            case DECIMAL, BIT -> type.length();
            case FLOAT -> type.length() > 0 ? type.length() : 12L;
            case DOUBLE -> type.length() > 0 ? type.length() : 22L;
            default -> null;
        };
    }

    @Nullable Long numericScale() {
        if (type.isInteger()) {
            return 0L;
        }
        return switch (type.kind()) {
            case DECIMAL -> (long) type.scale();
            case FLOAT, DOUBLE -> type.scale() == SqlType.NOT_FIXED ? null : (long) type.scale();
            default -> null;
        };
    }

    @Nullable Long datetimePrecision() {
        return switch (type.kind()) {
            case TIME, DATETIME, TIMESTAMP -> (long) type.scale();
            default -> null;
        };
    }

    private static String extra(ColumnDefinition column) {
        List<String> words = new ArrayList<>();
        if (column.autoIncrement()) {
            words.add("auto_increment");
        }
        if (column.defaultValue() instanceof ColumnDefault.Expression) {
            words.add("DEFAULT_GENERATED");
        }
        if (column.onUpdateNow()) {
            int digits = column.type().scale();
            words.add("on update CURRENT_TIMESTAMP" + (digits > 0 ? "(" + digits + ")" : ""));
        }
        GeneratedColumn generated = column.generated();
        if (generated != null) {
            words.add(generated.stored() ? "STORED GENERATED" : "VIRTUAL GENERATED");
        }
        if (!column.visible()) {
            words.add("INVISIBLE");
        }
        return String.join(" ", words);
    }

    private static @Nullable String defaultText(ColumnDefinition column, ZoneId zone) {
        return switch (column.defaultValue()) {
            case ColumnDefault.None _ -> null;
            case ColumnDefault.Expression expression -> expression.sql();
            case ColumnDefault.Constant constant -> {
                Object value = constant.value();
                yield value == null ? null : text(value, column.type(), zone);
            }
        };
    }

    private static String text(Object value, SqlType type, ZoneId zone) {
        if (type.kind() == TypeKind.BIT && value instanceof Long bits) {
            return "b'" + Long.toBinaryString(bits) + "'";
        }
        if (type.isBinaryString() && value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().withUpperCase().formatHex(bytes);
        }
        if (type.kind() == TypeKind.TIMESTAMP && value instanceof Long utc) {
            return Values.string(Temporal.text(Temporal.timestampToLocal(utc, zone), type));
        }
        return Values.string(Values.toBytes(value, type));
    }

    /** As MySQL: without a primary key, the first unique index without nulls counts as one. */
    private static String key(TableDefinition table, int column) {
        IndexDefinition primary = primary(table);
        if (primary != null && primary.parts().stream().anyMatch(p -> p.column() == column)) {
            return "PRI";
        }
        String key = "";
        for (IndexDefinition index : table.indexes()) {
            if (index.parts().get(0).column() != column) {
                continue;
            }
            if (index.isUnique() && index.parts().size() == 1) {
                return "UNI";
            }
            key = "MUL";
        }
        return key;
    }

    private static @Nullable IndexDefinition primary(TableDefinition table) {
        for (IndexDefinition index : table.indexes()) {
            if (index.isUnique() && hasNoNulls(table, index)) {
                return index;
            }
        }
        return null;
    }

    private static boolean hasNoNulls(TableDefinition table, IndexDefinition index) {
        for (KeyPart part : index.parts()) {
            if (table.columns().get(part.column()).nullable() || part.prefixLength() > 0) {
                return index.kind() == IndexDefinition.Kind.PRIMARY;
            }
        }
        return true;
    }

    String dataType() {
        if (type.kind() == TypeKind.GEOMETRY) {
            return type.sql();
        }
        return type.kind().name().toLowerCase(Locale.ROOT);
    }
}
