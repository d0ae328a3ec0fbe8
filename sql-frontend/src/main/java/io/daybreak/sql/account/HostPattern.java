package io.daybreak.sql.account;

import java.util.Locale;

/**
 * The host of an account name: a name or address, a pattern with {@code %} and {@code _}, or a
 * network as {@code 10.1.0.0/255.255.0.0} or {@code 10.1.0.0/16}. Stateless.
 */
final class HostPattern {
    private HostPattern() {}

    /**
     * Whether an account of this host serves a client.
     *
     * @param client an address, or {@code localhost} for all loopback addresses
     */
    static boolean matches(String pattern, String client) {
        if (client.equalsIgnoreCase("localhost")) {
            return one(pattern, "localhost")
                    || one(pattern, "127.0.0.1")
                    || pattern.equalsIgnoreCase("::1");
        }
        return one(pattern, client);
    }

    private static boolean one(String pattern, String client) {
        if (pattern.isEmpty()) {
            return true;
        }
        int slash = pattern.indexOf('/');
        if (slash > 0) {
            return inNetwork(pattern.substring(0, slash), pattern.substring(slash + 1), client);
        }
        return SchemaPattern.matches(
                pattern.toLowerCase(Locale.ROOT), client.toLowerCase(Locale.ROOT));
    }

    private static boolean inNetwork(String network, String mask, String client) {
        long net = address(network);
        long address = address(client);
        long bits = mask.contains(".") ? address(mask) : prefix(mask);
        return net >= 0 && address >= 0 && bits >= 0 && (address & bits) == net;
    }

    private static long prefix(String length) {
        int bits = number(length, 32);
        return bits < 0 ? -1 : 0xFFFFFFFFL << 32 - bits & 0xFFFFFFFFL;
    }

    /** An IPv4 address as a number; -1 if it is none. */
    private static long address(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return -1;
        }
        long address = 0;
        for (String part : parts) {
            int octet = number(part, 255);
            if (octet < 0) {
                return -1;
            }
            address = address << 8 | octet;
        }
        return address;
    }

    private static int number(String text, int max) {
        if (text.isEmpty() || text.length() > 3) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number <= max ? number : -1;
    }

    /**
     * Exact hosts first, then networks, then patterns by the position of their first wildcard, as
     * MySQL orders them; {@code %} and the empty host are last.
     */
    static int order(String host) {
        if (host.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        int wildcard = wildcard(host);
        if (wildcard < 0) {
            return host.indexOf('/') > 0 ? 1 : 0;
        }
        return 1000 - wildcard;
    }

    private static int wildcard(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '%' || c == '_') {
                return i;
            }
            if (c == '\\') {
                i++;
            }
        }
        return -1;
    }
}
