package io.gantry.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The database that this cluster keeps its objects in when it is not the embedded one. It is remembered, without its password, so that
 * the cluster is not started on another one by mistake, and its keys are not thrown away while the objects are still there.
 */
record ExternalDatabase(Path file) {

    /** Where it is: the JDBC URL without its parameters. */
    Optional<String> address() {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new Failure("cannot read " + file, e);
        }
    }

    /**
     * Remembers the database that the cluster is started on.
     *
     * @param url what the user chose; empty for the embedded database
     * @param hasEmbedded whether the cluster has objects in the embedded database already
     */
    void use(Optional<String> url, boolean hasEmbedded) {
        Optional<String> known = address();
        if (url.isEmpty() && known.isPresent()) {
            throw new Failure("this cluster's database is " + known.get()
                    + "; set GANTRY_DATABASE_URL (or end the cluster first: ./gantry down --purge)");
        }
        if (url.isPresent() && hasEmbedded) {
            throw new Failure("this cluster's database is the embedded one; unset GANTRY_DATABASE_URL"
                    + " (or end the cluster first: ./gantry down --purge)");
        }
        url.ifPresent(this::remember);
    }

    private void remember(String url) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, url.replaceFirst("\\?.*", "") + "\n");
        } catch (IOException e) {
            throw new Failure("cannot write " + file, e);
        }
    }
}
