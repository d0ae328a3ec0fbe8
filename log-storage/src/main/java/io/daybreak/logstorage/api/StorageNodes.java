package io.daybreak.logstorage.api;

import io.daybreak.logstorage.node.LocalStorageNode;
import java.io.IOException;
import java.nio.file.Path;

/** Opens storage nodes of this process. */
public final class StorageNodes {
    private StorageNodes() {}

    /**
     * Loads what the first {@link #open} of a process would have to wait for. Any thread, beside
     * other work of a start; not needed.
     */
    public static void prepare() {
        LocalStorageNode.prepare();
    }

    /**
     * Opens a node on its directory, which is made if missing, and reads its log. Takes about a
     * second of CPU the first time in a process: open several in parallel.
     *
     * @param name for threads and log lines, such as {@code az1-1}
     * @throws IOException if another process has the directory, or it cannot be read or written
     */
    public static StorageNode open(String name, Path directory, NodeOptions options)
            throws IOException {
        return LocalStorageNode.open(name, directory, options);
    }
}
