package io.daybreak.it.differential;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the same random statements to two servers and collects what they answer differently. One
 * seed makes one schema with its statements, and always the same ones.
 *
 * <pre>
 * java … io.daybreak.it.differential.Differential HOST:PORT PEER-HOST:PORT SEED SCHEMAS [STATEMENTS]
 * </pre>
 */
final class Differential implements AutoCloseable {
    /** Of values that are equal for a collation, a server may show any. */
    private static final Pattern LOOSE =
            Pattern.compile("GROUP BY|DISTINCT|UNION|INTERSECT|EXCEPT|MIN\\(|MAX\\(|GROUP_CONCAT");

    /** One difference and how it can be seen. */
    record Finding(
            String kind, long seed, List<String> schema, String sql, Answer ours, Answer theirs) {
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("---- " + kind + ", seed " + seed);
            lines.add(sql);
            schema.stream()
                    .filter(s -> s.startsWith("CREATE") && sql.contains(" " + s.split(" ")[2]))
                    .forEach(lines::add);
            ours.shown().forEach(l -> lines.add("  ours   " + l));
            theirs.shown().forEach(l -> lines.add("  theirs " + l));
            return lines;
        }
    }

    private final Connection ours;
    private final Connection theirs;
    private final List<Finding> findings = new ArrayList<>();
    private int statements;

    Differential(String ours, String theirs, String schema) throws SQLException {
        this.ours = connect(ours, schema);
        this.theirs = connect(theirs, schema);
    }

    private static Connection connect(String address, String schema) throws SQLException {
        Connection connection =
                DriverManager.getConnection(
                        "jdbc:mysql://"
                                + address
                                + "/?sslMode=DISABLED&allowPublicKeyRetrieval=true&connectionTimeZone=UTC"
                                + "&yearIsDateType=false&tinyInt1isBit=false",
                        "root",
                        "");
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + schema);
            statement.execute("CREATE DATABASE " + schema);
            statement.execute("USE " + schema);
            statement.execute(
                    "SET time_zone = '+00:00', timestamp = 1700000000, max_execution_time = 5000");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    List<Finding> findings() {
        return findings;
    }

    int statements() {
        return statements;
    }

    void run(long seed, int count) throws SQLException {
        Random random = new Random(seed);
        Literals literals = new Literals(random);
        RandomSchema schema = new RandomSchema(random, literals);
        List<String> script = schema.statements();
        for (String sql : script) {
            compare(seed, script, sql);
        }
        Expressions expressions = new Expressions(random, literals);
        Queries queries = new Queries(random, expressions, schema.tables());
        Changes changes = new Changes(random, literals, expressions, schema.tables());
        for (int i = 0; i < count; i++) {
            if (random.nextInt(4) > 0) {
                compare(seed, script, queries.query());
            } else if (!change(seed, script, changes.statement(), schema)) {
                break;
            }
        }
        ours.commit();
        theirs.commit();
    }

    private void compare(long seed, List<String> schema, Query query) throws SQLException {
        Finding finding = difference(seed, schema, query.sql(), query.isOrdered());
        if (finding == null) {
            return;
        }
        boolean smaller = true;
        Query least = query;
        while (smaller) {
            smaller = false;
            for (Query candidate : least.smaller()) {
                Finding still = difference(seed, schema, candidate.sql(), candidate.isOrdered());
                if (still != null && still.kind().equals(finding.kind())) {
                    finding = still;
                    least = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        findings.add(finding);
    }

    private boolean compare(long seed, List<String> schema, String sql) throws SQLException {
        Finding finding = difference(seed, schema, sql, true);
        if (finding != null) {
            findings.add(finding);
        }
        return finding == null;
    }

    /** Returns false if the tables differ from now on. */
    private boolean change(long seed, List<String> script, String sql, RandomSchema schema)
            throws SQLException {
        boolean same = compare(seed, script, sql);
        for (List<Column> table : schema.tables()) {
            String all = "SELECT * FROM " + table.getFirst().table() + " ORDER BY id";
            Finding finding = difference(seed, script, all, true);
            if (finding != null) {
                if (same) {
                    findings.add(
                            new Finding(
                                    "rows after a change",
                                    seed,
                                    script,
                                    sql,
                                    finding.ours(),
                                    finding.theirs()));
                }
                return false;
            }
        }
        return true;
    }

    private @Nullable Finding difference(
            long seed, List<String> schema, String sql, boolean ordered) throws SQLException {
        statements++;
        Answer mine = Answer.of(ours, sql);
        Answer its = Answer.of(theirs, sql);
        String kind = mine.difference(its, ordered, LOOSE.matcher(sql).find());
        return kind.isEmpty() ? null : new Finding(kind, seed, schema, sql, mine, its);
    }

    @Override
    public void close() throws SQLException {
        ours.close();
        theirs.close();
    }

    public static void main(String[] args) throws SQLException {
        long first = Long.parseLong(args[2]);
        int schemas = Integer.parseInt(args[3]);
        int count = args.length > 4 ? Integer.parseInt(args[4]) : 60;
        try (Differential differential = new Differential(args[0], args[1], "differential")) {
            for (long seed = first; seed < first + schemas; seed++) {
                int before = differential.findings().size();
                differential.run(seed, count);
                List<Finding> all = differential.findings();
                all.subList(before, all.size())
                        .forEach(f -> f.lines().forEach(System.out::println));
            }
            Map<String, Integer> kinds = new LinkedHashMap<>();
            differential.findings().forEach(f -> kinds.merge(f.kind(), 1, Integer::sum));
            System.out.println(differential.statements() + " statements");
            kinds.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .forEach(e -> System.out.println(e.getValue() + " " + e.getKey()));
        }
    }
}
