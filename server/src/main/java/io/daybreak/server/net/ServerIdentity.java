package io.daybreak.server.net;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * The server's RSA key and self-signed certificate: for TLS and for caching_sha2_password's public
 * key exchange. Immutable.
 *
 * <p>Made at the first start and kept as {@code server-key.pem} (PKCS #8) and {@code
 * server-cert.pem} in the data directory; put others there to use your own. Making or reading them
 * takes some hundred milliseconds, so it happens when a client needs them, which waits, or a moment
 * after the start.
 */
final class ServerIdentity {
    private static final int KEY_BITS = 2048;

    private final PrivateKey privateKey;
    private final byte[] publicKeyPem;
    private final SslContext sslContext;

    private ServerIdentity(PrivateKey privateKey, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        this.privateKey = privateKey;
        this.publicKeyPem = pem("PUBLIC KEY", certificate.getPublicKey().getEncoded());
        this.sslContext =
                new JdkSslContext(
                        context(privateKey, certificate),
                        false,
                        null,
                        IdentityCipherSuiteFilter.INSTANCE,
                        ApplicationProtocolConfig.DISABLED,
                        ClientAuth.NONE,
                        new String[] {"TLSv1.3", "TLSv1.2"},
                        false);
    }

    /**
     * Not by Netty's builder: its key store hashes a password a hundred thousand times, which takes
     * longer than all else here. Clients have no certificates, so nothing is trusted.
     */
    private static SSLContext context(PrivateKey privateKey, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        store.setKeyEntry("server", privateKey, new char[0], new Certificate[] {certificate});
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[0], null);
        return context;
    }

    /** Loads or makes the identity on a thread of its own. */
    static CompletableFuture<ServerIdentity> load(Path directory) {
        CompletableFuture<ServerIdentity> future = new CompletableFuture<>();
        Thread thread =
                Thread.ofPlatform()
                        .name("daybreak-identity")
                        .daemon()
                        .unstarted(() -> {
                            try {
                                future.complete(loadNow(directory));
                            } catch (Throwable e) {
                                future.completeExceptionally(e);
                            }
                        });
        thread.start();
        return future;
    }

    SslContext sslContext() {
        return sslContext;
    }

    byte[] publicKeyPem() {
        return publicKeyPem.clone();
    }

    /**
     * RSA-OAEP with SHA-1, as the protocol wants; throws if the bytes were not made with our key.
     */
    byte[] decrypt(byte[] bytes) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        OAEPParameterSpec oaep =
                new OAEPParameterSpec(
                        "SHA-1",
                        "MGF1",
                        java.security.spec.MGF1ParameterSpec.SHA1,
                        PSource.PSpecified.DEFAULT);
        cipher.init(Cipher.DECRYPT_MODE, privateKey, oaep);
        return cipher.doFinal(bytes);
    }

    private static ServerIdentity loadNow(Path directory)
            throws IOException, GeneralSecurityException {
        Path keyFile = directory.resolve("server-key.pem");
        Path certificateFile = directory.resolve("server-cert.pem");
        if (!Files.exists(keyFile) || !Files.exists(certificateFile)) {
            create(keyFile, certificateFile);
        }
        PrivateKey key =
                KeyFactory.getInstance("RSA")
                        .generatePrivate(new PKCS8EncodedKeySpec(unPem(Files.readString(keyFile))));
        X509Certificate certificate;
        try (var in = Files.newInputStream(certificateFile)) {
            certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        return new ServerIdentity(key, certificate);
    }

    private static void create(Path keyFile, Path certificateFile)
            throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        KeyPair pair = generator.generateKeyPair();
        X509Certificate certificate = SelfSigned.certificate(pair);
        writePrivate(keyFile, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        writePrivate(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
    }

    /** Readable by the owner only, and complete or absent after a crash. */
    private static void writePrivate(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    temporary,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(temporary, content);
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] pem(String kind, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] unPem(String text) {
        String body = text.replaceAll("-----[^-]*-----", "").replaceAll("\\s", "");
        return Base64.getDecoder().decode(body);
    }
}
