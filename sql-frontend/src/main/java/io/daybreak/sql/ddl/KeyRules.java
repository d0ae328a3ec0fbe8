package io.daybreak.sql.ddl;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.ddl.TableDraft.Column;
import io.daybreak.sql.ddl.TableDraft.Key;
import io.daybreak.sql.ddl.TableDraft.Part;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names, limits and order of the keys of a draft, as MySQL has them. */
final class KeyRules {
    private static final int KEYS_MAX = 64;
    private static final int PARTS_MAX = 16;
    private static final int BYTES_MAX = 3072;
    private static final int COMMENT_MAX = 1024;

    private final DdlRun run;
    private final TableDraft draft;

    KeyRules(DdlRun run, TableDraft draft) {
        this.run = run;
        this.draft = draft;
    }

    void apply() {
        primaryIsNotNull();
        for (int i = 0; i < draft.keys.size(); i++) {
            Key checked = checked(draft.keys.get(i));
            draft.keys.set(i, checked);
        }
        names();
        if (draft.keys.size() > KEYS_MAX) {
            throw new SqlException(MySqlError.ER_TOO_MANY_KEYS, KEYS_MAX);
        }
        autoIncrementHasAKey();
        draft.keys.sort(Comparator.comparingInt(this::rank));
    }

    private void primaryIsNotNull() {
        Key primary = draft.primaryKey();
        if (primary == null) {
            return;
        }
        for (Part part : primary.parts()) {
            int at = draft.position(part.column());
            if (at < 0) {
                throw new SqlException(MySqlError.ER_KEY_COLUMN_DOES_NOT_EXITS, part.column());
            }
            Column column = draft.columns.get(at);
            ColumnDefinition definition = column.definition();
            if (definition.generated() != null && !definition.generated().stored()) {
                throw new SqlException(
                        MySqlError.ER_UNSUPPORTED_ACTION_ON_GENERATED_COLUMN,
                        "Defining a virtual generated column as primary key");
            }
            if (definition.nullable()) {
                if (definition.defaultValue()
                                instanceof
                                io.daybreak.sql.catalog.ColumnDefault.Constant(Object value)
                        && value == null) {
                    throw new SqlException(MySqlError.ER_PRIMARY_CANT_HAVE_NULL);
                }
                draft.columns.set(at, column.with(Columns.notNull(definition)));
            }
        }
    }

    private void names() {
        Set<String> taken = new HashSet<>();
        for (Key key : draft.keys) {
            if (!key.name().isEmpty() && !taken.add(key.name().toLowerCase(Locale.ROOT))) {
                throw new SqlException(MySqlError.ER_DUP_KEYNAME, key.name());
            }
        }
        for (int i = 0; i < draft.keys.size(); i++) {
            Key key = draft.keys.get(i);
            if (key.name().isEmpty()) {
                draft.keys.set(i, key.named(draft.freeKeyName(columnOf(key.parts().get(0)))));
            }
        }
    }

    private String columnOf(Part part) {
        return draft.columns.get(draft.position(part.column())).name();
    }

