/** SHOW, DESCRIBE, table maintenance and information_schema. */
@NullMarked
package io.daybreak.sql.show;

import org.jspecify.annotations.NullMarked;
