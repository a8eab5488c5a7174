package io.gantry.agent.node;

import io.gantry.agent.object.HugePageSize;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what the node's status needs to know of the machine. */
public final class HostFacts {

    private static final int CAP_SYS_RESOURCE = 24;
    private static final int LOWEST_OOM_SCORE = -1000;

    private final Path root;

    /** @param root of the file system; / outside of tests */
    public HostFacts(Path root) {
        this.root = root;
    }

    /** Whether the kernel enforces AppArmor profiles. */
    public boolean appArmor() {
        return Files.isDirectory(root.resolve("sys/kernel/security/apparmor"));
    }

    /** Bytes of memory. */
    public long memoryTotal() throws IOException {
        return memory("MemTotal");
    }

    /** Bytes that could be used without swapping. */
    public long memoryAvailable() throws IOException {
        return memory("MemAvailable");
    }

    /** Processors of the machine; the JVM's own count may be limited. */
    public int processors() throws IOException {
        return (int) Files.readAllLines(root.resolve("proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("processor"))
                .count();
    }

    /** Process ids in use, and the most there may be. */
    public long[] processIds() throws IOException {
        String[] load = text("proc/loadavg").split("[ /]");
        return new long[] {Long.parseLong(load[4]), Long.parseLong(text("proc/sys/kernel/pid_max"))};
    }

    /** Of the file system that holds a path. */
    public FileStore disk(Path path) throws IOException {
        return Files.getFileStore(path);
    }

    /**
     * The lowest {@code oom_score_adj} that may be given to a process: without CAP_SYS_RESOURCE, as inside a container or a
     * confined machine, the kernel only lets it rise.
     */
    public int lowestOomScore() throws IOException {
        long capabilities = Files.readAllLines(root.resolve("proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .mapToLong(line -> Long.parseLong(line.substring(7).strip(), 16))
                .findFirst()
                .orElse(0);
        boolean free = (capabilities >> CAP_SYS_RESOURCE & 1) == 1;
        return free ? LOWEST_OOM_SCORE : Integer.parseInt(text("proc/self/oom_score_adj"));
    }

    /** Bytes of memory that are set aside for huge pages, by their size; empty where the kernel has none. */
    public SortedMap<HugePageSize, Long> hugePages() throws IOException {
        SortedMap<HugePageSize, Long> pages = new TreeMap<>(Comparator.comparing(HugePageSize::bytes));
        Path sizes = root.resolve("sys/kernel/mm/hugepages");
        if (!Files.isDirectory(sizes)) {
            return pages;
        }
        try (Stream<Path> directories = Files.list(sizes)) {
            for (Path directory : directories.toList()) {
                Optional<HugePageSize> size =
                        HugePageSize.ofDirectory(directory.getFileName().toString());
                if (size.isPresent()) {
                    long count = Long.parseLong(text(root.relativize(directory) + "/nr_hugepages"));
                    pages.put(size.get(), count * size.get().bytes());
                }
            }
        }
        return pages;
    }

    public String kernelVersion() throws IOException {
        return text("proc/sys/kernel/osrelease");
    }

    public String bootId() throws IOException {
        return text("proc/sys/kernel/random/boot_id");
    }

    /** Empty when the machine has none. */
    public String machineId() throws IOException {
        return first("etc/machine-id", "var/lib/dbus/machine-id");
    }

    /** What the firmware says, else the machine's id, as upstream's kubelet has it from cAdvisor; empty when the machine has neither. */
    public String systemUuid() throws IOException {
        return first(
                "sys/class/dmi/id/product_uuid",
                "proc/device-tree/system-id",
                "proc/device-tree/vm,uuid",
                "etc/machine-id");
    }

    /** For example Debian GNU/Linux 12 (bookworm). */
    public String osImage() throws IOException {
        Map<String, String> release = new HashMap<>();
        for (String line : text("etc/os-release").split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                release.put(
                        line.substring(0, equals), line.substring(equals + 1).replace("\"", ""));
            }
        }
        return release.getOrDefault("PRETTY_NAME", "Linux");
    }

    private long memory(String field) throws IOException {
        return Files.readAllLines(root.resolve("proc/meminfo")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("no " + field + " in /proc/meminfo"));
    }

    /** Of the first of these files that there is. A device tree ends its texts with a NUL. */
    private String first(String... paths) throws IOException {
        for (String path : paths) {
            if (Files.isReadable(root.resolve(path))) {
                return text(path).replaceFirst("\0+$", "").strip();
            }
        }
        return "";
    }

    private String text(String path) throws IOException {
        Path file = root.resolve(path);
        if (!Files.isReadable(file)) {
            return "";
        }
        // not Files.readString: it first reads one byte of a file that says it is empty, and some files of /proc give
        // no second one
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return reader.lines().collect(Collectors.joining("\n")).strip();
        }
    }
}
