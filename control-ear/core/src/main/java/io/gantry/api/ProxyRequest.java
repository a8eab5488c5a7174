package io.gantry.api;

import io.gantry.object.ApiObject;

/**
 * A checked request to be passed on to a server behind the API.
 *
 * @param backend the server
 * @param tls whether it is spoken to over TLS; its certificate is not asked for
 * @param prefix path of the proxy subresource, decoded, without a slash at its end
 * @param path what the backend is asked for, encoded as the client sent it; never empty
 */
public record ProxyRequest(Backend backend, boolean tls, String prefix, String path) {

    /** Where the server is; reached through the link of its node. */
    public sealed interface Backend {

        String nodeName();

        /** As it stands in a URL. */
        String host();
    }

    /** A port of a pod, at one of the pod's own addresses. */
    public record PodPort(ApiObject pod, String address, int port) implements Backend {

        @Override
        public String nodeName() {
            return pod.spec().path("nodeName").asText();
        }

        @Override
        public String host() {
            return inUrl(address, port);
        }
    }

    /** A port of a node, at the node's own address. */
    public record NodePort(String nodeName, String address, int port) implements Backend {

        @Override
        public String host() {
            return inUrl(address, port);
        }
    }

    /** What the node's agent itself tells. */
    public record NodeAgent(String nodeName) implements Backend {

        @Override
        public String host() {
            return nodeName;
        }
    }

    private static String inUrl(String address, int port) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}
