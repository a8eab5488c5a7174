package io.gantry.server.http;

import io.gantry.api.CanonicalPath;

/** What anybody may read (upstream's role {@code system:public-info-viewer}), besides health. */
final class PublicPaths {

    private PublicPaths() {}

    static boolean contains(CanonicalPath path) {
        return path.text().equals("/version");
    }
}
