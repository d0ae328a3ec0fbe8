/**
 * A table store in sorted maps and a bare session: what the planner and operators are tested on.
 */
@NullMarked
package io.daybreak.sql.fake;

import org.jspecify.annotations.NullMarked;
