package io.gantry.agent.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The image of sandboxes, made on the node itself. */
public final class PauseImage {

    public static final String NAME = "gantry.io/pause:1";
    public static final String PROGRAM = "/pause";

    private final DockerImages images;
    private final String architecture;

    /** @param architecture the value of {@code os.arch} */
    public PauseImage(DockerImages images, String architecture) {
        this.images = images;
        this.architecture = architecture;
    }

    /**
     * Builds the image unless the engine has it.
     *
     * @throws IOException when the engine refuses it
     */
    public void ensure() throws IOException {
        if (images.find(NAME).isEmpty()) {
            images.importLayer(NAME, layer());
        }
    }

    private byte[] layer() throws IOException {
        byte[] program = PauseBinary.forArchitecture(architecture);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry(PROGRAM.substring(1));
            entry.setMode(0755);
            entry.setSize(program.length);
            tar.putArchiveEntry(entry);
            tar.write(program);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }
}
