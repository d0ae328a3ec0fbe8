/** Tests of binder, planner and operators. */
@NullMarked
package io.daybreak.sql.plan;

import org.jspecify.annotations.NullMarked;
