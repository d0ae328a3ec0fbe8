/** The entry point of the module: {@link io.daybreak.sql.SqlDatabases} opens it on an engine. */
@NullMarked
package io.daybreak.sql;

import org.jspecify.annotations.NullMarked;
