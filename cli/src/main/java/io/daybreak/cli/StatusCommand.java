package io.daybreak.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code daybreak status}: asks a running server how it is. */
@Command(
        name = "status",
        description = {
            "Shows whether a server on this machine is ready, and how its volume is:",
            "zones, segments, VDL, VCL, SCLs, and the faults in force."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the server is ready", "1:it is not, or there is none"})
final class StatusCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "3380",
            description = "The server's admin port (default: ${DEFAULT-VALUE}).")
    private int adminPort;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + adminPort + (json ? "/status" : "/status.txt"));
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
                            HttpResponse.BodyHandlers.ofString());
            spec.commandLine().getOut().print(answer.body());
            spec.commandLine().getOut().flush();
            return answer.statusCode() == 200 ? 0 : 1;
        } catch (ConnectException _) {
            // Said in the words of the user.
            spec.commandLine()
                    .getErr()
                    .println(
                            "No server answers on admin port "
                                    + adminPort
                                    + ". Is it running? Was it started with another --admin-port?");
            return 1;
        } catch (IOException e) {
            spec.commandLine().getErr().println("The server does not answer: " + e.getMessage());
            return 1;
        }
    }
}
