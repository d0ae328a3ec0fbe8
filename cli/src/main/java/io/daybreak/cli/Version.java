package io.daybreak.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that Maven built. */
final class Version {
    /** The MySQL version whose behaviour clients may expect. */
    static final String MYSQL = "8.4.6";

    static String product() {
        try (InputStream in = Version.class.getResourceAsStream("/daybreak-version.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the greeting and {@code VERSION()} say: clients read the leading number. */
    static String forClients() {
        return MYSQL + "-daybreak-" + product();
    }

    /** What it is, for people. */
    static String title() {
        return "Daybreak " + product() + " (speaks MySQL " + MYSQL + ")";
    }

    /** For the command line. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {title(), platform()};
        }
    }

    private static String platform() {
        return "Java "
                + System.getProperty("java.vm.version")
                + ", "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch");
    }
}
