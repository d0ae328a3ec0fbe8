package io.daybreak.logstorage.api;

import io.daybreak.logstorage.segment.NodeLogPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Prints a stopped node's log for people; changes nothing. */
public final class LogDump {
    /**
     * What to print.
     *
     * @param group only this protection group; negative = all
     * @param from only records with at least this LSN (inclusive)
     * @param to only records with at most this LSN (inclusive)
     * @param records whether to print every record, not only the batches
     */
    public record Selection(int group, long from, long to, boolean records) {
        public static final Selection ALL = new Selection(-1, 0, Long.MAX_VALUE, true);
    }

    private LogDump() {}

    /**
     * @param node the directory of a storage node: the one that holds {@code log}
     * @param out receives lines; flushed by the caller
     * @return how many damaged places were found
     * @throws IOException if the directory is not a node's, or cannot be read
     */
    public static long print(Path node, Selection selection, Appendable out) throws IOException {
        Path log = node.resolve("log");
        if (!Files.isDirectory(log)) {
            throw new NotDirectoryException(log + " (is " + node + " a storage node's directory?)");
        }
        return NodeLogPrinter.print(log, selection, out);
    }
}
