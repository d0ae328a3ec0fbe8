package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Utf8;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlType;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Character sets and collations of expressions. */
final class Conversions {
    private static final int INVALID_BYTES_SHOWN = 6;

    private Conversions() {}

    /** The character set that a value of the type has as text. */
    static CharacterSet charsetOf(SqlType type) {
        return type.hasCollation() ? CharacterSet.of(type.collation()) : CharacterSet.UTF8MB4;
    }

    /** Puts '?' for characters that a set lacks. */
    static byte[] replaceUnencodable(byte[] utf8, CharacterSet set) {
        boolean fits = true;
        for (int i = 0; i < utf8.length && fits; ) {
            int c = Utf8.codePoint(utf8, i, utf8.length);
            fits = set.canEncode(c);
            i += Utf8.width(c);
        }
        return fits ? utf8 : set.toUtf8(set.fromUtf8(utf8));
    }

    /** The same value under another type of the same class: COLLATE, and bytes read as text. */
    static final class Retyped extends Expr {
        private final Expr operand;
        private final int coercibility;

        Retyped(Expr operand, SqlType type, int coercibility) {
            super(type, operand.nullable());
            this.operand = operand;
            this.coercibility = coercibility;
        }

        @Override
        public List<Expr> children() {
            return List.of(operand);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Retyped(children.getFirst(), type(), coercibility);
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            return operand.type().holder() == type().holder()
                    ? operand.eval(ctx)
                    : operand.evalBytes(ctx);
        }

        @Override
        public long evalLong(EvalContext ctx) {
            return operand.type().holder() == type().holder() && !type().isTemporal()
                    ? operand.evalLong(ctx)
                    : super.evalLong(ctx);
        }

        @Override
        public int coercibility() {
            return coercibility;
        }

        @Override
        public String toString() {
            return operand.toString();
        }
    }

    /**
     * Whether bytes are text of the set; if not, with a warning that shows where they are wrong.
     */
    static boolean isWellFormed(byte[] text, CharacterSet set, EvalContext ctx) {
        int invalid = set.isUtf8() ? Utf8.firstInvalid(text, 0, text.length) : text.length;
        if (invalid == text.length) {
            return true;
        }
        int end = Math.min(text.length, invalid + INVALID_BYTES_SHOWN);
        ctx.warn(
                MySqlError.ER_INVALID_CHARACTER_STRING,
                set.sqlName(),
                HexFormat.of().withUpperCase().formatHex(text, invalid, end));
        return false;
    }

    /** CONVERT(operand USING charset). */
    static final class Using extends Expr {
        private final Expr operand;
        private final CharacterSet to;

        Using(Expr operand, CharacterSet to, Collation collation) {
            super(typeOf(operand, to, collation), true);
            this.operand = operand;
            this.to = to;
        }

        private static SqlType typeOf(Expr operand, CharacterSet to, Collation collation) {
            long characters = operand.type().maxCharacters();
            if (to == CharacterSet.BINARY) {
                return SqlType.binary(characters * charsetOf(operand.type()).maxBytes());
            }
            // Sets without collations of their own are shown as the bytes that they have.
            return isEdgeSet(to)
                    ? SqlType.binary(characters * to.maxBytes())
                    : SqlType.string(characters, collation);
        }

        private static boolean isEdgeSet(CharacterSet set) {
            return set.ordinal() >= CharacterSet.UCS2.ordinal();
        }

        @Override
        public List<Expr> children() {
            return List.of(operand);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Using(children.getFirst(), to, type().collation());
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            byte[] text = operand.evalBytes(ctx);
            if (text == null) {
                return null;
            }
            CharacterSet from = charsetOf(operand.type());
            if (to == CharacterSet.BINARY) {
                return from.fromUtf8(text);
            }
            if (from == CharacterSet.BINARY) {
                if (!isWellFormed(text, to, ctx)) {
                    return null;
                }
                return isEdgeSet(to) ? text : to.toUtf8(text);
            }
            return isEdgeSet(to) ? to.fromUtf8(text) : replaceUnencodable(text, to);
        }

        @Override
        public int coercibility() {
            return 2;
        }

        @Override
        public String toString() {
            return "convert(" + operand + " using " + to.sqlName() + ")";
        }
    }
}
