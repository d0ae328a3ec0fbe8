package io.daybreak.sql.plan;

import io.daybreak.sql.exec.AggregateNode;
import io.daybreak.sql.exec.DistinctNode;
import io.daybreak.sql.exec.FilterNode;
import io.daybreak.sql.exec.KeyCodecs;
import io.daybreak.sql.exec.KeyPartCodec;
import io.daybreak.sql.exec.LimitNode;
import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.exec.ProjectNode;
import io.daybreak.sql.exec.RowKeys;
import io.daybreak.sql.exec.Slots;
import io.daybreak.sql.exec.SortNode;
import io.daybreak.sql.expr.AggregateFunction;
import io.daybreak.sql.expr.Expr;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the operators of one query block on top of its joins: grouping, HAVING, windows, DISTINCT,
 * ORDER BY, LIMIT. Computed select items are computed as late as they can be.
 */
final class SelectPlanner {
    /** Up to here rows are sorted with their duplicates rather than put into a hash table first. */
    private static final double SORT_DISTINCT_ROWS_MAX = 10_000;

    private final PlanningRun run;
    private final BoundSelect select;
    private final List<Bound> groupSources;
    private boolean sorted;

    SelectPlanner(PlanningRun run, BoundSelect select, List<Bound> groupSources) {
        this.run = run;
        this.select = select;
        this.groupSources = groupSources;
    }

    BoundQuery plan() {
        PlanNode node = select.aggregates() ? IndexExtremes.tryPlan(run, select) : null;
        if (node == null) {
            node = read();
            if (select.aggregates()) {
                node = aggregate(node);
            }
        }
        if (select.having() != null) {
            List<Bound> having = Conditions.conjuncts(select.having());
            node =
                    new FilterNode(
                            node,
                            Conditions.compile(having),
                            Math.max(1, node.rows() / 2),
                            run.describe(having));
        }
        node = select.windows().plan(node, usedAbove());
        List<BoundQuery.Output> outputs = outputSlots();
        boolean early = select.distinct() || sortsByComputed();
        if (early) {
            node = compute(node, outputs);
        }
        if (select.distinct()) {
            node = new DistinctNode(node, keysOf(outputs));
        }
        node = early ? order(node, slotsOf(outputs), outputs) : order(node, usedByOutputs(), null);
        if (select.limit() != null) {
            node = new LimitNode(node, select.limit().expr(), offset());
        }
        if (!early) {
            node = compute(node, outputs);
        }
        return new BoundQuery(node, outputs, select.outerSlots());
    }

    private @Nullable Expr offset() {
        return select.offset() == null ? null : select.offset().expr();
    }

    private PlanNode read() {
        if (!select.aggregates()
                && !select.distinct()
                && select.existences().isEmpty()
                && select.from() instanceof FromTree.Leaf(ScopeTable table, LeafSource source)
                && source instanceof LeafSource.Base base) {
            SingleTable single =
                    new SingleTable(run, table, base, select.where(), select.outerSlots());
            SingleTable.Ordered ordered =
                    single.plan(
                            select.windows().isEmpty() ? select.order() : List.of(),
                            select.limit() != null);
            sorted = ordered.sorted();
            return ordered.node();
        }
        return new JoinPlanner(run, select.outerSlots())
                .plan(select.from(), select.where(), select.existences(), select.straight());
    }

    private PlanNode aggregate(PlanNode node) {
        int keys = select.grouped().size();
        int[] targets = new int[keys];
        Expr[] sources = new Expr[keys];
        KeyPartCodec[] codecs = new KeyPartCodec[keys];
        for (int i = 0; i < keys; i++) {
            targets[i] = select.grouped().get(i).value().slot();
            sources[i] = groupSources.get(i).expr();
            codecs[i] = KeyCodecs.of(groupSources.get(i).type(), false);
        }
        BitSet kept = usedAbove();
        if (select.having() != null) {
            kept.or(select.having().slots());
        }
        kept.andNot(Slots.of(targets));
        List<Aggregation.Call> calls = select.aggregation().calls();
        return new AggregateNode(
                node,
                new RowKeys(sources, codecs),
                targets,
                Slots.retain(node.slots(), kept),
                calls.stream().map(Aggregation.Call::function).toArray(AggregateFunction[]::new),
                calls.stream().mapToInt(c -> c.result().slot()).toArray(),
                keys > 0,
                select.rollup(),
                select.aggregation().levelSlot());
    }

