package io.daybreak.sql.parse;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts statements to a real MySQL and to our parser and compares: accepted by both, refused by
 * both, with which text.
 */
final class PeerGate {
    /** Statements by what MySQL and we say of them. */
    record Counts(
            int valid,
            int accepted,
            int invalid,
            int refused,
            int sameText,
            int digestDifferences,
            long millis) {}

    private PeerGate() {}

    static Connection connect(String hostAndPort) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://"
                        + hostAndPort
                        + "/?useServerPrepStmts=true&emulateUnsupportedPstmts=false"
                        + "&allowPublicKeyRetrieval=true&sslMode=DISABLED&characterEncoding=UTF-8",
                "root",
                "");
    }

    static @Nullable String peerError(Connection connection, String sql) throws SQLException {
        try (PreparedStatement _ = connection.prepareStatement(sql)) {
            return null;
        } catch (SQLException e) {
            if (connection.isClosed()) {
                throw e;
            }
            return e.getErrorCode() == 1064 || e.getErrorCode() == 1149 ? e.getMessage() : null;
        }
    }

    static @Nullable String ourError(String sql) {
        try {
            Parser.parse(sql, ParseOptions.DEFAULT);
            return null;
        } catch (SqlException e) {
            return e.error() == MySqlError.ER_PARSE_ERROR ? e.getMessage() : null;
        } catch (RuntimeException | StackOverflowError e) {
            return "!!! " + e;
        }
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println(
                compare(
                        arguments[0],
                        Path.of(arguments[1]),
                        Path.of(arguments[2]),
                        Path.of(arguments[3])));
    }

    /**
     * Compares all statements below a folder.
     *
     * @param answers keeps the peer's answers from run to run
     * @param out gets files with the statements that differ
     */
    static Counts compare(String peer, Path folder, Path answers, Path out) throws Exception {
        List<String> statements = PeerStatements.readAll(folder);
        List<String> known = Files.exists(answers) ? Files.readAllLines(answers) : List.of();
        if (known.size() != statements.size()) {
            known = ask(peer, statements);
            Files.createDirectories(answers.toAbsolutePath().getParent());
            Files.write(answers, known);
        }
        return new Comparison(statements, known).run(out);
    }

    private static String oneLine(String error) {
        return error.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static List<String> ask(String peer, List<String> statements) throws Exception {
        List<String> answers = new ArrayList<>();
        Connection connection = connect(peer);
        for (String sql : statements) {
            String error;
            try {
                error = peerError(connection, sql);
            } catch (SQLException e) {
                System.err.println("lost: " + sql + " " + e);
                connection = connect(peer);
                error = null;
            }
            answers.add(
                    error == null
                            ? ""
                            : error.replace("\\", "\\\\")
                                    .replace("\n", "\\n")
                                    .replace("\r", "\\r"));
        }
        connection.close();
        return answers;
    }

    /** One comparison, with what it collects. */
    private static final class Comparison {
        private final List<String> statements;
        private final List<String> answers;
        private final StringBuilder refusedWrongly = new StringBuilder();
        private final StringBuilder acceptedWrongly = new StringBuilder();
        private final StringBuilder otherText = new StringBuilder();
        private final StringBuilder digests = new StringBuilder();
        private int valid;
        private int accepted;
        private int refused;
        private int sameText;
        private int digestDifferences;

        Comparison(List<String> statements, List<String> answers) {
            this.statements = statements;
            this.answers = answers;
        }

        Counts run(Path out) throws IOException {
            Digest digest = new Digest();
            long nanos = 0;
            for (int i = 0; i < statements.size(); i++) {
                String sql = statements.get(i);
                long before = System.nanoTime();
                String ours = ourError(sql);
                nanos += System.nanoTime() - before;
                String difference = DigestGate.difference(digest, sql, ParseOptions.DEFAULT);
                if (difference != null) {
                    digestDifferences++;
                    note(digests, difference, sql);
                }
                if (answers.get(i).isEmpty()) {
                    valid(sql, ours);
                } else {
                    invalid(sql, answers.get(i), ours);
                }
            }
            write(out);
            return new Counts(
                    valid,
                    accepted,
                    statements.size() - valid,
                    refused,
                    sameText,
                    digestDifferences,
                    nanos / 1_000_000);
        }

        private static void note(StringBuilder list, String what, String sql) {
            list.append("### ").append(what.replaceAll(".*right syntax to use", ""));
            list.append('\n').append(sql).append('\n');
        }

        private void valid(String sql, @Nullable String ours) {
            valid++;
            if (ours == null) {
                accepted++;
            } else {
                note(refusedWrongly, ours, sql);
            }
        }

        private void invalid(String sql, String answer, @Nullable String ours) {
            if (ours == null) {
                note(acceptedWrongly, answer, sql);
                return;
            }
            refused++;
            if (oneLine(ours).equals(answer)) {
                sameText++;
            } else {
                note(otherText, answer + "\n=== " + ours, sql);
            }
        }

        private void write(Path out) throws IOException {
            Files.createDirectories(out);
            Files.writeString(out.resolve("refused-wrongly.txt"), refusedWrongly);
            Files.writeString(out.resolve("accepted-wrongly.txt"), acceptedWrongly);
            Files.writeString(out.resolve("digests.txt"), digests);
            Files.writeString(out.resolve("other-text.txt"), otherText);
        }
    }
}
