package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.engine.collation.Utf8;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.Numbers;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions over text: parts, case, padding, searching. */
final class StringFunctions {
    private static final byte[] EMPTY = new byte[0];

    private StringFunctions() {}

    static void register(FunctionRegistry.Registrar to) {
        registerLengths(to);
        registerParts(to);
        registerSearch(to);
        registerBuilders(to);
    }

    // ---- lengths -------------------------------------------------------------------------

    private static void registerLengths(FunctionRegistry.Registrar to) {
        for (String name : new String[] {"LENGTH", "OCTET_LENGTH"}) {
            to.add(
                    name,
                    1,
                    1,
                    (a, b) -> Results.ofLong(name, a, b, 10, (x, ctx) -> bytesOf(x[0], ctx)));
        }
        to.add(
                "BIT_LENGTH",
                1,
                1,
                (a, b) ->
                        Results.ofLong("BIT_LENGTH", a, b, 11, (x, ctx) -> 8 * bytesOf(x[0], ctx)));
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
                                        return s == null ? 0 : length(s, isBinary(x[0]));
                                    }));
        }
        to.add(
                "ASCII",
                1,
                1,
                (a, b) -> Results.ofLong("ASCII", a, b, 3, (x, ctx) -> firstByte(x[0], ctx)));
        to.add("ORD", 1, 1, (a, b) -> Results.ofLong("ORD", a, b, 21, StringFunctions::ord));
        to.add("STRCMP", 2, 2, StringFunctions::strcmp);
        to.add(
                "CHARSET",
                1,
                1,
                (a, b) -> info("CHARSET", a, b, StringFunctions.charsetName(a.getFirst())));
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

    static boolean isBinary(Expr expr) {
        return expr.type().hasCollation() && expr.type().collation().id() == Collations.BINARY.id();
    }

    static int length(byte[] s, boolean binary) {
        return binary ? s.length : Utf8.length(s, 0, s.length);
    }

    private static long bytesOf(Expr expr, EvalContext ctx) {
        CharacterSet charset = Conversions.charsetOf(expr.type());
        if (charset.isUtf8() || charset == CharacterSet.BINARY) {
            ctx.wasNull = !expr.evalSlice(ctx, ctx.slice);
            return ctx.wasNull ? 0 : ctx.slice.length;
        }
        byte[] s = expr.evalBytes(ctx);
        ctx.wasNull = s == null;
        return s == null ? 0 : charset.encodedLength(s);
    }

    /** The text as bytes of its own character set. */
    static byte @Nullable [] encoded(Expr expr, EvalContext ctx) {
        byte[] s = expr.evalBytes(ctx);
        return s == null ? null : Conversions.charsetOf(expr.type()).fromUtf8(s);
    }

    private static long firstByte(Expr expr, EvalContext ctx) {
        byte[] s = encoded(expr, ctx);
        ctx.wasNull = s == null;
        return s == null || s.length == 0 ? 0 : s[0] & 0xFF;
    }

    private static long ord(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        ctx.wasNull = s == null;
        if (s == null || s.length == 0) {
            return 0;
        }
        int width = isBinary(x[0]) ? 1 : Utf8.width(Utf8.codePoint(s, 0, s.length));
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

    // ---- parts ---------------------------------------------------------------------------

    private static void registerParts(FunctionRegistry.Registrar to) {
        for (String name : new String[] {"SUBSTRING", "SUBSTR", "MID"}) {
            to.add(name, 2, 3, (a, b) -> part(name, a, b, StringFunctions::substring));
        }
        to.add("LEFT", 2, 2, (a, b) -> part("LEFT", a, b, StringFunctions::left));
        to.add("RIGHT", 2, 2, (a, b) -> part("RIGHT", a, b, StringFunctions::right));
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
        to.add("REVERSE", 1, 1, (a, b) -> part("REVERSE", a, b, StringFunctions::reverse));
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
                                StringFunctions::substringIndex));
    }

    /** A part of the first argument, in its collation. */
    private static Expr part(String name, List<Expr> args, BindContext bind, Call.BytesBody body) {
        Expr text = args.getFirst();
        return Results.text(name, args, bind, List.of(text), text.type().maxCharacters(), body);
    }

    private static int offset(byte[] s, int characters, boolean binary) {
        return binary
                ? Math.min(characters, s.length)
                : Utf8.prefixBytes(s, 0, s.length, characters);
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
        boolean binary = isBinary(x[0]);
        if (start == 0 || count <= 0) {
            return EMPTY;
        }
        long from = start - 1;
        if (start < 0) {
            from = length(s, binary) + start;
            if (from < 0) {
                return EMPTY;
            }
        }
        if (from >= s.length) {
            return EMPTY;
        }
        int begin = offset(s, (int) from, binary);
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
            return EMPTY;
        }
        return n >= s.length ? s : Arrays.copyOf(s, offset(s, (int) n, isBinary(x[0])));
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
        boolean binary = isBinary(x[0]);
        int length = length(s, binary);
        if (n <= 0) {
            return EMPTY;
        }
        return n >= length
                ? s
                : Arrays.copyOfRange(s, offset(s, (int) (length - n), binary), s.length);
    }

    private static byte @Nullable [] mapCase(Expr expr, EvalContext ctx, boolean upper) {
        byte[] s = expr.evalBytes(ctx);
        if (s == null || isBinary(expr)) {
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
        while (leading && to - from >= cut.length && matches(s, from, cut)) {
            from += cut.length;
        }
        while (trailing && to - from >= cut.length && matches(s, to - cut.length, cut)) {
            to -= cut.length;
        }
        return from == 0 && to == s.length ? s : Arrays.copyOfRange(s, from, to);
    }

    static boolean matches(byte[] s, int at, byte[] part) {
        return Arrays.equals(s, at, at + part.length, part, 0, part.length);
    }

    private static byte @Nullable [] reverse(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null) {
            return null;
        }
        byte[] out = new byte[s.length];
        boolean binary = isBinary(x[0]);
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
            return EMPTY;
        }
        if (count > 0) {
            int at = 0;
            while (true) {
                int found = find(s, at, delimiter);
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
            int found = findLast(s, end, delimiter);
            if (found < 0) {
                return s;
            }
            if (++count == 0) {
                return Arrays.copyOfRange(s, found + delimiter.length, s.length);
            }
            end = found;
        }
    }

    /** By bytes; -1 if it is not there. */
    static int find(byte[] s, int from, byte[] part) {
        for (int i = from; i + part.length <= s.length; i++) {
            if (matches(s, i, part)) {
                return i;
            }
        }
        return -1;
    }

    private static int findLast(byte[] s, int end, byte[] part) {
        for (int i = end - part.length; i >= 0; i--) {
            if (matches(s, i, part)) {
                return i;
            }
        }
        return -1;
    }

    // ---- searching -----------------------------------------------------------------------

    private static void registerSearch(FunctionRegistry.Registrar to) {
        to.add("LOCATE", 2, 3, (a, b) -> locate("LOCATE", a, b, 1, 0));
        to.add("POSITION", 2, 2, (a, b) -> locate("POSITION", a, b, 1, 0));
        to.add("INSTR", 2, 2, (a, b) -> locate("INSTR", a, b, 0, 1));
        to.add("FIELD", 2, -1, StringFunctions::field);
        to.add("FIND_IN_SET", 2, 2, StringFunctions::findInSet);
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
                    return start < 1 ? 0 : position(s, part, start, collation);
                });
    }

    private static long position(byte[] s, byte[] part, long start, Collation collation) {
        boolean binary = collation.id() == Collations.BINARY.id();
        int length = length(s, binary);
        if (start - 1 > length) {
            return 0;
        }
        int at = offset(s, (int) start - 1, binary);
        if (part.length == 0) {
            return start;
        }
        Like.CharacterEquality equality = Like.CharacterEquality.of(collation);
        long position = start;
        while (at < s.length) {
            if (startsWith(s, at, part, binary, equality)) {
                return position;
            }
            at += binary ? 1 : Utf8.width(Utf8.codePoint(s, at, s.length));
            position++;
        }
        return 0;
    }

    private static boolean startsWith(
            byte[] s, int at, byte[] part, boolean binary, Like.CharacterEquality equality) {
        int i = at;
        int j = 0;
        while (j < part.length) {
            if (i >= s.length) {
                return false;
            }
            int c = binary ? s[i] & 0xFF : Utf8.codePoint(s, i, s.length);
            int d = binary ? part[j] & 0xFF : Utf8.codePoint(part, j, part.length);
            if (binary ? c != d : !equality.test(c, d)) {
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
            text &= arg.type().hasCollation();
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
                    if (set.length == 0 || find(wanted, 0, new byte[] {','}) >= 0) {
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

    // ---- building ------------------------------------------------------------------------

    private static void registerBuilders(FunctionRegistry.Registrar to) {
        to.add(
                "CONCAT",
                1,
                -1,
                (a, b) ->
                        Results.text(
                                "CONCAT", a, b, Results.characters(a), StringFunctions::concat));
        to.add(
                "||",
                2,
                2,
                (a, b) ->
                        Results.text(
                                "CONCAT", a, b, Results.characters(a), StringFunctions::concat));
        to.add(
                "CONCAT_WS",
                2,
                -1,
                (a, b) ->
                        Results.text(
                                "CONCAT_WS",
                                a,
                                b,
                                Results.characters(a)
                                        + a.getFirst().type().maxCharacters() * (a.size() - 2L),
                                StringFunctions::concatWithSeparator));
        to.add("REPEAT", 2, 2, (a, b) -> grown("REPEAT", a, b, StringFunctions::repeat));
        to.add(
                "SPACE",
                1,
                1,
                (a, b) ->
                        Results.ascii(
                                "SPACE",
                                a,
                                b,
                                0xFFFFFF,
                                (x, ctx) -> {
                                    long n = x[0].evalLong(ctx);
                                    return ctx.wasNull ? null : spaces(n, ctx);
                                }));
        to.add("LPAD", 3, 3, (a, b) -> padded("LPAD", a, b, true));
        to.add("RPAD", 3, 3, (a, b) -> padded("RPAD", a, b, false));
        to.add("REPLACE", 3, 3, (a, b) -> grown("REPLACE", a, b, StringFunctions::replace));
        to.add(
                "INSERT",
                4,
                4,
                (a, b) ->
                        Results.text(
                                "INSERT",
                                a,
                                b,
                                List.of(a.get(0), a.get(3)),
                                a.get(0).type().maxCharacters() + a.get(3).type().maxCharacters(),
                                StringFunctions::insert));
        to.add(
                "ELT",
                2,
                -1,
                (a, b) ->
                        Results.text(
                                "ELT",
                                a,
                                b,
                                a.subList(1, a.size()),
                                longest(a.subList(1, a.size())),
                                StringFunctions::elt));
        to.add(
                "MAKE_SET",
                2,
                -1,
                (a, b) ->
                        Results.text(
                                "MAKE_SET",
                                a,
                                b,
                                a.subList(1, a.size()),
                                Results.characters(a),
                                StringFunctions::makeSet));
        to.add(
                "EXPORT_SET",
                3,
                5,
                (a, b) ->
                        Results.text(
                                "EXPORT_SET",
                                a,
                                b,
                                a.subList(1, Math.min(4, a.size())),
                                64
                                        * (Math.max(
                                                        a.get(1).type().maxCharacters(),
                                                        a.get(2).type().maxCharacters())
                                                + 1),
                                StringFunctions::exportSet));
        to.add(
                "QUOTE",
                1,
                1,
                (a, b) ->
                        Results.text(
                                "QUOTE",
                                a,
                                b,
                                2 * a.getFirst().type().maxCharacters() + 2,
                                StringFunctions::quote));
        to.add(
                "FORMAT",
                2,
                3,
                (a, b) -> Results.ascii("FORMAT", a, b, 60, StringFunctions::format));
        to.add(
                "SOUNDEX",
                1,
                1,
                (a, b) ->
                        Results.text(
                                "SOUNDEX",
                                a,
                                b,
                                Math.max(4, a.getFirst().type().maxCharacters()),
                                StringFunctions::soundex));
        to.add(
                "WEIGHT_STRING",
                1,
                1,
                (a, b) ->
                        Results.binary(
                                "WEIGHT_STRING",
                                a,
                                b,
                                8 * a.getFirst().type().maxCharacters(),
                                StringFunctions::weights));
        to.add(
                "LOAD_FILE",
                1,
                1,
                (a, b) -> Results.binary("LOAD_FILE", a, b, 0xFFFFFF, (x, ctx) -> null));
    }

    private static long longest(List<Expr> args) {
        long most = 0;
        for (Expr arg : args) {
            most = Math.max(most, arg.type().maxCharacters());
        }
        return most;
    }

    private static Expr grown(String name, List<Expr> args, BindContext bind, Call.BytesBody body) {
        List<Expr> collated = name.equals("REPEAT") ? args.subList(0, 1) : args;
        return Results.text(name, args, bind, collated, 0xFFFFFF, body);
    }

    /** Null with a warning if the result would be too long. */
    private static boolean isTooLong(String function, long bytes, EvalContext ctx) {
        if (bytes <= ctx.maxAllowedPacket()) {
            return false;
        }
        ctx.warn(MySqlError.ER_WARN_ALLOWED_PACKET_OVERFLOWED, function, ctx.maxAllowedPacket());
        return true;
    }

    private static byte @Nullable [] concat(Expr[] x, EvalContext ctx) {
        byte[][] parts = new byte[x.length][];
        long length = 0;
        for (int i = 0; i < x.length; i++) {
            byte[] part = x[i].evalBytes(ctx);
            if (part == null) {
                return null;
            }
            parts[i] = part;
            length += part.length;
        }
        if (isTooLong("concat", length, ctx)) {
            return null;
        }
        byte[] out = new byte[(int) length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }

    private static byte @Nullable [] concatWithSeparator(Expr[] x, EvalContext ctx) {
        byte[] separator = x[0].evalBytes(ctx);
        if (separator == null) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean any = false;
        for (int i = 1; i < x.length; i++) {
            byte[] part = x[i].evalBytes(ctx);
            if (part == null) {
                continue;
            }
            if (any) {
                out.write(separator, 0, separator.length);
            }
            any = true;
            out.write(part, 0, part.length);
            if (isTooLong("concat_ws", out.size(), ctx)) {
                return null;
            }
        }
        return out.toByteArray();
    }

    private static byte @Nullable [] repeat(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        long n = x[1].evalLong(ctx);
        if (s == null || ctx.wasNull) {
            return null;
        }
        if (n <= 0 || s.length == 0) {
            return EMPTY;
        }
        if (isTooLong("repeat", Math.min(n, Integer.MAX_VALUE) * s.length, ctx)) {
            return null;
        }
        byte[] out = new byte[(int) n * s.length];
        for (int i = 0; i < n; i++) {
            System.arraycopy(s, 0, out, i * s.length, s.length);
        }
        return out;
    }

    private static byte @Nullable [] spaces(long n, EvalContext ctx) {
        if (n <= 0) {
            return EMPTY;
        }
        if (isTooLong("space", n, ctx)) {
            return null;
        }
        byte[] out = new byte[(int) n];
        Arrays.fill(out, (byte) ' ');
        return out;
    }

    private static Expr padded(String name, List<Expr> args, BindContext bind, boolean leftSide) {
        long characters =
                args.get(1) instanceof Literal literal && literal.value() instanceof Long n
                        ? Math.max(0, n)
                        : 0xFFFFFF;
        return Results.text(
                name,
                args,
                bind,
                List.of(args.get(0), args.get(2)),
                characters,
                (x, ctx) -> pad(name, x, ctx, leftSide));
    }

    private static byte @Nullable [] pad(String name, Expr[] x, EvalContext ctx, boolean leftSide) {
        byte[] s = x[0].evalBytes(ctx);
        long n = x[1].evalLong(ctx);
        boolean nullLength = ctx.wasNull;
        byte[] filler = x[2].evalBytes(ctx);
        if (s == null || nullLength || filler == null || n < 0) {
            return null;
        }
        boolean binary = isBinary(x[0]) || isBinary(x[2]);
        int length = length(s, binary);
        if (n <= length) {
            return Arrays.copyOf(s, offset(s, (int) n, binary));
        }
        if (filler.length == 0) {
            return s;
        }
        if (isTooLong(name.toLowerCase(java.util.Locale.ROOT), n * (binary ? 1 : 4), ctx)) {
            return null;
        }
        int missing = (int) n - length;
        ByteArrayOutputStream pad = new ByteArrayOutputStream();
        int fillerLength = length(filler, binary);
        for (int i = 0; i < missing / fillerLength; i++) {
            pad.write(filler, 0, filler.length);
        }
        pad.write(filler, 0, offset(filler, missing % fillerLength, binary));
        byte[] padding = pad.toByteArray();
        byte[] out = Arrays.copyOf(leftSide ? padding : s, s.length + padding.length);
        byte[] second = leftSide ? s : padding;
        System.arraycopy(second, 0, out, out.length - second.length, second.length);
        return out;
    }

    private static byte @Nullable [] replace(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        byte[] from = x[1].evalBytes(ctx);
        byte[] with = x[2].evalBytes(ctx);
        if (s == null || from == null || with == null) {
            return null;
        }
        if (from.length == 0) {
            return s;
        }
        int found = find(s, 0, from);
        if (found < 0) {
            return s;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (found >= 0) {
            out.write(s, at, found - at);
            out.write(with, 0, with.length);
            at = found + from.length;
            found = find(s, at, from);
            if (isTooLong("replace", out.size(), ctx)) {
                return null;
            }
        }
        out.write(s, at, s.length - at);
        return out.toByteArray();
    }

    private static byte @Nullable [] insert(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        byte[] with = x[3].evalBytes(ctx);
        if (s == null || with == null) {
            return null;
        }
        long start = x[1].evalLong(ctx);
        if (ctx.wasNull) {
            return null;
        }
        long count = x[2].evalLong(ctx);
        if (ctx.wasNull) {
            return null;
        }
        boolean binary = isBinary(x[0]);
        int length = length(s, binary);
        if (start < 1 || start > length) {
            return s;
        }
        if (count < 0 || count > length - start + 1) {
            count = length - start + 1;
        }
        int from = offset(s, (int) start - 1, binary);
        int to = offset(s, (int) (start - 1 + count), binary);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(s, 0, from);
        out.write(with, 0, with.length);
        out.write(s, to, s.length - to);
        return out.toByteArray();
    }

    private static byte @Nullable [] elt(Expr[] x, EvalContext ctx) {
        long n = x[0].evalLong(ctx);
        return ctx.wasNull || n < 1 || n >= x.length ? null : x[(int) n].evalBytes(ctx);
    }

    private static byte @Nullable [] makeSet(Expr[] x, EvalContext ctx) {
        long bits = x[0].evalLong(ctx);
        if (ctx.wasNull) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean any = false;
        for (int i = 1; i < x.length && i <= 64; i++) {
            if ((bits >>> i - 1 & 1) == 0) {
                continue;
            }
            byte[] part = x[i].evalBytes(ctx);
            if (part != null) {
                if (any) {
                    out.write(',');
                }
                any = true;
                out.write(part, 0, part.length);
            }
        }
        return out.toByteArray();
    }

    private static byte @Nullable [] exportSet(Expr[] x, EvalContext ctx) {
        long bits = x[0].evalLong(ctx);
        if (ctx.wasNull) {
            return null;
        }
        byte[] on = x[1].evalBytes(ctx);
        byte[] off = x[2].evalBytes(ctx);
        byte[] separator = x.length > 3 ? x[3].evalBytes(ctx) : new byte[] {','};
        long count = 64;
        if (x.length > 4) {
            count = x[4].evalLong(ctx);
            if (ctx.wasNull) {
                return null;
            }
            count = count < 0 || count > 64 ? 64 : count;
        }
        if (on == null || off == null || separator == null) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.write(separator, 0, separator.length);
            }
            byte[] part = (bits >>> i & 1) != 0 ? on : off;
            out.write(part, 0, part.length);
        }
        return out.toByteArray();
    }

    private static byte[] quote(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null) {
            return Values.utf8("NULL");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(s.length + 2);
        out.write('\'');
        for (byte b : s) {
            switch (b) {
                case '\'', '\\' -> {
                    out.write('\\');
                    out.write(b);
                }
                case 0 -> {
                    out.write('\\');
                    out.write('0');
                }
                case 26 -> {
                    out.write('\\');
                    out.write('Z');
                }
                default -> out.write(b);
            }
        }
        out.write('\'');
        return out.toByteArray();
    }

    private static byte @Nullable [] format(Expr[] x, EvalContext ctx) {
        long decimals = x[1].evalLong(ctx);
        if (ctx.wasNull) {
            return null;
        }
        int scale = Math.clamp(decimals, 0, 30);
        BigDecimal value;
        if (x[0].type().isInteger() || x[0].type().kind() == TypeKind.DECIMAL) {
            BigDecimal exact = x[0].evalDecimal(ctx);
            if (exact == null) {
                return null;
            }
            value = exact.setScale(scale, RoundingMode.HALF_UP);
        } else {
            double d = x[0].evalDouble(ctx);
            if (ctx.wasNull) {
                return null;
            }
            value = new BigDecimal(Numbers.doubleText(d)).setScale(scale, RoundingMode.HALF_EVEN);
        }
        String text = value.abs().toPlainString();
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String fraction = point < 0 ? "" : text.substring(point + 1);
        char group = ',';
        char decimal = '.';
        if (x.length > 2) {
            byte[] locale = x[2].evalBytes(ctx);
            String name = locale == null ? "en_US" : Values.string(locale);
            if (name.startsWith("de_DE") || name.startsWith("es_") || name.startsWith("it_")) {
                group = '.';
                decimal = ',';
            }
        }
        StringBuilder out = new StringBuilder(value.signum() < 0 ? "-" : "");
        for (int i = 0; i < whole.length(); i++) {
            if (i > 0 && (whole.length() - i) % 3 == 0) {
                out.append(group);
            }
            out.append(whole.charAt(i));
        }
        if (scale > 0) {
            out.append(decimal).append(fraction);
        }
        return Values.utf8(out.toString());
    }

    private static byte @Nullable [] soundex(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null) {
            return null;
        }
        String codes = "01230120022455012623010202";
        StringBuilder out = new StringBuilder();
        char last = 0;
        for (int c : Values.string(s).codePoints().toArray()) {
            if (!Character.isLetter(c)) {
                continue;
            }
            int upper = Character.toUpperCase(c);
            char code = upper >= 'A' && upper <= 'Z' ? codes.charAt(upper - 'A') : '0';
            if (out.isEmpty()) {
                out.appendCodePoint(upper);
                last = code;
            } else if (code != last) {
                // Vowels separate equal codes; H and W are as vowels to MySQL.
                if (code != '0') {
                    out.append(code);
                    last = code;
                }
            }
        }
        while (!out.isEmpty() && out.length() < 4) {
            out.append('0');
        }
        return Values.utf8(out.toString());
    }

    private static byte @Nullable [] weights(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null || !x[0].type().hasCollation()) {
            return null;
        }
        return x[0].type().collation().sortKey(s, 0, s.length);
    }
}
