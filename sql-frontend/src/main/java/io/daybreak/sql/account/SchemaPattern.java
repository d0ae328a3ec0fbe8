package io.daybreak.sql.account;

/**
 * Patterns with {@code %}, {@code _} and a backslash as escape: schemas in GRANT, hosts in account
 * names.
 */
final class SchemaPattern {
    private SchemaPattern() {}

    static boolean matches(String pattern, String text) {
        return matches(pattern, 0, text, 0);
    }

    private static boolean matches(String pattern, int p, String text, int t) {
        int at = t;
        for (int i = p; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '%') {
                for (int rest = at; rest <= text.length(); rest++) {
                    if (matches(pattern, i + 1, text, rest)) {
                        return true;
                    }
                }
                return false;
            }
            boolean any = c == '_';
            if (c == '\\' && i + 1 < pattern.length()) {
                c = pattern.charAt(++i);
            }
            if (at == text.length() || !any && text.charAt(at) != c) {
                return false;
            }
            at++;
        }
        return at == text.length();
    }
}
