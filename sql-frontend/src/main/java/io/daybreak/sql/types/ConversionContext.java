package io.daybreak.sql.types;

import io.daybreak.sql.api.MySqlError;
import java.time.ZoneId;

/** What conversions of values depend on, and where they complain. */
public interface ConversionContext {
    /** The session's {@code time_zone}. */
    ZoneId timeZone();

    /** The {@link SqlMode}s. */
    long sqlMode();

    /** The statement's start in microseconds since 1970 UTC. */
    long nowMicros();

    void warn(MySqlError error, Object... arguments);

    void note(MySqlError error, Object... arguments);
}
