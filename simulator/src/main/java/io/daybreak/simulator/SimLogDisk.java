package io.daybreak.simulator;

import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.chronicle.FileScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The disk under a node's log: files of bytes, laid out as the production log lays them out and
 * read back by its {@link FileScanner}.
 *
 * <p>Fault model: a power cut keeps, of what was not forced, nothing, all, the sectors before some
 * place, or any selection of sectors; files deleted of late may be back. A process that dies
 * without the machine leaves what was not forced in the page cache: the next one reads it, and a
 * power cut may take it still. So does a force that fails. A bit of what was forced may flip,
 * except in the newest excerpt: no log can tell that from a torn write. A read may fail, a full
 * disk refuses every write, and the process may die at any write.
 */
final class SimLogDisk implements SegmentLog {
    private static final int SECTOR_BYTES = 512;
    private static final int EXCERPT_BYTES_MAX = 1 << 20;
    private static final int OFFSET_BITS = 36;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
    private static final int HEADER_BYTES = 64;
    private static final int ALIGNMENT = 4;

    private static final class File implements FileScanner.Source {
        final long number;
        byte[] bytes = new byte[4096];
        int end = HEADER_BYTES;
        int forced = HEADER_BYTES;
        int lastExcerpt = HEADER_BYTES;
        int lastForcedExcerpt = HEADER_BYTES;
        boolean rotten;

        /** Never forced; written one after the other. */
        final List<Summary> summaries = new ArrayList<>();

        File(long number) {
            this.number = number;
            // Stands for the queue's own header, which the scanner must not take for redo.
            Arrays.fill(bytes, 0, HEADER_BYTES, (byte) 0x11);
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public int read(long offset, byte[] into, int at, int length) {
            int count = (int) Math.max(0, Math.min(length, bytes.length - offset));
            if (count > 0) {
                System.arraycopy(bytes, (int) offset, into, at, count);
            }
            return count;
        }
    }

    /** Tells what stands in a file up to an offset, exclusive, from where the one before ends. */
    private record Summary(byte[] bytes, int end) {}

    private final long fileBytes;
    private final SimRandom random;
    private final Tally tally;
    private final FileScanner scanner;
    private final TreeMap<Long, File> files = new TreeMap<>();

    /** Deleted since the last file was made; a power cut may bring them back. */
    private final List<File> deleted = new ArrayList<>();

    private File current = new File(0);
    private int writesUntilDeath;
    private boolean full;
    private boolean forcesFail;
    private double readErrors;

    SimLogDisk(long fileBytes, SimRandom random, Tally tally, FileScanner scanner) {
        this.fileBytes = fileBytes;
        this.random = random;
        this.tally = tally;
        this.scanner = scanner;
    }

    static FileScanner scanner() {
        return new FileScanner(EXCERPT_BYTES_MAX);
    }

    // ---- faults

    /** Dies at the n-th append or force from now; 0 = never. */
    void dieAfter(int writes) {
        writesUntilDeath = writes;
    }

    void full(boolean isFull) {
        full = isFull;
    }

    void forcesFail(boolean fail) {
        forcesFail = fail;
    }

    void readErrors(double probability) {
        readErrors = probability;
    }

    private void write() throws IOException {
        if (writesUntilDeath > 0 && --writesUntilDeath == 0) {
            tally.count(Path.DEATHS_IN_LOG);
            throw new Death();
        }
        if (full) {
            throw new IOException("No space left on device (simulated)");
        }
    }

    /** The process dies, the machine goes on. */
    void kill() {
        writesUntilDeath = 0;
    }

    /** Power goes. */
    void crash() {
        writesUntilDeath = 0;
        for (File file : files.values()) {
            if (file.end > file.forced) {
                tear(file);
            }
            loseSummaries(file);
        }
        int back = deleted.isEmpty() ? 0 : random.below(deleted.size() + 1);
        tally.count(Path.LOG_FILES_BACK, back);
        for (File file : deleted.subList(deleted.size() - back, deleted.size())) {
            files.put(file.number, file);
        }
        deleted.clear();
    }

    private void loseSummaries(File file) {
        if (!file.summaries.isEmpty() && random.chance(0.3)) {
            file.summaries
                    .subList(random.below(file.summaries.size()), file.summaries.size())
                    .clear();
        }
    }

    private void tear(File file) {
        int sectors = (file.end - 1) / SECTOR_BYTES - file.forced / SECTOR_BYTES + 1;
        int kind = random.below(4);
        int survivors = random.below(sectors + 1);
        int lost = 0;
        for (int i = 0; i < sectors; i++) {
            boolean survives =
                    switch (kind) {
                        case 0 -> false;
                        case 1 -> true;
                        case 2 -> i < survivors;
                        default -> random.chance(0.5);
                    };
            if (!survives) {
                int from = (file.forced / SECTOR_BYTES + i) * SECTOR_BYTES;
                Arrays.fill(
                        file.bytes,
                        Math.max(from, file.forced),
                        Math.min(from + SECTOR_BYTES, file.end),
                        (byte) 0);
                lost++;
            }
        }
        tally.count(lost == 0 || lost == sectors ? Path.WRITES_LOST : Path.TORN_TAILS);
        file.forced = file.end;
    }

