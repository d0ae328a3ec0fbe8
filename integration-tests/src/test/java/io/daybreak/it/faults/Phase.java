package io.daybreak.it.faults;

/** What a statement ran in: where it began decides. */
enum Phase {
    HEALTHY,
    FAULT,
    /** The fault is over, and not every segment has everything yet. */
    CATCHING_UP,
    /** Between two faults; not counted. */
    NONE
}
