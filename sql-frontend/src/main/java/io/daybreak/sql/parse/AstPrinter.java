package io.daybreak.sql.parse;

import io.daybreak.sql.ast.DataType;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Expression.Literal;
import io.daybreak.sql.ast.Expression.LiteralKind;
import io.daybreak.sql.ast.OrderItem;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Window;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prints trees as SQL, in the manner of MySQL's SHOW CREATE: lower-case words, names in backquotes,
 * every operator in parentheses, so that the text parses to the same tree under any {@code
 * sql_mode} but NO_BACKSLASH_ESCAPES. Not thread safe; one per text.
 */
public final class AstPrinter {
    private final StringBuilder out = new StringBuilder();

    /** The introducer of strings that have none, null for none. */
    private final @Nullable String introducer;

    private AstPrinter(@Nullable String introducer) {
        this.introducer = introducer;
    }

    public static String print(Expression expression) {
        return new AstPrinter(null).expression(expression).toString();
    }

    /**
     * As CHECK conditions, generated columns and default expressions are shown: with the charset of
     * every string.
     */
    public static String print(Expression expression, String charset) {
        return new AstPrinter(charset).expression(expression).toString();
    }

    public static String print(Query query) {
        return new AstPrinter(null).query(query).toString();
    }

    public static String print(DataType type) {
        return new AstPrinter(null).type(type).toString();
    }

