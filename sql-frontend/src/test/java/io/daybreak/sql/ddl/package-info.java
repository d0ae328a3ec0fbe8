/** Tests of DDL statements on the real engine. */
@NullMarked
package io.daybreak.sql.ddl;

import org.jspecify.annotations.NullMarked;
