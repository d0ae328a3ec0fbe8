package io.daybreak.sql.session;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of {@code time_zone}: SYSTEM, an offset from -13:59 to +14:00, or a name of the time
 * zone database (manual, 7.1.15).
 */
final class TimeZones {
    private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{1,2}):(\\d{2})");

    private TimeZones() {}

    static ZoneId parse(String text) {
        if (text.equalsIgnoreCase("SYSTEM")) {
            return ZoneId.systemDefault();
        }
        Matcher offset = OFFSET.matcher(text);
        if (offset.matches()) {
            int minutes =
                    Integer.parseInt(offset.group(2)) * 60 + Integer.parseInt(offset.group(3));
            boolean negative = offset.group(1).equals("-");
            if (Integer.parseInt(offset.group(3)) > 59
                    || minutes > (negative ? 13 * 60 + 59 : 14 * 60)) {
                throw new SqlException(MySqlError.ER_UNKNOWN_TIME_ZONE, text);
            }
            return ZoneOffset.ofTotalSeconds((negative ? -minutes : minutes) * 60);
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException _) {
            // Not a name that the JDK's time zone database has: MySQL's answer is error 1298.
            throw new SqlException(MySqlError.ER_UNKNOWN_TIME_ZONE, text);
        }
    }
}
