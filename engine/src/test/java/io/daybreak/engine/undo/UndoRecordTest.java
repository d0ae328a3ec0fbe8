package io.daybreak.engine.undo;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.row.OverflowReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class UndoRecordTest {
    private static final byte[] KEY = {9, 1, 2, 3, 4, 9};

    private final UndoRecord record = new UndoRecord();
    private final ByteWriter entries = new ByteWriter();

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(3);
        }
        return bytes;
    }

    private List<String> addEntries(Random random, int count, int longest) {
        List<String> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] parts = bytes(random, random.nextInt(longest));
            entries.i64(70 + i);
            entries.u16(parts.length);
            entries.bytes(parts);
            added.add(70 + i + Arrays.toString(parts));
        }
        return added;
    }

    private List<String> oldEntries() {
        List<String> list = new ArrayList<>();
        record.oldEntries((id, b, at, length) ->
                list.add(id + Arrays.toString(Arrays.copyOfRange(b, at, at + length))));
        return list;
    }

    @Test
    void anUpdateLeadsBackToTheOldRowAndNamesTheEntriesThatGo() {
        Random random = new Random(20261123);
        int[] types = new int[11];
        for (int i = 0; i < 20_000; i++) {
            byte[] old = bytes(random, random.nextInt(60));
            // 5 bytes of a header before the new row, as in a record's value
            byte[] now =
                    random.nextBoolean()
                            ? bytes(random, 5 + random.nextInt(60))
                            : near(random, old);
            entries.reset();
            List<String> added = addEntries(random, random.nextInt(4), 8);
            List<OverflowReference> replaced =
                    random.nextInt(8) == 0 ? List.of(new OverflowReference(5, 6)) : List.of();

            record.update(
                    3,
                    KEY,
                    1,
                    4,
                    77,
                    88,
                    replaced,
                    entries,
                    old,
                    old.length,
                    now,
                    5,
                    now.length - 5);

            types[record.type().code()]++;
            assertThat(record.length())
                    .isLessThanOrEqualTo(UndoRecord.fullLength(4, old.length, replaced.size()));
            assertThat(record.isOf(3, KEY, 1, 4)).isTrue();
            assertThat(record.oldWord()).isEqualTo(77);
            assertThat(record.oldRollPointer()).isEqualTo(88);
            ByteWriter row = new ByteWriter(1);
            row.bytes(now, 5, now.length - 5);
            record.undoRow(row);
            assertThat(row.toArray()).isEqualTo(old);
            switch (record.type()) {
                case UPDATE_FULL -> assertThat(record.replaced()).isEqualTo(replaced);
                case UPDATE_DIFF -> {
                    assertThat(replaced).isEmpty();
                    assertThat(added).as("what purge would not know of").isEmpty();
                }
                case UPDATE_DIFF_AND_ENTRIES -> {
                    assertThat(replaced).isEmpty();
                    assertThat(oldEntries()).isEqualTo(added);
                }
                default -> throw new AssertionError(record.type());
            }
        }
        assertThat(types[UndoType.UPDATE_FULL.code()]).isPositive();
        assertThat(types[UndoType.UPDATE_DIFF.code()]).isPositive();
        assertThat(types[UndoType.UPDATE_DIFF_AND_ENTRIES.code()]).isPositive();
    }

    /** The row with a few bytes changed, put in or taken out, behind 5 bytes. */
    private static byte[] near(Random random, byte[] old) {
        int at = random.nextInt(old.length + 1);
        int gone = Math.min(old.length - at, random.nextInt(4));
        byte[] fresh = bytes(random, random.nextInt(4));
        ByteWriter now = new ByteWriter();
        now.zero(5);
        now.bytes(old, 0, at);
        now.bytes(fresh);
        now.bytes(old, at + gone, old.length - at - gone);
        return now.toArray();
    }

    @Test
    void aWideRowWhoseIndexedNumberChangesTakesFewBytes() {
        byte[] old = new byte[190];
        byte[] now = old.clone();
        now[3] = 1;
        entries.i64(70);
        entries.u16(4);
        entries.i32(5);

        record.update(
                3, KEY, 1, 4, 77, 88, List.of(), entries, old, old.length, now, 0, now.length);

        assertThat(record.type()).isEqualTo(UndoType.UPDATE_DIFF_AND_ENTRIES);
        assertThat(record.length()).isEqualTo(UndoLayout.RECORD_OVERHEAD + 14 + 16 + 16 + 4 + 1);
    }
}
