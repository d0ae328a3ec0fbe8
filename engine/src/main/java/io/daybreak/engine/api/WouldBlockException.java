package io.daybreak.engine.api;

/** The call would have to wait and the transaction may not. One instance, without a stack trace. */
public final class WouldBlockException extends EngineException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("StaticAssignmentOfThrowable")
    public static final WouldBlockException INSTANCE = new WouldBlockException();

    private WouldBlockException() {
        super("would block", false);
    }
}
