package io.daybreak.sql.parse;

import io.daybreak.sql.ast.Node;
import io.daybreak.sql.ast.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A parsed statement with what the plan cache and the binder need to know about its text.
 * Immutable; the arrays are not to be changed.
 *
 * @param text the array that was parsed; the nodes' places are indexes into it
 * @param literalCount literal tokens in the text; ordinals are below it
 * @param fixedLiterals the ordinals, ascending, of literal tokens that are no {@code
 *     Expression.Literal} (lengths of types, comments, …): two texts with one digest are the same
 *     statement only if these are equal
 * @param parameterCount parameter markers
 * @param deprecations in the order of the text
 */
public record Parsed(
        Statement statement,
        byte[] text,
        int literalCount,
        int[] fixedLiterals,
        int parameterCount,
        List<Deprecation> deprecations) {

    /** The text of a node as written. */
    public String text(Node node) {
        return text(node.start(), node.end());
    }

    public String text(int start, int end) {
        return new String(text, start, end - start, StandardCharsets.UTF_8);
    }
}
