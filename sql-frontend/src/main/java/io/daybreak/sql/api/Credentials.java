package io.daybreak.sql.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;

/**
 * What an account stores instead of its password, per authentication plugin, as MySQL's {@code
 * authentication_string} has it. Stateless.
 *
 * <table>
 * <caption>Credential formats</caption>
 * <tr><td>any plugin, empty password<td>no bytes
 * <tr><td>mysql_native_password<td>{@code *} + 40 upper-case hex digits of SHA1(SHA1(password))
 * <tr><td>caching_sha2_password<td>{@code $A$005$} + 20 bytes salt + 43 characters SHA-crypt-256 with
 *     005 * 1000 rounds
 * </table>
 *
 * <p>Sources: MySQL 8.4 manual, "Caching SHA-2 Pluggable Authentication"; U. Drepper, "Unix crypt
 * using SHA-256 and SHA-512".
 */
public final class Credentials {
    public static final String CACHING_SHA2 = "caching_sha2_password";
    public static final String NATIVE = "mysql_native_password";

    private static final int SALT_LENGTH = 20;
    private static final int HASH_LENGTH = 43;
    private static final int ROUNDS_UNIT = 1000;
    private static final int DEFAULT_ROUNDS = 5;
    private static final byte[] ALPHABET =
            "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int[] HIGH = {0, 21, 12, 3, 24, 15, 6, 27, 18, 9};
    private static final int[] MIDDLE = {10, 1, 22, 13, 4, 25, 16, 7, 28, 19};
    private static final int[] LOW = {20, 11, 2, 23, 14, 5, 26, 17, 8, 29};
    private static final SecureRandom RANDOM = new SecureRandom();

    private Credentials() {}

    public static boolean isKnownPlugin(String plugin) {
        return plugin.equals(CACHING_SHA2) || plugin.equals(NATIVE);
    }

    /**
     * The credential to store for a new password.
     *
     * @param password UTF-8; empty makes an account without password
     */
    public static byte[] create(String plugin, byte[] password) {
        if (password.length == 0) {
            return new byte[0];
        }
        return switch (plugin) {
            case CACHING_SHA2 -> shaCrypt(password, salt(), DEFAULT_ROUNDS);
            case NATIVE -> nativeHash(password);
            default -> throw new IllegalArgumentException("unknown plugin " + plugin);
        };
    }

    /** Whether text after {@code IDENTIFIED WITH … AS} can be a credential of this plugin. */
    public static boolean isValid(String plugin, byte[] credential) {
        if (credential.length == 0) {
            return true;
        }
        return switch (plugin) {
            case CACHING_SHA2 -> rounds(credential) > 0;
            case NATIVE -> credential.length == 41 && credential[0] == '*';
            default -> false;
        };
    }

    /**
     * Whether the credential was made from this password. For caching_sha2_password this takes
     * milliseconds of CPU, by design.
     */
    public static boolean verify(String plugin, byte[] credential, byte[] password) {
        if (credential.length == 0 || password.length == 0) {
            return credential.length == 0 && password.length == 0;
        }
        if (plugin.equals(NATIVE)) {
            return MessageDigest.isEqual(nativeHash(password), credential);
        }
        int rounds = rounds(credential);
        if (!plugin.equals(CACHING_SHA2) || rounds <= 0) {
            return false;
        }
        byte[] salt = Arrays.copyOfRange(credential, 7, 7 + SALT_LENGTH);
        return MessageDigest.isEqual(shaCrypt(password, salt, rounds), credential);
    }

    private static byte[] nativeHash(byte[] password) {
        MessageDigest sha1 = digest("SHA-1");
        byte[] hash = sha1.digest(sha1.digest(password));
        String hex = java.util.HexFormat.of().withUpperCase().formatHex(hash);
        return ("*" + hex).getBytes(StandardCharsets.US_ASCII);
    }

    /** Thousands of rounds, or -1 if this is no such credential. */
    private static int rounds(byte[] credential) {
        if (credential.length != 7 + SALT_LENGTH + HASH_LENGTH
                || credential[0] != '$'
                || credential[1] != 'A'
                || credential[2] != '$'
                || credential[6] != '$') {
            return -1;
        }
        try {
            return Integer.parseInt(new String(credential, 3, 3, StandardCharsets.US_ASCII), 16);
        } catch (NumberFormatException _) {
            return -1; // Not a credential: said by the result.
        }
    }

    /** Any bytes but 0 and '$', which is the separator. */
    private static byte[] salt() {
        byte[] salt = new byte[SALT_LENGTH];
        RANDOM.nextBytes(salt);
        for (int i = 0; i < salt.length; i++) {
            salt[i] &= 0x7f;
            if (salt[i] == 0 || salt[i] == '$') {
                salt[i]++;
            }
        }
        return salt;
    }

    private static byte[] shaCrypt(byte[] password, byte[] salt, int thousands) {
        byte[] digest = shaCrypt256(password, salt, thousands * ROUNDS_UNIT);
        byte[] out = new byte[7 + SALT_LENGTH + HASH_LENGTH];
        byte[] prefix =
                String.format(Locale.ROOT, "$A$%03X$", thousands)
                        .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(prefix, 0, out, 0, prefix.length);
        System.arraycopy(salt, 0, out, 7, SALT_LENGTH);
        encode(digest, out, 7 + SALT_LENGTH);
        return out;
    }

    private static byte[] shaCrypt256(byte[] password, byte[] salt, int rounds) {
        MessageDigest sha = digest("SHA-256");
        sha.update(password);
        sha.update(salt);
        byte[] b = sha.digest(password);

        sha.update(password);
        sha.update(salt);
        for (int left = password.length; left > 0; left -= 32) {
            sha.update(b, 0, Math.min(32, left));
        }
        for (int bits = password.length; bits > 0; bits >>>= 1) {
            if ((bits & 1) != 0) {
                sha.update(b);
            } else {
                sha.update(password);
            }
        }
        byte[] a = sha.digest();

        for (int i = 0; i < password.length; i++) {
            sha.update(password);
        }
        byte[] p = repeat(sha.digest(), password.length);
        for (int i = 0; i < 16 + (a[0] & 0xff); i++) {
            sha.update(salt);
        }
        byte[] s = repeat(sha.digest(), salt.length);

        for (int i = 0; i < rounds; i++) {
            sha.update((i & 1) != 0 ? p : a);
            if (i % 3 != 0) {
                sha.update(s);
            }
            if (i % 7 != 0) {
                sha.update(p);
            }
            sha.update((i & 1) != 0 ? a : p);
            a = sha.digest();
        }
        return a;
    }

    private static byte[] repeat(byte[] block, int length) {
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            out[i] = block[i % block.length];
        }
        return out;
    }

    /** Drepper's order of the 32 bytes, three at a time, little end first in base 64. */
    private static void encode(byte[] d, byte[] out, int offset) {
        int position = offset;
        for (int i = 0; i < 10; i++) {
            position = encode24(d[HIGH[i]], d[MIDDLE[i]], d[LOW[i]], 4, out, position);
        }
        encode24((byte) 0, d[31], d[30], 3, out, position);
    }

    private static int encode24(byte high, byte middle, byte low, int n, byte[] out, int at) {
        int word = (high & 0xff) << 16 | (middle & 0xff) << 8 | low & 0xff;
        for (int i = 0; i < n; i++) {
            out[at + i] = ALPHABET[word & 0x3f];
            word >>>= 6;
        }
        return at + n;
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
