package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression.BinaryOperator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.LoptOptimizeJoinRule;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.RelDataTypeFieldImpl;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rel.type.RelRecordType;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * Asks Calcite for the order of an inner join: units become leaves with our estimates, conditions
 * calls of operators that Calcite knows nothing about but the slots they read (equalities are shown
 * as such), and {@link LoptOptimizeJoinRule} orders them by the sizes of intermediate results.
 */
final class CalciteJoinOrder {
    private static final SqlFunction CONDITION =
            new SqlFunction(
                    "DAYBREAK_CONDITION",
                    SqlKind.OTHER_FUNCTION,
                    ReturnTypes.BOOLEAN_NULLABLE,
                    null,
                    OperandTypes.VARIADIC,
                    SqlFunctionCategory.USER_DEFINED_FUNCTION);

    private final List<JoinUnit> units;
    private final List<Bound> conditions;
    private final Estimates estimates;
    private final RexBuilder rex;
    private final RelOptCluster cluster;
    private final Map<Integer, Integer> fields = new HashMap<>();

    /** What is known of units and slots. */
    interface Estimates {
        double rows(JoinUnit unit);

        double distinct(int slot);
    }

    /**
     * Rows of its own for each order: Calcite would keep every shape of row it ever saw until
     * memory is short.
     */
    private static final class UnsharedTypes extends SqlTypeFactoryImpl {
        UnsharedTypes() {
            super(RelDataTypeSystem.DEFAULT);
        }

        @Override
        protected RelDataType canonize(
                StructKind kind, List<String> names, List<RelDataType> types, boolean nullable) {
            List<RelDataTypeField> row = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                row.add(new RelDataTypeFieldImpl(names.get(i), i, types.get(i)));
            }
            return canonize(new RelRecordType(kind, row, nullable));
        }
    }

    CalciteJoinOrder(List<JoinUnit> units, List<Bound> conditions, Estimates estimates) {
        this.units = units;
        this.conditions = conditions;
        this.estimates = estimates;
        RelDataTypeFactory types = new UnsharedTypes();
        this.rex = new RexBuilder(types);
        HepProgramBuilder program = new HepProgramBuilder();
        program.addMatchOrder(HepMatchOrder.BOTTOM_UP);
        program.addRuleInstance(CoreRules.JOIN_TO_MULTI_JOIN);
        program.addRuleInstance(
                LoptOptimizeJoinRule.Config.DEFAULT
                        .withRelBuilderFactory(builders())
                        .as(LoptOptimizeJoinRule.Config.class)
                        .toRule());
        HepPlanner planner = new HepPlanner(program.build());
        this.cluster = RelOptCluster.create(planner, rex);
        cluster.setMetadataQuerySupplier(() -> new RelMetadataQuery(MetadataDispatch.INSTANCE));
    }

    /** Joins that Calcite makes estimate their rows as we do. */
    private RelBuilderFactory builders() {
        RelFactories.JoinFactory joins =
                (left, right, hints, condition, variables, type, semiJoinDone) ->
                        new OrderedJoin(left.getCluster(), left, right, condition, type, estimates);
        return RelBuilder.proto(Contexts.of(joins));
    }

    /** The units in the order in which they are to be joined. */
    List<JoinUnit> order() {
        HepPlanner planner = (HepPlanner) cluster.getPlanner();
        planner.setRoot(tree());
        List<JoinUnit> order = new ArrayList<>();
        collect(planner.findBestExp(), order);
        return order;
    }

    private RelNode tree() {
        RelNode tree = null;
        int count = 0;
        for (int i = 0; i < units.size(); i++) {
            RelDataTypeFactory.Builder type = rex.getTypeFactory().builder();
            RelDataType any =
                    rex.getTypeFactory()
                            .createTypeWithNullability(
                                    rex.getTypeFactory().createSqlType(SqlTypeName.INTEGER), true);
            BitSet slots = units.get(i).slots();
            for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
                fields.put(slot, count++);
                type.add(OrderedJoin.fieldName(slot), any);
            }
            if (slots.isEmpty()) {
                count++;
                type.add("none" + i, any);
            }
            UnitRel leaf = new UnitRel(cluster, type.build(), i, estimates.rows(units.get(i)));
            boolean last = i == units.size() - 1;
            tree =
                    tree == null
                            ? leaf
                            : LogicalJoin.create(
                                    tree,
                                    leaf,
                                    List.of(),
                                    last ? condition() : rex.makeLiteral(true),
                                    java.util.Set.of(),
                                    JoinRelType.INNER);
        }
        return java.util.Objects.requireNonNull(tree);
    }

    private RexNode condition() {
        List<RexNode> parts = new ArrayList<>();
        for (Bound condition : conditions) {
            RexNode part = part(condition);
            if (part != null) {
                parts.add(part);
            }
        }
        return RexUtil.composeConjunction(rex, parts);
    }

    private @org.jspecify.annotations.Nullable RexNode part(Bound condition) {
        if (unitsOf(condition) < 2) {
            // The leaf's estimate has it.
            return null;
        }
        if (condition.shape() instanceof Shape.Comparison(var operator, var left, var right)
                && operator == BinaryOperator.EQUAL
                && fields.containsKey(left.slot())
                && fields.containsKey(right.slot())) {
            return rex.makeCall(
                    SqlStdOperatorTable.EQUALS, field(left.slot()), field(right.slot()));
        }
        List<RexNode> operands = new ArrayList<>();
        condition.slots().stream()
                .filter(fields::containsKey)
                .forEach(slot -> operands.add(field(slot)));
        return operands.isEmpty() ? null : rex.makeCall(CONDITION, operands);
    }

    private int unitsOf(Bound condition) {
        int count = 0;
        for (JoinUnit unit : units) {
            if (unit.slots().intersects(condition.slots())) {
                count++;
            }
        }
        return count;
    }

    private RexNode field(int slot) {
        Integer index = java.util.Objects.requireNonNull(fields.get(slot));
        RelDataType type =
                rex.getTypeFactory()
                        .createTypeWithNullability(
                                rex.getTypeFactory().createSqlType(SqlTypeName.INTEGER), true);
        return rex.makeInputRef(type, index);
    }

    private void collect(RelNode node, List<JoinUnit> order) {
        if (node instanceof UnitRel leaf) {
            order.add(units.get(leaf.number()));
            return;
        }
        for (RelNode input : node.getInputs()) {
            collect(input, order);
        }
    }
}
