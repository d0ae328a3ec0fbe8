package io.daybreak.sql.parse;

import java.util.Locale;

/** The parts of {@code sql_mode} that change what a text means. Immutable. */
public record ParseOptions(
        boolean ansiQuotes,
        boolean pipesAsConcat,
        boolean noBackslashEscapes,
        boolean highNotPrecedence,
        boolean ignoreSpace,
        boolean realAsFloat) {
    public static final ParseOptions DEFAULT =
            new ParseOptions(false, false, false, false, false, false);

    /** The value of {@code @@sql_mode}: names separated by commas. */
    public static ParseOptions ofSqlMode(String sqlMode) {
        boolean ansiQuotes = false;
        boolean pipesAsConcat = false;
        boolean noBackslashEscapes = false;
        boolean highNotPrecedence = false;
        boolean ignoreSpace = false;
        boolean realAsFloat = false;
        for (String name : sqlMode.toUpperCase(Locale.ROOT).split(",", -1)) {
            switch (name.strip()) {
                case "ANSI" -> {
                    ansiQuotes = true;
                    pipesAsConcat = true;
                    ignoreSpace = true;
                    realAsFloat = true;
                }
                case "ANSI_QUOTES" -> ansiQuotes = true;
                case "PIPES_AS_CONCAT" -> pipesAsConcat = true;
                case "NO_BACKSLASH_ESCAPES" -> noBackslashEscapes = true;
                case "HIGH_NOT_PRECEDENCE" -> highNotPrecedence = true;
                case "IGNORE_SPACE" -> ignoreSpace = true;
                case "REAL_AS_FLOAT" -> realAsFloat = true;
                default -> {}
            }
        }
        ParseOptions options =
                new ParseOptions(
                        ansiQuotes,
                        pipesAsConcat,
                        noBackslashEscapes,
                        highNotPrecedence,
                        ignoreSpace,
                        realAsFloat);
        return options.equals(DEFAULT) ? DEFAULT : options;
    }
}
