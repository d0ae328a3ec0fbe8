package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.Values;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * REGEXP and its functions, on {@code java.util.regex}, whose syntax is that of ICU for what people
 * write. A match that takes too many steps ends with an error (3699), as in MySQL.
 */
final class RegexpFunctions {
    /** Characters looked at before a match is given up. */
    private static final int STEPS_MAX = 8_000_000;

    /** Characters of a pattern, as in MySQL. */
    private static final int PATTERN_MAX = 1 << 24;

    /**
     * Patterns from here on start with this, which finds itself anywhere: a pattern of nothing but
     * characters would get a table that takes time with the square of its length.
     */
    private static final String NO_TABLE = "(?=)";

    private static final int NO_TABLE_FROM = 1000;

    private RegexpFunctions() {}

    static void register(FunctionRegistry.Registrar to) {
        for (String name : new String[] {"REGEXP", "RLIKE"}) {
            to.add(name, 2, 2, (a, b) -> like(name, a, b));
        }
        to.add("REGEXP_LIKE", 2, 3, (a, b) -> like("REGEXP_LIKE", a, b));
        to.add("NOT REGEXP", 2, 2, (a, b) -> new Logic.Not(like("REGEXP", a, b)));
        to.add("NOT RLIKE", 2, 2, (a, b) -> new Logic.Not(like("REGEXP", a, b)));
        to.add("REGEXP_INSTR", 2, 6, RegexpFunctions::instr);
        to.add("REGEXP_SUBSTR", 2, 5, RegexpFunctions::substr);
        to.add("REGEXP_REPLACE", 3, 6, RegexpFunctions::replace);
    }

    /** Compiles patterns, and keeps the last one: replaced, never changed, shared by threads. */
    private static final class Patterns {
        private final boolean ignoresCase;
        private final String function;
        private @Nullable Compiled last;

        private record Compiled(String source, String flags, Regexp regexp) {}

        Patterns(String function, List<Expr> args, BindContext bind) {
            this.function = function;
            Collation collation =
                    CollationMix.ofComparison(function, args.subList(0, 2), bind).collation();
            String name = collation.name();
            this.ignoresCase = name.endsWith("_ci");
        }

        Regexp of(String source, @Nullable String flags) {
            String f = flags == null ? "" : flags;
            Compiled known = last;
            if (known != null && known.source.equals(source) && known.flags.equals(f)) {
                return known.regexp;
            }
            int bits = ignoresCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
            for (int i = 0; i < f.length(); i++) {
                switch (f.charAt(i)) {
                    case 'c' -> bits &= ~(Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
                    case 'i' -> bits |= Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
                    case 'm' -> bits |= Pattern.MULTILINE;
                    case 'n' -> bits |= Pattern.DOTALL;
                    case 'u' -> bits |= Pattern.UNIX_LINES;
                    default -> throw new SqlException(MySqlError.ER_WRONG_ARGUMENTS, function);
                }
            }
            if (source.isEmpty()) {
                throw new SqlException(MySqlError.ER_REGEXP_ILLEGAL_ARGUMENT);
            }
            if (source.length() > PATTERN_MAX) {
                throw new SqlException(MySqlError.ER_REGEXP_PATTERN_TOO_BIG);
            }
            long stepsPerLook = EmptyLoops.of(source);
            if (stepsPerLook > STEPS_MAX) {
                throw new SqlException(MySqlError.ER_REGEXP_TIME_OUT);
            }
            String before = source.length() < NO_TABLE_FROM ? "" : NO_TABLE;
            try {
                Pattern pattern = Pattern.compile(before + source, bits);
                Regexp regexp = new Regexp(pattern, (int) stepsPerLook);
                last = new Compiled(source, f, regexp);
                return regexp;
            } catch (PatternSyntaxException e) {
                throw error(e, before.length());
            }
        }

        private static SqlException error(PatternSyntaxException e, int before) {
            String what = e.getDescription() == null ? "" : e.getDescription();
            if (what.contains("group")) {
                return new SqlException(MySqlError.ER_REGEXP_MISMATCHED_PAREN);
            }
            if (what.contains("character class") || what.contains("Illegal character range")) {
                return new SqlException(MySqlError.ER_REGEXP_MISSING_CLOSE_BRACKET);
            }
            return new SqlException(
                    MySqlError.ER_REGEXP_RULE_SYNTAX, 1, Math.max(1, e.getIndex() + 1 - before));
        }
    }

