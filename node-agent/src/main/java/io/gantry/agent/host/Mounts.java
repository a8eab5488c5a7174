package io.gantry.agent.host;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/** Mounts of the host, and removal of directories that may hold some. */
public final class Mounts {

    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** A server that does not answer is tried for so long. */
    private static final Duration NFS_TIMEOUT = Duration.ofSeconds(60);

    private static final List<Path> NFS_HELPERS = List.of(Path.of("/sbin/mount.nfs"), Path.of("/usr/sbin/mount.nfs"));

    private static final Path FILE_SYSTEMS = Path.of("/proc/filesystems");
    private static final String NO_NFS =
            "this node cannot mount NFS: its kernel has no file system nfs; try \"modprobe nfs\""
                    + " there, and install the kernel's package of further modules when it has none (linux-modules-extra on Ubuntu's"
                    + " cloud images)";

    private final HostCommands commands;
    /** What is shown by this agent; after its restart it is shown once more. */
    private final ConcurrentMap<Path, List<Path>> shownLayers = new ConcurrentHashMap<>();

    public Mounts(HostCommands commands) {
        this.commands = commands;
    }

    /** Mounts a memory file system unless one is there already. */
    public void tmpfs(Path directory, OptionalLong sizeBytes, String mode) throws IOException {
        if (below(directory).contains(directory)) {
            return;
        }
        String options = "mode=" + mode + (sizeBytes.isPresent() ? ",size=" + sizeBytes.getAsLong() : "");
        commands.check(TIMEOUT, "mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString());
    }

    /**
     * Mounts a file system of huge pages unless one is there already.
     *
     * @param pageSize for example 2Mi
     */
    public void hugePages(Path directory, String pageSize) throws IOException {
        if (below(directory).contains(directory)) {
            return;
        }
        commands.check(
                TIMEOUT, "mount", "-t", "hugetlbfs", "-o", "pagesize=" + pageSize, "nodev", directory.toString());
    }

    /** Mounts a directory of a file server unless something is mounted there already. */
    public void nfs(String server, String path, Path directory, List<String> options) throws IOException {
        if (below(directory).contains(directory)) {
            return;
        }
        if (NFS_HELPERS.stream().noneMatch(Files::isExecutable)) {
            throw new IOException("this node cannot mount NFS: the program mount.nfs is missing; install the package"
                    + " nfs-common (Debian, Ubuntu) or nfs-utils (Fedora, SUSE)");
        }
        try {
            commands.check(
                    NFS_TIMEOUT, nfsCommand(server, path, directory, options).toArray(String[]::new));
        } catch (IOException e) {
            throw kernelKnowsNfs() ? e : new IOException(NO_NFS + ": " + e.getMessage(), e);
        }
    }

    /** The program loads the kernel's module where there is one; afterwards the kernel lists it. */
    private static boolean kernelKnowsNfs() throws IOException {
        return Files.readAllLines(FILE_SYSTEMS).stream()
                .anyMatch(line -> line.endsWith("\tnfs") || line.endsWith("\tnfs4"));
    }

    /** The command that mounts a directory of a file server; an IPv6 address stands in brackets. */
    static List<String> nfsCommand(String server, String path, Path directory, List<String> options) {
        List<String> command = new ArrayList<>(List.of("mount", "-t", "nfs"));
        if (!options.isEmpty()) {
            command.addAll(List.of("-o", String.join(",", options)));
        }
        String host = server.contains(":") && !server.startsWith("[") ? "[" + server + "]" : server;
        command.addAll(List.of(host + ":" + path, directory.toString()));
        return command;
    }

    /**
     * Shows directories as one that nobody can write to, in the place of what was shown there before.
     *
     * @param layers the topmost first
     */
    public void layers(List<Path> layers, Path directory) throws IOException {
        if (below(directory).contains(directory)) {
            if (layers.equals(shownLayers.get(directory))) {
                return;
            }
            // containers that run keep what they were shown
            commands.check(TIMEOUT, "umount", directory.toString());
        }
        show(layers, directory);
        shownLayers.put(directory, layers);
    }

    private void show(List<Path> layers, Path directory) throws IOException {
        if (layers.size() == 1) {
            commands.check(TIMEOUT, "mount", "--bind", layers.getFirst().toString(), directory.toString());
            return;
        }
        String lower = layers.stream().map(Path::toString).collect(Collectors.joining(":"));
        commands.check(
                TIMEOUT, "mount", "-t", "overlay", "-o", "ro,lowerdir=" + lower, "overlay", directory.toString());
    }

    /** The mount points in and below a directory, deepest first. */
    public List<Path> below(Path directory) throws IOException {
        return table().below(directory);
    }

    /**
     * Shows a part of a volume at a place that no container can change: between a look at the path and its use, a container could
     * have put a link there that leads out of the volume.
     *
     * @param path below the volume
     * @return the target
     * @throws IOException when the path turned out to lead elsewhere
     */
    public Path pin(Path volume, Path path, Path target) throws IOException {
        for (Path old : below(target)) {
            commands.check(TIMEOUT, "umount", old.toString());
        }
        Files.createDirectories(target.getParent());
        if (Files.isDirectory(path)) {
            Files.createDirectories(target);
        } else if (!Files.exists(target)) {
            Files.createFile(target);
        }
        commands.check(TIMEOUT, "mount", "--bind", path.toString(), target.toString());
        if (!table().showsPartOf(volume.toRealPath(), target)) {
            commands.check(TIMEOUT, "umount", target.toString());
            throw new IOException(path + " leads out of " + volume);
        }
        return target;
    }

    private static MountTable table() throws IOException {
        return MountTable.of(Files.readAllLines(MOUNT_INFO));
    }

    /**
     * Unmounts all below a directory, then deletes it. Never follows a link, and deletes nothing while anything is still mounted
     * there: what is mounted may be somebody's data.
     */
    public void removeTree(Path directory) throws IOException {
        if (!Files.exists(directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (Path point : below(directory)) {
            commands.check(TIMEOUT, "umount", point.toString());
            shownLayers.remove(point);
        }
        if (!below(directory).isEmpty()) {
            throw new IOException("still mounted below " + directory);
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
