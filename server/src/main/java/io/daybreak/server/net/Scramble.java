package io.daybreak.server.net;

import io.daybreak.sql.api.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** Challenge and response of the two password plugins. Stateless. */
final class Scramble {
    static final int LENGTH = 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Scramble() {}

    /** 20 random bytes, none of them 0 or '$', since clients take the challenge as a C string. */
    static byte[] challenge() {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] &= 0x7f;
            if (bytes[i] == 0 || bytes[i] == '$') {
                bytes[i]++;
            }
        }
        return bytes;
    }

    /** {@code response = SHA1(password) XOR SHA1(challenge + SHA1(SHA1(password)))}. */
    static boolean verifyNative(byte[] credential, byte[] challenge, byte[] response) {
        if (credential.length == 0 || response.length == 0) {
            return credential.length == 0 && response.length == 0;
        }
        if (response.length != 20 || !Credentials.isValid(Credentials.NATIVE, credential)) {
            return false;
        }
        byte[] stage2;
        try {
            stage2 =
                    HexFormat.of()
                            .parseHex(new String(credential, 1, 40, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException _) {
            return false; // The stored credential is no hash: nobody can log in with it.
        }
        MessageDigest sha1 = digest("SHA-1");
        sha1.update(challenge);
        byte[] stage1 = xor(response, sha1.digest(stage2));
        return MessageDigest.isEqual(sha1.digest(stage1), stage2);
    }

    /**
     * {@code response = SHA256(password) XOR SHA256(SHA256(SHA256(password)) + challenge)}.
     *
     * @param twice SHA256(SHA256(password)), from the cache
     */
    static boolean verifySha2(byte[] twice, byte[] challenge, byte[] response) {
        if (response.length != 32) {
            return false;
        }
        MessageDigest sha = digest("SHA-256");
        sha.update(twice);
        byte[] once = xor(response, sha.digest(challenge));
        return MessageDigest.isEqual(sha.digest(once), twice);
    }

    static byte[] sha256Twice(byte[] password) {
        MessageDigest sha = digest("SHA-256");
        return sha.digest(sha.digest(password));
    }

    /** XOR with the repeated key: what RSA-encrypted passwords are wrapped in. */
    static byte[] xor(byte[] bytes, byte[] key) {
        byte[] out = Arrays.copyOf(bytes, bytes.length);
        for (int i = 0; i < out.length; i++) {
            out[i] ^= key[i % key.length];
        }
        return out;
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
