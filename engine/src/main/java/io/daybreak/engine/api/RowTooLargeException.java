package io.daybreak.engine.api;

/** Error 1118 or 1071: a row or key does not fit a page although long values were moved out. */
public final class RowTooLargeException extends EngineException {
    private static final long serialVersionUID = 1L;

    public RowTooLargeException(String message) {
        super(message, false);
    }
}
