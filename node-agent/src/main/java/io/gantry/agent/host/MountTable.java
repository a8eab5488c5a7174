package io.gantry.agent.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is mounted where.
 *
 * @param mounts in the order in which they were made
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">mountinfo(5)</a>
 */
record MountTable(List<Mount> mounts) {

    /**
     * @param device of the file system, as the kernel numbers it
     * @param root the directory of the file system that is shown
     * @param point where it is shown
     */
    record Mount(String device, Path root, Path point) {

        /** Where a path below the point lies in the file system. */
        private Path inFileSystem(Path path) {
            return root.resolve(point.relativize(path)).normalize();
        }
    }

    /** Reads {@code /proc/self/mountinfo}. */
    static MountTable of(List<String> lines) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(" ");
            mounts.add(new Mount(fields[2], Path.of(unescape(fields[3])), Path.of(unescape(fields[4]))));
        }
        return new MountTable(mounts);
    }

    /** The mount points in and below a directory, deepest first. */
    List<Path> below(Path directory) {
        return mounts.stream()
                .map(Mount::point)
                .filter(point -> point.startsWith(directory))
                .sorted(Comparator.comparing(Path::getNameCount).reversed())
                .toList();
    }

    /**
     * Whether what is mounted at a point is a part of a directory: of its own file system, or of one that is mounted below it.
     *
     * @param directory without links
     */
    boolean showsPartOf(Path directory, Path point) {
        Optional<Mount> shown = at(point);
        if (shown.isEmpty()) {
            return false;
        }
        boolean ofItsOwn = holding(directory)
                .filter(mount -> isPart(shown.get(), mount, mount.inFileSystem(directory)))
                .isPresent();
        return ofItsOwn
                || mounts.stream()
                        .filter(mount -> mount.point().startsWith(directory)
                                && !mount.point().equals(point))
                        .anyMatch(mount -> isPart(shown.get(), mount, mount.root()));
    }

    private static boolean isPart(Mount shown, Mount of, Path root) {
        return shown.device().equals(of.device()) && shown.root().startsWith(root);
    }

    /** The topmost mount at exactly that point. */
    private Optional<Mount> at(Path point) {
        return mounts.stream().filter(mount -> mount.point().equals(point)).reduce((lower, upper) -> upper);
    }

    /** The mount that a path lies on: the deepest one, of those at one point the last. */
    private Optional<Mount> holding(Path path) {
        return mounts.stream()
                .filter(mount -> path.startsWith(mount.point()))
                .reduce((one, other) ->
                        other.point().getNameCount() >= one.point().getNameCount() ? other : one);
    }

    /** The kernel writes blanks and the like as three octal digits. */
    private static String unescape(String text) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 3 < text.length()) {
                result.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                result.append(text.charAt(i));
            }
        }
        return result.toString();
    }
}