    /**
     * @param stepsPerLook what a look at a character counts for
     */
    private record Regexp(Pattern pattern, int stepsPerLook) {}

    /** Counts what a match looks at. */
    private static final class Limited implements CharSequence {
        private final String text;
        private final int stepsPerLook;
        private int steps;

        Limited(String text, int stepsPerLook) {
            this.text = text;
            this.stepsPerLook = stepsPerLook;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            steps += stepsPerLook;
            if (steps > STEPS_MAX) {
                throw new SqlException(MySqlError.ER_REGEXP_TIME_OUT);
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private interface Search<T> {
        T apply(Matcher matcher);
    }

    private static <T> T guarded(Regexp regexp, String text, Search<T> search) {
        try {
            return search.apply(regexp.pattern.matcher(new Limited(text, regexp.stepsPerLook)));
        } catch (StackOverflowError _) {
            // The matcher recurses with the text; MySQL has a limit with an error of its own.
            throw new SqlException(MySqlError.ER_REGEXP_STACK_OVERFLOW);
        }
    }

    private static @Nullable String string(Expr expr, EvalContext ctx) {
        byte[] bytes = expr.evalBytes(ctx);
        return bytes == null ? null : Values.string(bytes);
    }

    private static Expr like(String name, List<Expr> args, BindContext bind) {
        Patterns patterns = new Patterns(name, args, bind);
        return new Call.OfLong(
                name,
                args,
                bind,
                io.daybreak.sql.types.SqlType.BOOLEAN,
                true,
                (x, ctx) -> {
                    String text = string(x[0], ctx);
                    String source = string(x[1], ctx);
                    String flags = x.length > 2 ? string(x[2], ctx) : "";
                    ctx.wasNull = text == null || source == null || flags == null;
                    if (text == null || source == null || flags == null) {
                        return 0;
                    }
                    return guarded(patterns.of(source, flags), text, Matcher::find) ? 1 : 0;
                });
    }

    /** Position and occurrence, from 1; null if one of them is. */
    private static long @Nullable [] numbers(
            Expr[] x, int from, int count, long[] defaults, EvalContext ctx) {
        long[] values = defaults.clone();
        for (int i = 0; i < count && from + i < x.length; i++) {
            values[i] = x[from + i].evalLong(ctx);
            if (ctx.wasNull) {
                return null;
            }
        }
        return values;
    }

    private static int start(String text, long position) {
        if (position < 1 || position > text.codePointCount(0, text.length()) + 1L) {
            throw new SqlException(MySqlError.ER_REGEXP_INDEX_OUTOFBOUNDS_ERROR);
        }
        return text.offsetByCodePoints(0, (int) position - 1);
    }

    private static boolean findNth(Matcher matcher, int start, long occurrence) {
        if (!matcher.find(start)) {
            return false;
        }
        for (long i = 1; i < occurrence; i++) {
            if (!matcher.find()) {
                return false;
            }
        }
        return true;
    }

    private static Expr instr(List<Expr> args, BindContext bind) {
        Patterns patterns = new Patterns("regexp_instr", args, bind);
        return Results.nullableLong(
                "REGEXP_INSTR",
                args,
                bind,
                21,
                (x, ctx) -> {
                    String text = string(x[0], ctx);
                    String source = string(x[1], ctx);
                    long[] n = numbers(x, 2, 3, new long[] {1, 1, 0}, ctx);
                    String flags = x.length > 5 ? string(x[5], ctx) : "";
                    ctx.wasNull = text == null || source == null || n == null || flags == null;
                    if (text == null || source == null || n == null || flags == null) {
                        return 0;
                    }
                    int start = start(text, n[0]);
                    return guarded(
                            patterns.of(source, flags),
                            text,
                            m ->
                                    findNth(m, start, n[1])
                                            ? text.codePointCount(
                                                            0, n[2] == 1 ? m.end() : m.start())
                                                    + 1L
                                            : 0L);
                });
    }

    private static Expr substr(List<Expr> args, BindContext bind) {
        Patterns patterns = new Patterns("regexp_substr", args, bind);
        long length = args.getFirst().type().maxCharacters();
        return Results.text(
                "REGEXP_SUBSTR",
                args,
                bind,
                args.subList(0, 1),
                length,
                (x, ctx) -> {
                    String text = string(x[0], ctx);
                    String source = string(x[1], ctx);
                    long[] n = numbers(x, 2, 2, new long[] {1, 1}, ctx);
                    String flags = x.length > 4 ? string(x[4], ctx) : "";
                    if (text == null || source == null || n == null || flags == null) {
                        return null;
                    }
                    int start = start(text, n[0]);
                    byte[] found =
                            guarded(
                                    patterns.of(source, flags),
                                    text,
                                    m ->
                                            findNth(m, start, n[1])
                                                    ? Values.utf8(m.group())
                                                    : NOTHING);
                    return isNothing(found) ? null : found;
                });
    }

    @SuppressWarnings("ReferenceEquality") // A match can be as empty.
    private static boolean isNothing(byte[] found) {
        return found == NOTHING;
    }

    /** Stands for no match. */
    private static final byte[] NOTHING = new byte[0];

    private static Expr replace(List<Expr> args, BindContext bind) {
        Patterns patterns = new Patterns("regexp_replace", args, bind);
        return Results.text(
                "REGEXP_REPLACE",
                args,
                bind,
                args.subList(0, 1),
                0xFFFFFF,
                (x, ctx) -> {
                    String text = string(x[0], ctx);
                    String source = string(x[1], ctx);
                    String with = string(x[2], ctx);
                    long[] n = numbers(x, 3, 2, new long[] {1, 0}, ctx);
                    String flags = x.length > 5 ? string(x[5], ctx) : "";
                    if (text == null
                            || source == null
                            || with == null
                            || n == null
                            || flags == null) {
                        return null;
                    }
                    int start = start(text, n[0]);
                    return Values.utf8(
                            guarded(
                                    patterns.of(source, flags),
                                    text,
                                    m ->
                                            replaced(
                                                    m,
                                                    text,
                                                    with,
                                                    start,
                                                    n[1],
                                                    ctx.maxAllowedPacket() / 2)));
                });
    }

    private static String replaced(
            Matcher m, String text, String with, int start, long occurrence, long charactersMax) {
        StringBuilder out = new StringBuilder();
        int copied = 0;
        int at = start;
        long count = 0;
        while (at <= text.length() && m.find(at)) {
            count++;
            if (occurrence == 0 || count == occurrence) {
                out.append(text, copied, m.start());
                appendReplacement(m, with, out);
                copied = m.end();
                if (out.length() > charactersMax) {
                    throw new SqlException(MySqlError.ER_REGEXP_BUFFER_OVERFLOW);
                }
            }
            if (count == occurrence) {
                break;
            }
            at = m.end() > m.start() ? m.end() : m.end() + 1;
        }
        return out.append(text, copied, text.length()).toString();
    }

    private static void appendReplacement(Matcher m, String with, StringBuilder out) {
        for (int i = 0; i < with.length(); i++) {
            char c = with.charAt(i);
            if (c == '\\' && i + 1 < with.length()) {
                out.append(with.charAt(++i));
            } else if (c == '$' && i + 1 < with.length() && Character.isDigit(with.charAt(i + 1))) {
                int group = with.charAt(++i) - '0';
                if (group > m.groupCount()) {
                    throw new SqlException(MySqlError.ER_REGEXP_INDEX_OUTOFBOUNDS_ERROR);
                }
                String found = m.group(group);
                out.append(found == null ? "" : found);
            } else {
                out.append(c);
            }
        }
    }
}
