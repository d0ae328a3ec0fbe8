package io.daybreak.engine.undo;

import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.key.BigEndian;
import java.util.function.LongConsumer;

/** Names the pages of the undo streams, for a census of pages. They must be at rest. */
public final class UndoPages {
    private UndoPages() {}

    public static void forEach(BufferPool pool, long firstDirectory, LongConsumer page) {
        for (long directory = firstDirectory; directory != 0; ) {
            page.accept(directory);
            byte[] list = copy(pool, directory);
            for (int i = 0; i < BigEndian.u16(list, UndoLayout.STREAM_COUNT); i++) {
                long header = BigEndian.i64(list, UndoLayout.STREAMS + 8 * i);
                page.accept(header);
                long data = BigEndian.i64(copy(pool, header), UndoLayout.FIRST_PAGE);
                while (data != 0) {
                    page.accept(data);
                    data = BigEndian.i64(copy(pool, data), UndoLayout.NEXT);
                }
            }
            directory = BigEndian.i64(list, UndoLayout.NEXT_DIRECTORY);
        }
    }

    private static byte[] copy(BufferPool pool, long page) {
        Frame frame = pool.shared(page, true);
        try {
            return frame.bytes().clone();
        } finally {
            frame.releaseShared();
        }
    }
}
