package io.daybreak.simulator;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/** A promise was broken: what the simulator looks for. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Violation(String what) {
        super(what);
    }

    /** Throws unless the condition holds; the text is for {@code String.format}. */
    @FormatMethod
    static void unless(boolean holds, String what, Object... arguments) {
        if (!holds) {
            throw new Violation(String.format(Locale.ROOT, what, arguments));
        }
    }
}
