package io.daybreak.logstorage.rocks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * A page store's index as its cleaner sees it.
 *
 * @param storing stores an image under its key, in a new place
 */
record CleanedIndex(RocksDB index, Storing storing) implements ImageCleaner.Index {
    interface Storing {
        void store(byte[] key, byte[] image) throws IOException, RocksDBException;
    }

    @Override
    public void visit(Found found) throws RocksDBException {
        try (Slice end = new Slice(PageKeys.type(PageKeys.IMAGE + 1));
                ReadOptions options =
                        new ReadOptions().setFillCache(false).setIterateUpperBound(end);
                RocksIterator iterator = index.newIterator(options)) {
            byte[] value = new byte[Long.BYTES];
            for (iterator.seek(PageKeys.type(PageKeys.IMAGE));
                    iterator.isValid();
                    iterator.next()) {
                if (iterator.value(value, 0, value.length) == Long.BYTES) {
                    found.image(iterator::key, ByteBuffer.wrap(value).getLong());
                }
            }
            iterator.status();
        }
    }

    @Override
    public void move(byte[] key, long from, byte[] image) throws IOException, RocksDBException {
        byte[] value = index.get(key);
        if (Arrays.equals(value, ByteBuffer.allocate(Long.BYTES).putLong(from).array())) {
            storing.store(key, image);
        }
    }
}
