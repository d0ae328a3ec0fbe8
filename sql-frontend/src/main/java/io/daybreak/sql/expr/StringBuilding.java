package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.types.Numbers;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that put text together. */
final class StringBuilding {
    /** Of a text whose length only its arguments' values say. */
    private static final long CHARACTERS_MAX = 1 << 24;

    /** Of a LONGTEXT. */
    private static final long LONGEST = 0xFFFFFFFFL;

    private StringBuilding() {}

    static void register(FunctionRegistry.Registrar to) {
        to.add(
                "CONCAT",
                1,
                -1,
                (a, b) ->
                        Results.text(
                                "CONCAT", a, b, Results.characters(a), StringBuilding::concat));
        to.add(
                "||",
                2,
                2,
                (a, b) ->
                        Results.text(
                                "CONCAT", a, b, Results.characters(a), StringBuilding::concat));
        to.add(
                "CONCAT_WS",
                2,
                -1,
                (a, b) ->
                        Results.text(
                                "CONCAT_WS",
                                a,
                                b,
                                Results.characters(a.subList(1, a.size()))
                                        + a.getFirst().type().maxCharacters() * (a.size() - 2L),
                                StringBuilding::concatWithSeparator));
        to.add(
                "REPEAT",
                2,
                2,
                (a, b) ->
                        Results.text(
                                "REPEAT",
                                a,
                                b,
                                a.subList(0, 1),
                                repeated(a.getFirst().type().maxCharacters(), a.get(1)),
                                StringBuilding::repeat));
        to.add(
                "SPACE",
                1,
                1,
                (a, b) ->
                        Results.ascii(
                                "SPACE",
                                a,
                                b,
                                repeated(1, a.getFirst()),
                                (x, ctx) -> {
                                    long n = x[0].evalLong(ctx);
                                    return ctx.wasNull ? null : spaces(n, ctx);
                                }));
        to.add("LPAD", 3, 3, (a, b) -> padded("LPAD", a, b, true));
        to.add("RPAD", 3, 3, (a, b) -> padded("RPAD", a, b, false));
        to.add(
                "REPLACE",
                3,
                3,
                (a, b) -> Results.text("REPLACE", a, b, replaced(a), StringBuilding::replace));
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
                                StringBuilding::insert));
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
                                StringBuilding::elt));
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
                                StringBuilding::makeSet));
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
                                StringBuilding::exportSet));
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
                                StringBuilding::quote));
        to.add("FORMAT", 2, 3, (a, b) -> Results.ascii("FORMAT", a, b, 60, StringBuilding::format));
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
                                StringBuilding::soundex));
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
                                StringBuilding::weights));
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

    /** The characters of a text so many times; as many as can be if that is not yet known. */
    private static long repeated(long characters, Expr times) {
        if (!(times instanceof Literal literal && literal.value() instanceof Long n)) {
            return CHARACTERS_MAX;
        }
        return characters * Math.clamp(n, 0, Integer.MAX_VALUE);
    }

    /** Grows by what each occurrence grows, if all are as long as they can be. */
    private static long replaced(List<Expr> args) {
        long text = args.getFirst().type().maxCharacters();
        long from = args.get(1).type().maxCharacters();
        long to = args.get(2).type().maxCharacters();
        if (from == 0 || to <= from || text < from) {
            return text;
        }
        // Both may be those of a LONGTEXT, whose square no long holds.
        return (LONGEST - text) / (text / from) < to - from
                ? LONGEST
                : text + text / from * (to - from);
    }

    /** Null with a warning if the result would be too long. */
    static boolean isTooLong(String function, long bytes, EvalContext ctx) {
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
            return StringFunctions.EMPTY;
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
            return StringFunctions.EMPTY;
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
                        : CHARACTERS_MAX;
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
        boolean binary = StringFunctions.isBinary(x[0]) || StringFunctions.isBinary(x[2]);
        int length = StringFunctions.length(s, binary);
        if (n <= length) {
            return Arrays.copyOf(s, StringFunctions.offset(s, (int) n, binary));
        }
        if (filler.length == 0) {
            return s;
        }
        if (isTooLong(name.toLowerCase(java.util.Locale.ROOT), n * (binary ? 1 : 4), ctx)) {
            return null;
        }
        int missing = (int) n - length;
        ByteArrayOutputStream pad = new ByteArrayOutputStream();
        int fillerLength = StringFunctions.length(filler, binary);
        for (int i = 0; i < missing / fillerLength; i++) {
            pad.write(filler, 0, filler.length);
        }
        pad.write(filler, 0, StringFunctions.offset(filler, missing % fillerLength, binary));
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
        int found = StringFunctions.find(s, 0, from, ctx);
        if (found < 0) {
            return s;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (found >= 0) {
            out.write(s, at, found - at);
            out.write(with, 0, with.length);
            at = found + from.length;
            found = StringFunctions.find(s, at, from, ctx);
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
        boolean binary = StringFunctions.isBinary(x[0]);
        int length = StringFunctions.length(s, binary);
        if (start < 1 || start > length) {
            return s;
        }
        if (count < 0 || count > length - start + 1) {
            count = length - start + 1;
        }
        int from = StringFunctions.offset(s, (int) start - 1, binary);
        int to = StringFunctions.offset(s, (int) (start - 1 + count), binary);
        if (isTooLong("insert", (long) from + with.length + s.length - to, ctx)) {
            return null;
        }
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
            if (isTooLong("make_set", out.size() / 2, ctx)) {
                return null;
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
        long most = count * Math.max(on.length, off.length) + (count - 1) * separator.length;
        if (isTooLong("export_set", most, ctx)) {
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

    private static byte @Nullable [] quote(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null) {
            return Values.utf8("NULL");
        }
        if (isTooLong("quote", quotedLength(s), ctx)) {
            return null;
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

    private static long quotedLength(byte[] s) {
        long length = s.length + 2L;
        for (byte b : s) {
            length += b == '\'' || b == '\\' || b == 0 || b == 26 ? 1 : 0;
        }
        return length;
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
