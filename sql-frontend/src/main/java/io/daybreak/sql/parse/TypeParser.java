package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DataType;
import io.daybreak.sql.ast.DataType.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types of columns and of CAST. */
final class TypeParser {
    private static final int NOT_WRITTEN = -1;

    private final Tokens tokens;
    private final NameParser names;

    private int length;
    private int scale;
    private boolean unsigned;
    private boolean unsignedWritten;
    private boolean zerofill;
    private @Nullable String charset;
    private boolean binaryCollation;
    private List<byte[]> members = List.of();

    TypeParser(Grammar grammar) {
        this.tokens = grammar.tokens;
        this.names = grammar.names;
    }

    static DataType withCollation(DataType type, @Nullable String collation) {
        return collation == null
                ? type
                : new DataType(
                        type.kind(),
                        type.length(),
                        type.scale(),
                        type.unsigned(),
                        type.zerofill(),
                        type.charset(),
                        collation,
                        type.binaryCollation(),
                        type.members(),
                        type.start(),
                        type.end());
    }

    /** The type of a column; a COLLATE that follows is a column attribute and not read here. */
    DataType columnType() {
        int start = tokens.start();
        clear();
        Keyword word = tokens.keyword();
        if (word == null) {
            throw tokens.error();
        }
        Kind kind = column(word);
        numberDeprecations(kind);
        return finish(kind, start);
    }

