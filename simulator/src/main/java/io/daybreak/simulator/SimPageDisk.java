package io.daybreak.simulator;

import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.memory.MemoryPageStore;
import java.io.IOException;

/**
 * The disk under a node's page store. A power cut loses a suffix of what was not flushed; an image
 * may rot; reads may fail, a full disk refuses writes, forces fail, the process may die at any
 * write. Between two writes other threads get their turn, which is where a page maker and readers
 * can meet.
 */
final class SimPageDisk implements PageStore {
    private final SimRandom random;
    private final Tally tally;
    private final Runnable inBetween;
    private final MemoryPageStore images = new MemoryPageStore();
    private int writesUntilDeath;
    private boolean full;
    private boolean forcesFail;
    private double readErrors;

    /**
     * @param inBetween what the node's other threads may do before a write
     */
    SimPageDisk(SimRandom random, Tally tally, Runnable inBetween) {
        this.random = random;
        this.tally = tally;
        this.inBetween = inBetween;
    }

    void dieAfter(int writes) {
        writesUntilDeath = writes;
    }

    void full(boolean isFull) {
        full = isFull;
    }

    void forcesFail(boolean fail) {
        forcesFail = fail;
        images.forcesFail(fail);
    }

    void readErrors(double probability) {
        readErrors = probability;
    }

    void crash() {
        writesUntilDeath = 0;
        int survivors = random.below(images.unflushed() + 1);
        tally.count(Path.IMAGES_LOST, images.unflushed() - survivors);
        images.crash(survivors);
    }

    void wipe() {
        images.wipe();
    }

    /** Flips a bit of an image; false if there is none. */
    boolean rot() {
        if (images.images() == 0) {
            return false;
        }
        images.damage(random.below(images.images()), random.below(1 << 20));
        return true;
    }

    /** Whether every image verifies, and none is the mark of a lost one. */
    boolean isSound() {
        return images.isSound();
    }

    private void write() throws IOException {
        if (writesUntilDeath > 0 && --writesUntilDeath == 0) {
            tally.count(Path.DEATHS_IN_PAGES);
            throw new Death();
        }
        if (full) {
            throw new IOException("No space left on device (simulated)");
        }
        inBetween.run();
    }

    private void read() throws IOException {
        if (readErrors > 0 && random.chance(readErrors)) {
            throw new IOException("input/output error (simulated)");
        }
    }

    @Override
    public boolean read(
            ProtectionGroupId group, TimelineId timeline, long pageNumber, long asOf, byte[] into)
            throws IOException {
        read();
        return images.read(group, timeline, pageNumber, asOf, into);
    }

    @Override
    public void put(
            ProtectionGroupId group,
            TimelineId timeline,
            long pageNumber,
            byte[] image,
            long replaces)
            throws IOException {
        write();
        images.put(group, timeline, pageNumber, image, replaces);
    }

    @Override
    public void replace(ProtectionGroupId group, TimelineId timeline, long pageNumber, byte[] image)
            throws IOException {
        write();
        images.replace(group, timeline, pageNumber, image);
    }

    @Override
    public void remove(ProtectionGroupId group, TimelineId timeline, long pageNumber)
            throws IOException {
        write();
        images.remove(group, timeline, pageNumber);
    }

    @Override
    public void scan(ProtectionGroupId group, TimelineId timeline, long fromPage, Visitor visitor)
            throws IOException {
        read();
        images.scan(group, timeline, fromPage, visitor);
    }

    @Override
    public void markComplete(
            ProtectionGroupId group, TimelineId timeline, long complete, long readableFrom)
            throws IOException {
        write();
        images.markComplete(group, timeline, complete, readableFrom);
    }

    @Override
    public long complete(ProtectionGroupId group, TimelineId timeline) {
        return images.complete(group, timeline);
    }

    @Override
    public long readableFrom(ProtectionGroupId group, TimelineId timeline) {
        return images.readableFrom(group, timeline);
    }

    @Override
    public void clear(ProtectionGroupId group) throws IOException {
        write();
        images.clear(group);
    }

    @Override
    public void verify() throws IOException {
        read();
        images.verify();
    }

    @Override
    public void reset() throws IOException {
        write();
        images.reset();
    }

    @Override
    public void flush() throws IOException {
        write();
        images.flush();
    }

    @Override
    public boolean isInDoubt() {
        return images.isInDoubt();
    }

    /** A force that failed may have written everything all the same. */
    @Override
    public void rollBack() throws IOException {
        if (!images.isInDoubt()) {
            return;
        }
        write();
        if (forcesFail) {
            throw new IOException("input/output error (simulated)");
        }
        tally.count(Path.IMAGES_TAKEN_BACK);
        images.crash(random.chance(0.2) ? images.unflushed() : 0);
    }

    @Override
    public int rollbacks() {
        return images.rollbacks();
    }

    @Override
    public void close() {}
}
