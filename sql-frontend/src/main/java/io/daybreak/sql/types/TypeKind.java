package io.daybreak.sql.types;

/** The kinds of types, with the protocol's code and the class that holds a value in memory. */
public enum TypeKind {
    NULL(0x06, Holder.NONE),
    TINYINT(0x01, Holder.LONG),
    SMALLINT(0x02, Holder.LONG),
    MEDIUMINT(0x09, Holder.LONG),
    INT(0x03, Holder.LONG),
    BIGINT(0x08, Holder.LONG),
    DECIMAL(0xf6, Holder.DECIMAL),
    FLOAT(0x04, Holder.DOUBLE),
    DOUBLE(0x05, Holder.DOUBLE),
    BIT(0x10, Holder.LONG),
    YEAR(0x0d, Holder.LONG),
    DATE(0x0a, Holder.LONG),
    TIME(0x0b, Holder.LONG),
    DATETIME(0x0c, Holder.LONG),
    TIMESTAMP(0x07, Holder.LONG),
    CHAR(0xfe, Holder.BYTES),
    VARCHAR(0xfd, Holder.BYTES),
    TINYTEXT(0xfc, Holder.BYTES),
    TEXT(0xfc, Holder.BYTES),
    MEDIUMTEXT(0xfc, Holder.BYTES),
    LONGTEXT(0xfc, Holder.BYTES),
    BINARY(0xfe, Holder.BYTES),
    VARBINARY(0xfd, Holder.BYTES),
    TINYBLOB(0xfc, Holder.BYTES),
    BLOB(0xfc, Holder.BYTES),
    MEDIUMBLOB(0xfc, Holder.BYTES),
    LONGBLOB(0xfc, Holder.BYTES),
    /** Bytes to all functions but spatial ones; which bytes, SpatialValue says. */
    GEOMETRY(0xff, Holder.BYTES),
    /** The number of the member, from 1; 0 is the error value ''. */
    ENUM(0xfe, Holder.LONG),
    /** Bit i for member i. */
    SET(0xfe, Holder.LONG),
    /** Normalised text. */
    JSON(0xf5, Holder.BYTES);

    /** The class that holds values. */
    public enum Holder {
        NONE,
        LONG,
        DOUBLE,
        DECIMAL,
        BYTES
    }

    private final int protocolCode;
    private final Holder holder;

    TypeKind(int protocolCode, Holder holder) {
        this.protocolCode = protocolCode;
        this.holder = holder;
    }

    public int protocolCode() {
        return protocolCode;
    }

    public Holder holder() {
        return holder;
    }

    public boolean isInteger() {
        return this == BIGINT
                || this == INT
                || this == TINYINT
                || this == SMALLINT
                || this == MEDIUMINT;
    }

    /** CHAR, VARCHAR, TEXT and the binary ones; not ENUM, SET, JSON. */
    public boolean isString() {
        return ordinal() >= CHAR.ordinal() && ordinal() <= GEOMETRY.ordinal();
    }

    /** TINYTEXT to LONGTEXT, TINYBLOB to LONGBLOB, GEOMETRY. */
    public boolean isBlob() {
        return (ordinal() >= TINYTEXT.ordinal() && ordinal() <= LONGTEXT.ordinal())
                || (ordinal() >= TINYBLOB.ordinal() && ordinal() <= GEOMETRY.ordinal());
    }

    public boolean isBinaryString() {
        return ordinal() >= BINARY.ordinal() && ordinal() <= GEOMETRY.ordinal();
    }

    public boolean isTemporal() {
        return this == DATE || this == TIME || this == DATETIME || this == TIMESTAMP;
    }

    /** DATE, DATETIME, TIMESTAMP. */
    public boolean hasDate() {
        return this == DATE || this == DATETIME || this == TIMESTAMP;
    }
}
