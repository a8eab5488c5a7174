package io.gantry.agent.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The machine's log files, to be looked at as upstream's kubelet shows {@code /var/log}. Links that lead out of it are not followed. */
public final class LogFiles {

    private static final int MAX_ENTRIES = 10_000;
    private static final int BUFFER_BYTES = 32 * 1024;

    private final Path directory;

    /** @param directory for example /var/log */
    public LogFiles(Path directory) {
        this.directory = directory;
    }

    /** @param path below the directory, empty for itself */
    Reply answer(String path) throws IOException {
        if (path.indexOf('\0') >= 0 || !Files.isDirectory(directory)) {
            return notFound();
        }
        Path root = directory.toRealPath();
        Path file = root.resolve(path.startsWith("/") ? path.substring(1) : path);
        if (!Files.exists(file) || !file.toRealPath().startsWith(root)) {
            return notFound();
        }
        if (Files.isDirectory(file)) {
            boolean canonical = path.isEmpty() || path.endsWith("/");
            return canonical ? listing(file) : Reply.movedTo("/logs/" + path + "/");
        }
        return Files.isRegularFile(file) ? content(file) : notFound();
    }

    private static Reply notFound() {
        return Reply.text(404, "404 page not found\n");
    }

    private static Reply content(Path file) throws IOException {
        long size = Files.size(file);
        return new Reply(200, "text/plain; charset=utf-8", "Content-Length: " + size + "\r\n", output -> {
            // no more than was announced: a log may grow meanwhile
            try (InputStream input = Files.newInputStream(file)) {
                long left = size;
                byte[] buffer = new byte[BUFFER_BYTES];
                int read = input.read(buffer, 0, (int) Math.min(left, buffer.length));
                while (read > 0) {
                    output.write(buffer, 0, read);
                    left -= read;
                    read = input.read(buffer, 0, (int) Math.min(left, buffer.length));
                }
            }
        });
    }

    private static Reply listing(Path folder) throws IOException {
        List<Path> entries;
        try (Stream<Path> found = Files.list(folder)) {
            entries = found.sorted(Comparator.comparing(Path::getFileName))
                    .limit(MAX_ENTRIES)
                    .toList();
        }
        StringBuilder page =
                new StringBuilder("<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n");
        for (Path entry : entries) {
            String name = entry.getFileName() + (Files.isDirectory(entry) ? "/" : "");
            page.append("<a href=\"./")
                    .append(linked(name))
                    .append("\">")
                    .append(escaped(name))
                    .append("</a>\n");
        }
        return Reply.html(page.append("</pre>\n").toString());
    }

    private static String linked(String name) {
        StringBuilder link = new StringBuilder();
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0);
            link.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return link.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;");
    }
}
