package io.daybreak.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "dump",
        description = "Prints a segment's redo records.",
        mixinStandardHelpOptions = true)
final class LogDumpCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 1;
    }
}
