package io.daybreak.sql.exec;

import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code @name}: of the type it had when the statement was planned. A document in a variable is its
 * text, not JSON (manual, 13.5).
 */
public final class UserVariableValue extends Expr {
    private final String name;

    private static final SqlType TEXT_OF_JSON =
            new SqlType(TypeKind.LONGTEXT, 0, 0, false, false, Collations.UTF8MB4_BIN, List.of());

    public UserVariableValue(String name, @Nullable SqlType type) {
        super(typeOf(type), true);
        this.name = name;
    }

    private static SqlType typeOf(@Nullable SqlType type) {
        if (type == null) {
            return SqlType.varchar(0, Collations.BINARY);
        }
        return type.kind() == TypeKind.JSON ? TEXT_OF_JSON : type;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        EvalContext.UserVariable variable = ctx.userVariable(name);
        if (variable == null || variable.value() == null) {
            return null;
        }
        Object value = variable.value();
        return switch (type().holder()) {
            case NONE -> null;
            case LONG -> value instanceof Long ? value : Values.toLong(value, variable.type(), ctx);
            case DOUBLE ->
                    value instanceof Double ? value : Values.toDouble(value, variable.type(), ctx);
            case DECIMAL -> Values.toDecimal(value, variable.type(), ctx);
            case BYTES -> value instanceof byte[] ? value : Values.toBytes(value, variable.type());
        };
    }

    @Override
    public boolean isConstant() {
        return false;
    }

    @Override
    public int coercibility() {
        return 2;
    }
}