    /** The key with parts as they are kept, in which a prefix of all is none. */
    private Key checked(Key key) {
        if (key.comment().codePointCount(0, key.comment().length()) > COMMENT_MAX) {
            throw new SqlException(MySqlError.ER_TOO_LONG_INDEX_COMMENT, key.name(), COMMENT_MAX);
        }
        if (key.parts().size() > PARTS_MAX) {
            throw new SqlException(MySqlError.ER_TOO_MANY_KEY_PARTS, PARTS_MAX);
        }
        Set<String> seen = new HashSet<>();
        List<Part> parts = new ArrayList<>();
        long bytes = 0;
        for (Part part : key.parts()) {
            int at = draft.position(part.column());
            if (at < 0) {
                throw new SqlException(MySqlError.ER_KEY_COLUMN_DOES_NOT_EXITS, part.column());
            }
            ColumnDefinition column = draft.columns.get(at).definition();
            if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
                throw new SqlException(MySqlError.ER_DUP_FIELDNAME, column.name());
            }
            if (key.kind() == IndexDefinition.Kind.FULLTEXT) {
                if (!column.type().isString() || column.type().isBinaryString()) {
                    throw new SqlException(MySqlError.ER_BAD_FT_COLUMN, column.name());
                }
                parts.add(new Part(column.name(), 0, false));
                continue;
            }
            if (key.kind() == IndexDefinition.Kind.SPATIAL
                    || column.type().kind() == TypeKind.GEOMETRY) {
                return key.spatial(List.of(spatial(key, part, column)));
            }
            int prefix = prefix(part, column);
            long partBytes = bytes(column.type(), prefix);
            if (partBytes > BYTES_MAX && !run.isStrict() && mayCut(key, column)) {
                run.warn(MySqlError.ER_TOO_LONG_KEY, BYTES_MAX);
                prefix = BYTES_MAX / CharacterSet.of(column.type().collation()).maxBytes();
                partBytes = BYTES_MAX;
            }
            bytes += partBytes;
            parts.add(new Part(column.name(), prefix, part.descending()));
        }
        if (bytes > BYTES_MAX) {
            throw new SqlException(MySqlError.ER_TOO_LONG_KEY, BYTES_MAX);
        }
        return key.of(parts);
    }

    /** A plain key over a spatial column is a SPATIAL one. */
    private Part spatial(Key key, Part part, ColumnDefinition column) {
        SqlType type = column.type();
        if (type.kind() != TypeKind.GEOMETRY) {
            throw new SqlException(MySqlError.ER_SPATIAL_MUST_HAVE_GEOM_COL);
        }
        if (part.prefix() > 0) {
            throw new SqlException(MySqlError.ER_WRONG_SUB_KEY);
        }
        if (key.kind() == IndexDefinition.Kind.PRIMARY
                || key.kind() == IndexDefinition.Kind.UNIQUE) {
            throw new SqlException(MySqlError.ER_SPATIAL_UNIQUE_INDEX);
        }
        if (key.parts().size() > 1) {
            throw new SqlException(MySqlError.ER_TOO_MANY_KEY_PARTS, 1);
        }
        if (column.nullable()) {
            throw new SqlException(MySqlError.ER_SPATIAL_CANT_HAVE_NULL);
        }
        if (type.srid() < 0) {
            run.warn(MySqlError.ER_WARN_USELESS_SPATIAL_INDEX, column.name());
        }
        return new Part(column.name(), 0, false);
    }

    private static boolean mayCut(Key key, ColumnDefinition column) {
        return key.kind() == IndexDefinition.Kind.KEY && column.type().isString();
    }

    private static int prefix(Part part, ColumnDefinition column) {
        SqlType type = column.type();
        if (type.kind() == TypeKind.JSON) {
            throw new SqlException(MySqlError.ER_JSON_USED_AS_KEY, column.name());
        }
        if (type.kind().isBlob()) {
            if (part.prefix() == 0) {
                throw new SqlException(MySqlError.ER_BLOB_KEY_WITHOUT_LENGTH, column.name());
            }
            return part.prefix();
        }
        if (part.prefix() == 0) {
            return 0;
        }
        if (!type.isString() || part.prefix() > type.length()) {
            throw new SqlException(MySqlError.ER_WRONG_SUB_KEY);
        }
        return part.prefix() == type.length() ? 0 : part.prefix();
    }

    private static long bytes(SqlType type, int prefix) {
        if (type.isString()) {
            int perCharacter =
                    type.isBinaryString() ? 1 : CharacterSet.of(type.collation()).maxBytes();
            return (prefix == 0 ? type.length() : prefix) * perCharacter;
        }
        return switch (type.kind()) {
            case TINYINT, YEAR, ENUM -> 1;
            case SMALLINT -> 2;
            case MEDIUMINT, DATE -> 3;
            case INT, FLOAT -> 4;
            case DECIMAL -> type.length() / 2 + 1;
            default -> 8;
        };
    }

    private void autoIncrementHasAKey() {
        int found = 0;
        for (Column column : draft.columns) {
            if (column.definition().autoIncrement()) {
                found++;
                boolean first =
                        draft.keys.stream()
                                .filter(k ->
                                        k.kind() != IndexDefinition.Kind.FULLTEXT
                                                && k.kind() != IndexDefinition.Kind.SPATIAL)
                                .anyMatch(k ->
                                        k.parts().get(0).column().equalsIgnoreCase(column.name()));
                if (!first) {
                    throw new SqlException(MySqlError.ER_WRONG_AUTO_KEY);
                }
            }
        }
        if (found > 1) {
            throw new SqlException(MySqlError.ER_WRONG_AUTO_KEY);
        }
    }

    /** The primary key, unique keys without null, other unique keys, others, FULLTEXT. */
    private int rank(Key key) {
        return switch (key.kind()) {
            case PRIMARY -> 0;
            case UNIQUE -> {
                boolean nullable =
                        key.parts().stream()
                                .anyMatch(p ->
                                        draft.columns
                                                .get(draft.position(p.column()))
                                                .definition()
                                                .nullable());
                boolean prefix = key.parts().stream().anyMatch(p -> p.prefix() > 0);
                yield nullable ? 3 : prefix ? 2 : 1;
            }
            case KEY, SPATIAL -> 4;
            case FULLTEXT -> 5;
        };
    }
}
