package io.daybreak.it.torture;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The torture as a program; see {@code integration-tests/torture}. */
@Command(
        name = "torture",
        description = "Kills a server under load, again and again, and looks for what it lost.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing was lost", "1:something was wrong; it stands above"})
public final class TortureProgram implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "20", description = "Kills (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--writers", defaultValue = "16", description = "Clients (${DEFAULT-VALUE}).")
    private int writers;

    @Option(names = "--seed", description = "Chooses moments and statements; default: the time.")
    private long seed;

    @Option(names = "--port", defaultValue = "3390", description = "Port (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--directory",
            required = true,
            description = "Where data and output go; must not exist or be empty.")
    private Path directory;

    @Option(
            names = "--disk-fails",
            description = "Somebody breaks the disk meanwhile; storage nodes may say so.")
    private boolean diskFails;

    @Option(names = "--moment", description = "Only this one: ${COMPLETION-CANDIDATES}.")
    private Moment moment;

    @Option(
            names = "--command",
            required = true,
            description = "What starts a server; words are parted by spaces.")
    private String command;

    public static void main(String[] arguments) {
        System.exit(
                new CommandLine(new TortureProgram())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        Files.createDirectories(directory);
        if (seed == 0) {
            seed = System.nanoTime() & 0xffff_ffffL;
        }
        out.printf("seed %d, %d writers, %d rounds%n", seed, writers, rounds);
        ServerProcess server =
                new ServerProcess(Arrays.asList(command.split(" ")), directory, port, diskFails);
        Torture torture = new Torture(server, writers, seed);
        try {
            torture.prepare();
            boolean sound = run(torture, out);
            return sound ? 0 : 1;
        } finally {
            if (server.isAlive()) {
                server.kill();
            }
        }
    }

    private boolean run(Torture torture, PrintStream out) throws Exception {
        List<Long> ready = new ArrayList<>();
        Map<Moment, Integer> moments = new EnumMap<>(Moment.class);
        boolean sound = true;
        while (sound && ready.size() < rounds) {
            Torture.Round round = moment == null ? torture.round() : torture.round(moment);
            ready.add(round.readyMillis());
            moments.merge(round.moment(), 1, Integer::sum);
            sound = round.wrong().isEmpty();
            out.printf(
                    "round %d: killed %s, first query after %d ms, %d commits so far, %s%n",
                    round.number(),
                    round.moment(),
                    round.readyMillis(),
                    torture.tally().commits().sum(),
                    sound ? "nothing lost" : "WRONG");
            round.wrong().forEach(line -> out.println("    " + line));
        }
        ready.sort(null);
        out.printf(
                "%d rounds %s, %s; seed %d%n"
                        + "%d commits, %d rollbacks, %d definitions, %d conflicts; %d in doubt%n"
                        + "first query after: median %d ms, maximum %d ms%n",
                ready.size(),
                moments,
                sound ? "0 losses" : "the last one WRONG",
                seed,
                torture.tally().commits().sum(),
                torture.tally().rollbacks().sum(),
                torture.tally().definitions().sum(),
                torture.tally().conflicts().sum(),
                torture.doubts(),
                ready.get(ready.size() / 2),
                ready.getLast());
        return sound;
    }
}
