package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.util.List;
import java.util.Locale;

/**
 * The collation of several operands together: the stronger one wins (the lower coercibility); equal
 * ones mix if one is the other's superset or its _bin order.
 */
record CollationMix(Collation collation, int coercibility) {
    private static final String[] NAMES = {
        "EXPLICIT", "NONE", "IMPLICIT", "SYSCONST", "COERCIBLE", "NUMERIC", "IGNORABLE"
    };

    static CollationMix ofOne(Expr expr, BindContext bind) {
        SqlType type = expr.type();
        if (type.kind() == TypeKind.NULL) {
            return new CollationMix(bind.connection(), 6);
        }
        if (type.hasCollation()) {
            return new CollationMix(type.collation(), expr.coercibility());
        }
        if (type.kind() == TypeKind.JSON) {
            return new CollationMix(Collations.UTF8MB4_BIN, Math.min(expr.coercibility(), 2));
        }
        return new CollationMix(bind.connection(), 5);
    }

    /** For a function that joins texts; never fails for want of one order. */
    static CollationMix of(String function, List<Expr> operands, BindContext bind) {
        return aggregate(function, operands, bind, false);
    }

    /** For a comparison: both sides must have one order. */
    static CollationMix ofComparison(String function, List<Expr> operands, BindContext bind) {
        return aggregate(function, operands, bind, true);
    }

    private static CollationMix aggregate(
            String function, List<Expr> operands, BindContext bind, boolean comparison) {
        CollationMix result = ofOne(operands.getFirst(), bind);
        for (Expr operand : operands.subList(1, operands.size())) {
            CollationMix next = result.with(ofOne(operand, bind));
            if (next == null
                    || (comparison && next.coercibility == 1 && result.coercibility != 1)) {
                throw illegal(function, operands, bind);
            }
            result = next;
        }
        return result;
    }

    private static SqlException illegal(String function, List<Expr> operands, BindContext bind) {
        String name = function.toLowerCase(Locale.ROOT);
        if (operands.size() == 2) {
            CollationMix a = ofOne(operands.get(0), bind);
            CollationMix b = ofOne(operands.get(1), bind);
            return new SqlException(
                    MySqlError.ER_CANT_AGGREGATE_2COLLATIONS,
                    a.collation.name(),
                    NAMES[a.coercibility],
                    b.collation.name(),
                    NAMES[b.coercibility],
                    name);
        }
        if (operands.size() == 3) {
            CollationMix a = ofOne(operands.get(0), bind);
            CollationMix b = ofOne(operands.get(1), bind);
            CollationMix c = ofOne(operands.get(2), bind);
            return new SqlException(
                    MySqlError.ER_CANT_AGGREGATE_3COLLATIONS,
                    a.collation.name(),
                    NAMES[a.coercibility],
                    b.collation.name(),
                    NAMES[b.coercibility],
                    c.collation.name(),
                    NAMES[c.coercibility],
                    name);
        }
        return new SqlException(MySqlError.ER_CANT_AGGREGATE_NCOLLATIONS, name);
    }

    private @org.jspecify.annotations.Nullable CollationMix with(CollationMix other) {
        if (collation.id() == other.collation.id()) {
            return coercibility <= other.coercibility ? this : other;
        }
        if (isBinary() || other.isBinary()) {
            return withBinary(other);
        }
        if (!collation.charset().equals(other.collation.charset())) {
            return withOtherCharset(other);
        }
        if (coercibility != other.coercibility) {
            return coercibility < other.coercibility ? this : other;
        }
        if (coercibility == 0) {
            return null;
        }
        if (isBinOrder()) {
            return this;
        }
        if (other.isBinOrder()) {
            return other;
        }
        Collation bin = Collations.binaryOf(collation.charset());
        return bin == null ? null : new CollationMix(bin, 1);
    }

    private boolean isBinary() {
        return collation.id() == Collations.BINARY.id();
    }

    private boolean isBinOrder() {
        return collation.name().endsWith("_bin");
    }

    private CollationMix withBinary(CollationMix other) {
        if (isBinary()) {
            return coercibility <= other.coercibility ? this : other;
        }
        return other.coercibility <= coercibility ? other : this;
    }

    private @org.jspecify.annotations.Nullable CollationMix withOtherCharset(CollationMix other) {
        if (isSupersetOf(other)
                && (coercibility < other.coercibility || coercibility == other.coercibility)) {
            return this;
        }
        if (other.isSupersetOf(this) && other.coercibility <= coercibility) {
            return other;
        }
        if (coercibility < other.coercibility && other.coercibility >= 3) {
            return this;
        }
        if (other.coercibility < coercibility && coercibility >= 3) {
            return other;
        }
        return null;
    }

    private boolean isSupersetOf(CollationMix other) {
        return rank(collation) > rank(other.collation);
    }

    private static int rank(Collation collation) {
        return switch (CharacterSet.of(collation)) {
            case ASCII -> 0;
            case LATIN1 -> 1;
            case UTF8MB3, UCS2 -> 2;
            default -> 3;
        };
    }
}
