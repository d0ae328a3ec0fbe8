package io.daybreak.logstorage.api;

/** What a segment keeps (SIGMOD 2018, section 4.2). Both kinds acknowledge writes. */
public enum SegmentKind {
    /** Log and pages. */
    FULL,
    /** Only the log, until the full segments of the group have it in their page stores. */
    TAIL
}
