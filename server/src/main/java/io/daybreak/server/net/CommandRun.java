package io.daybreak.server.net;

import io.daybreak.server.wire.Command;
import io.daybreak.server.wire.PayloadReader;
import io.daybreak.sql.api.ConnectionRegistry;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.api.SqlSession.Progress;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The command that runs on a connection, from its packet to the end of its answer.
 *
 * <pre>
 *   start --+--> event loop --------+--> returned --COMPLETE------------------> finished
 *           +--> virtual thread ----+         `----COMMITTING--> commit comes --^
 * </pre>
 *
 * The commit may come before the command has returned, and from any thread; its answer is written
 * on the event loop when both have happened.
 *
 * <p>Threads: the event loop, except where a method says otherwise. One a connection.
 */
final class CommandRun {
    private final Connection connection;
    private final ConnectionHub hub;
    private final ClientOutput output;
    private final EventLoop loop;
    private final CommitArrivals arrivals;
    private final LateAnswer lateAnswer = new LateAnswer();
    private final CommandSink sink;
    private final Commands commands;
    private final Runnable commitTask = this::commitArrivedOnLoop;

    /** What the command's thread returned, while its commit's OK is awaited. */
    private boolean commitAwaited;

    private boolean commitArrived;
    // Any thread reads these.
    private volatile int command = Command.SLEEP;
    private volatile long commandSinceNanos = System.nanoTime();
    private volatile byte @Nullable [] statementText;

    CommandRun(Connection connection, ConnectionHub hub, ClientOutput output, EventLoop loop) {
        this.connection = connection;
        this.hub = hub;
        this.output = output;
        this.loop = loop;
        this.arrivals = hub.arrivals(loop);
        this.sink = new CommandSink(connection, this, output, hub.counters());
        this.commands = new Commands(connection, this, hub, sink, output.packets());
    }

    Commands commands() {
        return commands;
    }

    /** A command's packet has come. */
    void begin(int code) {
        hub.counters().commands.increment();
        command = code;
        commandSinceNanos = System.nanoTime();
        commitAwaited = false;
        commitArrived = false;
    }

    void start(int code, PayloadReader in) {
        commands.start(code, in);
    }

    /** The text that runs, for PROCESSLIST; only for statements that left the event loop. */
    void statementText(byte @Nullable [] text) {
        statementText = text;
    }

    /** Goes on with a command on a virtual thread. */
    void continueOnThread(Supplier<Progress> work) {
        output.flush();
        hub.counters().ranOnThread.increment();
        hub.startVirtual(
                connection.id(),
                () -> {
                    Progress progress = commands.guarded(work);
                    loop.execute(() -> {
                        connection.fileEnded();
                        returned(progress);
                    });
                });
    }

    /** The command's answer is written, or awaits its commit. */
    void returned(Progress progress) {
        if (progress == Progress.COMMITTING && !sink.isAnswered()) {
            hub.counters().commitsAwaited.increment();
            commitAwaited = true;
            if (!commitArrived) {
                output.flush();
                return;
            }
        }
        finish();
    }

    private void finish() {
        if (commitAwaited) {
            commitAwaited = false;
            lateAnswer.writeTo(sink);
        }
        connection.commandFinished();
    }

    void idle(long nowNanos) {
        command = Command.SLEEP;
        statementText = null;
        commandSinceNanos = nowNanos;
    }

    // ---- commits

    /** On the event loop, or on the thread of a command that has not returned. */
    boolean awaitsCommit() {
        return commitAwaited;
    }

    /** What the answer to a commit will be; {@link #commitArrived} follows on the same thread. */
    LateAnswer lateAnswer() {
        return lateAnswer;
    }

    /** The commit is durable or failed: from the volume's completion thread. */
    void commitArrived() {
        arrivals.arrived(commitTask);
    }

    private void commitArrivedOnLoop() {
        commitArrived = true;
        if (commitAwaited) {
            finish();
        }
    }

    // ---- any thread

    boolean isIdle() {
        return command == Command.SLEEP;
    }

    ConnectionRegistry.ClientProcess process(
            ClientInfo client, SqlDatabase.Account account, SqlSession session, long nowNanos) {
        int running = command;
        byte[] text = statementText;
        return new ConnectionRegistry.ClientProcess(
                client.id(),
                account.user(),
                client.clientHost() + ":" + client.clientPort(),
                session.schema(),
                Command.nameOf(running),
                Math.max(0, TimeUnit.NANOSECONDS.toSeconds(nowNanos - commandSinceNanos)),
                running == Command.SLEEP ? "" : commitAwaited ? "waiting for commit" : "executing",
                text == null ? null : new String(text, StandardCharsets.UTF_8));
    }
}
