package io.gantry.agent.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The image of sandboxes, made on the node itself. */
public final class PauseImage {

    public static final String NAME = "gantry.io/pause:1";
    public static final String PROGRAM = "/pause";

    private final DockerClient docker;
    private final String architecture;

    /** @param architecture the value of {@code os.arch} */
    public PauseImage(DockerClient docker, String architecture) {
        this.docker = docker;
        this.architecture = architecture;
    }

    /** Builds the image unless the engine has it. */
    public void ensure() {
        DockerCalls.attempt(() -> {
            try {
                return docker.inspectImageCmd(NAME).exec().getId();
            } catch (NotFoundException e) {
                return docker.createImageCmd(NAME, new ByteArrayInputStream(layer()))
                        .exec()
                        .getId();
            }
        });
    }

    private byte[] layer() {
        byte[] program = PauseBinary.forArchitecture(architecture);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry(PROGRAM.substring(1));
            entry.setMode(0755);
            entry.setSize(program.length);
            tar.putArchiveEntry(entry);
            tar.write(program);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
