package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.TableReference;
import io.daybreak.sql.ast.TableReference.JsonColumn;
import io.daybreak.sql.exec.JsonTableNode;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.expr.Exprs;
import io.daybreak.sql.expr.JsonExtraction;
import io.daybreak.sql.expr.JsonExtraction.Response;
import io.daybreak.sql.expr.JsonRows;
import io.daybreak.sql.expr.Literal;
import io.daybreak.sql.types.Json;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON_TABLE and JSON_VALUE. */
final class JsonTables {
    private static final int VALUE_CHARACTERS = 512;

    private final PlanningRun run;
    private final List<ScopeColumn> columns = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    JsonTables(PlanningRun run) {
        this.run = run;
    }

    /** The table and its rows; it sees the tables before it. */
    FromTree.Leaf table(TableReference.JsonTable syntax, Scope lateral, CteScope ctes) {
        Scope around = new Scope(lateral);
        ExpressionBinder binder = new ExpressionBinder(run, around, Clause.FROM, ctes);
        Expr document = binder.bind(syntax.document()).expr();
        ScopeTable table = new ScopeTable(null, syntax.alias());
        List<JsonRows.Part> parts = parts(syntax.columns(), table, binder);
        table.columns.addAll(columns);
        int[] slots = columns.stream().mapToInt(ScopeColumn::usedSlot).toArray();
        JsonRows rows = new JsonRows(text(syntax.path(), binder), parts, slots.length);
        return new FromTree.Leaf(
                table,
                new LeafSource.Derived(
                        new JsonTableNode(syntax.alias(), document, rows, slots),
                        around.outerSlots));
    }

    private List<JsonRows.Part> parts(
            List<JsonColumn> syntax, ScopeTable table, ExpressionBinder binder) {
        List<JsonRows.Part> parts = new ArrayList<>();
        for (JsonColumn column : syntax) {
            parts.add(
                    switch (column) {
                        case JsonColumn.Ordinality(String name) ->
                                new JsonRows.Part.Ordinality(add(table, name, SqlType.BIGINT));
                        case JsonColumn.Value value -> value(value, table, binder);
                        case JsonColumn.Nested nested ->
                                new JsonRows.Part.Nested(
                                        new JsonRows(
                                                text(nested.path(), binder),
                                                parts(nested.columns(), table, binder),
                                                0));
                    });
        }
        return parts;
    }

    private JsonRows.Part value(
            JsonColumn.Value column, ScopeTable table, ExpressionBinder binder) {
        SqlType type = Types.column(column.type(), run.context.bindContext());
        int place = add(table, column.name(), type);
        JsonExtraction extraction =
                JsonExtraction.column(
                        text(column.path(), binder),
                        column.name(),
                        type,
                        parsed(response(column.onEmpty(), column.name(), binder)),
                        parsed(response(column.onError(), column.name(), binder)));
        return column.exists()
                ? new JsonRows.Part.Exists(place, extraction)
                : new JsonRows.Part.Value(place, extraction);
    }

    private int add(ScopeTable table, String name, SqlType type) {
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            throw new SqlException(MySqlError.ER_DUP_FIELDNAME, name);
        }
        int place = columns.size();
        int slot = run.slots.next();
        table.own(slot);
        columns.add(new ScopeColumn(table, name, type, true, place, true).at(slot));
        return place;
    }

    Expr value(Expression.JsonValue syntax, ExpressionBinder binder) {
        Expr document = binder.expr(syntax.document());
        SqlType type =
                syntax.returning() == null
                        ? SqlType.varchar(VALUE_CHARACTERS, run.context.bindContext().connection())
                        : Types.returned(
                                syntax.returning(),
                                Exprs.literal(
                                        null,
                                        SqlType.varchar(
                                                VALUE_CHARACTERS,
                                                run.context.bindContext().connection())),
                                run.context.bindContext());
        return JsonExtraction.value(
                document,
                text(syntax.path(), binder),
                type,
                response(syntax.onEmpty(), "json_value", binder),
                response(syntax.onError(), "json_value", binder));
    }

    /** A literal's text, which is part of the plan. */
    private static String text(Expression literal, ExpressionBinder binder) {
        Expr bound = binder.withConstants(() -> binder.bind(literal)).expr();
        if (bound instanceof Literal constant && constant.value() instanceof byte[] utf8) {
            return Values.string(utf8);
        }
        throw new SqlException(MySqlError.ER_INVALID_JSON_PATH, 0);
    }

    /** A DEFAULT of JSON_TABLE is the text of a document. */
    private static Response parsed(Response response) {
        if (!(response.value() instanceof String text)) {
            return response;
        }
        try {
            return new Response(false, Json.parseText(Values.utf8(text)));
        } catch (Json.SyntaxException e) {
            throw new SqlException(
                    MySqlError.ER_INVALID_JSON_TEXT_IN_PARAM,
                    1,
                    "JSON_TABLE",
                    e.reason(),
                    e.position(),
                    "");
        }
    }

    private static Response response(
            Expression.@Nullable JsonOnResponse syntax, String name, ExpressionBinder binder) {
        if (syntax == null) {
            return Response.NULL;
        }
        Expression value = syntax.value();
        if (value == null) {
            return new Response(syntax.error(), null);
        }
        Expr bound = binder.withConstants(() -> binder.bind(value)).expr();
        if (!(bound instanceof Literal constant)) {
            throw new SqlException(MySqlError.ER_INVALID_DEFAULT, name);
        }
        return new Response(false, Json.of(constant.value(), constant.type()));
    }
}
