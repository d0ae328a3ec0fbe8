package io.daybreak.sql.types;

import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.geometry.GeometryShape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A MySQL type without its nullability. Immutable.
 *
 * @param length characters of a text type, bytes of a binary one, display width of an integer or
 *     float (0: none given), precision of a DECIMAL, bits of a BIT, the SRID plus one of a GEOMETRY
 *     that is bound to one; otherwise 0
 * @param scale decimals of DECIMAL, FLOAT(M,D), DOUBLE(M,D), fractional digits of a temporal type;
 *     {@link #NOT_FIXED} for floats without; the code of a GEOMETRY's shape
 * @param collation {@code binary} for everything that is not text
 * @param members of ENUM and SET
 */
public record SqlType(
        TypeKind kind,
        long length,
        int scale,
        boolean unsigned,
        boolean zerofill,
        Collation collation,
        List<String> members) {
    /** The scale of a float that shows as many decimals as it has. */
    public static final int NOT_FIXED = 31;

    /** Every number of fewer digits is an INT, one of so many may not be. */
    private static final int INT_DIGITS = 10;

    public static final SqlType NULL = plain(TypeKind.NULL, 0, 0);
    public static final SqlType BIGINT = integer(TypeKind.BIGINT, false);
    public static final SqlType BIGINT_UNSIGNED = integer(TypeKind.BIGINT, true);
    public static final SqlType INT = integer(TypeKind.INT, false);
    public static final SqlType INT_UNSIGNED = integer(TypeKind.INT, true);

    /** What comparisons and logic give: BIGINT of display width 1. */
    public static final SqlType BOOLEAN = plain(TypeKind.BIGINT, 1, 0);

    /** The literals TRUE and FALSE: TINYINT of display width 1, which BOOL stands for. */
    public static final SqlType TRUTH = plain(TypeKind.TINYINT, 1, 0);

    public static final SqlType DOUBLE = plain(TypeKind.DOUBLE, 0, NOT_FIXED);
    public static final SqlType FLOAT = plain(TypeKind.FLOAT, 0, NOT_FIXED);
    public static final SqlType DATE = plain(TypeKind.DATE, 0, 0);
    public static final SqlType YEAR =
            new SqlType(TypeKind.YEAR, 4, 0, true, true, Collations.BINARY, List.of());
    public static final SqlType JSON =
            new SqlType(
                    TypeKind.JSON, 0xFFFFFFFFL, 0, false, false, Collations.UTF8MB4_BIN, List.of());

    public SqlType {
        if (length < 0 || scale < 0 || scale > NOT_FIXED) {
            throw new IllegalArgumentException(kind + "(" + length + "," + scale + ")");
        }
        if (kind == TypeKind.DECIMAL && (length < 1 || length > 65 || scale > length)) {
            throw new IllegalArgumentException("DECIMAL(" + length + "," + scale + ")");
        }
        members = List.copyOf(members);
    }

    private static SqlType plain(TypeKind kind, long length, int scale) {
        return new SqlType(kind, length, scale, false, false, Collations.BINARY, List.of());
    }

    public static SqlType integer(TypeKind kind, boolean unsigned) {
        return new SqlType(kind, 0, 0, unsigned, false, Collations.BINARY, List.of());
    }

    /** An integer of an expression, with the number of characters that it can take. */
    public static SqlType integerOfWidth(int displayWidth, boolean unsigned) {
        return new SqlType(
                TypeKind.BIGINT, displayWidth, 0, unsigned, false, Collations.BINARY, List.of());
    }

    public static SqlType decimal(int precision, int scale) {
        int p = Math.clamp(precision, 1, 65);
        return plain(TypeKind.DECIMAL, p, Math.min(Math.min(scale, 30), p));
    }

    public static SqlType decimal(int precision, int scale, boolean unsigned) {
        SqlType type = decimal(precision, scale);
        return unsigned ? type.withUnsigned(true) : type;
    }

    /** DOUBLE that shows a fixed number of decimals. */
    public static SqlType doubleOf(int decimals) {
        return plain(TypeKind.DOUBLE, 0, Math.min(decimals, NOT_FIXED));
    }

    public static SqlType varchar(long characters, Collation collation) {
        return new SqlType(
                collation.id() == Collations.BINARY.id() ? TypeKind.VARBINARY : TypeKind.VARCHAR,
                characters,
                0,
                false,
                false,
                collation,
                List.of());
    }

    /** VARCHAR, or a TEXT type if it gets longer than a VARCHAR can be. */
    public static SqlType string(long characters, Collation collation) {
        long c = Math.min(characters, 0xFFFFFFFFL);
        boolean binary = collation.id() == Collations.BINARY.id();
        long bytes = c * CharacterSet.of(collation).maxBytes();
        if (bytes <= 65_535) {
            return varchar(c, collation);
        }
        TypeKind kind;
        if (bytes <= 0xFFFFFFL) {
            kind = binary ? TypeKind.MEDIUMBLOB : TypeKind.MEDIUMTEXT;
        } else {
            kind = binary ? TypeKind.LONGBLOB : TypeKind.LONGTEXT;
        }
        return new SqlType(kind, c, 0, false, false, collation, List.of());
    }

    public static SqlType binary(long bytes) {
        return string(bytes, Collations.BINARY);
    }

    public static SqlType time(int fractionalDigits) {
        return plain(TypeKind.TIME, 0, Math.min(fractionalDigits, 6));
    }

    public static SqlType datetime(int fractionalDigits) {
        return plain(TypeKind.DATETIME, 0, Math.min(fractionalDigits, 6));
    }

    public static SqlType timestamp(int fractionalDigits) {
        return plain(TypeKind.TIMESTAMP, 0, Math.min(fractionalDigits, 6));
    }

    /**
     * @param srid negative: any
     */
    public static SqlType geometry(GeometryShape shape, long srid) {
        return plain(TypeKind.GEOMETRY, srid + 1, shape.code());
    }

    /** What a GEOMETRY column takes. */
    public GeometryShape shape() {
        return GeometryShape.ofCode(scale);
    }

    /** The reference system that a GEOMETRY column is bound to; negative if none. */
    public long srid() {
        return length - 1;
    }

    public SqlType withCollation(Collation other) {
        return new SqlType(kind, length, scale, unsigned, zerofill, other, members);
    }

    public SqlType withUnsigned(boolean other) {
        return new SqlType(kind, length, scale, other, zerofill, collation, members);
    }

    public SqlType withScale(int other) {
        return new SqlType(kind, length, other, unsigned, zerofill, collation, members);
    }

    public SqlType withLength(long other) {
        return new SqlType(kind, other, scale, unsigned, zerofill, collation, members);
    }

    /** The CHAR that holds the texts of an ENUM or SET. */
    public SqlType withoutMembers() {
        return new SqlType(TypeKind.CHAR, maxCharacters(), 0, false, false, collation, List.of());
    }

    public TypeKind.Holder holder() {
        return kind.holder();
    }

    public boolean isInteger() {
        return kind.isInteger();
    }

    /** Integers, DECIMAL, FLOAT, DOUBLE, BIT, YEAR. */
    public boolean isNumeric() {
        return kind.ordinal() >= TypeKind.TINYINT.ordinal()
                && kind.ordinal() <= TypeKind.YEAR.ordinal();
    }

    public boolean isTemporal() {
        return kind.isTemporal();
    }

    /** CHAR to LONGTEXT, BINARY to LONGBLOB. */
    public boolean isString() {
        return kind.isString();
    }

    public boolean isBinaryString() {
        return kind.isBinaryString();
    }

    /** Strings, ENUM and SET: what has a collation of its own. */
    public boolean hasCollation() {
        return kind.isString() || kind == TypeKind.ENUM || kind == TypeKind.SET;
    }

    public boolean isFloating() {
        return kind == TypeKind.DOUBLE || kind == TypeKind.FLOAT;
    }

    /** How the engine stores a column of the type. */
    public PhysicalType physical() {
        return switch (kind) {
            case NULL -> new PhysicalType.Int(1, false);
            case TINYINT -> new PhysicalType.Int(1, unsigned);
            case SMALLINT -> new PhysicalType.Int(2, unsigned);
            case MEDIUMINT -> new PhysicalType.Int(3, unsigned);
            case INT -> new PhysicalType.Int(4, unsigned);
            case BIGINT -> new PhysicalType.Int(8, unsigned);
            case DECIMAL -> new PhysicalType.Decimal((int) length, scale);
            case FLOAT -> new PhysicalType.Float32();
            case DOUBLE -> new PhysicalType.Float64();
            case BIT -> new PhysicalType.Int(((int) length + 7) / 8, true);
            case YEAR -> new PhysicalType.Int(2, true);
            case DATE -> new PhysicalType.Int(3, true);
            case TIME -> new PhysicalType.Int(6, false);
            case DATETIME, TIMESTAMP -> new PhysicalType.Int(8, false);
            case ENUM -> new PhysicalType.Int(members.size() > 255 ? 2 : 1, true);
            case SET -> new PhysicalType.Int(setBytes(), true);
            case CHAR, VARCHAR, BINARY, VARBINARY ->
                    new PhysicalType.Bytes(collation, maxStoredBytes());
            case TINYTEXT, TINYBLOB -> new PhysicalType.Bytes(collation, 255);
            case TEXT, BLOB -> new PhysicalType.Bytes(collation, 65_535);
            case MEDIUMTEXT, MEDIUMBLOB -> new PhysicalType.Bytes(collation, 0xFFFFFFL);
            case LONGTEXT, LONGBLOB, GEOMETRY, JSON ->
                    new PhysicalType.Bytes(collation, 0xFFFFFFFFL);
        };
    }

    private int setBytes() {
        int bytes = Math.max(1, (members.size() + 7) / 8);
        return bytes > 4 ? 8 : bytes;
    }

    private long maxStoredBytes() {
        if (kind.isBinaryString()) {
            return length;
        }
        // UTF-8 in memory and on disk, also for latin1, whose characters take up to 3 bytes then.
        return length * (CharacterSet.of(collation).maxBytes() == 4 ? 4 : 3);
    }

    /** The protocol's "decimals" of a column definition. */
    public int protocolDecimals() {
        return switch (kind) {
            case DECIMAL, FLOAT, DOUBLE, TIME, DATETIME, TIMESTAMP -> scale;
            case JSON, NULL -> 0;
            default -> 0;
        };
    }

    /**
     * The protocol's column length: most characters of the text form, for text times the bytes per
     * character of the result's character set.
     */
    public long displayLength(CharacterSet results) {
        return switch (kind) {
            case NULL, YEAR, BIT -> kind == TypeKind.YEAR ? 4 : length;
            case TINYINT -> width(unsigned ? 3 : 4);
            case SMALLINT -> width(unsigned ? 5 : 6);
            case MEDIUMINT -> width(unsigned ? 8 : 9);
            case INT -> width(unsigned ? 10 : 11);
            case BIGINT -> width(20);
            case DECIMAL ->
                    length + (scale > 0 ? 1 : 0) + (unsigned ? 0 : 1) + (length == scale ? 1 : 0);
            case FLOAT -> width(12);
            case DOUBLE -> length != 0 ? length : scale == NOT_FIXED ? 22 : 17 + scale;
            case DATE -> 10;
            case TIME -> 10 + fraction();
            case DATETIME, TIMESTAMP -> 19 + fraction();
            case TINYTEXT -> textLength(255, results);
            case TEXT -> textLength(65_535, results);
            case MEDIUMTEXT -> textLength(0xFFFFFFL, results);
            case LONGTEXT ->
                    length > 0
                            ? Math.min(0xFFFFFFFFL, length * charactersTimes(results))
                            : 0xFFFFFFFFL;
            case TINYBLOB -> 255;
            case BLOB -> 65_535;
            case MEDIUMBLOB -> length > 0 ? length : 0xFFFFFFL;
            case LONGBLOB -> length > 0 ? length : 0xFFFFFFFFL;
            case JSON, GEOMETRY -> 0xFFFFFFFFL;
            case CHAR, VARCHAR -> Math.min(0xFFFFFFFFL, length * charactersTimes(results));
            case BINARY, VARBINARY -> length;
            case ENUM -> longestMember() * charactersTimes(results);
            case SET -> allMembers() * charactersTimes(results);
        };
    }

    private long width(int otherwise) {
        return length > 0 ? length : otherwise;
    }

    private int fraction() {
        return scale > 0 ? scale + 1 : 0;
    }

    private long textLength(long bytes, CharacterSet results) {
        int own = CharacterSet.of(collation).maxBytes();
        long characters = length > 0 && length < bytes / own ? length : bytes / own;
        return own == 1 || length > 0
                ? Math.min(0xFFFFFFFFL, characters * charactersTimes(results))
                : bytes * charactersTimes(results) / own;
    }

    private int charactersTimes(CharacterSet results) {
        return results == CharacterSet.BINARY
                ? CharacterSet.of(collation).maxBytes()
                : results.maxBytes();
    }

    private long longestMember() {
        long longest = 0;
        for (String member : members) {
            longest = Math.max(longest, member.codePointCount(0, member.length()));
        }
        return longest;
    }

    private long allMembers() {
        long sum = Math.max(0, members.size() - 1);
        for (String member : members) {
            sum += member.codePointCount(0, member.length());
        }
        return sum;
    }

    /** The flags of a column definition that follow from the type: BLOB, UNSIGNED, … */
    public int protocolFlags() {
        int flags = 0;
        if (kind.isBlob() || kind == TypeKind.JSON) {
            flags |= 16;
        }
        if (unsigned || kind == TypeKind.BIT || kind == TypeKind.YEAR) {
            flags |= 32;
        }
        if (zerofill) {
            flags |= 64;
        }
        if (collation.id() == Collations.BINARY.id() || collation.name().endsWith("_bin")) {
            flags |= 128;
        }
        if (kind == TypeKind.ENUM) {
            flags |= 256;
        }
        if (kind == TypeKind.SET) {
            flags |= 2048;
        }
        return flags;
    }

    /** The most characters (bytes for binary strings) of the text form. */
    public long maxCharacters() {
        return switch (kind) {
            // As if each byte could be a character, as MySQL has it.
            case TINYTEXT, TEXT, MEDIUMTEXT, LONGTEXT -> length > 0 ? length : maxTextBytes();
            case CHAR, VARCHAR, BINARY, VARBINARY -> length;
            case ENUM -> longestMember();
            case SET -> allMembers();
            case BIT -> (length + 7) / 8;
            default -> displayLength(CharacterSet.BINARY);
        };
    }

    private long maxTextBytes() {
        return switch (kind) {
            case TINYTEXT -> 255;
            case TEXT -> 65_535;
            case MEDIUMTEXT -> 0xFFFFFFL;
            default -> 0xFFFFFFFFL;
        };
    }

    /**
     * The type of a value that went through a temporary table as the result of an expression: of
     * integers only INT and BIGINT are left, and what has no length gets one.
     */
    public SqlType kept() {
        return switch (kind) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, YEAR ->
                    integer(
                            displayLength(CharacterSet.BINARY) < INT_DIGITS
                                    ? TypeKind.INT
                                    : TypeKind.BIGINT,
                            unsigned);
            case CHAR, BINARY, ENUM, SET -> string(maxCharacters(), collation);
            default -> sized();
        };
    }

    /** The type of an expression that gives the texts of a column: with a length. */
    public SqlType sized() {
        return switch (kind) {
            case TINYTEXT, TEXT, MEDIUMTEXT ->
                    length == 0 ? string(maxCharacters(), collation) : this;
            default -> this;
        };
    }

    /** The type as SHOW CREATE TABLE and information_schema write it, without charset clauses. */
    public String sql() {
        String lower = kind.name().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT -> integerSql(lower);
            case DECIMAL -> lower + "(" + length + "," + scale + ")" + signs();
            case FLOAT, DOUBLE ->
                    (scale == NOT_FIXED ? lower : lower + "(" + length + "," + scale + ")")
                            + signs();
            case BIT, CHAR, VARCHAR, BINARY, VARBINARY -> lower + "(" + length + ")";
            case TIME, DATETIME, TIMESTAMP -> scale > 0 ? lower + "(" + scale + ")" : lower;
            case ENUM, SET -> lower + "(" + quotedMembers() + ")";
            case GEOMETRY -> shape().sql();
            case NULL,
                    YEAR,
                    DATE,
                    TINYTEXT,
                    TEXT,
                    MEDIUMTEXT,
                    LONGTEXT,
                    TINYBLOB,
                    BLOB,
                    MEDIUMBLOB,
                    LONGBLOB,
                    JSON ->
                    lower;
        };
    }

    private String integerSql(String lower) {
        // Since 8.0.19 the width shows only for TINYINT(1) and ZEROFILL.
        boolean shown = zerofill || (kind == TypeKind.TINYINT && length == 1 && !unsigned);
        return (shown ? lower + "(" + displayLength(CharacterSet.BINARY) + ")" : lower) + signs();
    }

    private String signs() {
        return (unsigned ? " unsigned" : "") + (zerofill ? " zerofill" : "");
    }

    private String quotedMembers() {
        StringBuilder out = new StringBuilder();
        for (String member : members) {
            out.append(out.isEmpty() ? "'" : ",'").append(member.replace("'", "''")).append('\'');
        }
        return out.toString();
    }

    /** The text of an ENUM value; '' for 0 and numbers out of range. */
    public String enumText(long number) {
        return number > 0 && number <= members.size() ? members.get((int) number - 1) : "";
    }

    /** The text of a SET value. */
    public String setText(long bits) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < members.size(); i++) {
            if ((bits >>> i & 1) != 0) {
                out.append(out.isEmpty() ? "" : ",").append(members.get(i));
            }
        }
        return out.toString();
    }

    /** {@link #enumText} in UTF-8. */
    byte[] enumBytes(long number) {
        return enumText(number).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return sql();
    }
}
