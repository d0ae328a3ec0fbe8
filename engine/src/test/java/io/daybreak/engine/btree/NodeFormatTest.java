package io.daybreak.engine.btree;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.buffer.PageBytes;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.space.Space;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * Pins the bytes of a fresh volume with one small tree; a change here is a change of the format.
 */
final class NodeFormatTest {
    private static final HexFormat HEX = HexFormat.of();

    private final BufferPool pool = new BufferPool(InMemoryVolume.durableAtOnce(), 1 << 20);
    private final Space space = Space.format(pool);
    private final Mtr mtr = new Mtr(pool);

    private String hex(long page, int from, int length) {
        Frame frame = pool.shared(page, true);
        try {
            return HEX.formatHex(Arrays.copyOfRange(frame.bytes(), from, from + length));
        } finally {
            frame.releaseShared();
        }
    }

    private BTree tree() {
        mtr.start(true);
        BTree tree = BTree.create(mtr, space);
        mtr.commit();
        TreeCursor cursor = tree.cursor();
        TreeWorld.put(cursor, mtr, HEX.parseHex("616263646566"), HEX.parseHex("0102"));
        TreeWorld.put(cursor, mtr, HEX.parseHex("6162"), HEX.parseHex("03"));
        return tree;
    }

    @Test
    void aLeafLooksAsDocumented() {
        long root = tree().rootPage();
        assertThat(root).isEqualTo(2);
        assertThat(hex(root, 4, 12))
                .isEqualTo(
                        "01" // page format
                                + "03" // type: tree node
                                + "0000"
                                + "0000000000000002"); // page number
        assertThat(hex(root, 32, 52))
                .isEqualTo(
                        "00" // level
                                + "00"
                                + "0002" // entries
                                + "3fed" // heap top: 16384 - 12 - 7
                                + "0000" // garbage
                                + "0000000000000000" // left
                                + "0000000000000000" // right
                                + "0000000000000002" // tree
                                + "0000" // skip
                                + "000000000000"
                                + "61620000" // head of the first key
                                + "3fed" // its cell
                                + "61626364" // head of the second key
                                + "3ff4"); // its cell
        assertThat(hex(root, PageLayout.PAGE_SIZE - 19, 19))
                .isEqualTo(
                        "0002" // key length
                                + "0001" // value length
                                + "6162"
                                + "03"
                                + "0006"
                                + "0002"
                                + "616263646566"
                                + "0102");
    }

    @Test
    void theVolumeHeaderAndTheSpaceMapLookAsDocumented() {
        tree();
        mtr.start(true);
        space.setRoot(mtr, 1, 2);
        mtr.commit();
        assertThat(hex(0, 32, 32))
                .isEqualTo(
                        HEX.formatHex("DAYBREAK".getBytes(StandardCharsets.UTF_8))
                                + "00000003" // format
                                + "00000001" // space maps
                                + "0000000000000000" // root 0
                                + "0000000000000002"); // root 1
        assertThat(hex(1, 32, 34))
                .isEqualTo(
                        "0000fffd" // free pages: 65536 - 3
                                + "00".repeat(28)
                                + "e000"); // pages 0, 1, 2 in use
    }

    @Test
    void aSplitLeafPointsToItsNeighbours() {
        BTree tree = tree();
        TreeCursor cursor = tree.cursor();
        for (int i = 0; i < 40; i++) {
            TreeWorld.put(cursor, mtr, new byte[] {'b', (byte) i}, new byte[1_000]);
        }
        Frame root = pool.shared(2, true);
        byte[] page = root.bytes();
        assertThat(Node.level(page)).isEqualTo(1);
        assertThat(Node.keyLength(page, 0)).isZero();
        long first = Node.child(page, 0);
        long second = Node.child(page, 1);
        // The shortest key that tells the two leaves apart.
        assertThat(Node.keyLength(page, 1)).isEqualTo(2);
        root.releaseShared();
        assertThat(hex(first, Node.RIGHT_OFFSET, 8)).isEqualTo(HEX.toHexDigits(second));
        assertThat(hex(second, Node.LEFT_OFFSET, 8)).isEqualTo(HEX.toHexDigits(first));
        Frame leaf = pool.shared(second, true);
        assertThat(PageBytes.i64(leaf.bytes(), Node.TREE_OFFSET)).isEqualTo(2);
        assertThat(Node.skip(leaf.bytes())).isEqualTo(1);
        leaf.releaseShared();
    }
}
