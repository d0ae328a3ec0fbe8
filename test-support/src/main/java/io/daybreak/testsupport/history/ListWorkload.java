package io.daybreak.testsupport.history;

import io.daybreak.testsupport.history.ListClient.AbortedException;
import io.daybreak.testsupport.history.Operation.Append;
import io.daybreak.testsupport.history.Operation.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Makes a history: several clients at once, each with transactions of a few reads and appends on a
 * few lists. A round has lists of its own, so lists stay short and a round is a history by itself.
 */
public final class ListWorkload {
    private static final int LISTS = 6;
    private static final int OPERATIONS_MAX = 5;

    private final Supplier<ListClient> clients;
    private final int threads;
    private final int transactionsPerThread;
    private final AtomicLong lastValue = new AtomicLong();
    private final AtomicInteger lastTransaction = new AtomicInteger();
    private int nextKey;

    public ListWorkload(Supplier<ListClient> clients, int threads, int transactionsPerThread) {
        this.clients = clients;
        this.threads = threads;
        this.transactionsPerThread = transactionsPerThread;
    }

    /** The history of a round; its last transaction reads all lists. */
    public List<TransactionRecord> round(long seed)
            throws InterruptedException, ExecutionException {
        int firstKey = nextKey;
        nextKey += LISTS;
        List<TransactionRecord> history = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<TransactionRecord>>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Random random = new Random(seed * 1_000 + i);
                parts.add(executor.submit(() -> transactions(random, firstKey)));
            }
            for (Future<List<TransactionRecord>> part : parts) {
                history.addAll(part.get());
            }
            history.add(executor.submit(() -> last(firstKey)).get());
        }
        return history;
    }

    private List<TransactionRecord> transactions(Random random, int firstKey) {
        List<TransactionRecord> done = new ArrayList<>();
        try (ListClient client = clients.get()) {
            for (int i = 0; i < transactionsPerThread; i++) {
                done.add(transaction(client, random, firstKey));
            }
        }
        return done;
    }

    private TransactionRecord transaction(ListClient client, Random random, int firstKey) {
        List<Operation> operations = new ArrayList<>();
        int id = lastTransaction.incrementAndGet();
        long began = System.nanoTime();
        boolean committed = false;
        try {
            client.begin();
            for (int i = 1 + random.nextInt(OPERATIONS_MAX); i > 0; i--) {
                step(client, random, firstKey, operations);
            }
            if (random.nextInt(12) == 0) {
                client.rollback();
            } else {
                client.commit();
                committed = true;
            }
        } catch (AbortedException _) {
            // It is in the history as one that must leave no trace.
        }
        return new TransactionRecord(id, committed, operations, began, System.nanoTime());
    }

    private void step(ListClient client, Random random, int firstKey, List<Operation> operations)
            throws AbortedException {
        int key = firstKey + random.nextInt(LISTS);
        switch (random.nextInt(10)) {
            case 0 -> addAll(operations, firstKey, client.readAll(firstKey, firstKey + LISTS - 1));
            case 1, 2, 3 -> operations.add(new Read(key, client.read(key, false), false));
            case 4 -> operations.add(new Read(key, client.read(key, true), true));
            case 5, 6 -> {
                operations.add(new Read(key, client.read(key, true), true));
                append(client, key, operations);
            }
            default -> append(client, key, operations);
        }
    }

    private void append(ListClient client, int key, List<Operation> operations)
            throws AbortedException {
        long value = lastValue.incrementAndGet();
        // Before it is tried: what fails half way must leave no trace either.
        operations.add(new Append(key, value));
        client.append(key, value);
    }

    private static void addAll(List<Operation> operations, int firstKey, List<List<Long>> lists) {
        for (int i = 0; i < lists.size(); i++) {
            operations.add(new Read(firstKey + i, lists.get(i), false));
        }
    }

    private TransactionRecord last(int firstKey) throws AbortedException {
        List<Operation> operations = new ArrayList<>();
        long began = System.nanoTime();
        try (ListClient client = clients.get()) {
            client.begin();
            addAll(operations, firstKey, client.readAll(firstKey, firstKey + LISTS - 1));
            client.commit();
        }
        return new TransactionRecord(
                lastTransaction.incrementAndGet(), true, operations, began, System.nanoTime());
    }
}
