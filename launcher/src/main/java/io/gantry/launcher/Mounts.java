package io.gantry.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The machine's mounts: an engine that was killed leaves those of its data folder behind. */
final class Mounts {

    private static final Path TABLE = Path.of("/proc/self/mountinfo");

    private final Shell shell;

    Mounts(Shell shell) {
        this.shell = shell;
    }

    /** Unmounts what is mounted on this folder and below it, the innermost first. */
    void removeBelow(Path folder) {
        try {
            List<Path> points = Files.readAllLines(TABLE).stream()
                    .map(Mounts::mountPoint)
                    .filter(point -> point.startsWith(folder))
                    .toList();
            points.reversed().forEach(point -> shell.require("umount", point.toString()));
        } catch (IOException e) {
            throw new Failure("cannot read " + TABLE, e);
        }
    }

    /** The fifth field (proc_pid_mountinfo(5)), in which spaces and the like are octal escapes. */
    private static Path mountPoint(String line) {
        String escaped = line.split(" ")[4];
        return Path.of(escaped.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"));
    }
}
