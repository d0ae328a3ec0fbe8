package io.daybreak.sql.ddl;

import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.CheckConstraint;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.ForeignKey;
import io.daybreak.sql.catalog.GeneratedColumn;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.catalog.SchemaDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.catalog.ViewDefinition;
import io.daybreak.sql.parse.AstPrinter;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of SHOW CREATE, as MySQL 8.4 writes them: dump tools read and restore them. */
public final class CreateTableText {
    /** Options behind the charset, in the order that MySQL has them. */
    private static final List<String> OPTIONS =
            List.of(
                    "min_rows",
                    "max_rows",
                    "avg_row_length",
                    "pack_keys",
                    "stats_persistent",
                    "stats_auto_recalc",
                    "stats_sample_pages",
                    "checksum",
                    "delay_key_write",
                    "row_format",
                    "key_block_size");

    private final TableDefinition table;
    private final StringBuilder out = new StringBuilder();

    private CreateTableText(TableDefinition table) {
        this.table = table;
    }

    /**
     * @param autoIncrementNext the next value of the counter; shown if it is above 1 and the table
     *     has an AUTO_INCREMENT column
     */
    public static String of(CatalogTable table, long autoIncrementNext) {
        return new CreateTableText(table.definition()).table(autoIncrementNext);
    }

    /** What SHOW CREATE DATABASE shows. */
    public static String ofDatabase(String name, SchemaDefinition definition) {
        return "CREATE DATABASE "
                + AstPrinter.quote(name)
                + " /*!40100 DEFAULT CHARACTER SET "
                + definition.charset()
                + (showsCollation(definition.charset(), definition.collation())
                        ? " COLLATE " + definition.collation()
                        : "")
                + " */ /*!80016 DEFAULT ENCRYPTION='N' */";
    }

    /** What SHOW CREATE VIEW shows. */
    public static String ofView(ViewDefinition view) {
        StringBuilder text = new StringBuilder("CREATE ALGORITHM=");
        text.append(view.algorithm()).append(" DEFINER=").append(definer(view.definer()));
        text.append(" SQL SECURITY ").append(view.invokerSecurity() ? "INVOKER" : "DEFINER");
        text.append(" VIEW ").append(AstPrinter.quote(view.name()));
        if (!view.columns().isEmpty()) {
            text.append(" (").append(names(view.columns())).append(')');
        }
        text.append(" AS ").append(view.sql());
        if (!view.checkOption().equals("NONE")) {
            text.append(" WITH ").append(view.checkOption()).append(" CHECK OPTION");
        }
        return text.toString();
    }

    private static String definer(String account) {
        int at = account.lastIndexOf('@');
        return at < 0
                ? AstPrinter.quote(account) + "@`%`"
                : AstPrinter.quote(account.substring(0, at))
                        + "@"
                        + AstPrinter.quote(account.substring(at + 1));
    }

    private static String names(List<String> names) {
        return String.join(",", names.stream().map(AstPrinter::quote).toList());
    }

    private static boolean showsCollation(String charset, String collation) {
        Collation usual = Collations.defaultOf(charset);
        return usual == null
                || !usual.name().equals(collation)
                || usual.id() == Collations.UTF8MB4_0900_AI_CI.id();
    }

