package io.gantry.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.server.stream.ConnectionTable.Standing;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientConnectionsTest {

    private static final ClientConnection A = connection(50_001);
    private static final ClientConnection B = connection(50_002);

    private final Map<ClientConnection, Standing> table = new HashMap<>();
    private final List<String> ended = new ArrayList<>();
    private final Runnable endA = () -> ended.add("a");
    private final Runnable endB = () -> ended.add("b");
    private final ClientConnections clients = new ClientConnections(this::read, Runnable::run, () -> now());
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private boolean readable = true;
    private int reads;

    private static ClientConnection connection(int port) {
        return new ClientConnection(InetAddress.getLoopbackAddress(), port, 6443);
    }

    private Instant now() {
        return now;
    }

    private Map<ClientConnection, Standing> read() throws IOException {
        reads++;
        if (!readable) {
            throw new FileNotFoundException("/proc/net/tcp");
        }
        return Map.copyOf(table);
    }

    /** As the ticker does, each second. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now = now.plusSeconds(1);
            clients.look();
        }
    }

    @Test
    void oneThatHasGoneIsEndedOnceAndOthersAreNot() {
        table.put(A, Standing.LIVING);
        table.put(B, Standing.LIVING);
        clients.opened(A, endA);
        clients.opened(B, endB);
        pass(15);
        table.remove(A);
        pass(10);
        assertThat(ended).isEmpty();
        pass(10);
        assertThat(ended).containsExactly("a");
        pass(60);
        assertThat(ended).containsExactly("a");
    }

    @Test
    void severalStreamsOfOneConnectionEndWithIt() {
        table.put(A, Standing.LIVING);
        clients.opened(A, endA);
        clients.opened(A, endB);
        pass(1);
        table.put(A, Standing.ENDED);
        pass(20);
        assertThat(ended).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void oneThatIsMissedOnceIsNotEnded() {
        table.put(A, Standing.LIVING);
        clients.opened(A, endA);
        for (int i = 0; i < 3; i++) {
            table.put(A, Standing.LIVING);
            pass(10);
            table.remove(A);
            pass(10);
        }
        assertThat(ended).isEmpty();
    }

    @Test
    void oneThatTheKernelNeverKnewIsNotEnded() {
        clients.opened(A, endA);
        pass(600);
        assertThat(ended).isEmpty();
    }

    @Test
    void oneThatEndedByItselfIsNotEndedAgain() {
        table.put(A, Standing.LIVING);
        clients.opened(A, endA);
        pass(5);
        table.remove(A);
        pass(10);
        clients.closed(endA);
        pass(60);
        assertThat(ended).isEmpty();
    }

    @Test
    void whoComesIsSeenSoonAndThenEveryTenSeconds() {
        pass(60);
        assertThat(reads).isZero();
        clients.opened(A, endA);
        pass(1);
        assertThat(reads).isEqualTo(1);
        pass(2);
        clients.opened(B, endB);
        pass(1);
        assertThat(reads).isEqualTo(2);
        pass(40);
        assertThat(reads).isEqualTo(6);
    }

    @Test
    void withoutTablesNobodyIsEnded() {
        table.put(A, Standing.LIVING);
        clients.opened(A, endA);
        pass(10);
        readable = false;
        pass(60);
        assertThat(ended).isEmpty();
        readable = true;
        table.remove(A);
        pass(20);
        assertThat(ended).containsExactly("a");
    }
}
