package io.daybreak.server.net;

import io.daybreak.server.wire.Capability;
import io.daybreak.server.wire.HandshakeResponse;
import io.daybreak.sql.api.Credentials;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlDatabase.Account;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One login: looks the account up, runs its plugin's exchange, opens the session.
 *
 * <pre>
 *   LOOKUP --other plugin--> SWITCHED --response--> check
 *   LOOKUP --same plugin--------------------------> check
 *   check (caching_sha2_password, hash not cached) --> FULL --password over TLS--> verified
 *                                                      FULL --asks for the key--> KEY_SENT --> verified
 * </pre>
 *
 * An unknown user goes through the same exchange and fails at its end. Belongs to the connection's
 * event loop; account lookup, password hashing and opening the session happen on a virtual thread.
 *
 * <p>Source: MySQL 8.4 source documentation, "Authentication Method" and "Caching_sha2_password
 * information".
 */
final class Authentication {
    private enum State {
        BUSY,
        SWITCHED,
        FULL,
        KEY_SENT
    }

    private static final byte FAST_SUCCESS = 3;
    private static final byte FULL_NEEDED = 4;
    private static final byte KEY_REQUEST = 2;

    private final Connection connection;
    private final ClientInfo client;
    private final Login login;
    private final ConnectionHub hub;
    private final HandshakeResponse response;
    private final boolean changeUser;

    private State state = State.BUSY;
    private byte[] challenge;
    private @Nullable Account account;
    private String plugin = Credentials.CACHING_SHA2;
    private boolean passwordGiven;

    Authentication(
            Connection connection,
            Login login,
            ConnectionHub hub,
            byte[] challenge,
            HandshakeResponse response,
            boolean changeUser) {
        this.connection = connection;
        this.client = connection.client();
        this.login = login;
        this.hub = hub;
        this.challenge = challenge;
        this.response = response;
        this.changeUser = changeUser;
    }

    /** Whether the next packet is for us; else we are busy and it waits. */
    boolean isWaiting() {
        return state != State.BUSY;
    }

    void start() {
        String user = response.user();
        String host = client.clientHost();
        login.offLoop(
                () -> new Found(hub.database().account(user, host)), found -> found(found.account));
    }

    private record Found(@Nullable Account account) {}

    private void found(@Nullable Account match) {
        account = match;
        if (match != null && Credentials.isKnownPlugin(match.plugin())) {
            plugin = match.plugin();
        }
        boolean named = (response.capabilities() & Capability.PLUGIN_AUTH) != 0;
        String clientPlugin = named ? response.plugin() : Credentials.NATIVE;
        if (!changeUser && clientPlugin.equals(plugin)) {
            check(response.authResponse());
            return;
        }
        // A client of COM_CHANGE_USER gets a challenge of its own, too.
        challenge = Scramble.challenge();
        byte[] name = plugin.getBytes(StandardCharsets.US_ASCII);
        byte[] packet = new byte[1 + name.length + 1 + Scramble.LENGTH + 1];
        packet[0] = (byte) 0xfe;
        System.arraycopy(name, 0, packet, 1, name.length);
        System.arraycopy(challenge, 0, packet, name.length + 2, Scramble.LENGTH);
        state = State.SWITCHED;
        login.send(packet);
    }

    void packet(byte[] payload) {
        State was = state;
        state = State.BUSY;
        switch (was) {
            case SWITCHED -> check(payload);
            case FULL -> full(payload);
            case KEY_SENT -> decrypt(payload);
            case BUSY -> throw new IllegalStateException("packet while busy");
        }
    }

    private byte[] credential() {
        Account known = account;
        return known == null ? new byte[0] : known.credential();
    }

    private void check(byte[] answer) {
        byte[] credential = credential();
        if (plugin.equals(Credentials.NATIVE)) {
            passwordGiven = answer.length > 0;
            decide(account != null && Scramble.verifyNative(credential, challenge, answer));
            return;
        }
        boolean empty = answer.length == 0 || answer.length == 1 && answer[0] == 0;
        passwordGiven = !empty;
        if (empty || account != null && credential.length == 0) {
            decide(account != null && empty && credential.length == 0);
            return;
        }
        byte[] cached = account == null ? null : hub.passwords().twiceHashed(account);
        if (cached != null && Scramble.verifySha2(cached, challenge, answer)) {
            login.send(new byte[] {1, FAST_SUCCESS});
            decide(true);
        } else {
            state = State.FULL;
            login.send(new byte[] {1, FULL_NEEDED});
        }
    }

