package io.daybreak.cli;

import io.daybreak.quorum.api.LocalVolume;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code daybreak}: the program. */
@Command(
        name = "daybreak",
        description = "A MySQL-compatible database on a six-way replicated redo log.",
        subcommands = {
            ServerCommand.class,
            StatusCommand.class,
            LogCommand.class,
            SimulateCommand.class,
            VersionCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Start a server:   daybreak server",
            "Connect to it:    mysql -h 127.0.0.1 -u root",
            "More on each:     daybreak help COMMAND"
        })
public final class Daybreak implements Callable<Integer> {
    private static final String SERVER = "server";

    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Daybreak() {
        spec = CommandSpec.create();
    }

    public static void main(String[] arguments) {
        Tuning.beforeAnythingElse();
        boolean server = arguments.length > 0 && arguments[0].equals(SERVER);
        int code = server ? serve(arguments) : commandLine().execute(arguments);
        // Netty's and RocksDB's threads must not keep a finished command alive.
        System.exit(code);
    }

    /**
     * A second core has nothing to do until the volume is opened: it loads what that needs. Options
     * that need no explanation do without picocli, whose classes are in no AOT cache.
     */
    private static int serve(String[] arguments) {
        Thread logging =
                Thread.ofPlatform()
                        .daemon()
                        .name("prepare-logging")
                        .start(LoggerFactory::getILoggerFactory);
        String[] own = Arrays.copyOfRange(arguments, 1, arguments.length);
        ServerOptions plain = ServerOptions.plain(own);
        CommandLine line = plain == null ? serverLine() : null;
        // Whoever logs while another thread makes the logging ready is told so by it.
        await(logging);
        Thread.ofPlatform().daemon().name("prepare").start(LocalVolume::prepare);
        return line == null ? serve(Objects.requireNonNull(plain)) : line.execute(own);
    }

    private static int serve(ServerOptions options) {
        try {
            return ServerRun.of(options);
        } catch (Exception e) {
            System.err.println(Explanation.of(e));
            return 1;
        }
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // Nobody does, and the command would notice.
        }
    }

    static CommandLine commandLine() {
        return configured(new CommandLine(new Daybreak()));
    }

    /**
     * The same without the other commands, whose descriptions a server's start need not wait for.
     */
    private static CommandLine serverLine() {
        return configured(
                new CommandLine(new ServerCommand()).setCommandName("daybreak " + SERVER));
    }

    private static CommandLine configured(CommandLine line) {
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, failed, _) -> {
                    failed.getErr().println(Explanation.of(failure));
                    return 1;
                });
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
