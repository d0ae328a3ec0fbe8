/** DDL statements: from the tree to the engine's dictionary. */
@NullMarked
package io.daybreak.sql.ddl;

import org.jspecify.annotations.NullMarked;
