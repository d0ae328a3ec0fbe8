/** Tests of operators' parts. */
@NullMarked
package io.daybreak.sql.exec;

import org.jspecify.annotations.NullMarked;
