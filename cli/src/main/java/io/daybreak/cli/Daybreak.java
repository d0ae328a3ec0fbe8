package io.daybreak.cli;

import java.util.concurrent.Callable;
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
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Start a server:   daybreak server",
            "Connect to it:    mysql -h 127.0.0.1 -u root",
            "More on each:     daybreak help COMMAND"
        })
public final class Daybreak implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Daybreak() {
        spec = CommandSpec.create();
    }

    public static void main(String[] arguments) {
        Tuning.beforeAnythingElse();
        int code = commandLine().execute(arguments);
        // Netty's and RocksDB's threads must not keep a finished command alive.
        System.exit(code);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Daybreak())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, _) -> {
                    line.getErr().println(Explanation.of(failure));
                    return 1;
                });
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
