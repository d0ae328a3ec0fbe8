package io.daybreak.logstorage.api;

/**
 * The page operations of a redo record: a short program that needs no knowledge of B+trees.
 * Integers are big-endian.
 *
 * <pre>
 * WRITE  01  offset:u16 length:u16 bytes     copies the bytes to the offset
 * MOVE   02  source:u16 target:u16 length:u16  moves a range inside the page; the ranges may overlap
 * ZERO   03  offset:u16 length:u16           zeroes a range
 * INIT   04  type:u8                         makes the page empty (see {@link PageLayout#initialize})
 * </pre>
 *
 * <p>Ranges lie in {@code [HEADER_SIZE, PAGE_SIZE)}; only INIT and the LSN stamp touch the header.
 */
public final class PageOps {
    static final byte WRITE = 1;
    static final byte MOVE = 2;
    static final byte ZERO = 3;
    static final byte INIT = 4;

    private PageOps() {}

    /**
     * Applies a program to a page. Deterministic; the caller checks the page LSN before and sets it
     * after.
     *
     * @param page the page to change, {@link PageLayout#PAGE_SIZE} bytes
     * @param ops holds the program in {@code [offset, offset + length)}
     * @throws IllegalArgumentException if the program is malformed or leaves the page; the page may
     *     then be half changed and must be thrown away
     */
    public static void apply(byte[] page, long pageNumber, byte[] ops, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            switch (ops[at]) {
                case WRITE -> {
                    require(at + 5 <= end, "truncated WRITE");
                    int target = u16(ops, at + 1);
                    int count = u16(ops, at + 3);
                    require(at + 5 + count <= end, "truncated WRITE");
                    requireRange(target, count);
                    System.arraycopy(ops, at + 5, page, target, count);
                    at += 5 + count;
                }
                case MOVE -> {
                    require(at + 7 <= end, "truncated MOVE");
                    int source = u16(ops, at + 1);
                    int target = u16(ops, at + 3);
                    int count = u16(ops, at + 5);
                    requireRange(source, count);
                    requireRange(target, count);
                    System.arraycopy(page, source, page, target, count);
                    at += 7;
                }
                case ZERO -> {
                    require(at + 5 <= end, "truncated ZERO");
                    int target = u16(ops, at + 1);
                    int count = u16(ops, at + 3);
                    requireRange(target, count);
                    java.util.Arrays.fill(page, target, target + count, (byte) 0);
                    at += 5;
                }
                case INIT -> {
                    require(at + 2 <= end, "truncated INIT");
                    PageLayout.initialize(page, pageNumber, ops[at + 1] & 0xff);
                    at += 2;
                }
                default -> throw new IllegalArgumentException("unknown page operation " + ops[at]);
            }
        }
    }

    /** Whether the program begins with INIT, so that what stood on the page before is of no use. */
    public static boolean startsWithInit(byte[] ops, int offset, int length) {
        return length > 0 && ops[offset] == INIT;
    }

    /** The program in words, such as {@code write 32+100, move 132>232+60}. */
    public static String describe(byte[] ops, int offset, int length) {
        StringBuilder text = new StringBuilder();
        int at = offset;
        int end = offset + length;
        while (at < end) {
            text.append(text.isEmpty() ? "" : ", ");
            byte op = ops[at];
            int size = op == WRITE || op == ZERO ? 5 : op == MOVE ? 7 : op == INIT ? 2 : 0;
            if (size == 0 || at + size > end) {
                return text.append("malformed").toString();
            }
            switch (op) {
                case WRITE, ZERO ->
                        text.append(op == WRITE ? "write " : "zero ")
                                .append(u16(ops, at + 1))
                                .append('+')
                                .append(u16(ops, at + 3));
                case MOVE ->
                        text.append("move ")
                                .append(u16(ops, at + 1))
                                .append('>')
                                .append(u16(ops, at + 3))
                                .append('+')
                                .append(u16(ops, at + 5));
                default -> text.append("init type ").append(ops[at + 1] & 0xff);
            }
            at += op == WRITE ? size + u16(ops, at + 3) : size;
        }
        return text.toString();
    }

    private static void requireRange(int offset, int length) {
        require(
                offset >= PageLayout.HEADER_SIZE && offset + length <= PageLayout.PAGE_SIZE,
                "range outside of the page body");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private static int u16(byte[] bytes, int offset) {
        return (bytes[offset] & 0xff) << 8 | bytes[offset + 1] & 0xff;
    }
}
