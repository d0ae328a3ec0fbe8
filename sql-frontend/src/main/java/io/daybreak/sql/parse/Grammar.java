package io.daybreak.sql.parse;

/**
 * The parts of the grammar that refer to each other, over one sequence of tokens. One per parse.
 */
final class Grammar {
    final Tokens tokens;
    final NameParser names;
    final TypeParser types;
    final ExpressionParser expressions;
    final FunctionParser functions;
    final QueryParser queries;
    final TableReferenceParser tables;

    Grammar(Tokens tokens) {
        this.tokens = tokens;
        names = new NameParser(tokens);
        types = new TypeParser(this);
        functions = new FunctionParser(this);
        expressions = new ExpressionParser(this);
        queries = new QueryParser(this);
        tables = new TableReferenceParser(this);
    }
}
