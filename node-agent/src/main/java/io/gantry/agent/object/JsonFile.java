package io.gantry.agent.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Objects that the agent keeps on disk, each in a file of its own. */
public final class JsonFile {

    /** How the name of a file ends while it is being written. */
    public static final String DRAFT = ".new";

    private JsonFile() {}

    /** Who reads meanwhile, or after a crash, finds the object before or this one, whole. */
    public static void replace(Path file, ObjectNode object) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + DRAFT);
        Files.write(draft, Json.write(object));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
