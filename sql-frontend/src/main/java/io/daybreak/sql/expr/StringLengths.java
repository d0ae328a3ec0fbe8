package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Utf8;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.util.Arrays;
import java.util.List;

/** Functions that measure text and name its character set and collation. */
final class StringLengths {
    private StringLengths() {}

    static void register(FunctionRegistry.Registrar to) {
        for (String name : new String[] {"LENGTH", "OCTET_LENGTH"}) {
            to.add(name, 1, 1, (a, b) -> bytes(name, a, b, 10, 1));
        }
        to.add("BIT_LENGTH", 1, 1, (a, b) -> bytes("BIT_LENGTH", a, b, 11, 8));
        for (String name : new String[] {"CHAR_LENGTH", "CHARACTER_LENGTH"}) {
            to.add(
                    name,
                    1,
                    1,
                    (a, b) ->
                            Results.ofLong(
                                    name,
                                    a,
                                    b,
                                    10,
                                    (x, ctx) -> {
                                        byte[] s = x[0].evalBytes(ctx);
                                        ctx.wasNull = s == null;
                                        return s == null
                                                ? 0
                                                : StringFunctions.length(
                                                        s, StringFunctions.isBinary(x[0]));
                                    }));
        }
        to.add(
                "ASCII",
                1,
                1,
                (a, b) -> Results.ofLong("ASCII", a, b, 3, (x, ctx) -> firstByte(x[0], ctx)));
        to.add("ORD", 1, 1, (a, b) -> Results.ofLong("ORD", a, b, 21, StringLengths::ord));
        to.add("STRCMP", 2, 2, StringLengths::strcmp);
        to.add("CHARSET", 1, 1, (a, b) -> info("CHARSET", a, b, charsetName(a.getFirst())));
        to.add("COLLATION", 1, 1, (a, b) -> info("COLLATION", a, b, collationName(a.getFirst())));
        to.add(
                "COERCIBILITY",
                1,
                1,
                (a, b) ->
                        Results.ofLong(
                                "COERCIBILITY",
                                a,
                                b,
                                10,
                                (x, ctx) -> {
                                    ctx.wasNull = false;
                                    return CollationMix.ofOne(x[0], b).coercibility();
                                }));
    }

    private static String charsetName(Expr expr) {
        SqlType type = expr.type();
        return type.hasCollation()
                ? type.collation().charset()
                : type.kind() == TypeKind.JSON ? "utf8mb4" : "binary";
    }

    private static String collationName(Expr expr) {
        SqlType type = expr.type();
        return type.hasCollation()
                ? type.collation().name()
                : type.kind() == TypeKind.JSON ? "utf8mb4_bin" : "binary";
    }

    private static Expr info(String name, List<Expr> args, BindContext bind, String text) {
        byte[] value = Values.utf8(text);
        return new Call.OfBytes(
                name,
                args,
                bind,
                SqlType.varchar(64, SessionFunctions.systemCollation()),
                false,
                3,
                (x, ctx) -> value);
    }

    private static Expr bytes(
            String name, List<Expr> args, BindContext bind, int width, int unitsPerByte) {
        CharacterSet charset = Conversions.charsetOf(args.getFirst().type());
        if (charset.isUtf8() || charset == CharacterSet.BINARY) {
            return new SliceLength(name, args.getFirst(), bind, width, unitsPerByte);
        }
        return Results.ofLong(
                name,
                args,
                bind,
                width,
                (x, ctx) -> {
                    byte[] s = x[0].evalBytes(ctx);
                    ctx.wasNull = s == null;
                    return s == null ? 0 : (long) unitsPerByte * charset.encodedLength(s);
                });
    }

    private static long firstByte(Expr expr, EvalContext ctx) {
        byte[] s = StringFunctions.encoded(expr, ctx);
        ctx.wasNull = s == null;
        return s == null || s.length == 0 ? 0 : s[0] & 0xFF;
    }

    private static long ord(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        ctx.wasNull = s == null;
        if (s == null || s.length == 0) {
            return 0;
        }
        int width = StringFunctions.isBinary(x[0]) ? 1 : Utf8.width(Utf8.codePoint(s, 0, s.length));
        byte[] first = Conversions.charsetOf(x[0].type()).fromUtf8(Arrays.copyOf(s, width));
        long value = 0;
        for (byte b : first) {
            value = value << 8 | (b & 0xFF);
        }
        return value;
    }

    private static Expr strcmp(List<Expr> args, BindContext bind) {
        Collation collation = CollationMix.ofComparison("strcmp", args, bind).collation();
        return Results.ofLong(
                "STRCMP",
                args,
                bind,
                2,
                (x, ctx) -> {
                    byte[] a = x[0].evalBytes(ctx);
                    byte[] b = a == null ? null : x[1].evalBytes(ctx);
                    ctx.wasNull = a == null || b == null;
                    return a == null || b == null
                            ? 0
                            : Integer.signum(Comparing.text(a, b, collation));
                });
    }
}
