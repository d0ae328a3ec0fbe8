package io.daybreak.logstorage.rocks;

import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.TimelineId;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Keys of a page store's index, see {@link RocksPageStore}. */
final class PageKeys {
    static final byte IMAGE = 'P';
    static final byte MARK = 'M';

    /** Length of what images of one group and timeline have in common. */
    static final int TIMELINE_PREFIX = 9;

    private static final int GROUP_PREFIX = 5;
    private static final int IMAGE_SIZE = 25;

    private PageKeys() {}

    static byte[] image(ProtectionGroupId group, TimelineId timeline, long page, long lsn) {
        return ByteBuffer.allocate(IMAGE_SIZE)
                .put(IMAGE)
                .putInt(group.value())
                .putInt(timeline.value())
                .putLong(page)
                .putLong(~lsn)
                .array();
    }

    /** Before all images of the page. */
    static byte[] pageStart(ProtectionGroupId group, TimelineId timeline, long page) {
        return image(group, timeline, page, Long.MAX_VALUE);
    }

    /** Behind all images of the page. */
    static byte[] pageEnd(ProtectionGroupId group, TimelineId timeline, long page) {
        return image(group, timeline, page + 1, Long.MAX_VALUE);
    }

    /** Behind all images of the timeline that an image is of. */
    static byte[] timelineEnd(byte[] image) {
        byte[] end = Arrays.copyOf(image, TIMELINE_PREFIX + Long.BYTES);
        Arrays.fill(end, TIMELINE_PREFIX, end.length, (byte) 0xff);
        return end;
    }

    static byte[] mark(ProtectionGroupId group, TimelineId timeline) {
        return ByteBuffer.allocate(TIMELINE_PREFIX)
                .put(MARK)
                .putInt(group.value())
                .putInt(timeline.value())
                .array();
    }

    /** Before all keys of a type and a group. */
    static byte[] group(byte type, int group) {
        return ByteBuffer.allocate(GROUP_PREFIX).put(type).putInt(group).array();
    }

    /** Before all keys of a type. */
    static byte[] type(int type) {
        return new byte[] {(byte) type};
    }

    static long page(byte[] image) {
        return ByteBuffer.wrap(image).getLong(TIMELINE_PREFIX);
    }

    static long lsn(byte[] image) {
        return ~ByteBuffer.wrap(image).getLong(TIMELINE_PREFIX + Long.BYTES);
    }
}
