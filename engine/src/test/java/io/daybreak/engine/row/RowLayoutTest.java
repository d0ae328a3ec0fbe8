package io.daybreak.engine.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.collation.Collations;
import io.daybreak.engine.key.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class RowLayoutTest {
    private static final PhysicalType BYTES = new PhysicalType.Bytes(Collations.UTF8MB4_BIN, 1000);

    /** Rows of random columns, some added after the row was written, at a random place. */
    @RepeatedTest(200)
    void readsWhatItWroteOneValueAtATimeOrInPlace(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        List<ColumnSpec> specs = columns(random);
        int written = 1 + random.nextInt(specs.size());
        @Nullable Object[] values = values(random, specs.subList(0, written));
        int at = random.nextInt(100);
        ByteWriter to = new ByteWriter(16);
        to.zero(at);
        new RowLayout(specs.subList(0, written)).encode(values, to);
        byte[] row = to.bytes();

        RowLayout layout = new RowLayout(specs);
        for (int i = 0; i < specs.size(); i++) {
            Object expected = i < written ? values[i] : specs.get(i).initial();
            assertThat(layout.valueAt(row, at, i)).isEqualTo(expected);
            assertThat(layout.isNull(row, at, i)).isEqualTo(expected == null);
            if (!layout.isVariable(i)) {
                assertThat(layout.longAt(row, at, i)).isEqualTo(expected == null ? 0L : expected);
                continue;
            }
            long slice = layout.variableSlice(row, at, i);
            if (i < written && expected instanceof byte[] bytes) {
                int from = (int) (slice >>> 32);
                assertThat(Arrays.copyOfRange(row, from, from + (int) slice)).isEqualTo(bytes);
            } else {
                assertThat(slice).isEqualTo(RowLayout.NOT_IN_ROW);
            }
        }
    }

    private static List<ColumnSpec> columns(Random random) {
        List<ColumnSpec> specs = new ArrayList<>();
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            boolean variable = random.nextBoolean();
            PhysicalType type =
                    variable
                            ? BYTES
                            : new PhysicalType.Int(1 + random.nextInt(8), random.nextBoolean());
            @Nullable Object initial =
                    random.nextBoolean()
                            ? null
                            : variable ? (Object) new byte[] {1, 2} : (Object) 7L;
            specs.add(new ColumnSpec("c" + i, type, true, initial));
        }
        return specs;
    }

    private static @Nullable Object[] values(Random random, List<ColumnSpec> specs) {
        @Nullable Object[] values = new Object[specs.size()];
        for (int i = 0; i < values.length; i++) {
            if (random.nextInt(4) == 0) {
                continue;
            }
            if (specs.get(i).type() instanceof PhysicalType.Int) {
                values[i] = (long) random.nextInt(128);
            } else if (random.nextInt(4) == 0) {
                values[i] = new OverflowReference(random.nextInt(1000), random.nextInt(1000));
            } else {
                byte[] bytes = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(300)];
                random.nextBytes(bytes);
                values[i] = bytes;
            }
        }
        return values;
    }
}