    /** Slots that are read above grouping. */
    private BitSet usedAbove() {
        BitSet used = Slots.of(usedByOutputs());
        select.order().forEach(key -> used.or(key.value().slots()));
        used.or(select.windows().inputSlots());
        return used;
    }

    private int[] usedByOutputs() {
        BitSet used = new BitSet();
        select.outputs().forEach(output -> used.or(output.value().slots()));
        return Slots.toArray(used);
    }

    private boolean sortsByComputed() {
        for (BoundSelect.Key key : select.order()) {
            if (key.output() >= 0 && key.value().slot() < 0) {
                return true;
            }
        }
        return false;
    }

    private List<BoundQuery.Output> outputSlots() {
        List<BoundQuery.Output> outputs = new ArrayList<>();
        for (BoundQuery.Output output : select.outputs()) {
            Bound value = output.value();
            outputs.add(
                    value.slot() >= 0
                            ? output
                            : new BoundQuery.Output(
                                    output.name(),
                                    ExpressionBinder.slot(
                                            run.slots.next(),
                                            value.type(),
                                            value.expr().nullable(),
                                            value.text()),
                                    null));
        }
        return outputs;
    }

    private PlanNode compute(PlanNode node, List<BoundQuery.Output> outputs) {
        List<Expr> expressions = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Bound source = select.outputs().get(i).value();
            if (source.slot() < 0) {
                expressions.add(source.expr());
                targets.add(outputs.get(i).value().slot());
            }
        }
        return expressions.isEmpty()
                ? node
                : new ProjectNode(
                        node,
                        expressions.toArray(Expr[]::new),
                        targets.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int[] slotsOf(List<BoundQuery.Output> outputs) {
        return outputs.stream().mapToInt(o -> o.value().slot()).distinct().toArray();
    }

    static RowKeys keysOf(List<BoundQuery.Output> outputs) {
        return new RowKeys(
                outputs.stream().map(o -> o.value().expr()).toArray(Expr[]::new),
                outputs.stream()
                        .map(o -> KeyCodecs.of(o.value().type(), false))
                        .toArray(KeyPartCodec[]::new));
    }

    private PlanNode order(PlanNode node, int[] needed, @Nullable List<BoundQuery.Output> outputs) {
        boolean oneRow = select.aggregates() && select.grouped().isEmpty();
        List<Expr> expressions = new ArrayList<>();
        List<KeyPartCodec> codecs = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (BoundSelect.Key key : select.order()) {
            if (key.value().isConstant()) {
                continue;
            }
            Bound value =
                    key.output() >= 0 && outputs != null
                            ? outputs.get(key.output()).value()
                            : key.value();
            expressions.add(value.expr());
            codecs.add(KeyCodecs.of(value.type(), key.descending()));
            texts.add(value.text() + (key.descending() ? " DESC" : ""));
        }
        if (expressions.isEmpty() || oneRow || sorted) {
            return node;
        }
        RowKeys keys =
                new RowKeys(expressions.toArray(Expr[]::new), codecs.toArray(KeyPartCodec[]::new));
        boolean distinct = false;
        if (node instanceof DistinctNode duplicates
                && select.limit() == null
                && duplicates.input().rows() <= SORT_DISTINCT_ROWS_MAX
                && keys.equates(duplicates.keys())) {
            node = duplicates.input();
            distinct = true;
        }
        return new SortNode(
                node,
                keys,
                Slots.retain(node.slots(), Slots.of(needed)),
                distinct,
                select.limit() == null ? null : select.limit().expr(),
                offset(),
                String.join(", ", texts));
    }
}
