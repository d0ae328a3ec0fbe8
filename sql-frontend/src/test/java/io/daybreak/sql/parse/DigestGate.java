package io.daybreak.sql.parse;

import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression.Literal;
import io.daybreak.sql.ast.Expression.LiteralKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Compares what digest and parser say of the same text. */
final class DigestGate {
    private DigestGate() {}

    /** Null if they agree (or the text is no statement), else what differs. */
    static @Nullable String difference(Digest digest, String sql, ParseOptions options) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        Parsed parsed;
        try {
            parsed = Parser.parse(text, 0, text.length, options);
        } catch (SqlException _) {
            return null;
        }
        if (!digest.read(text, 0, text.length, options)) {
            // Long ones have no digest: the key is bounded.
            boolean isLong = text.length > Digest.KEY_BYTES_MAX / 2;
            return isLong || sql.contains(";") ? null : "not readable";
        }
        if (digest.literalCount() != parsed.literalCount()
                || digest.parameterCount() != parsed.parameterCount()) {
            return "counts differ";
        }
        BitSet seen = new BitSet();
        for (Literal literal : TreeLiterals.of(parsed.statement())) {
            if (literal.ordinal() < 0) {
                continue;
            }
            seen.set(literal.ordinal());
            String difference = difference(digest, literal);
            if (difference != null) {
                return difference;
            }
        }
        for (int fixed : parsed.fixedLiterals()) {
            seen.set(fixed);
        }
        return seen.cardinality() == parsed.literalCount() ? null : "lost literals";
    }

    @SuppressWarnings("BigDecimalEquals") // the scale is part of a literal's type
    private static @Nullable String difference(Digest digest, Literal literal) {
        int i = literal.ordinal();
        boolean temporal =
                literal.kind() == LiteralKind.DATE
                        || literal.kind() == LiteralKind.TIME
                        || literal.kind() == LiteralKind.TIMESTAMP;
        if (digest.literalKind(i) != (temporal ? LiteralKind.STRING : literal.kind())) {
            return "kind of literal " + i;
        }
        Object theirs = digest.literal(i);
        boolean equal =
                literal.value() instanceof byte[] bytes
                        ? Arrays.equals(bytes, (byte[]) theirs)
                        : literal.value() instanceof BigDecimal decimal
                                ? decimal.equals(theirs)
                                : theirs.equals(literal.value());
        return equal ? null : "value of literal " + i;
    }
}
