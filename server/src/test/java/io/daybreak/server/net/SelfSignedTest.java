package io.daybreak.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfSignedTest {
    private static KeyPair keys(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048, 4096})
    void theCertificateIsOfThatKeyAndSignedByIt(int bits) throws Exception {
        KeyPair keys = keys(bits);
        X509Certificate certificate = SelfSigned.certificate(keys);
        certificate.verify(keys.getPublic());
        assertThat(certificate.getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(certificate.getSubjectX500Principal())
                .isEqualTo(certificate.getIssuerX500Principal());
        assertThat(certificate.getSubjectX500Principal().getName())
                .isEqualTo("CN=Daybreak_Server_Auto_Generated_Certificate");
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getSerialNumber()).isPositive();
    }

    @Test
    void theCertificateIsValidForTenYearsAndSignsNoOthers() throws Exception {
        X509Certificate certificate = SelfSigned.certificate(keys(2048));
        certificate.checkValidity();
        Instant end = Instant.now().plus(3650, ChronoUnit.DAYS);
        certificate.checkValidity(Date.from(end.minus(1, ChronoUnit.HOURS)));
        assertThat(certificate.getNotAfter()).isBeforeOrEqualTo(Date.from(end));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getCriticalExtensionOIDs()).containsExactly("2.5.29.19");
    }
}
