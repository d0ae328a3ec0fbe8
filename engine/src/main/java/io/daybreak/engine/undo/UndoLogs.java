package io.daybreak.engine.undo;

import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.space.Space;
import io.daybreak.logstorage.api.RedoKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All undo streams of the volume. There are as many as there ever were writing transactions at
 * once. Thread-safe.
 */
public final class UndoLogs {
    private final Space space;
    private final BufferPool pool;
    private final UndoReader reader;
    private final int rootSlot;
    private final List<UndoStream> streams = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<UndoStream> free = new ArrayDeque<>();
    private final List<Unfinished> unfinished = new ArrayList<>();
    private final AtomicLong history = new AtomicLong();

    /** A transaction that a crash interrupted. */
    public record Unfinished(long transactionId, UndoStream stream) {}

    private UndoLogs(Space space, int rootSlot) {
        this.space = space;
        this.pool = space.pool();
        this.reader = new UndoReader(pool);
        this.rootSlot = rootSlot;
    }

    /**
     * Makes the directory of a new volume.
     *
     * @param rootSlot which root of the volume header names the directory
     */
    public static UndoLogs format(Space space, int rootSlot) {
        try (Mtr mtr = new Mtr(space.pool())) {
            mtr.start(true);
            mtr.kind(RedoKind.UNDO);
            mtr.exclusive(0, LatchLevel.VOLUME_HEADER);
            long page = space.allocate(mtr);
            mtr.create(page, UndoLayout.DIRECTORY, LatchLevel.ROLLBACK_SEGMENT);
            space.setRoot(mtr, rootSlot, page);
            mtr.commit();
        }
        return new UndoLogs(space, rootSlot);
    }

    /** Finds the streams and the unfinished transactions. */
    public static UndoLogs open(Space space, int rootSlot) {
        UndoLogs logs = new UndoLogs(space, rootSlot);
        long page = logs.directory();
        while (page != 0) {
            List<Long> headers = new ArrayList<>();
            Frame frame = logs.pool.shared(page, true);
            try {
                byte[] bytes = frame.bytes();
                for (int i = 0; i < BigEndian.u16(bytes, UndoLayout.STREAM_COUNT); i++) {
                    headers.add(BigEndian.i64(bytes, UndoLayout.STREAMS + 8 * i));
                }
                page = BigEndian.i64(bytes, UndoLayout.NEXT_DIRECTORY);
            } finally {
                frame.releaseShared();
            }
            headers.forEach(logs::load);
        }
        return logs;
    }

    private long directory() {
        try (Mtr mtr = new Mtr(pool)) {
            mtr.startNested(true);
            return space.root(mtr, rootSlot);
        }
    }

    private void load(long header) {
        long first;
        long last;
        Frame frame = pool.shared(header, true);
        try {
            first = BigEndian.i64(frame.bytes(), UndoLayout.FIRST_PAGE);
            last = BigEndian.i64(frame.bytes(), UndoLayout.LAST_PAGE);
        } finally {
            frame.releaseShared();
        }
        UndoStream stream = new UndoStream(space, header, first, last, reader.endOf(last));
        streams.add(stream);
        long id = unfinishedId(stream);
        if (id == 0) {
            free.push(stream);
        } else {
            unfinished.add(new Unfinished(id, stream));
        }
    }

    private long unfinishedId(UndoStream stream) {
        UndoRecord record = new UndoRecord();
        long end = stream.end();
        while (reader.readBefore(end, record)) {
            switch (record.type()) {
                case COMMIT, ROLLED_BACK -> {
                    return 0;
                }
                case BEGIN -> {
                    return record.transactionId();
                }
                case INSERT,
                        UPDATE_DIFF,
                        UPDATE_DIFF_AND_ENTRIES,
                        UPDATE_FULL,
                        DELETE_MARK,
                        UNDONE,
                        UNOWNED ->
                        end = record.pointer();
            }
        }
        return 0;
    }

    public List<Unfinished> unfinished() {
        return List.copyOf(unfinished);
    }

    public List<UndoStream> streams() {
        return streams;
    }

    public UndoReader reader() {
        return reader;
    }

    /** Transactions whose undo is still there. */
    public AtomicLong history() {
        return history;
    }

    /** A stream for one transaction; given back with {@link #giveBack}. */
    UndoStream take(Mtr mtr, boolean mayBlock) {
        UndoStream stream = takeFree();
        return stream != null ? stream : create(mtr, mayBlock);
    }

    private @Nullable UndoStream takeFree() {
        lock.lock();
        try {
            return free.poll();
        } finally {
            lock.unlock();
        }
    }

    void giveBack(UndoStream stream) {
        lock.lock();
        try {
            free.push(stream);
        } finally {
            lock.unlock();
        }
    }

    private UndoStream create(Mtr mtr, boolean mayBlock) {
        long directory = directoryWithRoom(mtr);
        UndoStream stream;
        try (mtr) {
            mtr.start(mayBlock);
            mtr.kind(RedoKind.UNDO);
            Frame list = mtr.exclusive(directory, LatchLevel.ROLLBACK_SEGMENT);
            int count = BigEndian.u16(list.bytes(), UndoLayout.STREAM_COUNT);
            if (count == UndoLayout.STREAMS_MAX) {
                throw io.daybreak.engine.api.WouldBlockException.INSTANCE;
            }
            long header = space.allocate(mtr);
            Frame head = mtr.create(header, UndoLayout.HEADER, LatchLevel.ROLLBACK_SEGMENT);
            long page = space.allocate(mtr);
            Frame data = mtr.create(page, UndoLayout.DATA, LatchLevel.UNDO);
            mtr.putU16(data, UndoLayout.END, UndoLayout.RECORDS);
            mtr.putI64(head, UndoLayout.FIRST_PAGE, page);
            mtr.putI64(head, UndoLayout.LAST_PAGE, page);
            mtr.putI64(list, UndoLayout.STREAMS + 8 * count, header);
            mtr.putU16(list, UndoLayout.STREAM_COUNT, count + 1);
            mtr.commit();
            stream = new UndoStream(space, header, page, page, UndoLayout.RECORDS);
        }
        streams.add(stream);
        return stream;
    }

    /** The last directory page; adds one when it is nearly full. */
    private long directoryWithRoom(Mtr mtr) {
        lock.lock();
        try {
            long page = directory();
            while (true) {
                long next;
                int count;
                Frame frame = pool.shared(page, true);
                try {
                    next = BigEndian.i64(frame.bytes(), UndoLayout.NEXT_DIRECTORY);
                    count = BigEndian.u16(frame.bytes(), UndoLayout.STREAM_COUNT);
                } finally {
                    frame.releaseShared();
                }
                if (next != 0) {
                    page = next;
                } else if (count < UndoLayout.STREAMS_MAX - 1) {
                    return page;
                } else {
                    return addDirectory(mtr, page);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private long addDirectory(Mtr mtr, long last) {
        try (mtr) {
            mtr.start(true);
            mtr.kind(RedoKind.UNDO);
            Frame list = mtr.exclusive(last, LatchLevel.ROLLBACK_SEGMENT);
            long page = space.allocate(mtr);
            mtr.create(page, UndoLayout.DIRECTORY, LatchLevel.ROLLBACK_SEGMENT);
            mtr.putI64(list, UndoLayout.NEXT_DIRECTORY, page);
            mtr.commit();
            return page;
        }
    }
}
