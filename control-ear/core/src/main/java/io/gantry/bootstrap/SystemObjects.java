package io.gantry.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.ObjectWriter;
import io.gantry.resource.validation.DefaultFlows;
import io.gantry.resource.validation.PriorityClasses;
import io.gantry.status.StatusException;
import io.gantry.storage.NodeLocal;
import io.gantry.storage.StorageNames;
import io.gantry.store.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects that every cluster has from its first start: the system namespaces, the service of the API itself, the system's priority
 * classes, what flow control begins with, and a storage class.
 */
public final class SystemObjects {

    private static final Logger LOG = LoggerFactory.getLogger(SystemObjects.class);
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final GroupResource PRIORITY_CLASSES = new GroupResource("scheduling.k8s.io", "priorityclasses");
    private static final GroupResource PRIORITY_LEVELS =
            new GroupResource("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations");
    private static final GroupResource FLOW_SCHEMAS = new GroupResource("flowcontrol.apiserver.k8s.io", "flowschemas");
    private static final List<String> SYSTEM_NAMESPACES =
            List.of("kube-system", "default", "kube-node-lease", "kube-public");
    private static final int CLAIMED = 429;

    /** Together longer than the minute after which a claim of nobody's is taken over. */
    private static final int ATTEMPTS = 160;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ObjectStore store;
    private final ObjectWriter writer;

    public SystemObjects(ObjectStore store, ObjectWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    /** Creates what is missing. Several instances may do so at once. */
    public void ensure(ApiAddress api) {
        SYSTEM_NAMESPACES.forEach(this::ensureNamespace);
        ensure(new ObjectKey(SERVICES, "default", "kubernetes"), service(api));
        PriorityClasses.system().forEach(object -> ensure(PRIORITY_CLASSES, object));
        DefaultFlows.priorityLevels().forEach(object -> ensure(PRIORITY_LEVELS, object));
        DefaultFlows.flowSchemas().forEach(object -> ensure(FLOW_SCHEMAS, object));
        ensureStorageClass();
    }

    /** A class of the user's own, default or not, is an answer to the question: then this one is not forced on the cluster. */
    private void ensureStorageClass() {
        if (store.list(ObjectKey.prefix(StorageNames.CLASSES), "", 1).objects().isEmpty()) {
            ensure(StorageNames.CLASSES, standardClass());
        }
    }

    /** Directories of the node that a claim's first pod runs on. */
    private static ObjectNode standardClass() {
        ObjectNode storageClass = Json.object();
        storageClass
                .putObject("metadata")
                .put("name", "standard")
                .putObject("annotations")
                .put("storageclass.kubernetes.io/is-default-class", "true");
        return storageClass
                .put("provisioner", NodeLocal.PROVISIONER)
                .put("reclaimPolicy", "Delete")
                .put("volumeBindingMode", "WaitForFirstConsumer")
                .put("allowVolumeExpansion", true);
    }

    private void ensure(GroupResource resource, ObjectNode wanted) {
        ensure(ObjectKey.cluster(resource, wanted.path("metadata").path("name").asText()), wanted);
    }

    private void ensureNamespace(String name) {
        ObjectNode namespace = Json.object();
        namespace.putObject("metadata").put("name", name);
        ensure(ObjectKey.cluster(NAMESPACES, name), namespace);
    }

    /** Another instance may be at it: then this one waits until the object is there, or takes over what was left undone. */
    private void ensure(ObjectKey key, ObjectNode wanted) {
        for (int attempt = 1; store.get(key).isEmpty(); attempt++) {
            try {
                writer.create(key.resource(), wanted.deepCopy());
                LOG.info("event=created kind={} namespace={} name={}", key.resource(), key.namespace(), key.name());
                return;
            } catch (StatusException e) {
                if (store.get(key).isEmpty()) {
                    waitForTheOther(key, attempt, e);
                }
            }
        }
    }

    /** What the object claims, the address of a service for example, may be in the hands of an instance that is still writing, or died. */
    private static void waitForTheOther(ObjectKey key, int attempt, StatusException refusal) {
        if (refusal.code() != CLAIMED || attempt == ATTEMPTS) {
            throw refusal;
        }
        LOG.info("event=waiting-for-other-instance kind={} name={} attempt={}", key.resource(), key.name(), attempt);
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    private static ObjectNode service(ApiAddress api) {
        ObjectNode service = Json.object();
        ObjectNode metadata = service.putObject("metadata");
        metadata.put("name", "kubernetes").put("namespace", "default");
        metadata.putObject("labels").put("component", "apiserver").put("provider", "kubernetes");
        ObjectNode spec = service.putObject("spec");
        spec.put("clusterIP", api.serviceAddress())
                .put("ipFamilyPolicy", "SingleStack")
                .put("type", "ClusterIP");
        spec.putArray("ports")
                .addObject()
                .put("name", "https")
                .put("protocol", "TCP")
                .put("port", ApiAddress.SERVICE_PORT)
                .put("targetPort", api.port());
        return service;
    }
}
