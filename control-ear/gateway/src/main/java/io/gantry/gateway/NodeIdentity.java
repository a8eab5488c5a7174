package io.gantry.gateway;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Reads who calls from the client certificate: {@code CN=system:node:NAME, O=system:nodes}. A call with any other certificate
 * ends with PERMISSION_DENIED before a message of it is read.
 */
final class NodeIdentity implements ServerInterceptor {

    /** The name of the calling node, in the context of every call. */
    static final Context.Key<String> NODE_NAME = Context.key("node-name");

    private static final String USER_PREFIX = "system:node:";
    private static final String GROUP = "system:nodes";

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Optional<String> name = Optional.ofNullable(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
                .flatMap(NodeIdentity::peer)
                .flatMap(NodeIdentity::nodeName);
        if (name.isEmpty()) {
            call.close(
                    Status.PERMISSION_DENIED.withDescription(
                            "the client certificate is not a node's (CN=system:node:NAME, O=system:nodes)"),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return Contexts.interceptCall(Context.current().withValue(NODE_NAME, name.get()), call, headers, next);
    }

    private static Optional<Principal> peer(SSLSession session) {
        try {
            return Optional.of(session.getPeerPrincipal());
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    /** The node that a certificate's subject names; empty when it names none. */
    static Optional<String> nodeName(Principal subject) {
        List<String> names = new ArrayList<>();
        boolean isNode = false;
        try {
            for (Rdn rdn : new LdapName(subject.getName()).getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN")) {
                    names.add(rdn.getValue().toString());
                } else if (rdn.getType().equalsIgnoreCase("O")) {
                    isNode |= rdn.getValue().toString().equals(GROUP);
                }
            }
        } catch (InvalidNameException _) {
            return Optional.empty();
        }
        boolean valid = isNode && names.size() == 1 && names.getFirst().startsWith(USER_PREFIX);
        return valid
                ? Optional.of(names.getFirst().substring(USER_PREFIX.length())).filter(name -> !name.isEmpty())
                : Optional.empty();
    }
}