    private void full(byte[] payload) {
        if (client.isTls()) {
            verify(payload);
        } else if (payload.length == 1 && payload[0] == KEY_REQUEST) {
            sendKey();
        } else if (payload.length == 1 && payload[0] == 0) {
            decide(false);
        } else {
            decrypt(payload);
        }
    }

    private void sendKey() {
        login.offLoop(
                () -> hub.identity().get(30, TimeUnit.SECONDS).publicKeyPem(),
                pem -> {
                    byte[] packet = new byte[1 + pem.length];
                    packet[0] = 1;
                    System.arraycopy(pem, 0, packet, 1, pem.length);
                    state = State.KEY_SENT;
                    login.send(packet);
                });
    }

    private void decrypt(byte[] encrypted) {
        login.offLoop(
                () -> {
                    byte[] wrapped;
                    try {
                        wrapped = hub.identity().get(30, TimeUnit.SECONDS).decrypt(encrypted);
                    } catch (GeneralSecurityException _) {
                        return false; // Not encrypted with our key: no password.
                    }
                    return matches(Scramble.xor(wrapped, challenge));
                },
                this::decide);
    }

    private void verify(byte[] passwordWithZero) {
        login.offLoop(() -> matches(passwordWithZero), this::decide);
    }

    private boolean matches(byte[] passwordWithZero) {
        int length = passwordWithZero.length;
        if (length == 0 || passwordWithZero[length - 1] != 0) {
            return false;
        }
        byte[] password = Arrays.copyOf(passwordWithZero, length - 1);
        Account known = account;
        boolean right =
                known != null
                        && Credentials.verify(
                                Credentials.CACHING_SHA2, known.credential(), password);
        if (known != null && right) {
            hub.passwords().remember(known, Scramble.sha256Twice(password));
        }
        Arrays.fill(password, (byte) 0);
        Arrays.fill(passwordWithZero, (byte) 0);
        return right;
    }

    private void decide(boolean right) {
        state = State.BUSY;
        String user = response.user();
        String host = client.clientHost();
        Account known = account;
        if (!right || known == null || known.requireTls() && !client.isTls()) {
            refuse(
                    new SqlException(
                            MySqlError.ER_ACCESS_DENIED_ERROR,
                            user,
                            host,
                            passwordGiven ? "YES" : "NO"));
            return;
        }
        if (known.locked()) {
            refuse(new SqlException(MySqlError.ER_ACCOUNT_HAS_BEEN_LOCKED, user, host));
            return;
        }
        if (!client.isTls() && hub.requiresSecureTransport()) {
            refuse(new SqlException(MySqlError.ER_SECURE_TRANSPORT_REQUIRED));
            return;
        }
        try {
            login.countFor(known.user() + "@" + known.host());
        } catch (SqlException e) {
            connection.fatal(e);
            return;
        }
        hub.hosts().login(host, user);
        login.offLoop(
                () -> openSession(known), session -> login.succeeded(known, session, response));
    }

    private void refuse(SqlException error) {
        hub.log()
                .info(
                        "connection {}: login of '{}'@'{}' refused with error {}",
                        connection.id(),
                        ClientLog.shown(response.user()),
                        client.clientHost(),
                        error.code());
        long delay = hub.hosts().failedLogin(client.clientHost(), response.user());
        if (delay == 0) {
            connection.fatal(error);
        } else {
            connection.loop().schedule(() -> connection.fatal(error), delay, TimeUnit.MILLISECONDS);
        }
    }

    private SqlSession openSession(Account known) {
        SqlSession session = connection.sessionOrNull();
        if (changeUser && session != null) {
            connection.forgetStatements();
            session.changeUser(known, response.schema());
        } else {
            session = hub.database().openSession(known, client, response.schema());
            if (hub.isOverLimit() && !session.mayExceedConnectionLimit()) {
                session.close();
                throw new SqlException(MySqlError.ER_CON_COUNT_ERROR);
            }
        }
        if (response.collation() != 0) {
            session.setCollation(response.collation());
        }
        return session;
    }
}
