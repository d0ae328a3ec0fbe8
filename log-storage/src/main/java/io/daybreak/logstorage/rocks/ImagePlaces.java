package io.daybreak.logstorage.rocks;

import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.TimelineId;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where the newest images of pages are, as far as they were stored lately: who makes or reads such
 * a page need not ask the index, which costs more than to read the image.
 *
 * <p>It learns from changes only, which come one after the other, and never from reads: what a read
 * has found may be gone by the time that it is noted. A place whose file is gone is no place; the
 * index knows the new one. Of the pages of a slot the first one keeps it: if there are more pages
 * than slots, taking it from each other would cost more than it saves.
 *
 * <p>Reads are thread-safe; changes belong to whoever changes the store.
 */
final class ImagePlaces {
    /** A power of two; with an entry in each some 3 MB. */
    private static final int SLOTS = 1 << 16;

    record Newest(int group, int timeline, long page, long lsn, long place) {
        private boolean isOf(ProtectionGroupId ofGroup, TimelineId ofTimeline, long ofPage) {
            return page == ofPage && group == ofGroup.value() && timeline == ofTimeline.value();
        }
    }

    private final AtomicReferenceArray<@Nullable Newest> slots = new AtomicReferenceArray<>(SLOTS);

    private static int slot(ProtectionGroupId group, TimelineId timeline, long page) {
        long mixed = (page * 31 + group.value()) * 31 + timeline.value();
        return (int) (mixed * 0x9e3779b97f4a7c15L >>> 40) & SLOTS - 1;
    }

    /** The newest image if it is known and has an LSN up to {@code asOf} (inclusive). */
    @Nullable Newest find(ProtectionGroupId group, TimelineId timeline, long page, long asOf) {
        Newest newest = slots.get(slot(group, timeline, page));
        return newest != null && newest.isOf(group, timeline, page) && newest.lsn <= asOf
                ? newest
                : null;
    }

    /** Whether it could be noted where the page's newest image is, and nothing is known of it. */
    boolean isFree(ProtectionGroupId group, TimelineId timeline, long page) {
        return slots.get(slot(group, timeline, page)) == null;
    }

    /**
     * An image was stored.
     *
     * @param isNewest whether the page has none with a greater LSN; what is known here decides if
     *     there is anything
     */
    void stored(
            ProtectionGroupId group,
            TimelineId timeline,
            long page,
            long lsn,
            long place,
            boolean isNewest) {
        int slot = slot(group, timeline, page);
        Newest known = slots.get(slot);
        boolean takes =
                known == null ? isNewest : known.isOf(group, timeline, page) && known.lsn <= lsn;
        if (takes) {
            slots.set(slot, new Newest(group.value(), timeline.value(), page, lsn, place));
        }
    }

    /** The page has no images any more. */
    void removed(ProtectionGroupId group, TimelineId timeline, long page) {
        int slot = slot(group, timeline, page);
        Newest known = slots.get(slot);
        if (known != null && known.isOf(group, timeline, page)) {
            slots.set(slot, null);
        }
    }

    /** Anything may have changed. */
    void clear() {
        for (int slot = 0; slot < SLOTS; slot++) {
            slots.set(slot, null);
        }
    }
}
