package io.daybreak.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Many hostile clients at once against a server, and one that behaves and must always be served.
 *
 * <p>{@code main PORT SECONDS SEED PID} runs until the time is over and prints, every half minute,
 * the visits and what the server's process holds: memory, threads, files.
 */
final class ProtocolFuzz {
    private final int port;
    private final AtomicLong visits = new AtomicLong();

    ProtocolFuzz(int port) {
        this.port = port;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:"
                        + port
                        + "/?sslMode=DISABLED&connectTimeout=30000&socketTimeout=60000",
                "root",
                "");
    }

    void setUp() throws SQLException {
        try (Connection c = connect();
                Statement s = c.createStatement()) {
            s.execute("CREATE DATABASE IF NOT EXISTS fuzz");
            s.execute("DROP TABLE IF EXISTS fuzz.t");
            s.execute("CREATE TABLE fuzz.t (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(2000))");
            for (int i = 0; i < 200; i++) {
                s.execute("INSERT INTO fuzz.t (v) VALUES (REPEAT('v', 500))");
            }
        }
    }

    /** Threads of hostile clients for a while; throws if the client that behaves was not served. */
    void run(long seed, int threads, long millis)
            throws InterruptedException, ExecutionException, SQLException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Random random = new Random(seed * 100 + i);
                clients.add(executor.submit(() -> visit(random, end)));
            }
            while (System.nanoTime() < end) {
                try (Connection c = connect();
                        Statement s = c.createStatement()) {
                    s.execute("SET innodb_lock_wait_timeout = 20");
                    s.execute("INSERT INTO fuzz.t (v) VALUES ('behaved')");
                    s.execute("DELETE FROM fuzz.t WHERE id > 1000 AND v LIKE 'y%'");
                } catch (SQLException e) {
                    // A deadlock, or waiting for a table that somebody locked, is an answer, too.
                    if (e.getErrorCode() != 1213 && e.getErrorCode() != 1205) {
                        throw e;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
    }

    private void visit(Random random, long end) {
        while (System.nanoTime() < end) {
            try (HostileClient client = new HostileClient(port, random)) {
                client.misbehave();
            } catch (IOException _) {
                // Hung up on, or not answered in time: as it should be.
            }
            visits.incrementAndGet();
        }
    }

    /** Waits until only the asking connection is left; the number of connections then. */
    int connectionsLeft() throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        int left;
        do {
            TimeUnit.MILLISECONDS.sleep(50);
            left = status("Threads_connected");
        } while (left > 1 && System.nanoTime() < deadline);
        return left;
    }

    int status(String name) throws SQLException {
        try (Connection c = connect();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SHOW GLOBAL STATUS LIKE '" + name + "'")) {
            r.next();
            return r.getInt(2);
        }
    }

    long visits() {
        return visits.get();
    }

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[1]));
        long seed = Long.parseLong(args[2]);
        ProtocolFuzz fuzz = new ProtocolFuzz(port);
        fuzz.setUp();
        for (int round = 0; System.nanoTime() < end; round++) {
            fuzz.run(seed + round, 8, 30_000);
            int left = fuzz.connectionsLeft();
            System.out.println(
                    fuzz.visits()
                            + " visits, "
                            + left
                            + " connection left, statements prepared "
                            + fuzz.status("Prepared_stmt_count")
                            + ", "
                            + process(args[3]));
            if (round % 10 == 9) {
                fuzz.setUp();
            }
        }
    }

    private static String process(String pid) throws IOException, InterruptedException {
        new ProcessBuilder("jcmd", pid, "GC.run").start().waitFor();
        String heap =
                new String(
                        new ProcessBuilder("jcmd", pid, "GC.heap_info")
                                .start()
                                .getInputStream()
                                .readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        String used = heap.replaceAll("(?s).*?used (\\d+)K.*", "$1");
        String resident = "";
        String threads = "";
        for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
            resident = line.startsWith("VmRSS") ? line.replaceAll("\\D", "") : resident;
            threads = line.startsWith("Threads") ? line.replaceAll("\\D", "") : threads;
        }
        try (Stream<Path> files = Files.list(Path.of("/proc", pid, "fd"))) {
            return "heap after GC "
                    + used
                    + " KB, resident "
                    + resident
                    + " KB, threads "
                    + threads
                    + ", files "
                    + files.count();
        }
    }
}
