package io.daybreak.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type as written in a column definition or CAST.
 *
 * @param length in parentheses: display width, precision, characters or bytes; fractional digits of
 *     temporal types; -1 when not written
 * @param scale second number in parentheses; -1 when not written
 * @param charset lower case; "binary" for CHARACTER SET binary
 * @param collation COLLATE of the type or column
 * @param binaryCollation the attribute BINARY: the charset's _bin collation
 * @param members of ENUM and SET: UTF-8
 */
public record DataType(
        Kind kind,
        int length,
        int scale,
        boolean unsigned,
        boolean zerofill,
        @Nullable String charset,
        @Nullable String collation,
        boolean binaryCollation,
        List<byte[]> members,
        int start,
        int end)
        implements Node {

    public enum Kind {
        TINYINT,
        SMALLINT,
        MEDIUMINT,
        INT,
        BIGINT,
        /** TINYINT(1). */
        BOOLEAN,
        /** BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE. */
        SERIAL,
        DECIMAL,
        FLOAT,
        DOUBLE,
        BIT,
        CHAR,
        VARCHAR,
        /** NCHAR and its synonyms are CHAR, with the charset utf8mb3. */
        TINYTEXT,
        TEXT,
        MEDIUMTEXT,
        LONGTEXT,
        BINARY,
        VARBINARY,
        TINYBLOB,
        BLOB,
        MEDIUMBLOB,
        LONGBLOB,
        DATE,
        TIME,
        DATETIME,
        TIMESTAMP,
        YEAR,
        ENUM,
        SET,
        JSON,
        VECTOR,
        GEOMETRY,
        POINT,
        LINESTRING,
        POLYGON,
        MULTIPOINT,
        MULTILINESTRING,
        MULTIPOLYGON,
        GEOMETRYCOLLECTION,
        /** Only in CAST: SIGNED [INTEGER]. */
        SIGNED,
        /** Only in CAST: UNSIGNED [INTEGER]. */
        UNSIGNED
    }
}
