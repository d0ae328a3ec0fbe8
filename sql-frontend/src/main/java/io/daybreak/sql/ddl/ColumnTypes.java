package io.daybreak.sql.ddl;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DataType;
import io.daybreak.sql.geometry.GeometryShape;
import io.daybreak.sql.geometry.SpatialReference;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The type of one column, from what was written and what its table gives to it. */
final class ColumnTypes {
    private static final int VARCHAR_BYTES_MAX = 65_535;
    private static final int FIXED_MAX = 255;

    private final DdlRun run;
    private final String column;
    private final DataType type;
    private final @Nullable Long srid;
    private final Collation inherited;

    ColumnTypes(
            DdlRun run, String column, DataType type, @Nullable Long srid, Collation inherited) {
        this.run = run;
        this.column = column;
        this.type = type;
        this.srid = srid;
        this.inherited = inherited;
    }

    SqlType resolve() {
        SqlType resolved = ofKind();
        if (srid != null && resolved.kind() != TypeKind.GEOMETRY) {
            throw new SqlException(MySqlError.ER_WRONG_USAGE, "SRID", "non-geometry column");
        }
        return resolved;
    }

    private SqlType ofKind() {
        return switch (type.kind()) {
            case TINYINT -> integer(TypeKind.TINYINT);
            case SMALLINT -> integer(TypeKind.SMALLINT);
            case MEDIUMINT -> integer(TypeKind.MEDIUMINT);
            case INT -> integer(TypeKind.INT);
            case BIGINT -> integer(TypeKind.BIGINT);
            case BOOLEAN -> SqlType.TRUTH;
            case SERIAL -> SqlType.BIGINT_UNSIGNED;
            case DECIMAL -> decimal();
            case FLOAT, DOUBLE -> floating();
            case BIT -> plain(TypeKind.BIT, bits());
            case CHAR -> fixed(TypeKind.CHAR, TypeKind.BINARY);
            case VARCHAR -> varying(collation());
            case BINARY -> plain(TypeKind.BINARY, fixedLength());
            case VARBINARY -> varying(Collations.BINARY);
            case TINYTEXT -> text(TypeKind.TINYTEXT, TypeKind.TINYBLOB);
            case TEXT -> type.length() >= 0 ? sizedText() : text(TypeKind.TEXT, TypeKind.BLOB);
            case MEDIUMTEXT -> text(TypeKind.MEDIUMTEXT, TypeKind.MEDIUMBLOB);
            case LONGTEXT -> text(TypeKind.LONGTEXT, TypeKind.LONGBLOB);
            case TINYBLOB -> plain(TypeKind.TINYBLOB, 0);
            case BLOB -> plain(type.length() >= 0 ? blobOf(type.length()) : TypeKind.BLOB, 0);
            case MEDIUMBLOB -> plain(TypeKind.MEDIUMBLOB, 0);
            case LONGBLOB -> plain(TypeKind.LONGBLOB, 0);
            case DATE -> SqlType.DATE;
            case TIME -> SqlType.time(fraction());
            case DATETIME -> SqlType.datetime(fraction());
            case TIMESTAMP -> SqlType.timestamp(fraction());
            case YEAR -> SqlType.YEAR;
            case ENUM -> members(TypeKind.ENUM);
            case SET -> members(TypeKind.SET);
            case JSON -> SqlType.JSON;
            case GEOMETRY -> geometry(GeometryShape.GEOMETRY);
            case POINT -> geometry(GeometryShape.POINT);
            case LINESTRING -> geometry(GeometryShape.LINESTRING);
            case POLYGON -> geometry(GeometryShape.POLYGON);
            case MULTIPOINT -> geometry(GeometryShape.MULTIPOINT);
            case MULTILINESTRING -> geometry(GeometryShape.MULTILINESTRING);
            case MULTIPOLYGON -> geometry(GeometryShape.MULTIPOLYGON);
            case GEOMETRYCOLLECTION -> geometry(GeometryShape.GEOMCOLLECTION);
            default ->
                    throw DdlRun.unsupported(
                            "columns of type " + type.kind().name().toLowerCase(Locale.ROOT));
        };
    }

