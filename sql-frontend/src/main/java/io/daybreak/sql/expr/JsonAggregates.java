package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.Json;
import io.daybreak.sql.types.Values;
import org.jspecify.annotations.Nullable;

/** JSON_ARRAYAGG and JSON_OBJECTAGG. */
final class JsonAggregates {
    private JsonAggregates() {}

    static final class ArrayAgg implements Aggregator {
        private final Expr argument;
        private Json.Items items = new Json.Items();
        private long bytes;

        ArrayAgg(Expr argument) {
            this.argument = argument;
        }

        @Override
        public void add(EvalContext ctx) {
            Object value = argument.eval(ctx);
            bytes += value instanceof byte[] b ? b.length + 48L : 48;
            items.add(Json.of(value, argument.type()));
        }

        @Override
        public @Nullable Object result(EvalContext ctx) {
            return items.isEmpty() ? null : Json.bytes(items);
        }

        @Override
        public void reset() {
            items = new Json.Items();
            bytes = 0;
        }

        @Override
        public long memoryBytes() {
            return bytes;
        }
    }

    static final class ObjectAgg implements Aggregator {
        private final Expr key;
        private final Expr value;
        private Json.Members members = new Json.Members();
        private boolean any;
        private long bytes;

        ObjectAgg(Expr key, Expr value) {
            this.key = key;
            this.value = value;
        }

        @Override
        public void add(EvalContext ctx) {
            byte[] name = key.evalBytes(ctx);
            if (name == null) {
                throw new SqlException(MySqlError.ER_JSON_DOCUMENT_NULL_KEY);
            }
            Object member = value.eval(ctx);
            any = true;
            bytes += name.length + 96L + (member instanceof byte[] b ? b.length : 0);
            members.put(Values.string(name), Json.of(member, value.type()));
        }

        @Override
        public @Nullable Object result(EvalContext ctx) {
            return any ? Json.bytes(members) : null;
        }

        @Override
        public void reset() {
            members = new Json.Members();
            any = false;
            bytes = 0;
        }

        @Override
        public long memoryBytes() {
            return bytes;
        }
    }
}
