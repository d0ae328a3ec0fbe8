package io.daybreak.sql.fake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a file of statements, one a line, after a file of set-up statements; prints the answers. */
public final class RunLines {
    private RunLines() {}

    public static void main(String[] args) throws Exception {
        FakeSession session = new FakeSession();
        for (String sql : Files.readAllLines(Path.of(args[0]))) {
            session.run(sql);
        }
        for (String sql : Files.readAllLines(Path.of(args[1]))) {
            System.out.println("# " + sql);
            List<String> lines;
            try {
                lines = session.query(sql);
            } catch (RuntimeException | StackOverflowError e) {
                StackTraceElement[] frames = e.getStackTrace();
                lines = List.of("ERROR " + e + (frames.length > 0 ? " at " + frames[0] : ""));
            }
            lines.forEach(System.out::println);
        }
    }
}
