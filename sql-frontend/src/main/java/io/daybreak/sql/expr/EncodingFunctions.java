package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** HEX, Base64, digests, UUIDs, addresses, compression. */
final class EncodingFunctions {
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private EncodingFunctions() {}

    static void register(FunctionRegistry.Registrar to) {
        to.add(
                "HEX",
                1,
                1,
                (a, b) -> Results.ascii("HEX", a, b, 2 * bytes(a), EncodingFunctions::hex));
        to.add(
                "UNHEX",
                1,
                1,
                (a, b) ->
                        Results.binary(
                                "UNHEX",
                                a,
                                b,
                                a.getFirst().type().maxCharacters() / 2 + 1,
                                EncodingFunctions::unhex));
        to.add(
                "TO_BASE64",
                1,
                1,
                (a, b) ->
                        Results.ascii(
                                "TO_BASE64",
                                a,
                                b,
                                bytes(a) * 4 / 3 + 8 + bytes(a) / 57,
                                EncodingFunctions::toBase64));
        to.add(
                "FROM_BASE64",
                1,
                1,
                (a, b) ->
                        Results.binary(
                                "FROM_BASE64",
                                a,
                                b,
                                a.getFirst().type().maxCharacters(),
                                EncodingFunctions::fromBase64));
        to.add("MD5", 1, 1, (a, b) -> digest("MD5", a, b, "MD5", 32));
        to.add("SHA", 1, 1, (a, b) -> digest("SHA", a, b, "SHA-1", 40));
        to.add("SHA1", 1, 1, (a, b) -> digest("SHA1", a, b, "SHA-1", 40));
        to.add("SHA2", 2, 2, (a, b) -> Results.ascii("SHA2", a, b, 128, EncodingFunctions::sha2));
        to.add(
                "UUID",
                0,
                0,
                (a, b) -> Results.ascii("UUID", a, b, 36, (x, ctx) -> Values.utf8(timeUuid())));
        to.add(
                "UUID_SHORT",
                0,
                0,
                (a, b) ->
                        new Call.OfLong(
                                "UUID_SHORT",
                                a,
                                b,
                                SqlType.BIGINT_UNSIGNED,
                                false,
                                (x, ctx) -> {
                                    ctx.wasNull = false;
                                    return (1L << 56)
                                            | (ctx.nowMicros() / 1_000_000 << 24)
                                            | (SHORT_IDS.incrementAndGet() & 0xFFFFFF);
                                }));
        to.add(
                "IS_UUID",
                1,
                1,
                (a, b) -> Results.condition("IS_UUID", a, b, EncodingFunctions::isUuid));
        to.add(
                "UUID_TO_BIN",
                1,
                2,
                (a, b) -> Results.binary("UUID_TO_BIN", a, b, 16, EncodingFunctions::uuidToBin));
        to.add(
                "BIN_TO_UUID",
                1,
                2,
                (a, b) -> Results.ascii("BIN_TO_UUID", a, b, 36, EncodingFunctions::binToUuid));
        to.add(
                "RANDOM_BYTES",
                1,
                1,
                (a, b) ->
                        Results.binary("RANDOM_BYTES", a, b, 1024, EncodingFunctions::randomBytes));
        to.add(
                "INET_ATON",
                1,
                1,
                (a, b) ->
                        new Call.OfLong(
                                "INET_ATON",
                                a,
                                b,
                                SqlType.integerOfWidth(21, true),
                                true,
                                EncodingFunctions::inetAton));
        to.add(
                "INET_NTOA",
                1,
                1,
                (a, b) -> Results.ascii("INET_NTOA", a, b, 31, EncodingFunctions::inetNtoa));
        to.add(
                "INET6_ATON",
                1,
                1,
                (a, b) -> Results.binary("INET6_ATON", a, b, 16, EncodingFunctions::inet6Aton));
        to.add(
                "INET6_NTOA",
                1,
                1,
                (a, b) -> Results.ascii("INET6_NTOA", a, b, 39, EncodingFunctions::inet6Ntoa));
        to.add(
                "IS_IPV4",
                1,
                1,
                (a, b) -> Results.condition("IS_IPV4", a, b, (x, ctx) -> isAddress(x[0], ctx, 4)));
        to.add(
                "IS_IPV6",
                1,
                1,
                (a, b) -> Results.condition("IS_IPV6", a, b, (x, ctx) -> isAddress(x[0], ctx, 16)));
        to.add(
                "COMPRESS",
                1,
                1,
                (a, b) ->
                        Results.binary(
                                "COMPRESS", a, b, bytes(a) + 120, EncodingFunctions::compress));
        to.add(
                "UNCOMPRESS",
                1,
                1,
                (a, b) ->
                        Results.binary(
                                "UNCOMPRESS", a, b, 0xFFFFFF, EncodingFunctions::uncompress));
        to.add(
                "UNCOMPRESSED_LENGTH",
                1,
                1,
                (a, b) ->
                        Results.ofLong(
                                "UNCOMPRESSED_LENGTH",
                                a,
                                b,
                                10,
                                (x, ctx) -> {
                                    byte[] s = x[0].evalBytes(ctx);
                                    ctx.wasNull = s == null;
                                    return s == null || s.length < 5
                                            ? 0
                                            : littleEndian(s) & 0x3FFFFFFFL;
                                }));
        to.add(
                "CHAR",
                1,
                -1,
                (a, b) ->
                        Results.binary("CHAR", a, b, 4L * a.size(), EncodingFunctions::characters));
    }

