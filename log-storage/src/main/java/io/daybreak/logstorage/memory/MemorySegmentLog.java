package io.daybreak.logstorage.memory;

import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.SegmentLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * A log in memory. {@link #crash} loses what was not forced, {@link #damage} flips a bit of what
 * was. Thread-safe by its monitor.
 */
public final class MemorySegmentLog implements SegmentLog {
    private static final int OFFSET_BITS = 32;

    private final long fileBytes;
    private final TreeMap<Long, List<byte[]>> files = new TreeMap<>();

    /** A part of a file's summary, and how many excerpts it and those before it cover. */
    private record Summary(byte[] bytes, int end) {}

    private final TreeMap<Long, List<Summary>> summaries = new TreeMap<>();
    private long current;
    private long currentBytes;
    private int unforced;

    /**
     * @param fileBytes a file of this size is full
     */
    public MemorySegmentLog(long fileBytes) {
        this.fileBytes = fileBytes;
    }

    @Override
    public synchronized void replay(Visitor visitor) throws IOException {
        for (var file : files.entrySet()) {
            List<byte[]> excerpts = file.getValue();
            int start = showSummaries(visitor, file.getKey(), excerpts.size());
            for (int i = start; i < excerpts.size(); i++) {
                byte[] bytes = excerpts.get(i);
                if (ExcerptLayout.isSound(bytes, 0, bytes.length)) {
                    visitor.excerpt(file.getKey() << OFFSET_BITS | i, bytes, 0, bytes.length);
                } else if (hasSoundAfter(file.getKey(), i)) {
                    visitor.damage(file.getKey(), "excerpt " + i);
                }
            }
            visitor.endOfFile(file.getKey());
        }
        startFile();
    }

    /** Returns how many excerpts the summaries that were taken cover. */
    private int showSummaries(Visitor visitor, long file, int excerpts) throws IOException {
        List<Summary> parts = summaries.getOrDefault(file, new ArrayList<>());
        int covered = 0;
        for (int i = 0; i < parts.size(); i++) {
            Summary part = parts.get(i);
            if (part.end > excerpts || !visitor.summary(file, part.bytes, i == parts.size() - 1)) {
                parts.subList(i, parts.size()).clear();
                break;
            }
            covered = part.end;
        }
        return covered;
    }

    private boolean hasSoundAfter(long file, int index) {
        for (var later : files.tailMap(file, true).entrySet()) {
            int from = later.getKey() == file ? index + 1 : 0;
            for (int i = from; i < later.getValue().size(); i++) {
                byte[] bytes = later.getValue().get(i);
                if (ExcerptLayout.isSound(bytes, 0, bytes.length)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void startFile() {
        current++;
        currentBytes = 0;
        files.put(current, new ArrayList<>());
    }

    private List<byte[]> currentExcerpts() {
        return files.computeIfAbsent(current, _ -> new ArrayList<>());
    }

    @Override
    public synchronized long append(byte[] bytes, int offset, int length) throws IOException {
        List<byte[]> excerpts = currentExcerpts();
        byte[] copy = new byte[length];
        System.arraycopy(bytes, offset, copy, 0, length);
        excerpts.add(copy);
        currentBytes += length;
        unforced++;
        return current << OFFSET_BITS | excerpts.size() - 1;
    }

    @Override
    public synchronized void force() throws IOException {
        unforced = 0;
    }

    @Override
    public synchronized void summarize(long file, byte[] summary) {
        summaries
                .computeIfAbsent(file, _ -> new ArrayList<>())
                .add(new Summary(summary, files.getOrDefault(file, List.of()).size()));
    }

    @Override
    public synchronized boolean isRollDue() {
        return currentBytes >= fileBytes;
    }

    @Override
    public synchronized void roll() throws IOException {
        force();
        startFile();
    }

    @Override
    public synchronized byte[] read(long position) throws IOException {
        List<byte[]> excerpts = files.get(fileOf(position));
        int index = (int) position;
        if (excerpts == null || index >= excerpts.size()) {
            throw new IOException("nothing at position " + position);
        }
        return excerpts.get(index).clone();
    }

    @Override
    public byte[] read(long position, int offset, int length) throws IOException {
        byte[] excerpt = read(position);
        return Arrays.copyOfRange(
                excerpt,
                Math.min(offset, excerpt.length),
                (int) Math.min((long) offset + length, excerpt.length));
    }

    @Override
    public long fileOf(long position) {
        return position >>> OFFSET_BITS;
    }

    @Override
    public synchronized long currentFile() {
        return current;
    }

    @Override
    public synchronized void deleteBelow(long file) {
        files.headMap(Math.min(file, current)).clear();
        summaries.headMap(Math.min(file, current)).clear();
    }

    @Override
    public synchronized long bytes() {
        long bytes = 0;
        for (List<byte[]> file : files.values()) {
            for (byte[] excerpt : file) {
                bytes += excerpt.length;
            }
        }
        return bytes;
    }

    /**
     * Power goes: of the excerpts that were not forced the first ones survive.
     *
     * @param survivors how many; at most {@link #unforced}
     * @param torn whether the one behind them survives in part
     */
    public synchronized void crash(int survivors, boolean torn) {
        List<byte[]> excerpts = currentExcerpts();
        int lost = Math.max(0, unforced - survivors);
        for (int i = 0; i < lost; i++) {
            byte[] excerpt = excerpts.removeLast();
            if (torn && i == lost - 1 && excerpt.length > 1) {
                byte[] part = new byte[excerpt.length];
                System.arraycopy(excerpt, 0, part, 0, excerpt.length / 2);
                excerpts.add(part);
            }
        }
        unforced = 0;
    }

    /** Excerpts that a crash would lose. */
    public synchronized int unforced() {
        return unforced;
    }

    /** How many excerpts the log holds. */
    public synchronized int excerpts() {
        return files.values().stream().mapToInt(List::size).sum();
    }

    /** Summaries may be lost. */
    public synchronized void forgetSummaries() {
        summaries.clear();
    }

    /** Flips a bit of an excerpt, counted from the oldest. */
    public synchronized void damage(int excerpt, int bit) {
        int at = excerpt;
        for (List<byte[]> file : files.values()) {
            if (at < file.size()) {
                byte[] bytes = file.get(at);
                int place = Math.floorMod(bit, bytes.length * 8);
                bytes[place / 8] ^= (byte) (1 << (place & 7));
                return;
            }
            at -= file.size();
        }
    }

    @Override
    public void close() {}
}
