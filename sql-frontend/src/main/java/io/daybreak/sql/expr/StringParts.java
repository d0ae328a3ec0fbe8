package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Utf8;
import io.daybreak.sql.types.Values;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that give a part of a text, or the same text in another case or order. */
final class StringParts {
    private StringParts() {}

    static void register(FunctionRegistry.Registrar to) {
        for (String name : new String[] {"SUBSTRING", "SUBSTR", "MID"}) {
            to.add(
                    name,
                    2,
                    3,
                    (a, b) ->
                            part(
                                    name,
                                    a,
                                    b,
                                    a.size() > 2 ? atMost(a.get(2)) : Long.MAX_VALUE,
                                    StringParts::substring));
        }
        to.add("LEFT", 2, 2, (a, b) -> part("LEFT", a, b, atMost(a.get(1)), StringParts::left));
        to.add("RIGHT", 2, 2, (a, b) -> part("RIGHT", a, b, atMost(a.get(1)), StringParts::right));
        for (String name : new String[] {"UPPER", "UCASE"}) {
            to.add(name, 1, 1, (a, b) -> part(name, a, b, (x, ctx) -> mapCase(x[0], ctx, true)));
        }
        for (String name : new String[] {"LOWER", "LCASE"}) {
            to.add(name, 1, 1, (a, b) -> part(name, a, b, (x, ctx) -> mapCase(x[0], ctx, false)));
        }
        to.add("TRIM", 1, 2, (a, b) -> part("TRIM", a, b, (x, ctx) -> trim(x, ctx, true, true)));
        to.add(
                "TRIM_BOTH",
                1,
                2,
                (a, b) -> part("TRIM_BOTH", a, b, (x, ctx) -> trim(x, ctx, true, true)));
        to.add(
                "TRIM_LEADING",
                1,
                2,
                (a, b) -> part("TRIM_LEADING", a, b, (x, ctx) -> trim(x, ctx, true, false)));
        to.add(
                "TRIM_TRAILING",
                1,
                2,
                (a, b) -> part("TRIM_TRAILING", a, b, (x, ctx) -> trim(x, ctx, false, true)));
        to.add("LTRIM", 1, 1, (a, b) -> part("LTRIM", a, b, (x, ctx) -> trim(x, ctx, true, false)));
        to.add("RTRIM", 1, 1, (a, b) -> part("RTRIM", a, b, (x, ctx) -> trim(x, ctx, false, true)));
        to.add("REVERSE", 1, 1, (a, b) -> part("REVERSE", a, b, StringParts::reverse));
        to.add(
                "SUBSTRING_INDEX",
                3,
                3,
                (a, b) ->
                        Results.text(
                                "SUBSTRING_INDEX",
                                a,
                                b,
                                a.subList(0, 2),
                                a.getFirst().type().maxCharacters(),
                                StringParts::substringIndex));
    }

    private static Expr part(String name, List<Expr> args, BindContext bind, Call.BytesBody body) {
        return part(name, args, bind, Long.MAX_VALUE, body);
    }

    /** A part of the first argument, in its collation. */
    private static Expr part(
            String name, List<Expr> args, BindContext bind, long most, Call.BytesBody body) {
        Expr text = args.getFirst();
        long characters = Math.min(most, text.type().maxCharacters());
        return Results.text(name, args, bind, List.of(text), characters, body);
    }

    private static long atMost(Expr count) {
        return count instanceof Literal literal && literal.value() instanceof Long n
                ? Math.max(0, n)
                : Long.MAX_VALUE;
    }

