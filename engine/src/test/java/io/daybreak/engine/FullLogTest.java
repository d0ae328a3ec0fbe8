package io.daybreak.engine;

import static io.daybreak.engine.EngineFixture.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** What goes on while the volume takes no more redo, because too few segments answer. */
class FullLogTest {
    private final InMemoryVolume volume = InMemoryVolume.durableAtOnce();
    private volatile boolean full;

    private Volume fillable() {
        return (Volume)
                Proxy.newProxyInstance(
                        Volume.class.getClassLoader(),
                        new Class<?>[] {Volume.class},
                        (_, method, arguments) -> {
                            if (full && method.getName().equals("isAppendable")) {
                                return false;
                            }
                            if (full && method.getName().equals("awaitAppendable")) {
                                throw new AssertionError("waited for the log on the event loop");
                            }
                            try {
                                return method.invoke(volume, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @Test
    void endsTransactionsAndRefusesNewChangesWithoutWaiting() {
        try (StorageEngine engine = Engines.open(fillable(), new EngineConfig(16L << 20, 0))) {
            Transaction ddl = engine.begin(Isolation.REPEATABLE_READ, false);
            ddl.ddl().createSchema("test", new byte[0]);
            Table table = ddl.ddl().createTable(EngineFixture.usual("t"));
            ddl.commit();
            Transaction first = begin(engine);
            insert(first, table, 1, 1, "one");
            Transaction second = begin(engine);
            insert(second, table, 2, 2, "two");

            full = true;
            assertThatThrownBy(() -> insert(second, table, 3, 3, "three"))
                    .isInstanceOf(WouldBlockException.class);
            assertThat(first.commit()).isPositive();
            second.rollback();

            full = false;
            Transaction reader = begin(engine);
            assertThat(EngineFixture.scan(reader, table.clustered(), KeyRange.ALL, false))
                    .containsExactly("1,1,one");
            reader.commit();
        }
    }

    private static Transaction begin(StorageEngine engine) {
        Transaction transaction = engine.begin(Isolation.REPEATABLE_READ, false);
        transaction.mayBlock(false);
        transaction.beginStatement();
        return transaction;
    }
}
