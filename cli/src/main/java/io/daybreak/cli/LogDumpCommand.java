package io.daybreak.cli;

import io.daybreak.logstorage.api.LogDump;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code daybreak log dump}: prints redo for people. */
@Command(
        name = "dump",
        description = "Prints the redo log of a storage node of a stopped server; changes nothing.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:printed, nothing damaged", "1:damaged places were found, or no log"})
final class LogDumpCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "./data",
            description = "The server's data directory (default: ${DEFAULT-VALUE}).")
    private Path dataDirectory = Path.of("data");

    @Parameters(
            arity = "0..1",
            paramLabel = "NODE",
            defaultValue = "az1/node0",
            description = "The node's directory below it (default: ${DEFAULT-VALUE}).")
    private String node = "az1/node0";

    @Option(names = "--group", paramLabel = "N", description = "Only this protection group.")
    private int group = -1;

    @Option(names = "--from", paramLabel = "LSN", description = "Only from this LSN, inclusive.")
    private long from;

    @Option(names = "--to", paramLabel = "LSN", description = "Only up to this LSN, inclusive.")
    private long to = Long.MAX_VALUE;

    @Option(names = "--batches", description = "Only batches, not each record.")
    private boolean batches;

    @Override
    public Integer call() throws IOException {
        Path directory = dataDirectory.resolve(node);
        if (!Files.isDirectory(directory.resolve("log"))) {
            throw new ParameterException(
                    spec.commandLine(), "There is no log in " + directory + nodesThere());
        }
        PrintWriter terminal = spec.commandLine().getOut();
        BufferedWriter out = new BufferedWriter(terminal);
        long damaged =
                LogDump.print(directory, new LogDump.Selection(group, from, to, !batches), out);
        out.flush();
        if (damaged > 0) {
            spec.commandLine().getErr().println(damaged + " damaged places");
        }
        return damaged == 0 ? 0 : 1;
    }

    private String nodesThere() throws IOException {
        if (!Files.isDirectory(dataDirectory)) {
            return "; choose the data directory with --data-dir.";
        }
        try (Stream<Path> files = Files.walk(dataDirectory, 3)) {
            List<String> nodes =
                    files.filter(file -> file.endsWith("log"))
                            .map(file -> dataDirectory.relativize(file.getParent()).toString())
                            .sorted()
                            .toList();
            return nodes.isEmpty()
                    ? "; it is not a data directory."
                    : ". Nodes there: " + String.join(", ", nodes);
        }
    }
}
