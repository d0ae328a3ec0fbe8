package io.daybreak.sql.parse;

import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Limit;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Query.Body;
import io.daybreak.sql.ast.Query.SelectItem;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.ast.TableReference;
import io.daybreak.sql.ast.TableReference.JsonColumn;
import io.daybreak.sql.ast.Window;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The part of {@link AstPrinter} that prints queries. */
final class QueryPrinter {
    private final AstPrinter out;

    QueryPrinter(AstPrinter out) {
        this.out = out;
    }

    void query(Query query) {
        if (query.with() != null) {
            with(query.with());
        }
        body(query.body());
        if (!query.orderBy().isEmpty()) {
            out.add(" order by ").orderItems(query.orderBy());
        }
        limit(query.limit());
        into(query.into());
        for (Query.Locking locking : query.locking()) {
            locking(locking);
        }
    }

    private void with(Query.With with) {
        out.add(with.recursive() ? "with recursive " : "with ");
        out.list(
                with.tables(),
                ", ",
                (Query.CommonTable table) -> {
                    out.name(table.name());
                    columns(table.columns());
                    out.add(" as (").query(table.query()).add(")");
                });
        out.add(" ");
    }

    private void columns(List<String> columns) {
        if (!columns.isEmpty()) {
            out.add(" (").list(columns, ",", out::name).add(")");
        }
    }

    private void limit(@Nullable Limit limit) {
        if (limit != null) {
            out.add(" limit ");
            if (limit.offset() != null) {
                out.expression(limit.offset()).add(",");
            }
            out.expression(limit.count());
        }
    }

    private void locking(Query.Locking locking) {
        out.add(locking.strength() == Query.LockStrength.UPDATE ? " for update" : " for share");
        if (!locking.tables().isEmpty()) {
            out.add(" of ").list(locking.tables(), ",", this::table);
        }
        switch (locking.waiting()) {
            case WAIT -> {}
            case NOWAIT -> out.add(" nowait");
            case SKIP_LOCKED -> out.add(" skip locked");
        }
    }

    private void into(Query.@Nullable Into into) {
        switch (into) {
            case null -> {}
            case Query.Into.Variables variables ->
                    out.add(" into ").list(variables.targets(), ",", out::expression);
            case Query.Into.Dumpfile file ->
                    out.add(" into dumpfile ").add(AstPrinter.quoteString(file.file()));
            case Query.Into.Outfile file ->
                    out.add(" into outfile ").add(AstPrinter.quoteString(file.file()));
        }
    }

    private void table(TableName table) {
        if (table.schema() != null) {
            out.name(table.schema()).add(".");
        }
        out.name(table.name());
    }

    // ---- Bodies

    private void body(Body body) {
        switch (body) {
            case Body.Select select -> select(select);
            case Body.Values values -> {
                out.add("values ");
                out.list(
                        values.rows(),
                        ",",
                        (List<Expression> row) ->
                                out.add("row(").list(row, ",", out::expression).add(")"));
            }
            case Body.ExplicitTable explicit -> {
                out.add("table ");
                table(explicit.table());
            }
            case Body.SetOperation operation -> {
                body(operation.left());
                out.add(" " + operation.operator().name().toLowerCase(Locale.ROOT));
                out.add(operation.all() ? " all " : " ");
                boolean nested = operation.right() instanceof Body.SetOperation;
                out.add(nested ? "(" : "");
                body(operation.right());
                out.add(nested ? ")" : "");
            }
            case Body.Nested nested -> out.add("(").query(nested.query()).add(")");
        }
    }