    private static final java.util.concurrent.atomic.AtomicLong SHORT_IDS =
            new java.util.concurrent.atomic.AtomicLong();

    private static long bytes(List<Expr> args) {
        SqlType type = args.getFirst().type();
        return type.maxCharacters() * Conversions.charsetOf(type).maxBytes();
    }

    private static byte @Nullable [] hex(Expr[] x, EvalContext ctx) {
        SqlType type = x[0].type();
        if (type.isNumeric()) {
            long value;
            if (type.kind() != TypeKind.DECIMAL) {
                value = x[0].evalLong(ctx);
            } else {
                BigDecimal number = x[0].evalDecimal(ctx);
                ctx.wasNull = number == null;
                value =
                        number == null
                                ? 0
                                : io.daybreak.sql.types.Numbers.toLong(number, number.signum() > 0);
            }
            return ctx.wasNull
                    ? null
                    : Values.utf8(Long.toHexString(value).toUpperCase(Locale.ROOT));
        }
        byte[] bytes = StringFunctions.encoded(x[0], ctx);
        // Its own length is not bounded, what is made of results of HEX again is.
        return bytes == null || StringBuilding.isTooLong("hex", bytes.length, ctx)
                ? null
                : Values.utf8(UPPER.formatHex(bytes));
    }

