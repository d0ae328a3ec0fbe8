package io.daybreak.logstorage.api;

import java.io.IOException;

/**
 * The images of one storage node's pages, keyed (group, timeline, page, LSN). A cache of the log:
 * it lags, has no write-ahead log of its own and may be lost.
 *
 * <p>Order of durability: writes become durable in the order they were made, a suffix may be lost
 * until {@link #flush}. So a {@link #markComplete} that survives has all images before it.
 *
 * <p>Damage: an image that cannot be read throws {@link CorruptRedoException} or comes back as it
 * is; a store that cannot be used any more throws {@link DamagedPageStoreException} until it is
 * {@link #reset}.
 *
 * <p>Failure: a change that fails may be made again, unless the store is {@link #isInDoubt in
 * doubt}: a force has failed, and nobody knows what is on disk of the writes since the last {@link
 * #flush}. Then all changes fail until {@link #rollBack} has taken those writes back. Reads go on.
 *
 * <p>Images are sealed ({@link PageLayout#seal}) and carry their page LSN; whoever reads one back
 * verifies it. Thread-safe: many readers, one writer per group at a time.
 */
public interface PageStore extends AutoCloseable {
    /** Gets the newest image of a page. */
    interface Visitor {
        /**
         * @param image owned by the receiver
         * @return whether to go on
         */
        boolean image(long pageNumber, byte[] image);
    }

    /** Opens the files, which the first use would do otherwise. */
    default void open() throws IOException {}

    /**
     * The newest image with a page LSN up to {@code asOf} (inclusive).
     *
     * @param into receives the image as it was stored; unspecified if there is none
     * @return false if there is none
     */
    boolean read(
            ProtectionGroupId group, TimelineId timeline, long pageNumber, long asOf, byte[] into)
            throws IOException;

    /**
     * Stores an image under the LSN in its header.
     *
     * @param replaces LSN of an older image that nobody needs any more and that goes in the same
     *     step; negative = none
     */
    void put(
            ProtectionGroupId group,
            TimelineId timeline,
            long pageNumber,
            byte[] image,
            long replaces)
            throws IOException;

    /**
     * Forgets all images of a page and stores this one, in one step: a crash must not leave a hole
     * among images that count as complete.
     */
    void replace(ProtectionGroupId group, TimelineId timeline, long pageNumber, byte[] image)
            throws IOException;

    /** Forgets all images of a page. */
    void remove(ProtectionGroupId group, TimelineId timeline, long pageNumber) throws IOException;

    /** The newest images of pages from {@code fromPage} (inclusive) on, in page order. */
    void scan(ProtectionGroupId group, TimelineId timeline, long fromPage, Visitor visitor)
            throws IOException;

    /**
     * Records that the images hold all redo of the group up to this LSN, and from which LSN on they
     * can be read.
     *
     * @param complete inclusive; log at or below it is not needed for pages
     * @param readableFrom no image is newer than this LSN and every record above {@code complete}
     *     is in the log; reads below it may miss versions
     */
    void markComplete(
            ProtectionGroupId group, TimelineId timeline, long complete, long readableFrom)
            throws IOException;

    /** What {@link #markComplete} recorded last; 0 if never. */
    long complete(ProtectionGroupId group, TimelineId timeline) throws IOException;

    /** What {@link #markComplete} recorded last; 0 if never. */
    long readableFrom(ProtectionGroupId group, TimelineId timeline) throws IOException;

    /** Forgets all images and marks of a group. */
    void clear(ProtectionGroupId group) throws IOException;

    /**
     * Verifies the store's own files as far as {@link #scan} does not.
     *
     * @throws DamagedPageStoreException if they are damaged
     */
    void verify() throws IOException;

    /** Bytes that the store wrote to its files since it was opened, compactions included. */
    default long writtenBytes() {
        return 0;
    }

    /** Forgets everything, whatever state the files are in, and starts anew. */
    void reset() throws IOException;

    /** Returns when all writes before it are on stable storage. */
    void flush() throws IOException;

    /** Whether every change fails until {@link #rollBack}. */
    boolean isInDoubt();

    /**
     * Takes back every write since the last {@link #flush}, if the store is in doubt: as a crash
     * would. Whoever counts on some of them finds out by {@link #rollbacks}.
     *
     * @throws IOException if the disk still does not write what it is told to
     */
    void rollBack() throws IOException;

    /** How often writes were taken back since the store was made. */
    int rollbacks();

    @Override
    void close();
}
