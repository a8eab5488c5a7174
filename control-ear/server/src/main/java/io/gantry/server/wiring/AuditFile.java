package io.gantry.server.wiring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.audit.AuditSink;
import io.gantry.object.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events as lines of a file that only its owner may read. At 100 MB it becomes {@code NAME.1}; so many as {@link #KEPT} are kept. */
final class AuditFile implements AuditSink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final long LIMIT = 100L << 20;
    private static final int KEPT = 10;

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private OutputStream output;
    private long size;

    AuditFile(Path file) throws IOException {
        this.file = file;
        open();
    }

    private void open() throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        size = Files.size(file);
        output = Files.newOutputStream(file, StandardOpenOption.APPEND);
    }

    /** A request does not fail since its event cannot be written; the log says so. */
    @Override
    public void write(ObjectNode event) {
        byte[] json = Json.write(event);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        lock.lock();
        try {
            if (size + line.length > LIMIT) {
                rotate();
            }
            output.write(line);
            size += line.length;
        } catch (IOException e) {
            LOG.error(
                    "event=audit-not-written file={} auditID={}",
                    file,
                    event.path("auditID").asText(),
                    e);
        } finally {
            lock.unlock();
        }
    }

    private void rotate() throws IOException {
        output.close();
        for (int number = KEPT - 1; number >= 1; number--) {
            if (Files.exists(numbered(number))) {
                Files.move(numbered(number), numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
        open();
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            output.close();
        } finally {
            lock.unlock();
        }
    }
}
