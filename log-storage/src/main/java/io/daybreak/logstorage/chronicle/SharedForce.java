package io.daybreak.logstorage.chronicle;

import java.io.IOException;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces the logs of several nodes whose directories are on one disk together.
 *
 * <p>An {@code fdatasync} writes a file's dirty blocks, waits for them, writes metadata if that is
 * needed to find them, and has the device empty its cache, which is everybody's. For six files one
 * after the other that is a dozen sleeps and six flushes. Here the six share one flush, and their
 * blocks are under way at the same time:
 *
 * <ol>
 *   <li>{@code sync_file_range(WRITE)} of each file begins to write what was appended. It is a hint
 *       and nothing rests on it: the kernel does not wait, and <em>skips</em> blocks that are being
 *       written already, from before the last change to them.
 *   <li>{@code sync_file_range(WAIT_BEFORE | WRITE | WAIT_AFTER)} of each file waits for what is
 *       being written, writes what is dirty still, and waits for that: "write-for-data-integrity",
 *       as the manual page says. An error of the device comes out here, and fails that log alone.
 *       Now the device has all of it, perhaps in its cache.
 *   <li>One {@code fdatasync} makes it empty the cache. It is of a file that is never written: a
 *       log's own has a new time of change every few milliseconds, and its {@code fdatasync} may
 *       write that first. ext4 sends the device a flush at the end of each, unless that commits a
 *       journal transaction, which sends one itself; in both cases it begins after step 2 has
 *       ended. If it fails, none of the logs is forced.
 * </ol>
 *
 * <p>The manual page warns that {@code sync_file_range} "is extremely dangerous": it writes no
 * metadata and flushes no cache. The second is step 3. The first is why a log takes part only if
 * its bytes lie in blocks that {@link FilePreparer} has allocated, filled and forced, with the
 * length of the file, before it was used ({@link Log#isForceableInPart}), and only on ext4 that
 * keeps no data in its journal ({@link Disk}). An overwrite of such blocks changes nothing but
 * times. Other file systems may move blocks when they are overwritten: btrfs and zfs always do, xfs
 * does where a file shares them with a clone of it.
 *
 * <p>Steps 1 and 2 are one write past the page cache instead, of whole blocks, for a log that
 * allows it and where {@link WriteRing} can be had: less CPU, as no page is allocated, marked,
 * found again and kept. Readers go through the page cache, from which the kernel takes what is
 * overwritten.
 *
 * <p>All other logs get an {@code fdatasync} each: where Chronicle laid out a new extent or wrote
 * the header of a new file, behind the end of what was prepared, without the native calls, and on
 * any other disk. Such an {@code fdatasync}, issued after step 2, is step 3 as well.
 *
 * <p>Owned by the thread that owns the logs.
 */
public final class SharedForce implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedForce.class);

    /** Written past the page cache in one round; more go through it. */
    private static final int LOGS_MAX = 64;

    /** A log as it is seen here. */
    public interface Log {
        /** Whether a force is more than counting. */
        boolean isForcing();

        /**
         * Whether it is enough that the device has what was appended since the last force: it lies
         * in blocks that were written and forced before, and nothing else changed.
         */
        boolean isForceableInPart();

        /**
         * Adds what was appended since the last force to writes past the page cache, if it can go
         * there. It is not in the file before {@link #writtenDirectly}, {@link #beginWriting} or
         * {@link #force}.
         */
        default boolean addTo(WriteRing ring) {
            return false;
        }

        /**
         * Takes what the ring says of its write.
         *
         * @param result bytes written, or a negative {@code errno}
         */
        default void writtenDirectly(int result) throws IOException {}

        /** Begins to write what was appended since the last force; a hint. */
        void beginWriting() throws IOException;

        /** Returns when the device has it, perhaps in its cache. */
        void finishWriting() throws IOException;

        /** Empties the cache of the device. */
        void flushDevice() throws IOException;

        /** What was appended is on stable storage. */
        void forced();

        /** Forces the log by itself. */
        void force() throws IOException;
    }

    private enum Way {
        IN_PART,
        /** As IN_PART, but past the page cache. */
        DIRECTLY,
        WHOLLY,
        /** It was counted, or it failed. */
        OVER
    }

    private interface Step {
        void of(Log log) throws IOException;
    }

    private final boolean inPlace;
    private Way[] ways = new Way[0];
    private @Nullable WriteRing ring;
    private boolean ringTried;

    /**
     * @param disk where the directories of all logs are
     */
    public SharedForce(Disk disk) {
        this.inPlace = disk.overwritesInPlace();
    }

    /**
     * Loads what a shared force needs; until then, and without it, each log is forced by itself.
     */
    public static void load() {
        WriteRing.load();
        RawFile.load();
    }

    /**
     * Returns when everything appended to the logs is on stable storage, but for the failures.
     *
     * @param failed is told the index of each log that is not forced
     */
    public void force(List<? extends Log> logs, ObjIntConsumer<IOException> failed) {
        openRing();
        choose(logs);
        take(Way.IN_PART, Log::beginWriting, logs, failed);
        writeDirectly(logs, failed);
        take(Way.IN_PART, Log::finishWriting, logs, failed);
        take(Way.WHOLLY, Log::force, logs, failed);
        int first = Math.max(first(Way.IN_PART, logs.size()), first(Way.DIRECTLY, logs.size()));
        if (first >= 0 && first(Way.WHOLLY, logs.size()) < 0) {
            try {
                logs.get(first).flushDevice();
            } catch (IOException e) {
                Step failing =
                        _ -> {
                            throw e;
                        };
                take(Way.IN_PART, failing, logs, failed);
                take(Way.DIRECTLY, failing, logs, failed);
            }
        }
        take(Way.IN_PART, Log::forced, logs, failed);
        take(Way.DIRECTLY, Log::forced, logs, failed);
    }

    private void writeDirectly(List<? extends Log> logs, ObjIntConsumer<IOException> failed) {
        if (ring == null || first(Way.DIRECTLY, logs.size()) < 0) {
            return;
        }
        int[] results;
        try {
            results = ring.run();
        } catch (IOException e) {
            LOG.warn("logs go through the page cache from now on", e);
            ring.close();
            ring = null;
            for (int i = 0; i < logs.size(); i++) {
                ways[i] = ways[i] == Way.DIRECTLY ? Way.IN_PART : ways[i];
            }
            take(Way.IN_PART, Log::beginWriting, logs, failed);
            return;
        }
        int next = 0;
        for (int i = 0; i < logs.size(); i++) {
            if (ways[i] == Way.DIRECTLY) {
                try {
                    logs.get(i).writtenDirectly(results[next++]);
                } catch (IOException e) {
                    ways[i] = Way.OVER;
                    failed.accept(e, i);
                }
            }
        }
    }

    private void choose(List<? extends Log> logs) {
        if (ways.length < logs.size()) {
            ways = new Way[logs.size()];
        }
        for (int i = 0; i < logs.size(); i++) {
            Log log = logs.get(i);
            if (!log.isForcing()) {
                log.forced();
                ways[i] = Way.OVER;
            } else {
                ways[i] = wayOf(log);
            }
        }
    }

    private Way wayOf(Log log) {
        if (!inPlace || !log.isForceableInPart()) {
            return Way.WHOLLY;
        }
        return ring != null && ring.hasRoom() && log.addTo(ring) ? Way.DIRECTLY : Way.IN_PART;
    }

    /** Opened by the thread that uses it, once it can be. */
    private void openRing() {
        if (inPlace && ring == null && !ringTried && WriteRing.isLoaded()) {
            ringTried = true;
            ring = WriteRing.open(LOGS_MAX);
            LOG.info("logs are written {} the page cache", ring == null ? "through" : "past");
        }
    }

    /** A log that fails is left out of all that follows. */
    private void take(
            Way way, Step step, List<? extends Log> logs, ObjIntConsumer<IOException> failed) {
        for (int i = 0; i < logs.size(); i++) {
            if (ways[i] == way) {
                try {
                    step.of(logs.get(i));
                } catch (IOException e) {
                    ways[i] = Way.OVER;
                    failed.accept(e, i);
                }
            }
        }
    }

    private int first(Way way, int count) {
        for (int i = 0; i < count; i++) {
            if (ways[i] == way) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        if (ring != null) {
            ring.close();
            ring = null;
        }
    }
}