    private static byte @Nullable [] substring(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null) {
            return null;
        }
        long start = x[1].evalLong(ctx);
        if (ctx.wasNull) {
            return null;
        }
        long count = x.length > 2 ? x[2].evalLong(ctx) : Integer.MAX_VALUE;
        if (x.length > 2 && ctx.wasNull) {
            return null;
        }
        boolean binary = StringFunctions.isBinary(x[0]);
        if (start == 0 || count <= 0) {
            return StringFunctions.EMPTY;
        }
        long from = start - 1;
        if (start < 0) {
            from = StringFunctions.length(s, binary) + start;
            if (from < 0) {
                return StringFunctions.EMPTY;
            }
        }
        if (from >= s.length) {
            return StringFunctions.EMPTY;
        }
        int begin = StringFunctions.offset(s, (int) from, binary);
        int rest = s.length - begin;
        int taken =
                count >= rest
                        ? rest
                        : binary ? (int) count : Utf8.prefixBytes(s, begin, s.length, (int) count);
        return begin == 0 && taken == s.length ? s : Arrays.copyOfRange(s, begin, begin + taken);
    }

    private static byte @Nullable [] left(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null) {
            return null;
        }
        long n = x[1].evalLong(ctx);
        if (ctx.wasNull) {
            return null;
        }
        if (n <= 0) {
            return StringFunctions.EMPTY;
        }
        return n >= s.length
                ? s
                : Arrays.copyOf(
                        s, StringFunctions.offset(s, (int) n, StringFunctions.isBinary(x[0])));
    }

    private static byte @Nullable [] right(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null) {
            return null;
        }
        long n = x[1].evalLong(ctx);
        if (ctx.wasNull) {
            return null;
        }
        boolean binary = StringFunctions.isBinary(x[0]);
        int length = StringFunctions.length(s, binary);
        if (n <= 0) {
            return StringFunctions.EMPTY;
        }
        return n >= length
                ? s
                : Arrays.copyOfRange(
                        s, StringFunctions.offset(s, (int) (length - n), binary), s.length);
    }

    private static byte @Nullable [] mapCase(Expr expr, EvalContext ctx, boolean upper) {
        byte[] s = expr.evalBytes(ctx);
        if (s == null || StringFunctions.isBinary(expr)) {
            return s;
        }
        byte[] out = new byte[s.length];
        for (int i = 0; i < s.length; i++) {
            byte b = s[i];
            if (b < 0) {
                return mapCase(Values.string(s), upper);
            }
            out[i] =
                    upper
                            ? (byte) (b >= 'a' && b <= 'z' ? b - 32 : b)
                            : (byte) (b >= 'A' && b <= 'Z' ? b + 32 : b);
        }
        return out;
    }

    private static byte[] mapCase(String s, boolean upper) {
        StringBuilder out = new StringBuilder(s.length());
        s.codePoints()
                .map(c -> upper ? Character.toUpperCase(c) : Character.toLowerCase(c))
                .forEach(out::appendCodePoint);
        return Values.utf8(out.toString());
    }

    private static byte @Nullable [] trim(
            Expr[] x, EvalContext ctx, boolean leading, boolean trailing) {
        byte[] s = x[0].evalBytes(ctx);
        byte[] cut = x.length > 1 ? x[1].evalBytes(ctx) : new byte[] {' '};
        if (s == null || cut == null) {
            return null;
        }
        if (cut.length == 0) {
            return s;
        }
        int from = 0;
        int to = s.length;
        while (leading && to - from >= cut.length && StringFunctions.matches(s, from, cut)) {
            from += cut.length;
        }
        while (trailing
                && to - from >= cut.length
                && StringFunctions.matches(s, to - cut.length, cut)) {
            to -= cut.length;
        }
        return from == 0 && to == s.length ? s : Arrays.copyOfRange(s, from, to);
    }

    private static byte @Nullable [] reverse(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null) {
            return null;
        }
        byte[] out = new byte[s.length];
        boolean binary = StringFunctions.isBinary(x[0]);
        int end = s.length;
        int i = 0;
        while (i < s.length) {
            int width = binary ? 1 : Utf8.width(Utf8.codePoint(s, i, s.length));
            end -= width;
            System.arraycopy(s, i, out, end, width);
            i += width;
        }
        return out;
    }

    private static byte @Nullable [] substringIndex(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        byte[] delimiter = x[1].evalBytes(ctx);
        if (s == null || delimiter == null) {
            return null;
        }
        long count = x[2].evalLong(ctx);
        if (ctx.wasNull) {
            return null;
        }
        if (count == 0 || delimiter.length == 0) {
            return StringFunctions.EMPTY;
        }
        if (count > 0) {
            int at = 0;
            while (true) {
                int found = StringFunctions.find(s, at, delimiter, ctx);
                if (found < 0) {
                    return s;
                }
                if (--count == 0) {
                    return Arrays.copyOf(s, found);
                }
                at = found + delimiter.length;
            }
        }
        int end = s.length;
        while (true) {
            int found = findLast(s, end, delimiter, ctx);
            if (found < 0) {
                return s;
            }
            if (++count == 0) {
                return Arrays.copyOfRange(s, found + delimiter.length, s.length);
            }
            end = found;
        }
    }

    private static int findLast(byte[] s, int end, byte[] part, EvalContext ctx) {
        for (int i = end - part.length; i >= 0; i--) {
            if (s[i] == part[0]) {
                if (StringFunctions.matches(s, i, part)) {
                    return i;
                }
                ctx.spend(part.length);
            }
        }
        return -1;
    }
}
