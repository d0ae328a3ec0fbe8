package io.daybreak.logstorage.api;

import java.io.IOException;

/**
 * The write-ahead log of one storage node: excerpts in numbered files. All segments of the node
 * share it, so that one force makes the redo of all of them durable.
 *
 * <p>Life: {@link #replay} once, then {@link #append}, {@link #force} and {@link #roll} by one
 * thread. {@link #read}, {@link #bytes} may be called by any thread at any time. Bytes are the
 * caller's framing; the log adds no checksum of its own.
 *
 * <p>After an {@link IOException} of append, force or roll the log is of no further use.
 */
public interface SegmentLog extends AutoCloseable {
    /** The longest excerpt. */
    int EXCERPT_BYTES_MAX = 4 << 20;

    /** Gets the excerpts that survived, oldest first. */
    interface Visitor {
        /**
         * @param position what {@link #read} takes
         * @param bytes holds the excerpt from {@code offset} on; reused after the call
         */
        void excerpt(long position, byte[] bytes, int offset, int length) throws IOException;

        /**
         * Gets a part of a file's summary instead of the excerpts that it covers.
         *
         * @param newest whether the file has no part behind it
         * @return false if it is of no use: then those excerpts are shown
         */
        default boolean summary(long file, byte[] summary, boolean newest) throws IOException {
            return false;
        }

        /** All that is in the file was shown. */
        default void endOfFile(long file) throws IOException {}

        /** Something between the excerpts could not be read. */
        void damage(long file, String description) throws IOException;
    }

    /**
     * Reads all files. Excerpts whose framing does not verify are not shown; what cannot be read
     * <em>behind which sound excerpts stand</em> is reported as damage. That may be the torn tail
     * of an earlier start: the sequence numbers of the excerpts around it tell. The next append
     * starts a new file.
     *
     * <p>What is shown may not have been forced by the process before. The first {@link #force}
     * after the replay forces it, too.
     */
    void replay(Visitor visitor) throws IOException;

    /**
     * Appends one excerpt. It is not durable, nor always readable, before {@link #force}, and the
     * next one comes after that: a log is of one writer, and no more than its newest excerpt can be
     * in doubt.
     *
     * @return its position; positions ascend
     */
    long append(byte[] bytes, int offset, int length) throws IOException;

    /** Returns when everything appended is on stable storage. */
    void force() throws IOException;

    /**
     * Keeps a summary of the excerpts of a file that came behind those summarised before: of the
     * file being written after a force, or of an older one while it is replayed, at its end. The
     * next replay shows it in place of them. It may be lost; whoever shows it has verified it.
     */
    void summarize(long file, byte[] summary) throws IOException;

    /** Whether the file being written has reached its size, so that a {@link #roll} is due. */
    boolean isRollDue();

    /** Starts a new file; what was appended is forced. */
    void roll() throws IOException;

    /** The excerpt at a position that {@link #append} or {@link #replay} gave. */
    byte[] read(long position) throws IOException;

    /**
     * Bytes of the excerpt at a position, from an offset in it on; fewer than asked for if the file
     * ends before.
     */
    byte[] read(long position, int offset, int length) throws IOException;

    /** The number of the file that holds a position. File numbers ascend. */
    long fileOf(long position);

    /** The number of the file being written. */
    long currentFile();

    /** Deletes the files with numbers below this one; the file being written always stays. */
    void deleteBelow(long file) throws IOException;

    /**
     * Bytes that went to the disk since the log was opened: whole blocks for each force, files made
     * beforehand, summaries.
     */
    default long writtenBytes() {
        return 0;
    }

    /** Bytes that the files take. */
    long bytes();

    @Override
    void close();
}
