package io.daybreak.it.torture;

/** When the server is killed. */
enum Moment {
    /** After some seconds of load. */
    ANY(6_000),
    /** Right after a statement that changes a definition was sent. */
    IN_DDL(150),
    /** Right after a COMMIT was sent. */
    IN_COMMIT(5),
    /** While old row versions pile up and are being removed. */
    IN_PURGE(1_500),
    /** While storage turns redo into pages: files of the log are small, and bulk comes in. */
    IN_MATERIALISATION(5_000),
    /** Soon after the server is ready: transactions of the life before are being rolled back. */
    AFTER_RECOVERY(800),
    /** Before the server is ready, several times in a row. */
    IN_RECOVERY(2_500);

    /** The kill comes up to so much later. */
    final int spreadMillis;

    Moment(int spreadMillis) {
        this.spreadMillis = spreadMillis;
    }
}