    private static SqlType plain(TypeKind kind, long length) {
        return new SqlType(kind, length, 0, false, false, Collations.BINARY, List.of());
    }

    private SqlType geometry(GeometryShape shape) {
        if (type.collation() != null && !type.collation().equals("binary")) {
            throw new SqlException(
                    MySqlError.ER_COLLATION_CHARSET_MISMATCH, type.collation(), "binary");
        }
        if (srid != null && SpatialReference.of(srid) == null) {
            throw new SqlException(MySqlError.ER_SRS_NOT_FOUND, srid);
        }
        return SqlType.geometry(shape, srid == null ? -1 : srid);
    }

    private Collation collation() {
        return Charsets.resolve(
                type.charset(), type.collation(), type.binaryCollation(), inherited);
    }

    // ---- Numbers

    private SqlType integer(TypeKind kind) {
        if (type.length() > FIXED_MAX) {
            throw new SqlException(MySqlError.ER_TOO_BIG_DISPLAYWIDTH, column, FIXED_MAX);
        }
        int width = Math.max(0, type.length());
        if (type.zerofill() && width == 0) {
            width = digits(kind);
        }
        return new SqlType(
                kind, width, 0, type.unsigned(), type.zerofill(), Collations.BINARY, List.of());
    }

    private static int digits(TypeKind kind) {
        return switch (kind) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case MEDIUMINT -> 8;
            case INT -> 10;
            default -> 20;
        };
    }

    private SqlType decimal() {
        int precision = type.length() <= 0 && type.scale() <= 0 ? 10 : type.length();
        int scale = Math.max(0, type.scale());
        if (scale > 30) {
            throw new SqlException(MySqlError.ER_TOO_BIG_SCALE, scale, column, 30);
        }
        if (precision > 65) {
            throw new SqlException(MySqlError.ER_TOO_BIG_PRECISION, precision, column, 65);
        }
        if (scale > precision) {
            throw new SqlException(MySqlError.ER_M_BIGGER_THAN_D, column);
        }
        return new SqlType(
                TypeKind.DECIMAL,
                precision,
                scale,
                type.unsigned(),
                type.zerofill(),
                Collations.BINARY,
                List.of());
    }

    private SqlType floating() {
        TypeKind kind = type.kind() == DataType.Kind.FLOAT ? TypeKind.FLOAT : TypeKind.DOUBLE;
        int length = 0;
        int scale = SqlType.NOT_FIXED;
        if (type.scale() >= 0) {
            length = type.length();
            scale = type.scale();
            if (scale > 30) {
                throw new SqlException(MySqlError.ER_TOO_BIG_SCALE, scale, column, 30);
            }
            if (length > FIXED_MAX) {
                throw new SqlException(MySqlError.ER_TOO_BIG_DISPLAYWIDTH, column, FIXED_MAX);
            }
            if (scale > length) {
                throw new SqlException(MySqlError.ER_M_BIGGER_THAN_D, column);
            }
        } else if (type.length() > 53) {
            throw new SqlException(MySqlError.ER_WRONG_FIELD_SPEC, column);
        } else if (type.length() > 24) {
            kind = TypeKind.DOUBLE;
        }
        return new SqlType(
                kind,
                length,
                scale,
                type.unsigned(),
                type.zerofill(),
                Collations.BINARY,
                List.of());
    }

    private int bits() {
        if (type.length() > 64) {
            throw new SqlException(MySqlError.ER_TOO_BIG_DISPLAYWIDTH, column, 64);
        }
        return type.length() <= 0 ? 1 : type.length();
    }

    private int fraction() {
        if (type.length() > 6) {
            throw new SqlException(MySqlError.ER_TOO_BIG_PRECISION, type.length(), column, 6);
        }
        return Math.max(0, type.length());
    }

    // ---- Texts

    private int fixedLength() {
        int length = type.length() < 0 ? 1 : type.length();
        if (length > FIXED_MAX) {
            throw new SqlException(MySqlError.ER_TOO_BIG_FIELDLENGTH, column, FIXED_MAX);
        }
        return length;
    }

    private SqlType fixed(TypeKind text, TypeKind binary) {
        Collation collation = collation();
        return collation.id() == Collations.BINARY.id()
                ? plain(binary, fixedLength())
                : new SqlType(text, fixedLength(), 0, false, false, collation, List.of());
    }

    private SqlType varying(Collation collation) {
        int perCharacter = CharacterSet.of(collation).maxBytes();
        long bytes = (long) type.length() * perCharacter;
        if (bytes > VARCHAR_BYTES_MAX) {
            if (run.isStrict()) {
                throw new SqlException(
                        MySqlError.ER_TOO_BIG_FIELDLENGTH,
                        column,
                        VARCHAR_BYTES_MAX / perCharacter);
            }
            boolean binary = collation.id() == Collations.BINARY.id();
            SqlType converted = blob(bytes, collation);
            run.note(
                    MySqlError.ER_AUTO_CONVERT,
                    column,
                    binary ? "VARBINARY" : "VARCHAR",
                    converted.kind().name());
            return converted;
        }
        return SqlType.varchar(type.length(), collation);
    }

    private SqlType text(TypeKind text, TypeKind binary) {
        Collation collation = collation();
        return collation.id() == Collations.BINARY.id()
                ? plain(binary, 0)
                : new SqlType(text, 0, 0, false, false, collation, List.of());
    }

    /** TEXT(n): the smallest kind that has room. */
    private SqlType sizedText() {
        Collation collation = collation();
        return blob((long) type.length() * CharacterSet.of(collation).maxBytes(), collation);
    }

    private static SqlType blob(long bytes, Collation collation) {
        TypeKind binary = blobOf(bytes);
        if (collation.id() == Collations.BINARY.id()) {
            return plain(binary, 0);
        }
        TypeKind text =
                switch (binary) {
                    case TINYBLOB -> TypeKind.TINYTEXT;
                    case BLOB -> TypeKind.TEXT;
                    case MEDIUMBLOB -> TypeKind.MEDIUMTEXT;
                    default -> TypeKind.LONGTEXT;
                };
        return new SqlType(text, 0, 0, false, false, collation, List.of());
    }

    private static TypeKind blobOf(long bytes) {
        if (bytes == 0 || bytes > 255 && bytes <= 65_535) {
            return TypeKind.BLOB;
        }
        if (bytes <= 255) {
            return TypeKind.TINYBLOB;
        }
        return bytes <= 0xFFFFFF ? TypeKind.MEDIUMBLOB : TypeKind.LONGBLOB;
    }

    private SqlType members(TypeKind kind) {
        Collation collation = collation();
        List<String> members = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (byte[] utf8 : type.members()) {
            String member = new String(utf8, StandardCharsets.UTF_8).replaceAll(" +$", "");
            byte[] trimmed = member.getBytes(StandardCharsets.UTF_8);
            byte[] key = collation.sortKey(trimmed, 0, trimmed.length);
            if (!keys.add(new String(key, StandardCharsets.ISO_8859_1))) {
                if (run.isStrict()) {
                    throw new SqlException(
                            MySqlError.ER_DUPLICATED_VALUE_IN_TYPE, column, member, kind.name());
                }
                run.note(MySqlError.ER_DUPLICATED_VALUE_IN_TYPE, column, member, kind.name());
            }
            if (kind == TypeKind.SET && member.indexOf(',') >= 0) {
                throw new SqlException(MySqlError.ER_ILLEGAL_VALUE_FOR_TYPE, "set", member);
            }
            members.add(member);
        }
        if (kind == TypeKind.SET && members.size() > 64) {
            throw new SqlException(MySqlError.ER_TOO_BIG_SET, column);
        }
        return new SqlType(kind, 0, 0, false, false, collation, members);
    }
}