    private static byte @Nullable [] unhex(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null) {
            return null;
        }
        String text = Values.string(s);
        if (text.length() % 2 == 1) {
            text = "0" + text;
        }
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException _) {
            // No hexadecimal number: null by definition of the function.
            ctx.warn(MySqlError.ER_WRONG_VALUE_FOR_TYPE, "string", Values.shown(s), "unhex");
            return null;
        }
    }

    private static byte @Nullable [] toBase64(Expr[] x, EvalContext ctx) {
        byte[] s = StringFunctions.encoded(x[0], ctx);
        if (s == null) {
            return null;
        }
        long length = (s.length + 2L) / 3 * 4;
        return StringBuilding.isTooLong("to_base64", length + (length - 1) / 76, ctx)
                ? null
                : Base64.getMimeEncoder(76, new byte[] {'\n'}).encode(s);
    }

    private static byte @Nullable [] fromBase64(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(Values.string(s).replaceAll("\\s", ""));
        } catch (IllegalArgumentException _) {
            // No Base64: null by definition of the function.
            return null;
        }
    }

    private static Expr digest(
            String name, List<Expr> args, BindContext bind, String algorithm, int length) {
        return Results.ascii(
                name,
                args,
                bind,
                length,
                (x, ctx) -> {
                    byte[] s = StringFunctions.encoded(x[0], ctx);
                    return s == null ? null : hash(algorithm, s);
                });
    }

    private static byte[] hash(String algorithm, byte[] s) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(s);
            return Values.utf8(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte @Nullable [] sha2(Expr[] x, EvalContext ctx) {
        byte[] s = StringFunctions.encoded(x[0], ctx);
        long bits = x[1].evalLong(ctx);
        if (s == null || ctx.wasNull) {
            return null;
        }
        if (bits != 224 && bits != 384 && bits != 512 && bits != 256 && bits != 0) {
            ctx.warn(MySqlError.ER_WRONG_PARAMETERS_TO_NATIVE_FCT, "sha2");
            return null;
        }
        return hash("SHA-" + (bits == 0 ? 256 : bits), s);
    }

    // ---- UUIDs ---------------------------------------------------------------------------

    /** A version 1 UUID with a random node. */
    private static String timeUuid() {
        long ticks =
                (System.currentTimeMillis() * 10_000 + 0x01B21DD213814000L)
                        + (SHORT_IDS.incrementAndGet() & 0x1FFF);
        long most = ticks << 32 | (ticks >>> 32 & 0xFFFF) << 16 | 0x1000 | (ticks >>> 48 & 0xFFF);
        long least = NODE.get() | 1L << 63;
        return new UUID(most, least).toString();
    }

    private static final java.util.concurrent.atomic.AtomicLong NODE =
            new java.util.concurrent.atomic.AtomicLong(
                    new java.security.SecureRandom().nextLong() & 0x3FFFFFFFFFFFFFFFL
                            | 0x010000000000L);

    private static byte @Nullable [] parseUuid(byte[] text) {
        String s = Values.string(text);
        if (s.length() == 38 && s.startsWith("{") && s.endsWith("}")) {
            s = s.substring(1, 37);
        }
        if (s.length() == 36) {
            if (s.charAt(8) != '-'
                    || s.charAt(13) != '-'
                    || s.charAt(18) != '-'
                    || s.charAt(23) != '-') {
                return null;
            }
            s = s.replace("-", "");
        }
        if (s.length() != 32) {
            return null;
        }
        for (int i = 0; i < 32; i++) {
            if (Character.digit(s.charAt(i), 16) < 0) {
                return null;
            }
        }
        return HexFormat.of().parseHex(s);
    }

    private static long isUuid(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        ctx.wasNull = s == null;
        return s != null && parseUuid(s) != null ? 1 : 0;
    }

    private static boolean swaps(Expr[] x, EvalContext ctx) {
        return x.length > 1 && x[1].evalTrue(ctx);
    }

    private static byte @Nullable [] uuidToBin(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null) {
            return null;
        }
        byte[] b = parseUuid(s);
        if (b == null) {
            throw new SqlException(
                    MySqlError.ER_WRONG_VALUE_FOR_TYPE, "string", Values.shown(s), "uuid_to_bin");
        }
        if (!swaps(x, ctx)) {
            return b;
        }
        byte[] out = b.clone();
        System.arraycopy(b, 6, out, 0, 2);
        System.arraycopy(b, 4, out, 2, 2);
        System.arraycopy(b, 0, out, 4, 4);
        return out;
    }

    private static byte @Nullable [] binToUuid(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null) {
            return null;
        }
        if (s.length != 16) {
            throw new SqlException(
                    MySqlError.ER_WRONG_VALUE_FOR_TYPE, "string", Values.shown(s), "bin_to_uuid");
        }
        byte[] b = s;
        if (swaps(x, ctx)) {
            b = s.clone();
            System.arraycopy(s, 4, b, 0, 4);
            System.arraycopy(s, 2, b, 4, 2);
            System.arraycopy(s, 0, b, 6, 2);
        }
        ByteBuffer buffer = ByteBuffer.wrap(b);
        return Values.utf8(new UUID(buffer.getLong(), buffer.getLong()).toString());
    }

    private static byte @Nullable [] randomBytes(Expr[] x, EvalContext ctx) {
        long n = x[0].evalLong(ctx);
        if (ctx.wasNull) {
            return null;
        }
        if (n < 1 || n > 1024) {
            throw new SqlException(MySqlError.ER_DATA_OUT_OF_RANGE, "length", "random_bytes");
        }
        byte[] out = new byte[(int) n];
        new java.security.SecureRandom().nextBytes(out);
        return out;
    }

    // ---- addresses -----------------------------------------------------------------------

    private static long inetAton(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        ctx.wasNull = true;
        if (s == null || s.length == 0) {
            return 0;
        }
        String[] parts = Values.string(s).split("\\.", -1);
        if (parts.length > 4) {
            return 0;
        }
        long value = 0;
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].isEmpty() || parts[i].length() > 3) {
                return 0;
            }
            int part = 0;
            for (char c : parts[i].toCharArray()) {
                if (c < '0' || c > '9') {
                    return 0;
                }
                part = part * 10 + c - '0';
            }
            if (part > 255) {
                return 0;
            }
            if (i == parts.length - 1) {
                // Missing parts are zeros before the last.
                value <<= 8 * (4 - parts.length);
            }
            value = value << 8 | part;
        }
        ctx.wasNull = false;
        return value;
    }

    private static byte @Nullable [] inetNtoa(Expr[] x, EvalContext ctx) {
        long v = x[0].evalLong(ctx);
        if (ctx.wasNull || v < 0 || v > 0xFFFFFFFFL) {
            return null;
        }
        return Values.utf8(
                (v >>> 24) + "." + (v >>> 16 & 255) + "." + (v >>> 8 & 255) + "." + (v & 255));
    }

    private static byte @Nullable [] address(byte[] s) {
        byte[] four = fourParts(Values.string(s));
        return four != null ? four : eightParts(Values.string(s));
    }

    private static byte @Nullable [] fourParts(String s) {
        String[] parts = s.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] out = new byte[4];
        for (int i = 0; i < 4; i++) {
            if (parts[i].isEmpty()
                    || parts[i].length() > 3
                    || !parts[i].chars().allMatch(c -> c >= '0' && c <= '9')) {
                return null;
            }
            int part = Integer.parseInt(parts[i]);
            if (part > 255) {
                return null;
            }
            out[i] = (byte) part;
        }
        return out;
    }

    private static byte @Nullable [] eightParts(String text) {
        String s = text;
        byte[] tail = null;
        int lastColon = s.lastIndexOf(':');
        if (lastColon >= 0 && s.indexOf('.') > lastColon) {
            tail = fourParts(s.substring(lastColon + 1));
            if (tail == null) {
                return null;
            }
            s = s.substring(0, lastColon + 1) + "0:0";
        }
        int gap = s.indexOf("::");
        if (gap >= 0 && s.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        String[] head = gap >= 0 ? parts(s.substring(0, gap)) : parts(s);
        String[] rest = gap >= 0 ? parts(s.substring(gap + 2)) : new String[0];
        if (gap < 0 ? head.length != 8 : head.length + rest.length > 7) {
            return null;
        }
        byte[] out = new byte[16];
        if (!fill(out, 0, head) || !fill(out, 8 - rest.length, rest)) {
            return null;
        }
        if (tail != null) {
            System.arraycopy(tail, 0, out, 12, 4);
        }
        return out;
    }

    private static String[] parts(String s) {
        return s.isEmpty() ? new String[0] : s.split(":", -1);
    }

    private static boolean fill(byte[] out, int from, String[] parts) {
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].isEmpty()
                    || parts[i].length() > 4
                    || !parts[i].chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                return false;
            }
            int value = Integer.parseInt(parts[i], 16);
            out[2 * (from + i)] = (byte) (value >> 8);
            out[2 * (from + i) + 1] = (byte) value;
        }
        return true;
    }

    private static byte @Nullable [] inet6Aton(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        return s == null ? null : address(s);
    }

    private static byte @Nullable [] inet6Ntoa(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null || (s.length != 4 && s.length != 16)) {
            return null;
        }
        if (s.length == 4) {
            return Values.utf8(
                    (s[0] & 255) + "." + (s[1] & 255) + "." + (s[2] & 255) + "." + (s[3] & 255));
        }
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int j = i;
            while (j < 8 && s[2 * j] == 0 && s[2 * j + 1] == 0) {
                j++;
            }
            if (j - i > bestLength) {
                best = i;
                bestLength = j - i;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == best) {
                out.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                out.append(':');
            }
            out.append(Integer.toHexString((s[2 * i] & 255) << 8 | (s[2 * i + 1] & 255)));
        }
        return Values.utf8(out.toString());
    }

    private static long isAddress(Expr expr, EvalContext ctx, int bytes) {
        byte[] s = expr.evalBytes(ctx);
        ctx.wasNull = s == null;
        byte[] address = s == null ? null : address(s);
        return address != null && address.length == bytes ? 1 : 0;
    }

    // ---- compression ---------------------------------------------------------------------

    private static byte @Nullable [] compress(Expr[] x, EvalContext ctx) {
        byte[] s = StringFunctions.encoded(x[0], ctx);
        if (s == null || s.length == 0) {
            return s;
        }
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(s);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < 4; i++) {
                out.write(s.length >>> 8 * i);
            }
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static int littleEndian(byte[] s) {
        return (s[0] & 255) | (s[1] & 255) << 8 | (s[2] & 255) << 16 | (s[3] & 255) << 24;
    }

    private static byte @Nullable [] uncompress(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null || s.length == 0) {
            return s;
        }
        if (s.length < 5) {
            ctx.warn(MySqlError.ER_ZLIB_Z_DATA_ERROR);
            return null;
        }
        int length = littleEndian(s) & 0x3FFFFFFF;
        if (length > ctx.maxAllowedPacket()) {
            ctx.warn(MySqlError.ER_TOO_BIG_FOR_UNCOMPRESS, ctx.maxAllowedPacket());
            return null;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(s, 4, s.length - 4);
            byte[] out = new byte[length];
            int n = inflater.inflate(out);
            return n == length ? out : Arrays.copyOf(out, n);
        } catch (DataFormatException _) {
            // Not made by COMPRESS(): null with a warning by definition of the function.
            ctx.warn(MySqlError.ER_ZLIB_Z_DATA_ERROR);
            return null;
        } finally {
            inflater.end();
        }
    }

    private static byte[] characters(Expr[] x, EvalContext ctx) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Expr code : x) {
            long v = code.evalLong(ctx);
            if (ctx.wasNull) {
                continue;
            }
            boolean started = false;
            for (int shift = 24; shift >= 0; shift -= 8) {
                int b = (int) (v >>> shift) & 0xFF;
                started |= b != 0 || shift == 0;
                if (started) {
                    out.write(b);
                }
            }
        }
        return out.toByteArray();
    }
}
