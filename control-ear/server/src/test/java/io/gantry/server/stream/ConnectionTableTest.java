package io.gantry.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.server.stream.ConnectionTable.Standing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTableTest {

    private static final String REST =
            " 00000000:00000000 02:000A8D1E 00000000     0        0 18676358 2 000000009ce39b73 20 4 31 17 -1";

    private static ClientConnection connection(String remote, int remotePort, int localPort) {
        return new ClientConnection(InetAddress.ofLiteral(remote), remotePort, localPort);
    }

    @ParameterizedTest
    @CsvSource({
        "0: 0100007F:192B 0100007F:E21E 01, 127.0.0.1, 57886, 6443, LIVING",
        "1: 0100007F:192B 0700A8C0:E21E 08, 192.168.0.7, 57886, 6443, ENDED", // CLOSE_WAIT
        "2: 0100007F:192B 0700A8C0:E21E 06, 192.168.0.7, 57886, 6443, ENDED", // TIME_WAIT
        "12345: 0000000000000000FFFF000001E61EAC:01BB 0000000000000000FFFF000001E61EAC:A5BC 01,"
                + " 172.30.230.1, 42428, 443, LIVING",
        "7: 00000000000000000000000001000000:192B 00000000000000000000000001000000:E21E 01, ::1, 57886, 6443, LIVING",
        "8: B80D0120000000000000000001000000:192B B80D012000000000000000007F000000:0050 08,"
                + " 2001:db8::7f, 80, 6443, ENDED",
    })
    void aLineIsAConnection(String line, String remote, int remotePort, int localPort, Standing standing) {
        assertThat(ConnectionTable.parse(List.of("   " + line + REST), ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(Map.of(connection(remote, remotePort, localPort), standing));
    }

    @Test
    void onAnotherKindOfMachineTheWordsAreTheOtherWayAround() {
        assertThat(ConnectionTable.parse(
                        List.of(
                                "0: 7F000001:192B C0A80007:E21E 01" + REST,
                                "1: 00000000000000000000FFFF7F000001:192B 00000000000000000000FFFFC0A80008:E21E 01"
                                        + REST),
                        ByteOrder.BIG_ENDIAN))
                .containsOnlyKeys(connection("192.168.0.7", 57886, 6443), connection("192.168.0.8", 57886, 6443));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                "   0: 0100007F:192B 0100007F:E21E",
                "   0: 0100007F:192B 01:E21E 01 00000000:00000000",
                "   0: 0100007F:192B 0100007G:E21E 01 00000000:00000000",
            })
    void whatIsNoConnectionIsLeftOut(String line) {
        assertThat(ConnectionTable.parse(List.of(line), ByteOrder.LITTLE_ENDIAN))
                .isEmpty();
    }

    @Test
    void ofTwoThatDifferInTheOwnAddressOnlyTheLivingOneCounts() {
        String ended = "   0: 0100007F:192B 0100007F:E21E 08" + REST;
        String living = "   1: 0200007F:192B 0100007F:E21E 01" + REST;
        Map<ClientConnection, Standing> expected = Map.of(connection("127.0.0.1", 57886, 6443), Standing.LIVING);
        assertThat(ConnectionTable.parse(List.of(ended, living), ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(expected);
        assertThat(ConnectionTable.parse(List.of(living, ended), ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void theKernelKnowsWhenAClientHasGone(String address) throws IOException {
        InetAddress loopback = InetAddress.ofLiteral(address);
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket client = new Socket(loopback, server.getLocalPort());
                Socket accepted = server.accept()) {
            ClientConnection connection =
                    new ClientConnection(accepted.getInetAddress(), accepted.getPort(), accepted.getLocalPort());
            assertThat(ConnectionTable.read()).containsEntry(connection, Standing.LIVING);
            client.close();
            assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            assertThat(ConnectionTable.read()).containsEntry(connection, Standing.ENDED);
        }
    }
}
