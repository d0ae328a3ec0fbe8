package io.daybreak.sql.expr;

/**
 * The names under which {@link FunctionRegistry} keeps what SQL writes in a syntax of its own.
 *
 * <pre>
 * name                         arguments
 * + - * / DIV % (MOD)          two;  NEG one
 * &amp; | ^ &lt;&lt; &gt;&gt;                 two;  ~ one
 * = &lt;&gt; (!=) &lt; &lt;= &gt; &gt;= &lt;=&gt;     two; both may be ROW
 * AND OR XOR                   two or more;  NOT (!) one
 * IS NULL, IS NOT NULL         one
 * IS TRUE, IS FALSE            one;  IS NOT TRUE, IS NOT FALSE, IS UNKNOWN, IS NOT UNKNOWN too
 * BETWEEN, NOT BETWEEN         value, low, high
 * IN, NOT IN                   value, then the list
 * LIKE, NOT LIKE               value, pattern [, escape]
 * REGEXP, NOT REGEXP           value, pattern
 * CASE                         condition, result, … [, else]: searched
 * CASE_VALUE                   value, candidate, result, … [, else]: simple
 * ROW                          parts of a row value
 * DATE_ADD, DATE_SUB           date, amount, unit as text literal ('DAY', 'MINUTE_SECOND', …)
 * EXTRACT                      unit, value
 * TIMESTAMPADD, TIMESTAMPDIFF  unit, …
 * TRIM, TRIM_BOTH, TRIM_LEADING, TRIM_TRAILING   text [, what to remove]
 * POSITION                     as LOCATE: what, in which
 * MEMBER OF                    value, JSON array
 * -&gt; -&gt;&gt;                       JSON, path
 * GET_FORMAT                   'DATE' | 'TIME' | 'DATETIME', region
 * MATCH is not here: it needs an index.
 * </pre>
 *
 * <p>CAST, CONVERT … USING, COLLATE and BINARY are {@link Exprs#cast}, {@link Exprs#convertUsing}
 * and {@link Exprs#collate}.
 */
final class Operators {
    private Operators() {}
}
