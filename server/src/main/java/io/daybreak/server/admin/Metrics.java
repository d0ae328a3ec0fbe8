package io.daybreak.server.admin;

import io.daybreak.engine.api.EngineStatus;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.logstorage.api.NodeStatistics;
import io.daybreak.quorum.api.VolumeStatus;
import io.daybreak.server.net.MySqlListener;
import io.daybreak.sql.api.ConnectionRegistry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every number of the server under one name each, read when somebody asks: nothing is counted
 * twice, and the hot paths know nothing of Micrometer. Thread-safe.
 */
final class Metrics {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Metrics(MySqlListener clients, @Nullable StorageEngine engine) {
        new JvmMemoryMetrics().bindTo(registry);
        JvmGcMetrics gc = new JvmGcMetrics();
        gc.bindTo(registry);
        clients(clients.registry());
        if (engine != null) {
            engine(engine);
            volume(engine);
        }
    }

    private void clients(ConnectionRegistry connections) {
        status(connections, "daybreak.connections.open", "Threads_connected", true);
        status(connections, "daybreak.connections.running", "Threads_running", true);
        status(connections, "daybreak.connections", "Connections", false);
        status(connections, "daybreak.connections.aborted", "Aborted_clients", false);
        status(connections, "daybreak.logins.failed", "Aborted_connects", false);
        status(connections, "daybreak.queries", "Questions", false);
        status(connections, "daybreak.commands", "Queries", false);
        status(connections, "daybreak.commits", "Daybreak_commits_awaited", false);
        status(connections, "daybreak.statements.inline", "Daybreak_statements_inline", false);
        status(connections, "daybreak.statements.threaded", "Daybreak_statements_threaded", false);
        status(connections, "daybreak.errors", "Daybreak_errors_sent", false);
        status(connections, "daybreak.received.bytes", "Bytes_received", false);
        status(connections, "daybreak.sent.bytes", "Bytes_sent", false);
        status(connections, "daybreak.prepared.statements", "Prepared_stmt_count", true);
    }

    private void status(ConnectionRegistry connections, String name, String key, boolean gauge) {
        ToDoubleFunction<ConnectionRegistry> read =
                source -> source.statusVariables().getOrDefault(key, 0L);
        if (gauge) {
            Gauge.builder(name, connections, read).strongReference(true).register(registry);
        } else {
            FunctionCounter.builder(name, connections, read).register(registry);
        }
    }

    private void engine(StorageEngine engine) {
        engine(engine, "daybreak.buffer.pool.pages", true, EngineStatus::bufferPoolPages);
        engine(engine, "daybreak.buffer.pool.pages.used", true, EngineStatus::bufferPoolPagesUsed);
        engine(engine, "daybreak.page.reads", false, EngineStatus::pageReads);
        engine(engine, "daybreak.page.requests", false, EngineStatus::pageRequests);
        engine(engine, "daybreak.row.lock.waits", false, EngineStatus::rowLockWaits);
        engine(engine, "daybreak.deadlocks", false, EngineStatus::deadlocks);
        engine(engine, "daybreak.transactions.active", true, EngineStatus::activeTransactions);
        engine(engine, "daybreak.history.length", true, EngineStatus::historyLength);
        engine(engine, "daybreak.rows.read", false, EngineStatus::rowsRead);
        engine(engine, "daybreak.rows.inserted", false, EngineStatus::rowsInserted);
        engine(engine, "daybreak.rows.updated", false, EngineStatus::rowsUpdated);
        engine(engine, "daybreak.rows.deleted", false, EngineStatus::rowsDeleted);
    }

    private void engine(
            StorageEngine engine,
            String name,
            boolean gauge,
            ToDoubleFunction<EngineStatus> value) {
        number(engine, name, gauge, source -> value.applyAsDouble(source.status()));
    }