    /**
     * Flips a bit of a forced excerpt that is not the newest one. The node must be up.
     *
     * @return whether there was one
     */
    boolean rot() {
        List<File> candidates = new ArrayList<>();
        for (File file : files.values()) {
            if (rottable(file) > HEADER_BYTES) {
                candidates.add(file);
            }
        }
        if (candidates.isEmpty()) {
            return false;
        }
        File file = candidates.get(random.below(candidates.size()));
        int at = (int) random.between(HEADER_BYTES, rottable(file) - 1);
        file.bytes[at] ^= (byte) (1 << random.below(8));
        file.rotten = true;
        return true;
    }

    private int rottable(File file) {
        return file == current || file.end > file.forced ? file.lastForcedExcerpt : file.end;
    }

    /** Whether no bit has flipped in what is left. */
    boolean isSound() {
        return files.values().stream().noneMatch(file -> file.rotten)
                && deleted.stream().noneMatch(file -> file.rotten);
    }

    // ---- the log

    @Override
    public void replay(Visitor visitor) throws IOException {
        for (File file : List.copyOf(files.values())) {
            int from = showSummaries(file, visitor);
            scanner.scan(file, from, file.number << OFFSET_BITS, visitor);
            visitor.endOfFile(file.number);
        }
        startFile(files.isEmpty() ? 1 : files.lastKey() + 1);
    }

    /** Returns up to which offset the summaries that were taken cover the file. */
    private static int showSummaries(File file, Visitor visitor) throws IOException {
        int covered = 0;
        for (int i = 0; i < file.summaries.size(); i++) {
            Summary summary = file.summaries.get(i);
            if (!visitor.summary(file.number, summary.bytes, i == file.summaries.size() - 1)) {
                file.summaries.subList(i, file.summaries.size()).clear();
                break;
            }
            covered = summary.end;
        }
        return covered;
    }

    @Override
    public void summarize(long number, byte[] summary) throws IOException {
        File file = files.get(number);
        if (file == null) {
            throw new IOException("log file " + number + " is gone");
        }
        write();
        file.summaries.add(new Summary(summary, file.end));
    }

    private void startFile(long number) {
        current = new File(number);
        files.put(number, current);
        // Making a file forces the directory.
        deleted.clear();
    }

    @Override
    public long append(byte[] bytes, int offset, int length) throws IOException {
        if (length > EXCERPT_BYTES_MAX) {
            throw new IOException("log excerpt of " + length + " bytes");
        }
        File file = current;
        int header = file.end + ALIGNMENT - 1 & -ALIGNMENT;
        int at = header + ALIGNMENT;
        if (at + length > file.bytes.length) {
            file.bytes =
                    Arrays.copyOf(file.bytes, Math.max(file.bytes.length * 2, at + length + 1024));
        }
        // The queue's word before each excerpt, then the bytes; a death may come in between.
        file.bytes[header] = (byte) length;
        file.bytes[header + 1] = (byte) (length >>> 8);
        System.arraycopy(bytes, offset, file.bytes, at, length);
        file.end = at + length;
        file.lastExcerpt = at;
        write();
        return file.number << OFFSET_BITS | at;
    }

    @Override
    public void force() throws IOException {
        write();
        if (forcesFail) {
            tally.count(Path.FORCES_FAILED);
            throw new IOException("input/output error (simulated)");
        }
        for (File file : files.values()) {
            if (file != current && file.forced < file.end) {
                tally.count(Path.CACHED_WRITES_FORCED);
            }
            file.forced = file.end;
            file.lastForcedExcerpt = file.lastExcerpt;
        }
    }

    @Override
    public boolean isRollDue() {
        return current.end >= fileBytes;
    }

    @Override
    public void roll() throws IOException {
        force();
        startFile(current.number + 1);
    }

    @Override
    public byte[] read(long position) throws IOException {
        if (readErrors > 0 && random.chance(readErrors)) {
            throw new IOException("input/output error (simulated)");
        }
        File file = files.get(fileOf(position));
        int offset = (int) (position & OFFSET_MASK);
        if (file == null || offset + ExcerptLayout.HEADER_SIZE > file.end) {
            throw new IOException("nothing at position " + position);
        }
        int length = ExcerptLayout.length(file.bytes, offset);
        if (!ExcerptLayout.startsAt(file.bytes, offset)
                || length < ExcerptLayout.HEADER_SIZE
                || length > file.bytes.length - offset) {
            throw new IOException("no excerpt at position " + position);
        }
        return Arrays.copyOfRange(file.bytes, offset, offset + length);
    }

    @Override
    public byte[] read(long position, int offset, int length) throws IOException {
        if (readErrors > 0 && random.chance(readErrors)) {
            throw new IOException("input/output error (simulated)");
        }
        File file = files.get(fileOf(position));
        if (file == null) {
            throw new IOException("log file " + fileOf(position) + " is gone");
        }
        int from = (int) (position & OFFSET_MASK) + offset;
        int to = Math.min(from + length, file.bytes.length);
        return from >= to ? new byte[0] : Arrays.copyOfRange(file.bytes, from, to);
    }

    @Override
    public long fileOf(long position) {
        return position >>> OFFSET_BITS;
    }

    @Override
    public long currentFile() {
        return current.number;
    }

    @Override
    public void deleteBelow(long file) {
        var old = files.headMap(Math.min(file, current.number));
        tally.count(Path.LOG_FILES_DELETED, old.size());
        deleted.addAll(old.values());
        old.clear();
    }

    @Override
    public long bytes() {
        long bytes = 0;
        for (File file : files.values()) {
            bytes += file.end;
        }
        return bytes;
    }

    @Override
    public void close() {}
}
