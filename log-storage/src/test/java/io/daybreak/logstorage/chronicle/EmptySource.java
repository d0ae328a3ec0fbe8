package io.daybreak.logstorage.chronicle;

/** A file in which nothing stands, for who writes whole blocks and so must not read. */
final class EmptySource implements FileScanner.Source {
    @Override
    public long number() {
        return 0;
    }

    @Override
    public int read(long offset, byte[] into, int at, int length) {
        throw new AssertionError("nothing stands before");
    }
}
