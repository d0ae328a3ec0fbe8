package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Expression.LiteralKind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a column of a result is called that has no alias. No state. */
final class ItemName {
    private ItemName() {}

    /** The name of a column, the value of a string, else the text as it was written. */
    static String of(Expression item, String text) {
        if (item instanceof Expression.Column column) {
            return column.name();
        }
        if (item instanceof Expression.Literal literal
                && (literal.kind() == LiteralKind.STRING
                        || literal.kind() == LiteralKind.NATIONAL)) {
            return string(literal.value(), text).stripLeading();
        }
        return text;
    }

    /** Of strings in a row that are one, the first. */
    private static String string(@Nullable Object value, String text) {
        int from = 0;
        while (from < text.length() && text.charAt(from) != '\'' && text.charAt(from) != '"') {
            from++;
        }
        int end = from == text.length() ? from : endOfQuoted(text, from);
        return end >= text.length() && value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : text.substring(from + 1, end - 1);
    }

    /** Behind the closing quote. */
    private static int endOfQuoted(String text, int from) {
        char quote = text.charAt(from);
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote) {
                if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                    i++;
                } else {
                    return i + 1;
                }
            }
        }
        return text.length();
    }
}
