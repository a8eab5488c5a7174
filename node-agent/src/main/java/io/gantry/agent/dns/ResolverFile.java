package io.gantry.agent.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The node's own resolver configuration (resolv.conf(5)). */
public final class ResolverFile {

    private static final Path FILE = Path.of("/etc/resolv.conf");

    /** systemd-resolved's stub answers on loopback only; its file of real servers lies here. */
    private static final Path SYSTEMD = Path.of("/run/systemd/resolve/resolv.conf");

    private ResolverFile() {}

    /**
     * The name servers that queries for the world outside go to.
     *
     * @param own our own address, which must not be asked in circles
     */
    public static List<InetSocketAddress> nameServers(String own) throws IOException {
        Path file = Files.exists(SYSTEMD) ? SYSTEMD : FILE;
        return Files.exists(file) ? parse(Files.readAllLines(file), own) : List.of();
    }

    static List<InetSocketAddress> parse(List<String> lines, String own) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("nameserver"))
                .map(line -> line.substring("nameserver".length()).strip())
                .filter(address -> !address.isEmpty() && !address.equals(own))
                .map(address -> new InetSocketAddress(address, 53))
                .toList();
    }
}
