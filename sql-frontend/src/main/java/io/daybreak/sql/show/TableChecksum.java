package io.daybreak.sql.show;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.sql.session.StatementContext;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * CHECKSUM TABLE: the sum of the checksums of the rows that the statement's read view shows,
 * whatever their order. It is Daybreak's own number: MySQL's depends on its row format.
 */
final class TableChecksum {
    private static final int NULL_MARK = 0xFF;

    private TableChecksum() {}

    static long of(Table table, StatementContext context) {
        long sum = 0;
        int columns = table.spec().columns().size();
        CRC32 crc = new CRC32();
        try (Cursor cursor =
                context.execution()
                        .transaction()
                        .open(table.clustered(), LockMode.NONE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.ALL, false);
            while (cursor.next()) {
                context.execution().checkInterrupted();
                crc.reset();
                for (int i = 0; i < columns; i++) {
                    Object value = cursor.get(i);
                    switch (value) {
                        case null -> crc.update(NULL_MARK);
                        case byte[] bytes -> crc.update(bytes);
                        default -> crc.update(value.toString().getBytes(StandardCharsets.UTF_8));
                    }
                    crc.update(i);
                }
                sum = sum + crc.getValue() & 0xFFFFFFFFL;
            }
        }
        return sum;
    }
}
