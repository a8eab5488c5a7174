package io.gantry.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import java.util.Optional;

/**
 * Tells extension API servers whom to believe: the ConfigMap {@code kube-system/extension-apiserver-authentication}, which the Role of
 * nearly that name lets them read.
 */
public final class ExtensionAuthentication {

    /** The name in the front proxy's certificate. */
    public static final String FRONT_PROXY = "front-proxy-client";

    private static final ObjectKey KEY =
            new ObjectKey(new GroupResource("", "configmaps"), "kube-system", "extension-apiserver-authentication");
    private static final int ALREADY_EXISTS = 409;

    private final ClusterView view;
    private final ObjectWriter writer;

    public ExtensionAuthentication(ClusterView view, ObjectWriter writer) {
        this.view = view;
        this.writer = writer;
    }

    /**
     * Writes the ConfigMap unless it says the same already.
     *
     * @param clientAuthority PEM of who signs the certificates of clients
     * @param frontProxyAuthority PEM of who signs the front proxy's; absent where there is none
     */
    public void ensure(String clientAuthority, Optional<String> frontProxyAuthority) {
        ObjectNode data = Json.object().put("client-ca-file", clientAuthority);
        frontProxyAuthority.ifPresent(authority -> data.put("requestheader-client-ca-file", authority)
                .put("requestheader-allowed-names", "[\"" + FRONT_PROXY + "\"]")
                .put("requestheader-username-headers", "[\"X-Remote-User\"]")
                .put("requestheader-uid-headers", "[\"X-Remote-Uid\"]")
                .put("requestheader-group-headers", "[\"X-Remote-Group\"]")
                .put("requestheader-extra-headers-prefix", "[\"X-Remote-Extra-\"]"));
        if (view.get(KEY).isPresent()) {
            writer.update(KEY, present -> {
                present.withObject("/data").setAll(data);
                return present;
            });
            return;
        }
        ObjectNode created = Json.object();
        created.putObject("metadata").put("name", KEY.name()).put("namespace", KEY.namespace());
        created.set("data", data);
        try {
            writer.create(KEY.resource(), created);
        } catch (StatusException e) {
            if (e.code() != ALREADY_EXISTS) {
                throw e;
            }
            // another instance was faster, and says the same
        }
    }
}
