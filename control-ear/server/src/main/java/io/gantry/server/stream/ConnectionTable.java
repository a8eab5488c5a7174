package io.gantry.server.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What Linux tells of the TCP connections of this machine, or of this container (the kernel's Documentation/networking/proc_net_tcp.rst).
 */
final class ConnectionTable {

    /** Whether the other end of a connection is there, as far as it has said. */
    enum Standing {
        LIVING,
        ENDED
    }

    private static final List<Path> FILES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int FIELDS = 4;
    private static final String ESTABLISHED = "01";
    private static final int WORD_DIGITS = 2 * Integer.BYTES;
    private static final int HEX = 16;

    private ConnectionTable() {}

    /** Reads the tables of IPv4 and IPv6. Throws {@link IOException} when there are none, as on another system than Linux. */
    static Map<ClientConnection, Standing> read() throws IOException {
        Map<ClientConnection, Standing> found = new HashMap<>();
        for (Path file : FILES) {
            if (file.equals(FILES.getFirst()) || Files.exists(file)) { // a kernel may have no IPv6
                found.putAll(parse(Files.readAllLines(file, StandardCharsets.US_ASCII), ByteOrder.nativeOrder()));
            }
        }
        return found;
    }

    /**
     * Reads the lines of a table; those that are no connections are left out.
     *
     * <p>{@code 0: 0100007F:192B 0100007F:E21E 01 …} is a living connection from 127.0.0.1, port 57886, to port 6443.
     *
     * @param order of the machine: the kernel prints the words of an address as numbers
     */
    static Map<ClientConnection, Standing> parse(List<String> lines, ByteOrder order) {
        Map<ClientConnection, Standing> found = new HashMap<>();
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+", FIELDS + 1);
            if (fields.length < FIELDS || !fields[0].endsWith(":")) {
                continue; // the headings
            }
            Standing standing = fields[STATE].equals(ESTABLISHED) ? Standing.LIVING : Standing.ENDED;
            found.merge(connection(fields, order), standing, (one, other) -> one == Standing.LIVING ? one : other);
        }
        return found;
    }

    private static ClientConnection connection(String[] fields, ByteOrder order) {
        String remote = fields[REMOTE];
        int colon = remote.indexOf(':');
        return new ClientConnection(address(remote.substring(0, colon), order), port(remote), port(fields[LOCAL]));
    }

    private static int port(String end) {
        return Integer.parseInt(end, end.indexOf(':') + 1, end.length(), HEX);
    }

    private static InetAddress address(String hex, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocate(hex.length() / 2).order(order);
        for (int at = 0; at < hex.length(); at += WORD_DIGITS) {
            bytes.putInt(Integer.parseUnsignedInt(hex, at, at + WORD_DIGITS, HEX));
        }
        try {
            return InetAddress.getByAddress(bytes.array()); // makes IPv4 of ::ffff:a.b.c.d
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + hex, e);
        }
    }
}
