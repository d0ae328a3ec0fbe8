package io.daybreak.it.torture;

import java.sql.SQLException;

/**
 * Something a writer does: changes rows in its transaction and its facts alike, and leaves the
 * transaction open; or changes definitions, which commits.
 */
interface Operation {
    void run(Session session) throws SQLException, Session.ServerGone, Session.RolledBack;
}
