package io.daybreak.sql.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void hashesAsMySqlDoes() {
        assertThat(
                        new String(
                                Credentials.create(Credentials.NATIVE, ascii("password")),
                                StandardCharsets.US_ASCII))
                .isEqualTo("*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19");
        byte[] stored = HexFormat.of().parseHex(STORED_BY_MYSQL);
        assertThat(Credentials.isValid(Credentials.CACHING_SHA2, stored)).isTrue();
        assertThat(Credentials.verify(Credentials.CACHING_SHA2, stored, ascii("gehe1m"))).isTrue();
        assertThat(Credentials.verify(Credentials.CACHING_SHA2, stored, ascii("gehe1n"))).isFalse();
    }

    @Test
    void verifiesWhatItCreated() {
        for (String plugin : new String[] {Credentials.NATIVE, Credentials.CACHING_SHA2}) {
            for (String password : new String[] {"x", "gehe1m", "a".repeat(80)}) {
                byte[] credential = Credentials.create(plugin, ascii(password));
                assertThat(Credentials.isValid(plugin, credential)).isTrue();
                assertThat(Credentials.verify(plugin, credential, ascii(password))).isTrue();
                assertThat(Credentials.verify(plugin, credential, ascii("other"))).isFalse();
                assertThat(Credentials.verify(plugin, credential, new byte[0])).isFalse();
            }
            assertThat(Credentials.create(plugin, new byte[0])).isEmpty();
            assertThat(Credentials.verify(plugin, new byte[0], new byte[0])).isTrue();
        }
    }

    /** {@code SELECT HEX(authentication_string)} of an account made with {@code gehe1m}. */
    private static final String STORED_BY_MYSQL =
            "244124303041240B0C3E7556370F6F2D0B4F767F3912472951500A453748515354376F5356306246627972682F3871704741472E6156644F4861726A6C52322E634F656F6532";
}
