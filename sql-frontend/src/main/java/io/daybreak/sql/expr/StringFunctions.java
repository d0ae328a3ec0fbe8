package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collations;
import io.daybreak.engine.collation.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Functions over text, and what several of them need. */
final class StringFunctions {
    static final byte[] EMPTY = new byte[0];

    private StringFunctions() {}

    static void register(FunctionRegistry.Registrar to) {
        StringLengths.register(to);
        StringParts.register(to);
        StringSearch.register(to);
        StringBuilding.register(to);
    }

    static int length(byte[] s, boolean binary) {
        return binary ? s.length : Utf8.length(s, 0, s.length);
    }

    static boolean matches(byte[] s, int at, byte[] part) {
        return Arrays.equals(s, at, at + part.length, part, 0, part.length);
    }

    static boolean isBinary(Expr expr) {
        return expr.type().hasCollation() && expr.type().collation().id() == Collations.BINARY.id();
    }

    static int offset(byte[] s, int characters, boolean binary) {
        return binary
                ? Math.min(characters, s.length)
                : Utf8.prefixBytes(s, 0, s.length, characters);
    }

    /** The text as bytes of its own character set. */
    static byte @Nullable [] encoded(Expr expr, EvalContext ctx) {
        byte[] s = expr.evalBytes(ctx);
        return s == null ? null : Conversions.charsetOf(expr.type()).fromUtf8(s);
    }

    /** By bytes; -1 if it is not there. The part is not empty. */
    static int find(byte[] s, int from, byte[] part, EvalContext ctx) {
        for (int i = from; i + part.length <= s.length; i++) {
            if (s[i] == part[0]) {
                if (matches(s, i, part)) {
                    return i;
                }
                ctx.spend(part.length);
            }
        }
        return -1;
    }
}
