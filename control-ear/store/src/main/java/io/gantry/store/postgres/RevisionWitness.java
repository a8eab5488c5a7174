package io.gantry.store.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file outside the database with the highest revision that this instance has shown to clients. */
public final class RevisionWitness {

    private final Path file;
    private long noted;

    public RevisionWitness(Path file) {
        this.file = file;
    }

    /** 0 when nothing was noted yet. */
    public long highest() {
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (NumberFormatException e) {
            throw new IllegalStateException(file + " holds no revision; delete it if the database was not restored", e);
        }
    }

    /** Replaces the file as a whole, so that a crash leaves the old number or the new one. */
    public synchronized void note(long revision) {
        if (revision <= noted) {
            return;
        }
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(draft, revision + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            noted = revision;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
