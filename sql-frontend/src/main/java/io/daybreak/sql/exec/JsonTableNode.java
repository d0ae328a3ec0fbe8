package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.expr.JsonRows;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** JSON_TABLE: the rows of a document that is computed when it is opened. */
public record JsonTableNode(String alias, Expr document, JsonRows shape, int[] slots)
        implements PlanNode {
    private static final double ROWS = 10;

    @Override
    public Operator operator(Execution execution) {
        return new Operator() {
            private final RowFeed feed =
                    new RowFeed(execution, IntStream.range(0, slots.length).toArray(), slots);
            private long bytes;

            private final JsonRows.Watch watch =
                    new JsonRows.Watch() {
                        @Override
                        public void made(@Nullable Object[] row) {
                            execution.tick();
                            long size = SavedRows.sizeOf(row);
                            execution.memory().reserve(size, bytes);
                            bytes += size;
                        }

                        @Override
                        public void read() {
                            execution.memory().release(bytes);
                            bytes = 0;
                        }
                    };

            @Override
            public void open() {
                watch.read();
                feed.open(shape.of(document, execution.context(), watch));
            }

            @Override
            public boolean next() {
                return feed.next();
            }

            @Override
            public void close() {
                watch.read();
                feed.close();
            }
        };
    }

    @Override
    public double rows() {
        return ROWS;
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }

    @Override
    public String describe() {
        return "Materialize table function " + alias;
    }
}