    private String table(long autoIncrementNext) {
        out.append("CREATE TABLE ").append(AstPrinter.quote(table.name())).append(" (\n");
        List<String> lines = new ArrayList<>();
        table.columns().forEach(c -> lines.add(column(c)));
        table.indexes().forEach(i -> lines.add(index(i)));
        table.foreignKeys().stream()
                .sorted(Comparator.comparing((ForeignKey k) -> lower(k.name())))
                .forEach(k -> lines.add(foreignKey(k)));
        table.checks().stream()
                .sorted(Comparator.comparing((CheckConstraint c) -> lower(c.name())))
                .forEach(c -> lines.add(check(c)));
        out.append("  ").append(String.join(",\n  ", lines)).append("\n) ENGINE=InnoDB");
        if (autoIncrementNext > 1 && table.autoIncrementColumn() >= 0) {
            out.append(" AUTO_INCREMENT=").append(Long.toUnsignedString(autoIncrementNext));
        }
        out.append(" DEFAULT CHARSET=").append(table.charset());
        if (showsCollation(table.charset(), table.collation())) {
            out.append(" COLLATE=").append(table.collation());
        }
        options();
        return out.toString();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void options() {
        Map<String, String> options = table.options();
        for (String option : OPTIONS) {
            String value = options.get(option);
            if (value != null) {
                out.append(' ').append(option.toUpperCase(Locale.ROOT)).append('=').append(value);
            }
        }
        String compression = options.get("compression");
        if (compression != null) {
            out.append(" COMPRESSION=").append(quoted(compression));
        }
        if (!table.comment().isEmpty()) {
            out.append(" COMMENT=").append(quoted(table.comment()));
        }
    }

    private String column(ColumnDefinition column) {
        SqlType type = column.type();
        StringBuilder text = new StringBuilder(AstPrinter.quote(column.name()));
        text.append(' ').append(type.sql()).append(charset(type));
        GeneratedColumn generated = column.generated();
        if (generated != null) {
            text.append(" GENERATED ALWAYS AS (").append(generated.sql()).append(") ");
            text.append(generated.stored() ? "STORED" : "VIRTUAL");
        }
        if (generated != null || !column.nullable()) {
            text.append(column.nullable() ? "" : " NOT NULL").append(srid(type));
        } else if (type.kind() == TypeKind.GEOMETRY) {
            text.append(srid(type));
        } else if (type.kind() == TypeKind.TIMESTAMP) {
            text.append(" NULL");
        }
        if (generated == null) {
            text.append(defaultText(column));
        }
        if (column.onUpdateNow()) {
            text.append(" ON UPDATE ").append(Defaults.clock(type));
        }
        text.append(column.autoIncrement() ? " AUTO_INCREMENT" : "");
        text.append(column.visible() ? "" : " /*!80023 INVISIBLE */");
        if (!column.comment().isEmpty()) {
            text.append(" COMMENT ").append(quoted(column.comment()));
        }
        return text.toString();
    }

    private static String srid(SqlType type) {
        return type.kind() == TypeKind.GEOMETRY && type.srid() >= 0
                ? " /*!80003 SRID " + type.srid() + " */"
                : "";
    }

    private static boolean showsNull(SqlType type) {
        return !type.kind().isBlob() || type.kind() == TypeKind.GEOMETRY;
    }

    private String charset(SqlType type) {
        Collation collation = type.collation();
        if (!type.hasCollation() || type.isBinaryString()) {
            return "";
        }
        if (!collation.name().equals(table.collation())) {
            return " CHARACTER SET " + collation.charset() + " COLLATE " + collation.name();
        }
        Collation usual = Collations.defaultOf(collation.charset());
        return usual != null && usual.id() == collation.id() ? "" : " COLLATE " + collation.name();
    }

    private static String defaultText(ColumnDefinition column) {
        return switch (column.defaultValue()) {
            case ColumnDefault.None _ ->
                    column.nullable() && showsNull(column.type()) ? " DEFAULT NULL" : "";
            case ColumnDefault.Constant(Object value) -> constant(value, column.type());
            case ColumnDefault.Expression computed ->
                    computed.isNow()
                            ? " DEFAULT " + computed.sql()
                            : " DEFAULT (" + computed.sql() + ")";
        };
    }

    private static String constant(@Nullable Object value, SqlType type) {
        if (value == null) {
            return showsNull(type) ? " DEFAULT NULL" : "";
        }
        if (type.kind() == TypeKind.BIT) {
            return " DEFAULT b'" + Long.toBinaryString((Long) value) + "'";
        }
        return " DEFAULT " + quoted(Values.string(Values.toBytes(value, type)));
    }

    /** A string as SHOW CREATE writes defaults and comments: quotes are doubled. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case 0 -> quoted.append("\\0");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\\' -> quoted.append("\\\\");
                case '\'' -> quoted.append("''");
                default -> quoted.append(c);
            }
        }
        return quoted.append('\'').toString();
    }

    private String index(IndexDefinition index) {
        StringBuilder text = new StringBuilder();
        text.append(
                switch (index.kind()) {
                    case PRIMARY -> "PRIMARY KEY";
                    case UNIQUE -> "UNIQUE KEY " + AstPrinter.quote(index.name());
                    case KEY -> "KEY " + AstPrinter.quote(index.name());
                    case FULLTEXT -> "FULLTEXT KEY " + AstPrinter.quote(index.name());
                    case SPATIAL -> "SPATIAL KEY " + AstPrinter.quote(index.name());
                });
        text.append(" (");
        String separator = "";
        for (KeyPart part : index.parts()) {
            text.append(separator);
            text.append(AstPrinter.quote(table.columns().get(part.column()).name()));
            text.append(part.prefixLength() > 0 ? "(" + part.prefixLength() + ")" : "");
            text.append(part.descending() ? " DESC" : "");
            separator = ",";
        }
        text.append(')');
        if (!index.comment().isEmpty()) {
            text.append(" COMMENT ").append(quoted(index.comment()));
        }
        text.append(index.visible() ? "" : " /*!80000 INVISIBLE */");
        return text.toString();
    }

    private String foreignKey(ForeignKey key) {
        StringBuilder text = new StringBuilder("CONSTRAINT ").append(AstPrinter.quote(key.name()));
        text.append(" FOREIGN KEY (");
        text.append(
                String.join(
                        ", ",
                        key.columns().stream()
                                .map(c -> AstPrinter.quote(table.columns().get(c).name()))
                                .toList()));
        text.append(") REFERENCES ");
        if (!key.parentSchema().equals(table.schema())) {
            text.append(AstPrinter.quote(key.parentSchema())).append('.');
        }
        text.append(AstPrinter.quote(key.parentTable())).append(" (");
        text.append(
                String.join(", ", key.parentColumns().stream().map(AstPrinter::quote).toList()));
        text.append(')');
        if (key.onDelete() != ForeignKey.Action.NO_ACTION) {
            text.append(" ON DELETE ").append(key.onDelete().sql());
        }
        if (key.onUpdate() != ForeignKey.Action.NO_ACTION) {
            text.append(" ON UPDATE ").append(key.onUpdate().sql());
        }
        return text.toString();
    }

    private static String check(CheckConstraint check) {
        return "CONSTRAINT "
                + AstPrinter.quote(check.name())
                + " CHECK ("
                + check.sql()
                + ")"
                + (check.enforced() ? "" : " /*!80016 NOT ENFORCED */");
    }
}
