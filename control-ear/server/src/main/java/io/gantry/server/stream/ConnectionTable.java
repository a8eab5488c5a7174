package io.gantry.server.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Linux tells of the TCP connections of this machine, or of this container (the kernel's Documentation/networking/proc_net_tcp.rst).
 */
final class ConnectionTable {

    /** Whether the other end of a connection is there, as far as it has said. */
    enum Standing {
        LIVING,
        ENDED
    }

    private static final Path IPV4 = Path.of("/proc/net/tcp");
    private static final Path IPV6 = Path.of("/proc/net/tcp6");
    private static final Pattern CONNECTION = Pattern.compile(
            "\\s*\\d+: [0-9A-F]+:(?<local>[0-9A-F]{4}) (?<remote>[0-9A-F]{8}|[0-9A-F]{32}):(?<port>[0-9A-F]{4}) (?<state>[0-9A-F]{2}) .*");
    private static final String ESTABLISHED = "01";
    private static final int WORD_DIGITS = 2 * Integer.BYTES;
    private static final int HEX = 16;

    private ConnectionTable() {}

    /** Reads the tables of IPv4 and IPv6. Throws {@link IOException} when there are none, as on another system than Linux. */
    static Map<ClientConnection, Standing> read() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(IPV4, StandardCharsets.US_ASCII));
        if (Files.exists(IPV6)) { // a kernel may have none
            lines.addAll(Files.readAllLines(IPV6, StandardCharsets.US_ASCII));
        }
        return parse(lines, ByteOrder.nativeOrder());
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
            Matcher fields = CONNECTION.matcher(line);
            if (fields.matches()) {
                Standing standing = fields.group("state").equals(ESTABLISHED) ? Standing.LIVING : Standing.ENDED;
                found.merge(connection(fields, order), standing, (one, other) -> one == Standing.LIVING ? one : other);
            }
        }
        return found;
    }

    private static ClientConnection connection(Matcher fields, ByteOrder order) {
        return new ClientConnection(
                address(fields.group("remote"), order),
                Integer.parseInt(fields.group("port"), HEX),
                Integer.parseInt(fields.group("local"), HEX));
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
