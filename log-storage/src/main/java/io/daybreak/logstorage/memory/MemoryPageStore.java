package io.daybreak.logstorage.memory;

import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.TimelineId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A page store in memory. {@link #crash} takes writes back that were not flushed; {@link
 * #forcesFail} lets the next flush fail. Thread-safe by its monitor.
 */
public final class MemoryPageStore implements PageStore {
    private record Key(int group, int timeline, long page, long lsn) {}

    private record Mark(long complete, long readableFrom) {}

    private static final Comparator<Key> ORDER =
            Comparator.comparingInt(Key::group)
                    .thenComparingInt(Key::timeline)
                    .thenComparingLong(Key::page)
                    .thenComparing(Comparator.comparingLong(Key::lsn).reversed());

    private final TreeMap<Key, byte[]> images = new TreeMap<>(ORDER);
    private final Map<Long, Mark> marks = new TreeMap<>();
    private final List<Runnable> undo = new ArrayList<>();
    private boolean forcesFail;
    private boolean doubt;
    private boolean full;
    private Runnable afterRollBack = () -> {};
    private int rollbacks;

    private static long markKey(ProtectionGroupId group, TimelineId timeline) {
        return (long) group.value() << 32 | timeline.value();
    }

    @Override
    public synchronized boolean read(
            ProtectionGroupId group, TimelineId timeline, long pageNumber, long asOf, byte[] into) {
        Map.Entry<Key, byte[]> entry =
                images.ceilingEntry(new Key(group.value(), timeline.value(), pageNumber, asOf));
        if (entry == null || !isOf(entry.getKey(), group, timeline, pageNumber)) {
            return false;
        }
        System.arraycopy(entry.getValue(), 0, into, 0, PageLayout.PAGE_SIZE);
        return true;
    }

    private static boolean isOf(
            Key key, ProtectionGroupId group, TimelineId timeline, long pageNumber) {
        return key.group == group.value()
                && key.timeline == timeline.value()
                && key.page == pageNumber;
    }

    @Override
    public synchronized void put(
            ProtectionGroupId group,
            TimelineId timeline,
            long pageNumber,
            byte[] image,
            long replaces)
            throws IOException {
        refuseInDoubt();
        int g = group.value();
        int t = timeline.value();
        int writesBefore = undo.size();
        set(new Key(g, t, pageNumber, PageLayout.lsn(image)), image.clone());
        if (replaces >= 0) {
            set(new Key(g, t, pageNumber, replaces), null);
        }
        oneStep(writesBefore);
    }

    @Override
    public synchronized void replace(
            ProtectionGroupId group, TimelineId timeline, long pageNumber, byte[] image)
            throws IOException {
        refuseInDoubt();
        int writesBefore = undo.size();
        remove(group, timeline, pageNumber);
        put(group, timeline, pageNumber, image, -1);
        oneStep(writesBefore);
    }

    /** A crash keeps all writes since then or none. */
    private void oneStep(int writesBefore) {
        List<Runnable> parts = List.copyOf(undo.subList(writesBefore, undo.size()));
        undo.subList(writesBefore, undo.size()).clear();
        undo.add(() -> parts.reversed().forEach(Runnable::run));
    }

    private void set(Key key, byte @Nullable [] image) {
        byte[] before = image == null ? images.remove(key) : images.put(key, image);
        undo.add(() -> {
            if (before == null) {
                images.remove(key);
            } else {
                images.put(key, before);
            }
        });
    }

    @Override
    public synchronized void remove(ProtectionGroupId group, TimelineId timeline, long pageNumber)
            throws IOException {
        refuseInDoubt();
        for (Key key : List.copyOf(images.keySet())) {
            if (isOf(key, group, timeline, pageNumber)) {
                set(key, null);
            }
        }
    }

    @Override
    public synchronized void scan(
            ProtectionGroupId group, TimelineId timeline, long fromPage, Visitor visitor) {
        long last = -1;
        Key from = new Key(group.value(), timeline.value(), fromPage, Long.MAX_VALUE);
        for (var entry : images.tailMap(from, true).entrySet()) {
            Key key = entry.getKey();
            if (key.group != group.value() || key.timeline != timeline.value()) {
                return;
            }
            if (key.page != last) {
                last = key.page;
                if (!visitor.image(key.page, entry.getValue().clone())) {
                    return;
                }
            }
        }
    }

    @Override
    public synchronized void markComplete(
            ProtectionGroupId group, TimelineId timeline, long complete, long readableFrom)
            throws IOException {
        refuseInDoubt();
        setMark(markKey(group, timeline), new Mark(complete, readableFrom));
    }

    private void setMark(long key, @Nullable Mark mark) {
        Mark before = mark == null ? marks.remove(key) : marks.put(key, mark);
        undo.add(() -> {
            if (before == null) {
                marks.remove(key);
            } else {
                marks.put(key, before);
            }
        });
    }

    @Override
    public synchronized long complete(ProtectionGroupId group, TimelineId timeline) {
        Mark mark = marks.get(markKey(group, timeline));
        return mark == null ? 0 : mark.complete;
    }

    @Override
    public synchronized long readableFrom(ProtectionGroupId group, TimelineId timeline) {
        Mark mark = marks.get(markKey(group, timeline));
        return mark == null ? 0 : mark.readableFrom;
    }

    @Override
    public synchronized void clear(ProtectionGroupId group) throws IOException {
        refuseInDoubt();
        for (Key key : List.copyOf(images.keySet())) {
            if (key.group == group.value()) {
                set(key, null);
            }
        }
        for (Long key : List.copyOf(marks.keySet())) {
            if (key >>> 32 == group.value()) {
                setMark(key, null);
            }
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        refuseInDoubt();
        if (full) {
            throw new IOException("disk full (simulated)");
        }
        if (forcesFail) {
            doubt = true;
            throw new IOException("input/output error (simulated)");
        }
        undo.clear();
    }

    private void refuseInDoubt() throws IOException {
        if (doubt) {
            throw new IOException("the page store is in doubt");
        }
    }

    /** Whether flushes fail from now on, and roll-backs. */
    public synchronized void forcesFail(boolean fail) {
        forcesFail = fail;
    }

    @Override
    public synchronized boolean isInDoubt() {
        return doubt;
    }

    @Override
    public synchronized void rollBack() throws IOException {
        if (!doubt) {
            return;
        }
        if (forcesFail) {
            throw new IOException("input/output error (simulated)");
        }
        crash(0);
        afterRollBack.run();
    }

    /** Runs when writes were taken back, before anybody is told. */
    public synchronized void afterRollBack(Runnable run) {
        afterRollBack = run;
    }

    /** Whether flushes are refused from now on, which leaves no doubt about what was written. */
    public synchronized void isFull(boolean isFull) {
        full = isFull;
    }

    @Override
    public synchronized int rollbacks() {
        return rollbacks;
    }

    @Override
    public void verify() {}

    @Override
    public void reset() {
        wipe();
    }

    /**
     * Power goes: the oldest writes that were not flushed survive.
     *
     * @param survivors how many; at most {@link #unflushed}
     */
    public synchronized void crash(int survivors) {
        if (doubt) {
            doubt = false;
            rollbacks++;
        }
        while (undo.size() > survivors) {
            undo.removeLast().run();
        }
        undo.clear();
    }

    /** Writes that a crash could lose. */
    public synchronized int unflushed() {
        return undo.size();
    }

    public synchronized int images() {
        return images.size();
    }

    /** Whether every image verifies, and none is the mark of a lost one. */
    public synchronized boolean isSound() {
        for (byte[] image : images.values()) {
            if (!PageLayout.isSealed(image) || PageLayout.isLost(image)) {
                return false;
            }
        }
        return true;
    }

    /** Flips a bit of an image, counted in key order. */
    public synchronized void damage(int image, int bit) {
        int at = Math.floorMod(image, images.size());
        for (byte[] bytes : images.values()) {
            if (at-- == 0) {
                int place = Math.floorMod(bit, bytes.length * 8);
                bytes[place / 8] ^= (byte) (1 << (place & 7));
                return;
            }
        }
    }

    /** The disk is lost. */
    public synchronized void wipe() {
        crash(0);
        images.clear();
        marks.clear();
    }

    @Override
    public void close() {}
}
