package io.daybreak.sql.load;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Query;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits the bytes of a file, as they come, into records of fields. Not thread-safe. Holds at most
 * one record and one piece of the file.
 */
final class RecordReader {
    /** Takes the fields of a record; null for NULL. */
    interface Records {
        void accept(List<byte @Nullable []> fields);
    }

    private static final int RECORD_BYTES_MAX = 64 << 20;

    private final byte[] fieldEnd;
    private final byte[] lineStart;
    private final byte[] lineEnd;
    private final int enclosing;
    private final int escape;
    private final Records records;

    private long linesToSkip;
    private byte[] buffer = new byte[8192];
    private int size;
    private boolean atEnd;
    private int position;

    RecordReader(Query.FileFormat format, long linesToSkip, Records records) {
        this.fieldEnd = bytes(format.fieldsTerminatedBy(), "\t");
        this.lineStart = bytes(format.linesStartingBy(), "");
        this.lineEnd = bytes(format.linesTerminatedBy(), "\n");
        this.enclosing = single(format.enclosedBy(), -1);
        this.escape = single(format.escapedBy(), '\\');
        this.linesToSkip = linesToSkip;
        this.records = records;
        if (fieldEnd.length == 0 || lineEnd.length == 0) {
            throw new SqlException(
                    MySqlError.ER_NOT_SUPPORTED_YET, "LOAD DATA without terminators");
        }
    }

    private static byte[] bytes(@Nullable String written, String otherwise) {
        return (written == null ? otherwise : written).getBytes(StandardCharsets.UTF_8);
    }

    private static int single(@Nullable String written, int otherwise) {
        if (written == null) {
            return otherwise;
        }
        if (written.length() > 1) {
            throw new SqlException(MySqlError.ER_WRONG_FIELD_TERMINATORS);
        }
        return written.isEmpty() ? -1 : written.charAt(0);
    }

    /** The next bytes of the file. */
    void take(byte[] bytes, int offset, int length) {
        if (size + length > buffer.length) {
            if ((long) size + length > RECORD_BYTES_MAX) {
                throw new SqlException(MySqlError.ER_NET_PACKET_TOO_LARGE);
            }
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + length));
        }
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
        drain();
    }

    /** The file is at its end: what is left is the last record. */
    void finish() {
        atEnd = true;
        drain();
    }

    private void drain() {
        int done = 0;
        try {
            while (done < size) {
                position = done;
                if (linesToSkip > 0) {
                    skipLine();
                    linesToSkip--;
                } else if (findStart()) {
                    records.accept(record());
                }
                done = position;
            }
        } catch (Incomplete _) {
            // The rest of the record comes with the next bytes.
        }
        System.arraycopy(buffer, done, buffer, 0, size - done);
        size -= done;
    }

    private void skipLine() throws Incomplete {
        while (hasNext() && !accept(lineEnd)) {
            position++;
        }
    }

    private boolean findStart() throws Incomplete {
        if (lineStart.length == 0) {
            return true;
        }
        while (hasNext()) {
            if (accept(lineStart)) {
                return true;
            }
            position++;
        }
        return false;
    }

    private List<byte @Nullable []> record() throws Incomplete {
        List<byte @Nullable []> fields = new ArrayList<>();
        while (true) {
            boolean quoted = enclosing >= 0 && hasNext() && buffer[position] == (byte) enclosing;
            fields.add(quoted ? quotedField() : plainField());
            if (!accept(fieldEnd)) {
                accept(lineEnd);
                return fields;
            }
        }
    }

    private byte @Nullable [] plainField() throws Incomplete {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int start = position;
        boolean escapedNull = false;
        while (hasNext() && !at(fieldEnd) && !at(lineEnd)) {
            if (buffer[position] == (byte) escape && escape >= 0) {
                position++;
                if (hasNext()) {
                    escapedNull |= buffer[position] == 'N' && position == start + 1;
                    out.write(escaped(buffer[position++]));
                } else {
                    out.write(escape);
                }
            } else {
                out.write(buffer[position++]);
            }
        }
        byte[] value = out.toByteArray();
        boolean nullWord =
                enclosing >= 0
                        && position - start == 4
                        && new String(value, StandardCharsets.ISO_8859_1).equals("NULL");
        return (escapedNull && position - start == 2) || nullWord ? null : value;
    }

    private byte[] quotedField() throws Incomplete {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        position++;
        while (hasNext()) {
            byte b = buffer[position++];
            if (b == (byte) escape && escape >= 0 && escape != enclosing) {
                if (hasNext()) {
                    out.write(escaped(buffer[position++]));
                }
            } else if (b != (byte) enclosing) {
                out.write(b);
            } else if (!hasNext() || at(fieldEnd) || at(lineEnd)) {
                return out.toByteArray();
            } else {
                // Doubled it stands for itself; so it does in front of anything else.
                if (buffer[position] == (byte) enclosing) {
                    position++;
                }
                out.write(b);
            }
        }
        return out.toByteArray();
    }

    private static int escaped(byte b) {
        return switch (b) {
            case '0' -> 0;
            case 'b' -> '\b';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'Z' -> 26;
            default -> b;
        };
    }

    private boolean hasNext() throws Incomplete {
        if (position < size) {
            return true;
        }
        if (!atEnd) {
            throw new Incomplete();
        }
        return false;
    }

    private boolean accept(byte[] word) throws Incomplete {
        boolean found = at(word);
        if (found) {
            position += word.length;
        }
        return found;
    }

    private boolean at(byte[] word) throws Incomplete {
        for (int i = 0; i < word.length; i++) {
            if (position + i == size) {
                if (!atEnd) {
                    throw new Incomplete();
                }
                return false;
            }
            if (buffer[position + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** The bytes so far end within a record. */
    private static final class Incomplete extends Exception {
        private static final long serialVersionUID = 1L;

        Incomplete() {
            super(null, null, false, false);
        }
    }
}
