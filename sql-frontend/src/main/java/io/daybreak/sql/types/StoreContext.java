package io.daybreak.sql.types;

/** A conversion into a column of a row that is being written. */
public interface StoreContext extends ConversionContext {
    /** Whether a value that does not fit is an error: strict mode without IGNORE. */
    boolean isStrict();

    /** The row's number in the statement, from 1; for texts. */
    long row();
}