    private void numberDeprecations(Kind kind) {
        if (zerofill) {
            tokens.deprecated(Deprecation.ZEROFILL);
        }
        switch (kind) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT -> {
                if (length != NOT_WRITTEN) {
                    tokens.deprecated(Deprecation.DISPLAY_WIDTH);
                }
            }
            case FLOAT, DOUBLE, DECIMAL -> {
                if (kind != Kind.DECIMAL && scale != NOT_WRITTEN) {
                    tokens.deprecated(Deprecation.FLOAT_DIGITS);
                }
                if (unsignedWritten) {
                    tokens.deprecated(Deprecation.UNSIGNED_FRACTION);
                }
            }
            default -> {}
        }
    }

    private void clear() {
        length = NOT_WRITTEN;
        scale = NOT_WRITTEN;
        unsigned = false;
        unsignedWritten = false;
        zerofill = false;
        charset = null;
        binaryCollation = false;
        members = List.of();
    }

    private DataType finish(Kind kind, int start) {
        return new DataType(
                kind,
                length,
                scale,
                unsigned,
                zerofill,
                charset,
                null,
                binaryCollation,
                members,
                start,
                tokens.lastEnd());
    }

    private Kind column(Keyword word) {
        return switch (word) {
            case TINYINT, INT1 -> integer(Kind.TINYINT);
            case SMALLINT, INT2 -> integer(Kind.SMALLINT);
            case MEDIUMINT, MIDDLEINT, INT3 -> integer(Kind.MEDIUMINT);
            case INT, INTEGER, INT4 -> integer(Kind.INT);
            case BIGINT, INT8 -> integer(Kind.BIGINT);
            case DECIMAL, DEC, NUMERIC, FIXED -> number(Kind.DECIMAL, false);
            case FLOAT, FLOAT4 -> number(Kind.FLOAT, false);
            case DOUBLE, FLOAT8 -> {
                Kind kind = number(Kind.DOUBLE, true);
                yield kind;
            }
            case REAL -> number(tokens.options.realAsFloat() ? Kind.FLOAT : Kind.DOUBLE, true);
            case BIT -> sized(Kind.BIT);
            case BOOL, BOOLEAN -> plain(Kind.BOOLEAN);
            case SERIAL -> plain(Kind.SERIAL);
            case DATE -> plain(Kind.DATE);
            case TIME -> sized(Kind.TIME);
            case DATETIME -> sized(Kind.DATETIME);
            case TIMESTAMP -> sized(Kind.TIMESTAMP);
            case YEAR -> year();
            case JSON -> plain(Kind.JSON);
            case VECTOR -> sized(Kind.VECTOR);
            case GEOMETRY -> plain(Kind.GEOMETRY);
            case POINT -> plain(Kind.POINT);
            case LINESTRING -> plain(Kind.LINESTRING);
            case POLYGON -> plain(Kind.POLYGON);
            case MULTIPOINT -> plain(Kind.MULTIPOINT);
            case MULTILINESTRING -> plain(Kind.MULTILINESTRING);
            case MULTIPOLYGON -> plain(Kind.MULTIPOLYGON);
            case GEOMETRYCOLLECTION, GEOMCOLLECTION -> plain(Kind.GEOMETRYCOLLECTION);
            default -> stringType(word);
        };
    }

    private Kind stringType(Keyword word) {
        return switch (word) {
            case CHAR, CHARACTER -> {
                tokens.skip();
                boolean varying = tokens.accept(VARYING);
                yield characters(varying ? Kind.VARCHAR : Kind.CHAR, varying);
            }
            case VARCHAR, VARCHARACTER -> {
                tokens.skip();
                yield characters(Kind.VARCHAR, true);
            }
            case NCHAR -> {
                tokens.skip();
                boolean varying = tokens.accept(VARYING) || tokens.accept(VARCHAR);
                yield national(varying ? Kind.VARCHAR : Kind.CHAR, varying);
            }
            case NVARCHAR -> {
                tokens.skip();
                yield national(Kind.VARCHAR, true);
            }
            case NATIONAL -> nationalWords();
            case BINARY -> sized(Kind.BINARY);
            case VARBINARY -> {
                tokens.skip();
                requiredLength();
                yield Kind.VARBINARY;
            }
            case TINYBLOB -> plain(Kind.TINYBLOB);
            case BLOB -> sized(Kind.BLOB);
            case MEDIUMBLOB -> plain(Kind.MEDIUMBLOB);
            case LONGBLOB -> plain(Kind.LONGBLOB);
            case TINYTEXT -> text(Kind.TINYTEXT);
            case TEXT -> text(Kind.TEXT);
            case MEDIUMTEXT -> text(Kind.MEDIUMTEXT);
            case LONGTEXT -> text(Kind.LONGTEXT);
            case LONG -> longType();
            case ENUM -> enumeration(Kind.ENUM);
            case SET -> enumeration(Kind.SET);
            default -> throw tokens.error();
        };
    }

    private Kind plain(Kind kind) {
        tokens.skip();
        return kind;
    }

    private Kind sized(Kind kind) {
        tokens.skip();
        optionalLength();
        return kind;
    }

    private Kind year() {
        tokens.skip();
        optionalLength();
        if (length == 4) {
            tokens.deprecated(Deprecation.YEAR_4);
        } else if (length != NOT_WRITTEN) {
            throw new SqlException(MySqlError.ER_INVALID_YEAR_COLUMN_LENGTH);
        }
        signs();
        return Kind.YEAR;
    }

    private void optionalLength() {
        if (tokens.is('(')) {
            requiredLength();
        }
    }

    private void requiredLength() {
        tokens.expect('(');
        length = number();
        tokens.expect(')');
    }

    private int number() {
        return (int) Math.min(tokens.integer(), Integer.MAX_VALUE);
    }

    private Kind integer(Kind kind) {
        tokens.skip();
        optionalLength();
        signs();
        return kind;
    }

    private Kind number(Kind kind, boolean precisionWord) {
        tokens.skip();
        if (precisionWord) {
            tokens.accept(PRECISION);
        }
        if (tokens.accept('(')) {
            if (kind == Kind.FLOAT && tokens.is(Lexer.DECIMAL)) {
                var literal = tokens.literal();
                tokens.fix(literal);
                length =
                        ((java.math.BigDecimal) java.util.Objects.requireNonNull(literal.value()))
                                .intValue();
            } else {
                length = number();
            }
            if (tokens.accept(',')) {
                scale = number();
            } else if (precisionWord) {
                throw tokens.error();
            }
            tokens.expect(')');
        }
        signs();
        return kind;
    }

    private void signs() {
        while (true) {
            if (tokens.accept(UNSIGNED)) {
                unsigned = true;
                unsignedWritten = true;
            } else if (tokens.accept(ZEROFILL)) {
                zerofill = true;
                unsigned = true;
            } else if (!tokens.accept(SIGNED)) {
                return;
            }
        }
    }

    private Kind characters(Kind kind, boolean lengthRequired) {
        if (lengthRequired) {
            requiredLength();
        } else {
            optionalLength();
        }
        charsetAttributes();
        return kind;
    }

    private Kind text(Kind kind) {
        tokens.skip();
        if (kind == Kind.TEXT) {
            optionalLength();
        }
        charsetAttributes();
        return kind;
    }

    private Kind national(Kind kind, boolean lengthRequired) {
        if (lengthRequired) {
            requiredLength();
        } else {
            optionalLength();
        }
        charset = "utf8mb3";
        tokens.deprecated(Deprecation.NATIONAL);
        binaryCollation = binaryAttribute();
        return kind;
    }

    private Kind nationalWords() {
        tokens.skip();
        if (tokens.accept(VARCHAR) || tokens.accept(VARCHARACTER)) {
            return national(Kind.VARCHAR, true);
        }
        if (!tokens.accept(CHAR) && !tokens.accept(CHARACTER)) {
            throw tokens.error();
        }
        boolean varying = tokens.accept(VARYING);
        return national(varying ? Kind.VARCHAR : Kind.CHAR, varying);
    }

    private Kind longType() {
        tokens.skip();
        if (tokens.accept(VARBINARY)) {
            return Kind.MEDIUMBLOB;
        }
        if (tokens.is(CHAR) || tokens.is(CHARACTER)) {
            if (tokens.keyword(1) == VARYING) {
                tokens.skip();
                tokens.skip();
            }
        } else if (!tokens.accept(VARCHAR)) {
            tokens.accept(VARCHARACTER);
        }
        charsetAttributes();
        return Kind.MEDIUMTEXT;
    }

    private Kind enumeration(Kind kind) {
        tokens.skip();
        List<byte[]> values = names.parenthesised(this::member);
        charsetAttributes();
        members = values;
        return kind;
    }

    private byte[] member() {
        if (tokens.is(Lexer.STRING)) {
            return tokens.stringBytes();
        }
        if (tokens.is(Lexer.HEX) || tokens.is(Lexer.BIT)) {
            var literal = tokens.literal();
            tokens.fix(literal);
            return (byte[]) java.util.Objects.requireNonNull(literal.value());
        }
        throw tokens.error();
    }

    /** ASCII, UNICODE, BYTE, BINARY, CHARACTER SET, in the orders that MySQL takes. */
    private void charsetAttributes() {
        if (binaryAttribute()) {
            binaryCollation = true;
            charsetName();
        } else if (charsetName()) {
            binaryCollation = binaryAttribute();
        }
    }

    private boolean binaryAttribute() {
        boolean is = tokens.accept(BINARY);
        if (is) {
            tokens.deprecated(Deprecation.BINARY_ATTRIBUTE);
        }
        return is;
    }

    private boolean charsetName() {
        if (tokens.accept(ASCII)) {
            charset = "latin1";
            tokens.deprecated(Deprecation.ASCII_ATTRIBUTE);
        } else if (tokens.accept(UNICODE)) {
            charset = "ucs2";
            tokens.deprecated(Deprecation.UNICODE_ATTRIBUTE);
        } else if (tokens.accept(BYTE)) {
            charset = "binary";
        } else if (names.acceptCharset()) {
            charset = names.charset();
        } else {
            return false;
        }
        return true;
    }

    /** The type of CAST, CONVERT and RETURNING. */
    DataType castType() {
        int start = tokens.start();
        clear();
        Keyword word = tokens.keyword();
        if (word == null) {
            throw tokens.error();
        }
        Kind kind =
                switch (word) {
                    case BINARY -> sized(Kind.BINARY);
                    case CHAR, CHARACTER -> {
                        tokens.skip();
                        yield characters(Kind.CHAR, false);
                    }
                    case NCHAR -> {
                        tokens.skip();
                        optionalLength();
                        charset = "utf8mb3";
                        yield Kind.CHAR;
                    }
                    case NATIONAL -> {
                        tokens.skip();
                        if (!tokens.accept(CHAR)) {
                            tokens.expect(CHARACTER);
                        }
                        optionalLength();
                        charset = "utf8mb3";
                        yield Kind.CHAR;
                    }
                    case SIGNED, UNSIGNED -> {
                        tokens.skip();
                        if (!tokens.accept(INT)) {
                            tokens.accept(INTEGER);
                        }
                        yield word == SIGNED ? Kind.SIGNED : Kind.UNSIGNED;
                    }
                    case DATE -> plain(Kind.DATE);
                    case TIME -> sized(Kind.TIME);
                    case DATETIME -> sized(Kind.DATETIME);
                    case YEAR -> plain(Kind.YEAR);
                    case DECIMAL, DEC -> castDecimal();
                    case FLOAT -> sized(Kind.FLOAT);
                    case DOUBLE -> {
                        tokens.skip();
                        tokens.accept(PRECISION);
                        yield Kind.DOUBLE;
                    }
                    case REAL -> plain(tokens.options.realAsFloat() ? Kind.FLOAT : Kind.DOUBLE);
                    case JSON -> plain(Kind.JSON);
                    case POINT -> plain(Kind.POINT);
                    case LINESTRING -> plain(Kind.LINESTRING);
                    case POLYGON -> plain(Kind.POLYGON);
                    case MULTIPOINT -> plain(Kind.MULTIPOINT);
                    case MULTILINESTRING -> plain(Kind.MULTILINESTRING);
                    case MULTIPOLYGON -> plain(Kind.MULTIPOLYGON);
                    case GEOMETRYCOLLECTION, GEOMCOLLECTION -> plain(Kind.GEOMETRYCOLLECTION);
                    default -> throw tokens.error();
                };
        return finish(kind, start);
    }

    private Kind castDecimal() {
        tokens.skip();
        if (tokens.accept('(')) {
            length = number();
            if (tokens.accept(',')) {
                scale = number();
            }
            tokens.expect(')');
        }
        return Kind.DECIMAL;
    }
}