    private void select(Body.Select select) {
        out.add("select ");
        for (String hint : select.hints()) {
            out.add("/*+ " + hint + " */ ");
        }
        out.add(select.distinct() ? "distinct " : "");
        for (Query.SelectOption option : select.options()) {
            out.add(option.name().toLowerCase(Locale.ROOT)).add(" ");
        }
        out.list(select.items(), ",", this::item);
        if (!select.from().isEmpty()) {
            out.add(" from ").list(select.from(), ",", this::reference);
        }
        condition(" where ", select.where());
        if (select.groupBy() != null) {
            out.add(" group by ").list(select.groupBy().items(), ",", out::expression);
            out.add(select.groupBy().rollup() ? " with rollup" : "");
        }
        condition(" having ", select.having());
        if (!select.windows().isEmpty()) {
            out.add(" window ");
            out.list(
                    select.windows(),
                    ",",
                    (Window.Definition window) ->
                            out.name(window.name()).add(" as ").specification(window.window()));
        }
    }

    private void condition(String word, @Nullable Expression condition) {
        if (condition != null) {
            out.add(word).expression(condition);
        }
    }

    private void item(SelectItem item) {
        switch (item) {
            case SelectItem.Wildcard wildcard -> {
                if (wildcard.schema() != null) {
                    out.name(wildcard.schema()).add(".");
                }
                if (wildcard.table() != null) {
                    out.name(wildcard.table()).add(".");
                }
                out.add("*");
            }
            case SelectItem.Expr expr -> {
                out.expression(expr.expression());
                if (expr.alias() != null) {
                    out.add(" AS ").name(expr.alias());
                }
            }
        }
    }

    // ---- FROM

    private void reference(TableReference reference) {
        switch (reference) {
            case TableReference.Named named -> named(named);
            case TableReference.Derived derived -> {
                out.add(derived.lateral() ? "lateral (" : "(").query(derived.query()).add(") ");
                out.name(derived.alias());
                columns(derived.columns());
            }
            case TableReference.Join join -> join(join);
            case TableReference.Group group ->
                    out.add("(").list(group.elements(), ",", this::reference).add(")");
            case TableReference.JsonTable json -> {
                out.add("json_table(").expression(json.document()).add(", ");
                out.expression(json.path()).add(" ");
                jsonColumns(json.columns());
                out.add(") ").name(json.alias());
            }
        }
    }

    private void named(TableReference.Named named) {
        table(named.name());
        if (!named.partitions().isEmpty()) {
            out.add(" partition").add(" (").list(named.partitions(), ",", out::name).add(")");
        }
        if (named.hasAlias()) {
            out.add(" ").name(named.exposedName());
        }
        for (TableReference.IndexHint hint : named.hints()) {
            out.add(" " + hint.kind().name().toLowerCase(Locale.ROOT) + " index ");
            out.add(
                    switch (hint.scope()) {
                        case ALL -> "";
                        case JOIN -> "for join ";
                        case ORDER_BY -> "for order by ";
                        case GROUP_BY -> "for group by ";
                    });
            out.add("(").list(hint.indexes(), ",", out::name).add(")");
        }
    }

    private void join(TableReference.Join join) {
        reference(join.left());
        out.add(join.natural() ? " natural" : "");
        out.add(
                switch (join.type()) {
                    case INNER -> " join ";
                    case STRAIGHT -> " straight_join ";
                    case LEFT -> " left join ";
                    case RIGHT -> " right join ";
                });
        boolean nested = join.right() instanceof TableReference.Join;
        out.add(nested ? "(" : "");
        reference(join.right());
        out.add(nested ? ")" : "");
        condition(" on ", join.on());
        if (!join.using().isEmpty()) {
            out.add(" using").add(" (").list(join.using(), ",", out::name).add(")");
        }
    }

    private void jsonColumns(List<JsonColumn> columns) {
        out.add("columns (").list(columns, ", ", this::jsonColumn).add(")");
    }

    private void jsonColumn(JsonColumn column) {
        switch (column) {
            case JsonColumn.Ordinality(String name) -> out.name(name).add(" for ordinality");
            case JsonColumn.Nested nested -> {
                out.add("nested path ").expression(nested.path()).add(" ");
                jsonColumns(nested.columns());
            }
            case JsonColumn.Value value -> {
                out.name(value.name()).add(" ").type(value.type());
                out.add(value.exists() ? " exists path " : " path ").expression(value.path());
                out.response(value.onEmpty(), " on empty");
                out.response(value.onError(), " on error");
            }
        }
    }
}
