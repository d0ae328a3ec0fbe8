package io.daybreak.simulator;

/** The simulated process dies at this very write. */
final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death() {
        super("the simulated process dies", null, false, false);
    }
}
