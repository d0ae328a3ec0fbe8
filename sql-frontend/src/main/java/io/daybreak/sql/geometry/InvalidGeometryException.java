package io.daybreak.sql.geometry;

/** Bytes or text that are no well-formed geometry; callers turn it into the statement's error. */
public final class InvalidGeometryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InvalidGeometryException() {
        super("no geometry", null, false, false);
    }
}
