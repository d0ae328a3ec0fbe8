package io.daybreak.server.net;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Makes a certificate of version 3 for an RSA key pair, signed by that key (RFC 5280, section 4.1;
 * the encoding is X.690's DER):
 *
 * <pre>
 * SEQUENCE
 *   SEQUENCE                      what is signed
 *     [0] INTEGER 2               version 3
 *     INTEGER                     serial number
 *     SEQUENCE                    algorithm: SHA-256 with RSA
 *     SEQUENCE                    issuer
 *     SEQUENCE time, time         valid from, and until
 *     SEQUENCE                    subject, the issuer itself
 *     SEQUENCE                    public key
 *     [3] SEQUENCE                extensions: it signs no other certificates
 *   SEQUENCE                      algorithm
 *   BIT STRING                    signature
 * </pre>
 */
final class SelfSigned {
    private static final int VALID_DAYS = 3650;
    private static final int SERIAL_BITS = 63;
    private static final String NAME = "Daybreak_Server_Auto_Generated_Certificate";

    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTF8_STRING = 0x0c;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;

    private static final byte[] SHA256_WITH_RSA =
            HexFormat.of().parseHex("300d06092a864886f70d01010b0500");
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] BASIC_CONSTRAINTS = HexFormat.of().parseHex("0603551d13");

    /** From this year on a certificate has its times with four digits for the year. */
    private static final int LONG_YEARS = 2050;

    private SelfSigned() {}

    static X509Certificate certificate(KeyPair keys) throws GeneralSecurityException {
        byte[] signed = signedPart(keys, Instant.now());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed);
        byte[] certificate = der(SEQUENCE, signed, SHA256_WITH_RSA, bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate));
    }

    private static byte[] signedPart(KeyPair keys, Instant now) {
        BigInteger serial = new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0);
        byte[] name =
                der(
                        SEQUENCE,
                        der(
                                SET,
                                der(
                                        SEQUENCE,
                                        COMMON_NAME,
                                        der(UTF8_STRING, NAME.getBytes(StandardCharsets.UTF_8)))));
        byte[] valid =
                der(
                        SEQUENCE,
                        time(now.minus(1, ChronoUnit.DAYS)),
                        time(now.plus(VALID_DAYS, ChronoUnit.DAYS)));
        return der(
                SEQUENCE,
                der(VERSION, der(INTEGER, new byte[] {2})),
                der(INTEGER, serial.toByteArray()),
                SHA256_WITH_RSA,
                name,
                valid,
                name,
                keys.getPublic().getEncoded(),
                der(EXTENSIONS, der(SEQUENCE, noAuthority())));
    }

    private static byte[] noAuthority() {
        byte[] critical = der(BOOLEAN, new byte[] {(byte) 0xff});
        return der(SEQUENCE, BASIC_CONSTRAINTS, critical, der(OCTET_STRING, der(SEQUENCE)));
    }

    private static byte[] time(Instant instant) {
        boolean longYear = instant.atOffset(ZoneOffset.UTC).getYear() >= LONG_YEARS;
        String text =
                DateTimeFormatter.ofPattern(longYear ? "yyyyMMddHHmmss'Z'" : "yyMMddHHmmss'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(instant);
        return der(
                longYear ? GENERALIZED_TIME : UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** No bit of the last byte is unused. */
    private static byte[] bits(byte[] bytes) {
        return der(BIT_STRING, new byte[1], bytes);
    }

    /** Tag, length, and what it consists of. */
    private static byte[] der(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int from = digits[0] == 0 ? 1 : 0;
            out.write(0x80 | digits.length - from);
            out.write(digits, from, digits.length - from);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
