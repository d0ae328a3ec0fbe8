package io.daybreak.logstorage.rocks;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.PageLayout;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the space of images that were replaced. Nobody counts them: now and then a census over
 * the index finds how many images of each file are in use. Files of which half or less is get
 * emptied, the emptiest first, by moving what is in use behind the newest images; files with none
 * are deleted. So an image is moved only for the sake of at least as much garbage, and cold images
 * between cold ones stay where they are for ever.
 *
 * <pre>
 *   RESTING --(enough was appended)--> census --> MOVING --(nothing left to move)--> RESTING
 * </pre>
 *
 * <p>The disk holds about twice what is in use, what is appended between two censuses, and {@link
 * #MOVES_MAX} images at most that are moved. Work comes in steps, as much as was appended since the
 * step before, so that nobody waits for a whole store to be moved.
 *
 * <p>Owned by whoever holds the store's write lock.
 */
final class ImageCleaner {
    /** The index, as it is seen here. */
    interface Index {
        interface Found {
            void image(Supplier<byte[]> key, long place);
        }

        /** Every image that is in use. */
        void visit(Found found) throws RocksDBException;

        /** Lets the key have its image elsewhere, unless it has another by now. */
        void move(byte[] key, long from, byte[] image) throws IOException, RocksDBException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ImageCleaner.class);

    private record Move(byte[] key, long from) {}

    static final int MOVES_MAX = 32_768;
    static final long CENSUS_IMAGES_MIN = 4096;
    private static final long STEP_IMAGES_MIN = 256;

    private final ImageFiles files;
    private final long censusImagesMin;
    private final ArrayDeque<Move> moves = new ArrayDeque<>();
    private final List<Long> emptied = new ArrayList<>();
    private final byte[] image = new byte[PageLayout.PAGE_SIZE];
    private long censusAt;
    private long steppedAt;

    ImageCleaner(ImageFiles files, long censusImagesMin) {
        this.files = files;
        this.censusImagesMin = censusImagesMin;
        this.censusAt = censusImagesMin;
    }

    /**
     * Directly after a flush of the index: files that it has no use for any more since one of the
     * steps before go now, when that cannot be undone by a crash.
     */
    void step(Index index) throws IOException, RocksDBException {
        if (moves.isEmpty()) {
            for (long file : emptied) {
                files.delete(file);
            }
            emptied.clear();
            if (files.appended() >= censusAt) {
                census(index);
            }
        }
        long budget = Math.max(STEP_IMAGES_MIN, files.appended() - steppedAt);
        for (; budget > 0 && !moves.isEmpty(); budget--) {
            move(index, moves.poll());
        }
        steppedAt = files.appended();
    }

    /** A file keeps what cannot be moved; a scrub finds out what is wrong with it. */
    private void move(Index index, Move move) throws IOException, RocksDBException {
        boolean moved = false;
        try {
            if (read(move)) {
                index.move(move.key, move.from, image);
                moved = true;
            }
        } finally {
            if (!moved) {
                emptied.remove(ImageFiles.fileOf(move.from));
            }
        }
    }

    private boolean read(Move move) {
        try {
            return files.read(move.from, image);
        } catch (IOException | CorruptRedoException e) {
            LOG.debug("an image that cannot be read stays where it is", e);
            return false;
        }
    }

    private void census(Index index) throws RocksDBException {
        // Before the index is read: images that come meanwhile are in other files.
        Map<Long, Integer> slots = files.slotsOfFull();
        Map<Long, int[]> used = new HashMap<>();
        long[] all = {0};
        index.visit((_, place) -> {
            used.computeIfAbsent(ImageFiles.fileOf(place), _ -> new int[1])[0]++;
            all[0]++;
        });
        List<Long> candidates = new ArrayList<>();
        slots.forEach((file, count) -> {
            if (count(used, file) <= count / 2) {
                candidates.add(file);
            }
        });
        candidates.sort(Comparator.comparingInt(file -> count(used, file)));
        int moving = 0;
        boolean complete = true;
        for (long file : candidates) {
            if (moving + count(used, file) > MOVES_MAX) {
                complete = false;
                break;
            }
            moving += count(used, file);
            emptied.add(file);
        }
        if (moving > 0) {
            Map<Long, Boolean> chosen = new HashMap<>();
            emptied.forEach(file -> chosen.put(file, true));
            index.visit((key, place) -> {
                if (chosen.containsKey(ImageFiles.fileOf(place))) {
                    moves.add(new Move(key.get(), place));
                }
            });
        }
        long rest = Math.max(censusImagesMin, all[0] / 4);
        censusAt = files.appended() + (complete ? rest : censusImagesMin);
    }

    private static int count(Map<Long, int[]> used, long file) {
        int[] count = used.get(file);
        return count == null ? 0 : count[0];
    }
}
