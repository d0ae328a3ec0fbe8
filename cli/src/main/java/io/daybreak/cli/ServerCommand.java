package io.daybreak.cli;

import io.daybreak.quorum.api.VolumeConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code daybreak server}: runs a server until it is told to stop. Whoever adds an option tells
 * {@link ServerOptions#plain} of it, too.
 */
@Command(
        name = "server",
        description = "Starts a server: writer, storage nodes in three zones, and MySQL port.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped by SIGTERM or SIGINT",
            "1:could not start, or failed; the last line says why",
            "2:wrong usage"
        },
        footer = {
            "",
            "The first start creates the data directory and the user root without a password,",
            "who may log in from this machine only."
        })
final class ServerCommand implements Callable<Integer> {
    enum Durability {
        fsync,
        os
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = ServerOptions.PORT,
            description = "Port for MySQL clients (default: ${DEFAULT-VALUE}); 0 takes a free one.")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = ServerOptions.BIND,
            description = {
                "Address to listen on (default: ${DEFAULT-VALUE}).",
                "0.0.0.0 lets other machines in: set passwords first."
            })
    private String bind = "127.0.0.1";

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = ServerOptions.DATA_DIRECTORY,
            description = "Where the volume lives (default: ${DEFAULT-VALUE}).")
    private Path dataDirectory = Path.of("data");

    @Option(
            names = "--buffer-pool",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            description =
                    "Memory for pages, like 512M or 4G (default: a quarter of the machine's).")
    private long bufferPool;

    @Option(
            names = "--durability",
            paramLabel = "MODE",
            defaultValue = ServerOptions.FSYNC,
            description = {
                "What a commit waits for (default: ${DEFAULT-VALUE}).",
                "fsync: redo is on stable storage of four segments.",
                "os: redo is with the operating system; a power cut may lose commits."
            })
    private Durability durability = Durability.fsync;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = ServerOptions.ADMIN_PORT,
            description = {
                "Port for /health and /metrics, on loopback only (default: ${DEFAULT-VALUE});",
                "0 takes a free one, -1 opens none."
            })
    private int adminPort;

    @Option(
            names = "--transport",
            hidden = true,
            defaultValue = ServerOptions.TRANSPORT,
            description = "auto, io_uring, epoll or nio.")
    private String transport = "auto";

    @Option(
            names = "--pages-per-group",
            hidden = true,
            description = "Pages of a protection group; only when the volume is created.")
    private long pagesPerGroup = VolumeConfig.PAGES_PER_GROUP;

    @Option(
            names = "--log-file-size",
            hidden = true,
            converter = BytesConverter.class,
            defaultValue = ServerOptions.LOG_FILE_BYTES,
            description = "Size of a storage node's log file; pages are made once one is full.")
    private long logFileBytes;

    @Option(
            names = ServerOptions.TRAINING,
            hidden = true,
            description = "Exercise the start, then stop.")
    private boolean training;

    @Override
    public Integer call() throws Exception {
        ServerOptions options = options();
        String objection = options.objection();
        if (objection != null) {
            throw new ParameterException(spec.commandLine(), objection);
        }
        return ServerRun.of(options);
    }

    ServerOptions options() {
        return new ServerOptions(
                port,
                bind,
                dataDirectory,
                bufferPool,
                durability == Durability.os,
                adminPort,
                transport,
                pagesPerGroup,
                logFileBytes,
                training);
    }
}
