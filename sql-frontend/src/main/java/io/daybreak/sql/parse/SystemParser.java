package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.Expression.Literal;
import io.daybreak.sql.ast.IntervalUnit;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.Statement.CrashKind;
import io.daybreak.sql.ast.Statement.FaultKind;
import io.daybreak.sql.ast.Statement.FaultPlace;

/**
 * ALTER SYSTEM: Aurora's fault injection, with segments, zones, death and hangs added. Most of its
 * words are none of MySQL's.
 */
final class SystemParser {
    private final Grammar grammar;
    private final Tokens tokens;

    SystemParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /** At SYSTEM. */
    Statement alter(int start) {
        tokens.expect(SYSTEM);
        if (accept("CRASH")) {
            CrashKind what = crashed();
            return new Statement.SystemCrash(what, start, tokens.lastEnd());
        }
        if (tokens.accept(END)) {
            expect("SIMULATION");
            return new Statement.EndFaults(start, tokens.lastEnd());
        }
        expect("SIMULATE");
        return simulate(start);
    }

    private CrashKind crashed() {
        if (accept("DISPATCHER")) {
            return CrashKind.DISPATCHER;
        }
        if (accept("NODE")) {
            return CrashKind.NODE;
        }
        tokens.accept(INSTANCE);
        return CrashKind.INSTANCE;
    }

    private Statement simulate(int start) {
        double percent = 100;
        long min = 0;
        long max = 0;
        FaultKind kind;
        if (accept("CRASH")) {
            kind = FaultKind.CRASH;
        } else if (accept("HANG")) {
            kind = FaultKind.HANG;
        } else if (tokens.accept(DISK)) {
            expect("FULL");
            kind = FaultKind.DISK_FULL;
        } else {
            percent = percent();
            if (tokens.accept(READ)) {
                return readReplicaFailure(percent, start);
            }
            tokens.expect(DISK);
            if (accept("FAILURE")) {
                kind = FaultKind.DISK_FAILURE;
            } else {
                expect("CONGESTION");
                kind = FaultKind.DISK_CONGESTION;
                tokens.expect(BETWEEN);
                min = tokens.number();
                tokens.expect(AND);
                max = tokens.number();
                expect("MILLISECONDS");
            }
        }
        FaultPlace place = tokens.accept(IN) ? place() : new FaultPlace.Everywhere();
        tokens.expect(FOR);
        tokens.expect(INTERVAL);
        long amount = tokens.number();
        IntervalUnit unit = unit();
        return new Statement.SystemFault(
                kind, percent, min, max, place, amount, unit, start, tokens.lastEnd());
    }

    private Statement readReplicaFailure(double percent, int start) {
        tokens.expect(REPLICA);
        expect("FAILURE");
        if (tokens.accept(TO) && !tokens.accept(ALL)) {
            tokens.identifierOrString();
        }
        tokens.expect(FOR);
        tokens.expect(INTERVAL);
        long amount = tokens.number();
        IntervalUnit unit = unit();
        return new Statement.SystemFault(
                FaultKind.READ_REPLICA_FAILURE,
                percent,
                0,
                0,
                new FaultPlace.Everywhere(),
                amount,
                unit,
                start,
                tokens.lastEnd());
    }

    private double percent() {
        if (!tokens.is(Lexer.INTEGER) && !tokens.is(Lexer.DECIMAL) && !tokens.is(Lexer.FLOAT)) {
            throw tokens.error();
        }
        Literal literal = tokens.literal();
        tokens.fix(literal);
        if (!(literal.value() instanceof Number number)) {
            throw tokens.error();
        }
        expect("PERCENT");
        return number.doubleValue();
    }

    private FaultPlace place() {
        if (accept("AZ")) {
            return new FaultPlace.Zone(tokens.identifierOrString());
        }
        if (tokens.accept(DISK) || accept("SEGMENT")) {
            return new FaultPlace.Segment(tokens.number());
        }
        expect("NODE");
        return new FaultPlace.Node(tokens.number());
    }

    private IntervalUnit unit() {
        int mark = tokens.position();
        IntervalUnit unit = grammar.expressions.unit();
        if (unit.isCompound() || unit == IntervalUnit.MICROSECOND) {
            tokens.back(mark);
            throw tokens.error();
        }
        return unit;
    }

    private boolean accept(String word) {
        if (tokens.isWord(word)) {
            tokens.skip();
            return true;
        }
        return false;
    }

    private void expect(String word) {
        if (!accept(word)) {
            throw tokens.error();
        }
    }
}
