package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;

/** Makes calls of the usual shapes. */
final class Results {
    private Results() {}

    /** Null if an argument is. */
    static Expr ofLong(
            String name, List<Expr> args, BindContext bind, int width, Call.LongBody body) {
        return new Call.OfLong(
                name,
                args,
                bind,
                SqlType.integerOfWidth(width, false),
                Call.anyNullable(args),
                body);
    }

    static Expr nullableLong(
            String name, List<Expr> args, BindContext bind, int width, Call.LongBody body) {
        return new Call.OfLong(name, args, bind, SqlType.integerOfWidth(width, false), true, body);
    }

    static Expr condition(String name, List<Expr> args, BindContext bind, Call.LongBody body) {
        return new Call.OfLong(name, args, bind, SqlType.BOOLEAN, true, body);
    }

    static Expr ofDouble(String name, List<Expr> args, BindContext bind, Call.DoubleBody body) {
        return new Call.OfDouble(name, args, bind, SqlType.DOUBLE, true, body);
    }

    /** Text in the collation of all textual arguments together. */
    static Expr text(
            String name, List<Expr> args, BindContext bind, long characters, Call.BytesBody body) {
        return text(name, args, bind, args, characters, body);
    }

    /** Text in the collation of some of the arguments. */
    static Expr text(
            String name,
            List<Expr> args,
            BindContext bind,
            List<Expr> collated,
            long characters,
            Call.BytesBody body) {
        Collation collation = collationOf(name, collated, bind);
        int coercibility = CollationMix.of(name, collated, bind).coercibility();
        return new Call.OfBytes(
                name,
                args,
                bind,
                SqlType.string(characters, collation),
                true,
                Math.min(coercibility, 4),
                body);
    }

    static Collation collationOf(String name, List<Expr> collated, BindContext bind) {
        return CollationMix.of(name, collated, bind).collation();
    }

    /** ASCII text that the function makes itself: in the connection's collation. */
    static Expr ascii(
            String name, List<Expr> args, BindContext bind, long characters, Call.BytesBody body) {
        return new Call.OfBytes(
                name, args, bind, SqlType.string(characters, bind.connection()), true, 4, body);
    }

    static Expr binary(
            String name, List<Expr> args, BindContext bind, long bytes, Call.BytesBody body) {
        return new Call.OfBytes(name, args, bind, SqlType.binary(bytes), true, 4, body);
    }

    static List<Expr> textual(List<Expr> args) {
        List<Expr> textual = new ArrayList<>();
        for (Expr arg : args) {
            if (arg.type().hasCollation()) {
                textual.add(arg);
            }
        }
        return textual.isEmpty() ? args : textual;
    }

    static long characters(List<Expr> args) {
        long sum = 0;
        for (Expr arg : args) {
            sum += arg.type().maxCharacters();
        }
        return sum;
    }
}