    /** A name in backquotes. */
    public static String quote(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    /** A string in quotes, with escapes. */
    public static String quoteString(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('\'');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\'' -> quoted.append("\\'");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case 0 -> quoted.append("\\0");
                case 26 -> quoted.append("\\Z");
                default -> quoted.append(c);
            }
        }
        return quoted.append('\'').toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }

    // ---- Pieces

    AstPrinter add(String text) {
        out.append(text);
        return this;
    }

    AstPrinter name(String name) {
        return add(quote(name));
    }

    <T> AstPrinter list(List<? extends T> elements, String separator, Consumer<T> print) {
        boolean first = true;
        for (T element : elements) {
            if (!first) {
                add(separator);
            }
            first = false;
            print.accept(element);
        }
        return this;
    }

    private AstPrinter expressions(List<? extends Expression> list) {
        return list(list, ",", this::expression);
    }

    AstPrinter query(Query query) {
        new QueryPrinter(this).query(query);
        return this;
    }

    private AstPrinter operator(Expression left, String symbol, Expression right) {
        return add("(").expression(left).add(symbol).expression(right).add(")");
    }

    private static String not(boolean negated) {
        return negated ? " not" : "";
    }

    // ---- Expressions

    AstPrinter expression(Expression expression) {
        return switch (expression) {
            case Literal literal -> literal(literal);
            case Expression.Parameter _ -> add("?");
            case Expression.Column c -> column(c);
            case Expression.UserVariable v -> add("@").name(v.name());
            case Expression.SystemVariable v -> systemVariable(v);
            case Expression.Assign a ->
                    add("(").expression(a.target()).add(":=").expression(a.value()).add(")");
            case Expression.Unary u -> unary(u);
            case Expression.Binary b -> binary(b);
            case Expression.Is i ->
                    add("(").expression(i.operand())
                            .add(i.negated() ? " is not " : " is ")
                            .add(i.test().name().toLowerCase(Locale.ROOT))
                            .add(")");
            case Expression.Between b ->
                    add("(").expression(b.value())
                            .add(not(b.negated()))
                            .add(" between ")
                            .expression(b.low())
                            .add(" and ")
                            .expression(b.high())
                            .add(")");
            case Expression.InList i ->
                    add("(").expression(i.value())
                            .add(not(i.negated()))
                            .add(" in (")
                            .expressions(i.list())
                            .add("))");
            case Expression.InSubquery i ->
                    add("(").expression(i.value())
                            .add(not(i.negated()))
                            .add(" in (")
                            .query(i.query())
                            .add("))");
            case Expression.Like l -> like(l);
            case Expression.Regexp r ->
                    add("(").expression(r.value())
                            .add(not(r.negated()))
                            .add(" regexp ")
                            .expression(r.pattern())
                            .add(")");
            case Expression.MemberOf m ->
                    add("(").expression(m.value())
                            .add(" member of (")
                            .expression(m.array())
                            .add("))");
            case Expression.QuantifiedComparison q ->
                    add("(").expression(q.left())
                            .add(" " + q.operator().symbol())
                            .add(q.all() ? " all (" : " any (")
                            .query(q.query())
                            .add("))");
            case Expression.Exists e -> add("exists(").query(e.query()).add(")");
            case Expression.ScalarSubquery s -> add("(").query(s.query()).add(")");
            case Expression.Row r -> add("(").expressions(r.elements()).add(")");
            case Expression.Case c -> caseWhen(c);
            case Expression.IntervalArithmetic i ->
                    add("(").expression(i.date())
                            .add(i.subtract() ? " - interval " : " + interval ")
                            .expression(i.amount())
                            .add(" " + i.unit().name().toLowerCase(Locale.ROOT) + ")");
            default -> function(expression);
        };
    }

    /** A definition speaks of its own table, whose name may change. */
    private AstPrinter column(Expression.Column column) {
        if (introducer != null) {
            return name(column.name());
        }
        if (column.schema() != null) {
            name(column.schema()).add(".");
        }
        if (column.table() != null) {
            name(column.table()).add(".");
        }
        return name(column.name());
    }

    private AstPrinter systemVariable(Expression.SystemVariable variable) {
        add("@@");
        switch (variable.scope()) {
            case GLOBAL -> add("global.");
            case SESSION -> add("session.");
            default -> {}
        }
        if (variable.prefix() != null) {
            name(variable.prefix()).add(".");
        }
        return name(variable.name());
    }

    private AstPrinter unary(Expression.Unary unary) {
        return switch (unary.operator()) {
            case MINUS -> add("-(").expression(unary.operand()).add(")");
            case PLUS -> add("+(").expression(unary.operand()).add(")");
            case BIT_NOT -> add("~(").expression(unary.operand()).add(")");
            case NOT -> add("(not(").expression(unary.operand()).add("))");
            case BINARY -> add("(binary ").expression(unary.operand()).add(")");
        };
    }

    private AstPrinter binary(Expression.Binary binary) {
        return switch (binary.operator()) {
            case CONCAT ->
                    add("concat(")
                            .expression(binary.left())
                            .add(",")
                            .expression(binary.right())
                            .add(")");
            case OR, XOR, AND, SOUNDS_LIKE, INTEGER_DIVIDE ->
                    operator(
                            binary.left(),
                            ' ' + binary.operator().symbol().toLowerCase(Locale.ROOT) + ' ',
                            binary.right());
            default ->
                    operator(binary.left(), ' ' + binary.operator().symbol() + ' ', binary.right());
        };
    }

    private AstPrinter like(Expression.Like like) {
        add("(").expression(like.value())
                .add(not(like.negated()))
                .add(" like ")
                .expression(like.pattern());
        if (like.escape() != null) {
            add(" escape ").expression(like.escape());
        }
        return add(")");
    }

    private AstPrinter caseWhen(Expression.Case c) {
        add("(case");
        if (c.operand() != null) {
            add(" ").expression(c.operand());
        }
        for (Expression.When when : c.whens()) {
            add(" when ").expression(when.condition());
            add(" then ").expression(when.result());
        }
        if (c.otherwise() != null) {
            add(" else ").expression(c.otherwise());
        }
        return add(" end)");
    }

    // ---- Functions

    private AstPrinter function(Expression expression) {
        return switch (expression) {
            case Expression.Call c -> call(c);
            case Expression.Cast c -> cast(c);
            case Expression.ConvertUsing c ->
                    add("convert(").expression(c.operand()).add(" using " + c.charset() + ")");
            case Expression.Collate c -> collate(c);
            case Expression.Aggregate a -> aggregate(a);
            case Expression.WindowFunction w -> windowFunction(w);
            case Expression.Trim t -> trim(t);
            case Expression.Extract e ->
                    add("extract(" + e.unit().name().toLowerCase(Locale.ROOT) + " from ")
                            .expression(e.operand())
                            .add(")");
            case Expression.TimestampAdd t ->
                    add("timestampadd(" + t.unit().name().toLowerCase(Locale.ROOT) + ",")
                            .expressions(List.of(t.amount(), t.date()))
                            .add(")");
            case Expression.TimestampDiff t ->
                    add("timestampdiff(" + t.unit().name().toLowerCase(Locale.ROOT) + ",")
                            .expressions(List.of(t.from(), t.to()))
                            .add(")");
            case Expression.GetFormat g ->
                    add("get_format(" + g.type().name().toLowerCase(Locale.ROOT) + ",")
                            .expression(g.format())
                            .add(")");
            case Expression.CharCodes c -> {
                add("char(").expressions(c.codes());
                yield add(c.charset() == null ? ")" : " using " + c.charset() + ")");
            }
            case Expression.WeightString w -> weightString(w);
            case Expression.MatchAgainst m -> match(m);
            case Expression.InsertedValue v -> add("values(").column(v.column()).add(")");
            case Expression.DefaultOf d -> add("default(").column(d.column()).add(")");
            case Expression.DefaultValue _ -> add("default");
            case Expression.JsonValue j -> jsonValue(j);
            case Expression.JsonExtract j -> jsonExtract(j);
            default -> throw new IllegalArgumentException("no function: " + expression);
        };
    }

    private AstPrinter call(Expression.Call call) {
        if (call.schema() != null) {
            name(call.schema()).add(".").name(call.name());
        } else {
            add(call.name());
        }
        return add("(").expressions(call.arguments()).add(")");
    }

    private AstPrinter cast(Expression.Cast cast) {
        add("cast(").expression(cast.operand());
        if (cast.timeZone() != null) {
            add(" at time zone " + quoteString(cast.timeZone()));
        }
        return add(" as ").type(cast.type()).add(cast.array() ? " array)" : ")");
    }

    private AstPrinter collate(Expression.Collate collate) {
        boolean sign = collate.operand() instanceof Expression.Unary;
        add(sign ? "((" : "(").expression(collate.operand()).add(sign ? ")" : "");
        String name = collate.collation();
        return add(" collate " + (name.equals("binary") ? quote(name) : name) + ")");
    }

    private AstPrinter aggregate(Expression.Aggregate aggregate) {
        add(aggregate.name()).add("(");
        add(aggregate.distinct() ? "distinct " : "");
        add(aggregate.star() ? "*" : "").expressions(aggregate.arguments());
        if (!aggregate.orderBy().isEmpty()) {
            add(" order by ").orderItems(aggregate.orderBy());
        }
        if (aggregate.separator() != null) {
            add(" separator ").plainString(aggregate.separator());
        }
        add(")");
        if (aggregate.over() != null) {
            add(" over ").window(aggregate.over());
        }
        return this;
    }

    private AstPrinter windowFunction(Expression.WindowFunction function) {
        add(function.name()).add("(").expressions(function.arguments()).add(")");
        add(function.fromLast() ? " from last" : "");
        add(function.ignoreNulls() ? " ignore nulls" : "");
        return add(" over ").window(function.over());
    }

    AstPrinter orderItems(List<OrderItem> items) {
        return list(
                items,
                ",",
                (OrderItem item) -> {
                    expression(item.expression());
                    add(item.descending() ? " desc" : "");
                });
    }

    AstPrinter window(Window window) {
        return switch (window) {
            case Window.Named named -> name(named.name());
            case Window.Specification specification -> specification(specification);
        };
    }

    AstPrinter specification(Window.Specification window) {
        add("(");
        String space = "";
        if (window.base() != null) {
            name(window.base());
            space = " ";
        }
        if (!window.partitionBy().isEmpty()) {
            add(space).add("partition by ").expressions(window.partitionBy());
            space = " ";
        }
        if (!window.orderBy().isEmpty()) {
            add(space).add("order by ").orderItems(window.orderBy());
            space = " ";
        }
        Window.Frame frame = window.frame();
        if (frame != null) {
            add(space).add(frame.unit().name().toLowerCase(Locale.ROOT)).add(" between ");
            bound(frame.from()).add(" and ");
            bound(frame.to());
        }
        return add(")");
    }

    private AstPrinter bound(Window.Bound bound) {
        if (bound.unit() != null) {
            add("interval ");
        }
        if (bound.offset() != null) {
            expression(bound.offset()).add(" ");
        }
        if (bound.unit() != null) {
            add(bound.unit().name().toLowerCase(Locale.ROOT)).add(" ");
        }
        return add(bound.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    private AstPrinter trim(Expression.Trim trim) {
        add("trim(");
        boolean both = trim.side() == Expression.TrimSide.BOTH;
        if (!both || trim.remove() != null) {
            add(trim.side().name().toLowerCase(Locale.ROOT)).add(" ");
            if (trim.remove() != null) {
                expression(trim.remove()).add(" ");
            }
            add("from ");
        }
        return expression(trim.operand()).add(")");
    }

    private AstPrinter weightString(Expression.WeightString weight) {
        add("weight_string(").expression(weight.operand());
        if (weight.as() != null) {
            add(" as " + weight.as().name().toLowerCase(Locale.ROOT));
            add("(" + weight.length() + ")");
        }
        return add(")");
    }

    private AstPrinter match(Expression.MatchAgainst match) {
        add("match (").expressions(match.columns()).add(") against (");
        expression(match.against());
        return add(
                switch (match.mode()) {
                    case NATURAL_LANGUAGE -> ")";
                    case NATURAL_LANGUAGE_WITH_EXPANSION ->
                            " in natural language mode with query expansion)";
                    case BOOLEAN -> " in boolean mode)";
                    case WITH_EXPANSION -> " with query expansion)";
                });
    }

    /**
     * In a definition as the functions that it stands for, because an arrow takes no introducer.
     */
    private AstPrinter jsonExtract(Expression.JsonExtract json) {
        if (introducer == null) {
            return column(json.column()).add(json.unquote() ? "->>" : "->").expression(json.path());
        }
        add(json.unquote() ? "json_unquote(json_extract(" : "json_extract(");
        column(json.column()).add(",").expression(json.path());
        return add(json.unquote() ? "))" : ")");
    }

    private AstPrinter jsonValue(Expression.JsonValue json) {
        add("json_value(").expression(json.document()).add(", ").expression(json.path());
        if (json.returning() != null) {
            add(" returning ").type(json.returning());
        }
        response(json.onEmpty(), " on empty");
        response(json.onError(), " on error");
        return add(")");
    }

    void response(Expression.@Nullable JsonOnResponse response, String when) {
        if (response != null) {
            if (response.value() != null) {
                add(" default ").expression(response.value());
            } else {
                add(response.error() ? " error" : " null");
            }
            add(when);
        }
    }

    // ---- Literals and types

    private AstPrinter literal(Literal literal) {
        Object value = literal.value();
        return switch (literal.kind()) {
            case NULL -> add("NULL");
            case BOOLEAN -> add(Objects.equals(value, 1L) ? "true" : "false");
            case UNSIGNED -> add(Long.toUnsignedString((Long) Objects.requireNonNull(value)));
            case DECIMAL -> add(((BigDecimal) Objects.requireNonNull(value)).toPlainString());
            case DOUBLE -> floating((Double) Objects.requireNonNull(value));
            case HEX, BIT -> {
                charset(literal.charset());
                yield add(literal.charset() == null ? "" : " ")
                        .hex((byte[]) Objects.requireNonNull(value));
            }
            case STRING -> {
                charset(literal.charset() == null ? introducer : literal.charset());
                yield plainString(literal);
            }
            case NATIONAL -> {
                charset("utf8mb3");
                yield plainString(literal);
            }
            case DATE, TIME, TIMESTAMP -> add(literal.kind().name() + " ").plainString(literal);
            default -> add(String.valueOf(value));
        };
    }

    private void charset(@Nullable String charset) {
        if (charset != null) {
            add("_" + charset);
        }
    }

    private AstPrinter floating(double value) {
        String text = Double.toString(value).toLowerCase(Locale.ROOT);
        return add(text.indexOf('e') < 0 ? text + "e0" : text);
    }

    /** A string's text; bytes that are no UTF-8 in hexadecimal digits. */
    private AstPrinter plainString(Literal literal) {
        byte[] bytes = (byte[]) Objects.requireNonNull(literal.value());
        String text = new String(bytes, StandardCharsets.UTF_8);
        return literal.kind() == LiteralKind.STRING
                        && !Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))
                ? add(" ").hex(bytes)
                : add(quoteString(text));
    }

    private AstPrinter hex(byte[] bytes) {
        return bytes.length == 0
                ? add("x''")
                : add("0x" + java.util.HexFormat.of().withUpperCase().formatHex(bytes));
    }

    AstPrinter type(DataType type) {
        add(type.kind().name().toLowerCase(Locale.ROOT));
        if (!type.members().isEmpty()) {
            add("(");
            list(
                    type.members(),
                    ",",
                    (byte[] member) ->
                            add(quoteString(new String(member, StandardCharsets.UTF_8))));
            add(")");
        }
        if (type.length() >= 0) {
            add("(" + type.length());
            add(type.scale() >= 0 ? "," + type.scale() + ")" : ")");
        }
        add(type.unsigned() && !type.zerofill() ? " unsigned" : "");
        add(type.zerofill() ? " unsigned zerofill" : "");
        if (type.charset() != null) {
            add(" character set " + type.charset());
        }
        add(type.binaryCollation() ? " binary" : "");
        if (type.collation() != null) {
            add(" collate " + type.collation());
        }
        return this;
    }
}
