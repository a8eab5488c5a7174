package io.gantry.remote;

import java.net.URI;

/**
 * An HTTPS server that is no part of the control plane: a webhook, an extension API server.
 *
 * @param location where it is
 * @param trust what its certificate must prove
 */
public record RemoteServer(Location location, Trust trust) {

    /** Where a server is found. */
    public sealed interface Location {

        /** Scheme, host and port as in URLs: {@code https://NAME.NAMESPACE.svc:443}. */
        String origin();
    }

    /**
     * At a URL.
     *
     * @param uri of which scheme, host and port count
     */
    public record Url(URI uri) implements Location {

        @Override
        public String origin() {
            return uri.getScheme() + "://" + uri.getRawAuthority();
        }
    }

    /** Behind a Service of the cluster, by the name that its certificate carries. */
    public record Service(String namespace, String name, int port) implements Location {

        /** What the server's certificate must be for. */
        public String serverName() {
            return name + "." + namespace + ".svc";
        }

        @Override
        public String origin() {
            return "https://" + serverName() + ":" + port;
        }
    }

    /** What makes a server's certificate good. */
    public sealed interface Trust {}

    /** An authority that the system trusts has signed it. */
    public record SystemTrust() implements Trust {}

    /**
     * One of these authorities has signed it, whatever the system trusts.
     *
     * @param bundle certificates in PEM
     */
    public record CaBundle(String bundle) implements Trust {}

    /** Nothing is checked ({@code insecureSkipTLSVerify}). */
    public record Unchecked() implements Trust {}
}
