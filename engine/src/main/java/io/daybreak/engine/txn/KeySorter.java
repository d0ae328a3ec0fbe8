package io.daybreak.engine.txn;

import io.daybreak.engine.api.TemporaryFileException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts byte strings in bounded memory: sorted runs go to temporary files and are merged. Owned by
 * one thread.
 */
final class KeySorter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeySorter.class);

    /** As those of sorts, so that the next start deletes what a crash left. */
    private static final String PREFIX = "rows";

    private static final String SUFFIX = ".tmp";
    private static final long MEMORY_MAX = 32L << 20;
    private static final int OBJECT_BYTES = 24;
    private static final int BUFFER = 1 << 16;

    private final Path directory;
    private final long memoryMax;
    private final List<byte[]> keys = new ArrayList<>();
    private long memory;
    private final List<Path> files = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final PriorityQueue<Run> merge =
            new PriorityQueue<>((a, b) -> Arrays.compareUnsigned(a.head(), b.head()));
    private int position;

    private static final class Run implements AutoCloseable {
        private final DataInputStream in;
        private byte[] head = new byte[0];

        Run(DataInputStream in) {
            this.in = in;
        }

        byte[] head() {
            return head;
        }

        boolean advance() throws IOException {
            int length;
            try {
                length = in.readInt();
            } catch (EOFException _) {
                // the end of the run
                return false;
            }
            head = in.readNBytes(length);
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    KeySorter(Path directory) {
        this(directory, MEMORY_MAX);
    }

    KeySorter(Path directory, long memoryMax) {
        this.directory = directory;
        this.memoryMax = memoryMax;
    }

    void add(byte[] key) {
        keys.add(key);
        memory += key.length + OBJECT_BYTES;
        if (memory > memoryMax) {
            spill();
        }
    }

    private void spill() {
        keys.sort(Arrays::compareUnsigned);
        try {
            Files.createDirectories(directory);
            Path file = Files.createTempFile(directory, PREFIX, SUFFIX);
            files.add(file);
            try (DataOutputStream out =
                    new DataOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
                for (byte[] key : keys) {
                    out.writeInt(key.length);
                    out.write(key);
                }
            }
        } catch (IOException e) {
            throw new TemporaryFileException("cannot write a sort run", e);
        }
        keys.clear();
        memory = 0;
    }

    /** Ends the input and gives the least; null if there was none. */
    byte @Nullable [] first() {
        if (files.isEmpty()) {
            keys.sort(Arrays::compareUnsigned);
            position = 0;
            return next();
        }
        if (!keys.isEmpty()) {
            spill();
        }
        try {
            for (Path file : files) {
                Run run =
                        new Run(
                                new DataInputStream(
                                        new BufferedInputStream(
                                                Files.newInputStream(file), BUFFER)));
                runs.add(run);
                if (run.advance()) {
                    merge.add(run);
                }
            }
        } catch (IOException e) {
            throw new TemporaryFileException("cannot read a sort run", e);
        }
        return next();
    }

    byte @Nullable [] next() {
        if (files.isEmpty()) {
            return position < keys.size() ? keys.get(position++) : null;
        }
        Run run = merge.poll();
        if (run == null) {
            return null;
        }
        byte[] key = run.head();
        try {
            if (run.advance()) {
                merge.add(run);
            }
        } catch (IOException e) {
            throw new TemporaryFileException("cannot read a sort run", e);
        }
        return key;
    }

    /** The disk needs the space, whatever fails. */
    @Override
    public void close() {
        for (Run run : runs) {
            try {
                run.close();
            } catch (IOException e) {
                LOG.debug("closing a sort run", e);
            }
        }
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("{} stays: {}", file, e.toString());
            }
        }
    }
}
