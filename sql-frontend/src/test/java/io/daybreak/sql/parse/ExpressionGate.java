package io.daybreak.sql.parse;

import io.daybreak.sql.api.SqlException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * Random expressions as written and as we print their tree, evaluated by a real MySQL: equal
 * results mean that the tree is MySQL's.
 */
final class ExpressionGate {
    private ExpressionGate() {}

    /** How many agreed, were refused by both, or differed. */
    record Counts(int equal, int refused, int different) {}

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = PeerGate.connect(arguments[0])) {
            System.out.println(
                    run(connection, Long.parseLong(arguments[1]), Integer.parseInt(arguments[2])));
        }
    }

    static Counts run(Connection connection, long seed, int count) throws SQLException {
        RandomExpressions expressions = new RandomExpressions(seed);
        int equal = 0;
        int refused = 0;
        int different = 0;
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < count; i++) {
                String written = expressions.next();
                String printed;
                try {
                    printed =
                            AstPrinter.print(Parser.parseExpression(written, ParseOptions.DEFAULT));
                } catch (SqlException e) {
                    printed = null;
                }
                String expected = evaluate(statement, written);
                if (printed == null) {
                    if (Objects.equals(expected, "error 1064")) {
                        refused++;
                    } else {
                        different++;
                        System.out.println("we refuse: " + written);
                    }
                    continue;
                }
                String found = evaluate(statement, printed);
                if (Objects.equals(expected, found)) {
                    equal++;
                } else {
                    different++;
                    System.out.println(
                            "seed " + seed + ": " + written + "\n  as " + printed + "\n  "
                                    + expected + " | " + found);
                }
            }
        }
        return new Counts(equal, refused, different);
    }

    private static String evaluate(Statement statement, String expression) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT " + expression)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            return "error " + e.getErrorCode();
        }
    }
}
