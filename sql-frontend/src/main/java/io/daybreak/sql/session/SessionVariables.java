package io.daybreak.sql.session;

import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.parse.ParseOptions;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlMode;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One session's values of the system variables. A session takes a copy of the global values when it
 * starts, as MySQL does; here only what differs from them is stored. What statements ask all the
 * time is kept parsed. Owned by the session's thread.
 */
final class SessionVariables {
    private final GlobalVariables globals;
    private final Map<String, String> values = new HashMap<>();

    private boolean autocommit;
    private Isolation isolation = Isolation.REPEATABLE_READ;
    private boolean readOnly;
    private long sqlMode;
    private ParseOptions parseOptions = ParseOptions.DEFAULT;
    private ZoneId timeZone = ZoneId.of("UTC");
    private Collation connectionCollation = Collations.UTF8MB4_0900_AI_CI;
    private Collation resultCollation = Collations.UTF8MB4_0900_AI_CI;
    private @Nullable CharacterSet clientCharset = CharacterSet.UTF8MB4;
    private long lockWaitTimeoutMillis;
    private long metadataLockTimeoutMillis;
    private long maxExecutionMillis;
    private long selectLimit;
    private boolean foreignKeyChecks;
    private boolean sqlNotes;
    private long fixedTimestampMicros = -1;
    private int divPrecisionIncrement;
    private int groupConcatMaxLength;
    private boolean safeUpdates;
    private long recursionDepthMax;
    private long autoIncrementIncrement;
    private long autoIncrementOffset;

    /** Raised by every change: what is derived from the values is made anew then. */
    private int version;

    SessionVariables(GlobalVariables globals) {
        this.globals = globals;
        reset();
    }

    /** Takes the global values again: a new session, or COM_RESET_CONNECTION. */
    void reset() {
        values.clear();
        fixedTimestampMicros = -1;
        for (SystemVariable variable : SystemVariables.all()) {
            if (variable.hasSession()) {
                values.put(variable.name(), globals.value(variable));
            }
        }
        parse();
    }

    String value(SystemVariable variable) {
        String value = values.get(variable.name());
        return value != null ? value : globals.value(variable);
    }

    String value(String name) {
        SystemVariable variable = SystemVariables.find(name);
        if (variable == null) {
            throw new SqlException(MySqlError.ER_UNKNOWN_SYSTEM_VARIABLE, name);
        }
        return value(variable);
    }

    /** Sets a value that {@link SystemVariable#check} and {@link VariableRules} accepted. */
    void set(SystemVariable variable, String value) {
        values.put(variable.name(), value);
        parse();
    }

    private void parse() {
        version++;
        autocommit = isOn("autocommit");
        isolation = Isolation.valueOf(text("transaction_isolation").replace('-', '_'));
        readOnly = isOn("transaction_read_only");
        sqlMode = modes(text("sql_mode"));
        parseOptions = ParseOptions.ofSqlMode(text("sql_mode"));
        timeZone = TimeZones.parse(text("time_zone"));
        Collation collation = Collations.byName(text("collation_connection"));
        if (collation != null) {
            connectionCollation = collation;
        }
        String results = text("character_set_results");
        CharacterSet resultSet = results.isEmpty() ? null : CharacterSet.byName(results);
        resultCollation = resultSet == null ? Collations.BINARY : resultSet.defaultCollation();
        clientCharset = CharacterSet.byName(text("character_set_client"));
        divPrecisionIncrement = Integer.parseInt(text("div_precision_increment"));
        groupConcatMaxLength = (int) Math.min(Integer.MAX_VALUE, unsigned("group_concat_max_len"));
        safeUpdates = isOn("sql_safe_updates");
        recursionDepthMax = unsigned("cte_max_recursion_depth");
        autoIncrementIncrement = unsigned("auto_increment_increment");
        autoIncrementOffset = unsigned("auto_increment_offset");
        lockWaitTimeoutMillis = Long.parseLong(text("innodb_lock_wait_timeout")) * 1000;
        metadataLockTimeoutMillis = Long.parseLong(text("lock_wait_timeout")) * 1000;
        maxExecutionMillis = unsigned("max_execution_time");
        selectLimit = unsigned("sql_select_limit");
        foreignKeyChecks = isOn("foreign_key_checks");
        sqlNotes = isOn("sql_notes");
    }

    /** Values of 2^63 and more are as good as no limit. */
    private long unsigned(String name) {
        String text = text(name);
        return text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text);
    }

    private String text(String name) {
        return value(name);
    }

    boolean isOn(String name) {
        return text(name).toUpperCase(Locale.ROOT).equals("ON");
    }

    boolean autocommit() {
        return autocommit;
    }

    Isolation isolation() {
        return isolation;
    }

    boolean readOnly() {
        return readOnly;
    }

    ParseOptions parseOptions() {
        return parseOptions;
    }

    private static long modes(String text) {
        long modes = 0;
        for (String name : text.split(",", -1)) {
            SqlMode mode = SqlMode.byName(name);
            modes |= mode == null ? 0 : mode.bit();
        }
        return modes;
    }

    long sqlMode() {
        return sqlMode;
    }

    ZoneId timeZone() {
        return timeZone;
    }

    Collation connectionCollation() {
        return connectionCollation;
    }

    Collation resultCollation() {
        return resultCollation;
    }

    @Nullable CharacterSet clientCharset() {
        return clientCharset;
    }

    int divPrecisionIncrement() {
        return divPrecisionIncrement;
    }

    int groupConcatMaxLength() {
        return groupConcatMaxLength;
    }

    boolean safeUpdates() {
        return safeUpdates;
    }

    long recursionDepthMax() {
        return recursionDepthMax;
    }

    long autoIncrementIncrement() {
        return autoIncrementIncrement;
    }

    long autoIncrementOffset() {
        return autoIncrementOffset;
    }

    /** Whether SET timestamp fixed the time. */
    boolean hasFixedTimestamp() {
        return fixedTimestampMicros >= 0;
    }

    long fixedTimestampMicros() {
        return fixedTimestampMicros;
    }

    /**
     * @param micros since 1970; negative: the clock's time again
     */
    void fixTimestamp(long micros) {
        fixedTimestampMicros = micros;
    }

    long lockWaitTimeoutMillis() {
        return lockWaitTimeoutMillis;
    }

    long metadataLockTimeoutMillis() {
        return metadataLockTimeoutMillis;
    }

    /** {@code max_execution_time}: 0 for no limit. */
    long maxExecutionMillis() {
        return maxExecutionMillis;
    }

    long selectLimit() {
        return selectLimit;
    }

    boolean foreignKeyChecks() {
        return foreignKeyChecks;
    }

    boolean sqlNotes() {
        return sqlNotes;
    }

    int version() {
        return version;
    }
}
