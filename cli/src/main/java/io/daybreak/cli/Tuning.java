package io.daybreak.cli;

/** What must be set before the first class that reads it is loaded. */
final class Tuning {
    private Tuning() {}

    static void beforeAnythingElse() {
        // A virtual thread gives its carrier back only when it waits, so long statements would hold
        // up all others with one carrier a core; with more, the operating system shares the time.
        int cores = Runtime.getRuntime().availableProcessors();
        byDefault(
                "jdk.virtualThreadScheduler.parallelism", Integer.toString(Math.max(8, 4 * cores)));
        byDefault("jdk.virtualThreadScheduler.maxPoolSize", "256");
        byDefault("chronicle.analytics.disable", "true");
        byDefault("chronicle.disk.monitor.disable", "true");
        byDefault("io.netty.tryReflectionSetAccessible", "true");
        // It samples a hundredth of all buffers, with a stack trace each; tests look for leaks.
        byDefault("io.netty.leakDetection.level", "disabled");
    }

    private static void byDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
