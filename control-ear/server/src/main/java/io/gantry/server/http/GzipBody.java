package io.gantry.server.http;

import io.gantry.api.Body;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses large answers as upstream does: from 128 KiB on, and quickly rather than tightly. */
final class GzipBody {

    private static final long THRESHOLD = 128 * 1024;
    private static final int QUICK = 1;
    private static final int BUFFER = 64 * 1024;

    private GzipBody() {}

    static boolean isWorthwhile(long length) {
        return length >= THRESHOLD;
    }

    static void write(Body body, OutputStream out) throws IOException {
        try (Quick gzip = new Quick(out)) {
            body.writeTo(gzip);
        }
    }

    private static final class Quick extends GZIPOutputStream {

        Quick(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(QUICK);
        }
    }
}