    private void volume(StorageEngine engine) {
        volume(engine, "daybreak.volume.epoch", true, VolumeStatus::epoch);
        volume(engine, "daybreak.volume.vcl", true, VolumeStatus::vcl);
        volume(engine, "daybreak.volume.vdl", true, VolumeStatus::vdl);
        volume(engine, "daybreak.volume.lsn", true, VolumeStatus::lastLsn);
        volume(engine, "daybreak.volume.min.read.point", true, VolumeStatus::minReadPoint);
        volume(engine, "daybreak.volume.redo.bytes", false, VolumeStatus::redoBytes);
        volume(engine, "daybreak.volume.forces", false, VolumeStatus::forces);
        volume(engine, "daybreak.volume.segments", true, status -> status.segments().size());
        volume(
                engine,
                "daybreak.volume.segments.healthy",
                true,
                status ->
                        status.segments().stream()
                                .filter(segment -> segment.state().equals("healthy"))
                                .count());
        for (int node = 0; node < engine.volume().status().nodes().size(); node++) {
            node(engine, node);
        }
    }

    private void node(StorageEngine engine, int node) {
        node(engine, node, "daybreak.node.forces", false, NodeStatistics::forces);
        node(engine, node, "daybreak.node.batches", false, NodeStatistics::batches);
        node(engine, node, "daybreak.node.redo.bytes", false, NodeStatistics::excerptBytes);
        node(engine, node, "daybreak.node.log.bytes", true, NodeStatistics::logBytes);
        node(
                engine,
                node,
                "daybreak.node.log.written.bytes",
                false,
                NodeStatistics::logWrittenBytes);
        node(
                engine,
                node,
                "daybreak.node.pages.written.bytes",
                false,
                NodeStatistics::pagesWrittenBytes);
        node(engine, node, "daybreak.node.images", false, NodeStatistics::imagesWritten);
        node(engine, node, "daybreak.node.page.reads", false, NodeStatistics::pageReads);
        node(engine, node, "daybreak.node.held.bytes", true, NodeStatistics::heldRedoBytes);
        node(engine, node, "daybreak.node.page.debt.bytes", true, NodeStatistics::pageDebtBytes);
        node(engine, node, "daybreak.node.page.failures", false, NodeStatistics::pageFailures);
        node(
                engine,
                node,
                "daybreak.node.pages.failing",
                true,
                each -> each.pagesFailing().isEmpty() ? 0 : 1);
        node(engine, node, "daybreak.node.damages", false, NodeStatistics::damages);
        node(engine, node, "daybreak.node.mended.pages", false, NodeStatistics::mendedPages);
        node(engine, node, "daybreak.node.scrubbed.bytes", false, NodeStatistics::scrubbedBytes);
        node(engine, node, "daybreak.node.scrub.rounds", false, NodeStatistics::scrubRounds);
    }

    private void node(
            StorageEngine engine,
            int node,
            String name,
            boolean gauge,
            ToDoubleFunction<NodeStatistics> value) {
        ToDoubleFunction<StorageEngine> read =
                source -> {
                    List<NodeStatistics> nodes = source.volume().status().nodes();
                    return node < nodes.size() ? value.applyAsDouble(nodes.get(node)) : 0;
                };
        String number = Integer.toString(node);
        if (gauge) {
            Gauge.builder(name, engine, read)
                    .tag("node", number)
                    .strongReference(true)
                    .register(registry);
        } else {
            FunctionCounter.builder(name, engine, read).tag("node", number).register(registry);
        }
    }

    private void volume(
            StorageEngine engine,
            String name,
            boolean gauge,
            ToDoubleFunction<VolumeStatus> value) {
        number(engine, name, gauge, source -> value.applyAsDouble(source.volume().status()));
    }

    private void number(
            StorageEngine engine,
            String name,
            boolean gauge,
            ToDoubleFunction<StorageEngine> read) {
        if (gauge) {
            Gauge.builder(name, engine, read).strongReference(true).register(registry);
        } else {
            FunctionCounter.builder(name, engine, read).register(registry);
        }
    }

    String scrape() {
        return registry.scrape();
    }
}
