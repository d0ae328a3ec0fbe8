package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.engine.collation.Utf8;
import io.daybreak.sql.types.SqlType;
import java.util.List;

/** Functions that look for a text in others. */
final class StringSearch {
    private StringSearch() {}

    static void register(FunctionRegistry.Registrar to) {
        to.add("LOCATE", 2, 3, (a, b) -> locate("LOCATE", a, b, 1, 0));
        to.add("POSITION", 2, 2, (a, b) -> locate("POSITION", a, b, 1, 0));
        to.add("INSTR", 2, 2, (a, b) -> locate("INSTR", a, b, 0, 1));
        to.add("FIELD", 2, -1, StringSearch::field);
        to.add("FIND_IN_SET", 2, 2, StringSearch::findInSet);
        to.add(
                "SOUNDS LIKE",
                2,
                2,
                (a, b) ->
                        Comparison.of(
                                "=",
                                FunctionRegistry.resolve("SOUNDEX", a.subList(0, 1), b),
                                FunctionRegistry.resolve("SOUNDEX", a.subList(1, 2), b),
                                b));
    }

    private static Expr locate(
            String name, List<Expr> args, BindContext bind, int textAt, int partAt) {
        Collation collation = CollationMix.ofComparison(name, args.subList(0, 2), bind).collation();
        return Results.ofLong(
                name,
                args,
                bind,
                11,
                (x, ctx) -> {
                    byte[] s = x[textAt].evalBytes(ctx);
                    byte[] part = s == null ? null : x[partAt].evalBytes(ctx);
                    if (s == null || part == null) {
                        ctx.wasNull = true;
                        return 0;
                    }
                    long start = x.length > 2 ? x[2].evalLong(ctx) : 1;
                    if (x.length > 2 && ctx.wasNull) {
                        return 0;
                    }
                    ctx.wasNull = false;
                    return start < 1 ? 0 : position(s, part, start, collation, ctx);
                });
    }

    private static long position(
            byte[] s, byte[] part, long start, Collation collation, EvalContext ctx) {
        boolean binary = collation.id() == Collations.BINARY.id();
        int length = StringFunctions.length(s, binary);
        if (start - 1 > length) {
            return 0;
        }
        int at = StringFunctions.offset(s, (int) start - 1, binary);
        if (part.length == 0) {
            return start;
        }
        Like.CharacterEquality equality = Like.CharacterEquality.of(collation);
        long position = start;
        while (at < s.length) {
            if (startsWith(s, at, part, binary, equality, ctx)) {
                return position;
            }
            at += binary ? 1 : Utf8.width(Utf8.codePoint(s, at, s.length));
            position++;
        }
        return 0;
    }

    private static boolean startsWith(
            byte[] s,
            int at,
            byte[] part,
            boolean binary,
            Like.CharacterEquality equality,
            EvalContext ctx) {
        int i = at;
        int j = 0;
        while (j < part.length) {
            if (i >= s.length) {
                ctx.spend(j);
                return false;
            }
            int c = binary ? s[i] & 0xFF : Utf8.codePoint(s, i, s.length);
            int d = binary ? part[j] & 0xFF : Utf8.codePoint(part, j, part.length);
            if (binary ? c != d : !equality.test(c, d)) {
                ctx.spend(j);
                return false;
            }
            i += binary ? 1 : Utf8.width(c);
            j += binary ? 1 : Utf8.width(d);
        }
        return true;
    }

    private static Expr field(List<Expr> args, BindContext bind) {
        boolean text = true;
        boolean integers = true;
        for (Expr arg : args) {
            text &= arg.type().hasCollation() || arg.type().isTemporal();
            integers &= arg.type().isInteger();
        }
        boolean asText = text;
        boolean asLong = integers;
        Collation collation =
                asText
                        ? CollationMix.ofComparison("field", args, bind).collation()
                        : Collations.BINARY;
        return new Call.OfLong(
                "FIELD",
                args,
                bind,
                SqlType.integerOfWidth(3, false),
                false,
                (x, ctx) -> {
                    long found = 0;
                    for (int i = 1; i < x.length && found == 0; i++) {
                        if (isEqual(x[0], x[i], asText, asLong, collation, ctx)) {
                            found = i;
                        }
                    }
                    ctx.wasNull = false;
                    return found;
                });
    }

    private static boolean isEqual(
            Expr a, Expr b, boolean text, boolean integers, Collation collation, EvalContext ctx) {
        if (text) {
            byte[] x = a.evalBytes(ctx);
            byte[] y = x == null ? null : b.evalBytes(ctx);
            return x != null && y != null && Comparing.text(x, y, collation) == 0;
        }
        if (integers) {
            long x = a.evalLong(ctx);
            if (ctx.wasNull) {
                return false;
            }
            long y = b.evalLong(ctx);
            return !ctx.wasNull && x == y;
        }
        double x = a.evalDouble(ctx);
        if (ctx.wasNull) {
            return false;
        }
        double y = b.evalDouble(ctx);
        return !ctx.wasNull && x == y;
    }

    private static Expr findInSet(List<Expr> args, BindContext bind) {
        Collation collation = CollationMix.ofComparison("find_in_set", args, bind).collation();
        return Results.ofLong(
                "FIND_IN_SET",
                args,
                bind,
                3,
                (x, ctx) -> {
                    byte[] wanted = x[0].evalBytes(ctx);
                    byte[] set = wanted == null ? null : x[1].evalBytes(ctx);
                    if (wanted == null || set == null) {
                        ctx.wasNull = true;
                        return 0;
                    }
                    ctx.wasNull = false;
                    if (set.length == 0
                            || StringFunctions.find(wanted, 0, new byte[] {','}, ctx) >= 0) {
                        return 0;
                    }
                    int index = 1;
                    int from = 0;
                    for (int i = 0; i <= set.length; i++) {
                        if (i == set.length || set[i] == ',') {
                            if (collation.compare(wanted, 0, wanted.length, set, from, i - from)
                                    == 0) {
                                return index;
                            }
                            index++;
                            from = i + 1;
                        }
                    }
                    return 0;
                });
    }
}
