package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Statement;

/** Tells statements apart by their first words and hands them to the parser of their family. */
final class StatementParser {
    private final Grammar grammar;
    private final Tokens tokens;
    private final DmlParser dml;
    private final SessionParser session;

    StatementParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.dml = new DmlParser(grammar);
        this.session = new SessionParser(grammar);
    }

    /** The only statement of the text. */
    Statement only() {
        if (tokens.is(Lexer.END)) {
            throw new SqlException(MySqlError.ER_EMPTY_QUERY);
        }
        Statement statement = statement();
        tokens.accept(';');
        tokens.expect(Lexer.END);
        return statement;
    }

    Statement statement() {
        Keyword word = tokens.keyword();
        if (word == null) {
            if (tokens.is('(')) {
                return select();
            }
            throw tokens.error();
        }
        return switch (word) {
            case SELECT, VALUES, TABLE -> select();
            case WITH, INSERT, REPLACE, UPDATE, DELETE, LOAD, DO, CALL, EXPLAIN, DESCRIBE, DESC ->
                    data(word);
            case CREATE, ALTER, DROP, TRUNCATE, RENAME -> definition(word);
            case GRANT -> new AccountParser(grammar).grant();
            case REVOKE -> new AccountParser(grammar).revoke();
            case SET -> new SetParser(grammar).set();
            case SHOW -> new ShowParser(grammar).show();
            default -> session.statement(word);
        };
    }

    private Statement select() {
        int start = tokens.start();
        Query query = grammar.queries.query();
        return new Statement.Select(query, start, tokens.lastEnd());
    }

    private Statement data(Keyword word) {
        return switch (word) {
            case WITH -> with();
            case INSERT, REPLACE -> dml.insert();
            case UPDATE -> dml.update(null, tokens.start());
            case DELETE -> dml.delete(null, tokens.start());
            case LOAD -> dml.load();
            case DO -> dml.doExpressions();
            case CALL -> dml.call();
            default -> dml.explain(this);
        };
    }

    /** WITH belongs to a query, an UPDATE or a DELETE. */
    private Statement with() {
        int mark = tokens.position();
        int start = tokens.start();
        Query.With with = grammar.queries.with();
        if (tokens.is(UPDATE)) {
            return dml.update(with, start);
        }
        if (tokens.is(DELETE)) {
            return dml.delete(with, start);
        }
        tokens.back(mark);
        return select();
    }

    private Statement definition(Keyword word) {
        return switch (word) {
            case CREATE -> new CreateParser(grammar).create();
            case ALTER -> new AlterParser(grammar).alter();
            case DROP -> new DropParser(grammar).drop();
            case TRUNCATE -> new DropParser(grammar).truncate();
            default -> new DropParser(grammar).rename();
        };
    }
}
