package io.daybreak.sql.ast;

/** The units of INTERVAL, EXTRACT, TIMESTAMPADD and TIMESTAMPDIFF. */
public enum IntervalUnit {
    MICROSECOND,
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR,
    SECOND_MICROSECOND,
    MINUTE_MICROSECOND,
    MINUTE_SECOND,
    HOUR_MICROSECOND,
    HOUR_SECOND,
    HOUR_MINUTE,
    DAY_MICROSECOND,
    DAY_SECOND,
    DAY_MINUTE,
    DAY_HOUR,
    YEAR_MONTH;

    /** DAY_HOUR and the like: the amount is a text of several numbers. */
    public boolean isCompound() {
        return compareTo(SECOND_MICROSECOND) >= 0;
    }
}
