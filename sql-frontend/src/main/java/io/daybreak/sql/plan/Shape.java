package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression.BinaryOperator;
import java.util.List;

/** The outline of a bound expression, as far as planning looks. */
sealed interface Shape {
    /** The value of a slot. */
    record Slot(int slot) implements Shape {}

    /** A literal or parameter. */
    record Constant() implements Shape {}

    /** {@code NULL} as written. */
    record NullLiteral() implements Shape {}

    record Comparison(BinaryOperator operator, Bound left, Bound right) implements Shape {}

    record And(List<Bound> parts) implements Shape {}

    record Or(List<Bound> parts) implements Shape {}

    record In(Bound value, List<Bound> list) implements Shape {}

    record Between(Bound value, Bound low, Bound high) implements Shape {}

    record IsNull(Bound value) implements Shape {}

    /**
     * @param plain whether it is without an escape character of its own
     */
    record Like(Bound value, Bound pattern, boolean plain) implements Shape {}

    /**
     * A match of the inner rows of a subquery: [NOT] EXISTS or [NOT] IN at the top of a condition.
     */
    record Opaque() implements Shape {}

    Shape OPAQUE = new Opaque();
    Shape CONSTANT = new Constant();
}
