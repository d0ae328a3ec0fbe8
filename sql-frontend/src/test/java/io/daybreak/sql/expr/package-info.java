/** Tests of expressions: golden tables that a real MySQL wrote, and a comparison with one. */
@NullMarked
package io.daybreak.sql.expr;

import org.jspecify.annotations.NullMarked;
