package io.gantry.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A folder with all that is in it. */
record FileTree(Path root) {

    /** Does nothing when there is no such folder. */
    void delete() {
        delete(file -> true);
    }

    /** Leaves one folder of the tree, and those that it lies in. */
    void deleteAllBut(Path kept) {
        delete(file -> !file.startsWith(kept) && !kept.startsWith(file));
    }

    private void delete(Predicate<Path> condition) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(condition).sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new Failure("cannot remove " + root, e);
        }
    }

    /** Files that are in the target already are replaced; others there are left. */
    void copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(root.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
