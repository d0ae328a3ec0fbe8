package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.engine.collation.Utf8;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * LIKE. Characters are equal if the collation gives them the same weights; trailing spaces count.
 */
final class Like extends Logic.Condition {
    private final Expr value;
    private final Expr pattern;
    private final @Nullable Expr escape;
    private final Collation collation;
    private final BindContext bind;

    /** The last pattern compiled; replaced, never changed: threads may share it. */
    private @Nullable Compiled last;

    private Like(
            Expr value,
            Expr pattern,
            @Nullable Expr escape,
            Collation collation,
            BindContext bind) {
        super(value.nullable() || pattern.nullable());
        this.value = value;
        this.pattern = pattern;
        this.escape = escape;
        this.collation = collation;
        this.bind = bind;
    }

    static void register(FunctionRegistry.Registrar to) {
        to.add("LIKE", 2, 3, Like::of);
        to.add("NOT LIKE", 2, 3, (args, bind) -> new Logic.Not(of(args, bind)));
    }

    private static Expr of(List<Expr> args, BindContext bind) {
        Collation collation =
                CollationMix.ofComparison("like", args.subList(0, 2), bind).collation();
        return new Like(
                args.get(0), args.get(1), args.size() > 2 ? args.get(2) : null, collation, bind);
    }

    @Override
    public long evalLong(EvalContext ctx) {
        byte[] like = pattern.evalBytes(ctx);
        if (like == null) {
            ctx.wasNull = true;
            return 0;
        }
        int escapeCharacter = escapeCharacter(ctx);
        Compiled compiled = last;
        if (compiled == null
                || compiled.escape != escapeCharacter
                || !Arrays.equals(compiled.source, like)) {
            compiled = compile(like, escapeCharacter);
            last = compiled;
        }
        ctx.wasNull = !value.evalSlice(ctx, ctx.slice);
        ByteSlice text = ctx.slice;
        return !ctx.wasNull && compiled.matches(text.bytes, text.offset, text.offset + text.length)
                ? 1
                : 0;
    }

    /** -1 for none. */
    private int escapeCharacter(EvalContext ctx) {
        if (escape == null) {
            return io.daybreak.sql.types.SqlMode.NO_BACKSLASH_ESCAPES.in(bind.sqlMode())
                    ? -1
                    : '\\';
        }
        byte[] text = escape.evalBytes(ctx);
        if (text == null) {
            return '\\';
        }
        if (text.length == 0) {
            return -1;
        }
        int c = Utf8.codePoint(text, 0, text.length);
        if (Utf8.width(c) != text.length) {
            throw new SqlException(MySqlError.ER_WRONG_ARGUMENTS, "ESCAPE");
        }
        return c;
    }

    private static final int ANY_ONE = -1;
    private static final int ANY_MANY = -2;

    /** A pattern as code points, with wildcards as negative numbers. */
    private Compiled compile(byte[] like, int escapeCharacter) {
        boolean binary = collation.id() == Collations.BINARY.id();
        int[] parts = new int[like.length];
        int n = 0;
        int i = 0;
        while (i < like.length) {
            int c = at(like, i, like.length, binary);
            i += binary ? 1 : Utf8.width(c);
            if (c == escapeCharacter && i < like.length) {
                c = at(like, i, like.length, binary);
                i += binary ? 1 : Utf8.width(c);
                parts[n++] = c;
            } else if (c == '_') {
                parts[n++] = ANY_ONE;
            } else if (c == '%') {
                if (n == 0 || parts[n - 1] != ANY_MANY) {
                    parts[n++] = ANY_MANY;
                }
            } else {
                parts[n++] = c;
            }
        }
        return new Compiled(
                like,
                escapeCharacter,
                Arrays.copyOf(parts, n),
                binary,
                CharacterEquality.of(collation));
    }

    private static int at(byte[] s, int i, int end, boolean binary) {
        return binary ? s[i] & 0xFF : s[i] >= 0 ? s[i] : Utf8.codePoint(s, i, end);
    }

    private record Compiled(
            byte[] source, int escape, int[] parts, boolean binary, CharacterEquality equality) {
        /** Greedy with one point of return: linear but for repeated prefixes. */
        boolean matches(byte[] text, int start, int end) {
            int i = start;
            int p = 0;
            int retryPart = -1;
            int retryText = 0;
            while (i < end) {
                int c = at(text, i, end, binary);
                int width = binary ? 1 : Utf8.width(c);
                if (p < parts.length && parts[p] == ANY_MANY) {
                    if (p == parts.length - 1) {
                        return true;
                    }
                    retryPart = ++p;
                    retryText = i;
                } else if (p < parts.length
                        && (parts[p] == ANY_ONE || equality.test(parts[p], c))) {
                    p++;
                    i += width;
                } else if (retryPart >= 0) {
                    int first = at(text, retryText, end, binary);
                    retryText += binary ? 1 : Utf8.width(first);
                    i = retryText;
                    p = retryPart;
                    int wanted = parts[p];
                    while (wanted >= 0
                            && i < end
                            && text[i] >= 0
                            && !equality.test(wanted, text[i])) {
                        i++;
                    }
                    retryText = i;
                } else {
                    return false;
                }
            }
            while (p < parts.length && parts[p] == ANY_MANY) {
                p++;
            }
            return p == parts.length;
        }
    }

    /** Whether two characters are equal under a collation; ASCII from a table. */
    static final class CharacterEquality {
        private static final Map<Integer, CharacterEquality> BY_COLLATION =
                new ConcurrentHashMap<>();

        private final Collation collation;
        private final byte[] representative = new byte[128];

        private CharacterEquality(Collation collation) {
            this.collation = collation;
            for (int c = 0; c < 128; c++) {
                representative[c] = (byte) c;
                for (int d = 0; d < c; d++) {
                    if (slow(c, d)) {
                        representative[c] = (byte) d;
                        break;
                    }
                }
            }
        }

        static CharacterEquality of(Collation collation) {
            return BY_COLLATION.computeIfAbsent(
                    collation.id(), id -> new CharacterEquality(collation));
        }

        boolean test(int a, int b) {
            if (a == b) {
                return true;
            }
            if (a < 128 && b < 128) {
                return representative[a] == representative[b];
            }
            return slow(a, b);
        }

        private boolean slow(int a, int b) {
            if (!Utf8.isValid(a) || !Utf8.isValid(b)) {
                return a == b;
            }
            byte[] x = new byte[4];
            byte[] y = new byte[4];
            return collation.compare(x, 0, Utf8.encode(a, x, 0), y, 0, Utf8.encode(b, y, 0)) == 0;
        }
    }

    @Override
    public List<Expr> children() {
        return escape == null ? List.of(value, pattern) : List.of(value, pattern, escape);
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return of(children, bind);
    }

    @Override
    public String toString() {
        return "(" + value + " like " + pattern + ")";
    }
}
