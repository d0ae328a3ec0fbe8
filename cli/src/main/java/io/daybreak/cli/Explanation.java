package io.daybreak.cli;

import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** Says in a sentence or two what went wrong and what to do. */
final class Explanation {
    private Explanation() {}

    static String of(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String text = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
            if (all.indexOf(text) < 0) {
                all.append(all.isEmpty() ? "" : ": ").append(text);
            }
        }
        return "daybreak: " + all + advice(failure);
    }

    private static String advice(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String text = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
            if (t instanceof BindException || text.contains("address already in use")) {
                return "\nAnother program has the port. Stop it, or choose another one with --port"
                        + " (and --admin-port).";
            }
            if (text.contains("no space left") || text.contains("disk full")) {
                return "\nThe disk is full. Make room, or put the data elsewhere with --data-dir;"
                        + " nothing acknowledged is lost.";
            }
            if (t instanceof AccessDeniedException || text.contains("permission denied")) {
                return "\nCheck who owns the data directory, and that the port may be used.";
            }
            if (text.contains("in use") || text.contains("locked")) {
                return "\nAnother server uses this data directory. Stop it, or choose another one"
                        + " with --data-dir.";
            }
            if (t instanceof FileSystemException) {
                return "\nCheck the data directory (--data-dir).";
            }
        }
        return "";
    }
}
