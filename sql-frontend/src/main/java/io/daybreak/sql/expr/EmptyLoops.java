package io.daybreak.sql.expr;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often a regular expression may go round without looking at a character: {@code (()
 * {1000}){1000}} a million times. The matcher counts looks only, so each look is to count for as
 * many. An estimate from the text of a pattern that compiles; never too low for empty groups, empty
 * alternatives and repetitions of them. Confined to one thread.
 */
final class EmptyLoops {
    /** A group that is open: what its finished alternatives and its current one amount to. */
    private static final class Group {
        boolean nullable;
        boolean branchNullable = true;
        long rounds;

        void add(boolean atomNullable, long atomRounds) {
            branchNullable &= atomNullable;
            rounds = plus(rounds, atomRounds);
        }

        void endBranch() {
            nullable |= branchNullable;
            branchNullable = true;
        }
    }

    private final String source;
    private final Deque<Group> open = new ArrayDeque<>();
    private int at;
    private boolean atomNullable;
    private long atomRounds;

    private EmptyLoops(String source) {
        this.source = source;
    }

    static long of(String source) {
        return source.indexOf('{') < 0 ? 1 : new EmptyLoops(source).count();
    }

    private long count() {
        Group group = new Group();
        while (at < source.length()) {
            char c = source.charAt(at++);
            atomNullable = false;
            atomRounds = 0;
            switch (c) {
                case '(' -> {
                    open.push(group);
                    group = new Group();
                    group.nullable = skipHeader();
                    continue;
                }
                case '|' -> {
                    group.endBranch();
                    continue;
                }
                case ')' -> {
                    group.endBranch();
                    atomNullable = group.nullable;
                    atomRounds = group.rounds;
                    group = open.isEmpty() ? new Group() : open.pop();
                }
                case '\\' -> escape();
                case '[' -> skipClass();
                case '^', '$' -> atomNullable = true;
                default -> {}
            }
            quantifiers();
            group.add(atomNullable, atomRounds);
        }
        return Math.max(1, group.rounds);
    }

    /** Whether the group is one that looks around and takes nothing. */
    private boolean skipHeader() {
        if (at >= source.length() || source.charAt(at) != '?') {
            return false;
        }
        int start = at;
        while (at < source.length() && ":=!>)".indexOf(source.charAt(at)) < 0) {
            at++;
        }
        boolean flagsOnly = at < source.length() && source.charAt(at) == ')';
        if (!flagsOnly) {
            at++;
        }
        int end = Math.min(at, source.length());
        String header = source.substring(start, end);
        return flagsOnly || header.endsWith("=") || header.endsWith("!");
    }

    private void escape() {
        char c = at < source.length() ? source.charAt(at++) : ' ';
        if (c == 'Q') {
            int end = source.indexOf("\\E", at);
            at = end < 0 ? source.length() : end + 2;
        }
        atomNullable = Character.isDigit(c) || "bBAzZGkQ".indexOf(c) >= 0;
    }

    private void skipClass() {
        int depth = 1;
        while (at < source.length() && depth > 0) {
            switch (source.charAt(at++)) {
                case '\\' -> at++;
                case '[' -> depth++;
                case ']' -> depth--;
                default -> {}
            }
        }
    }

    private void quantifiers() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '{') {
                repeat();
            } else if (c == '*' || c == '?') {
                atomNullable = true;
                at++;
            } else if (c == '+') {
                at++;
            } else {
                return;
            }
        }
    }

    /** Only the rounds that must be are gone when nothing is found in them. */
    private void repeat() {
        long least = 0;
        at++;
        while (at < source.length() && Character.isDigit(source.charAt(at))) {
            least = Math.min(Integer.MAX_VALUE, least * 10 + source.charAt(at++) - '0');
        }
        while (at < source.length() && source.charAt(at++) != '}') {}
        if (atomNullable) {
            atomRounds = times(Math.max(1, least), Math.max(1, atomRounds));
        }
        atomNullable |= least == 0;
    }

    private static long plus(long a, long b) {
        return Math.min(Integer.MAX_VALUE, a + b);
    }

    private static long times(long a, long b) {
        return Math.min(Integer.MAX_VALUE, a * b);
    }
}
