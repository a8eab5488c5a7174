package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.validation.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What drivers of storage and the nodes with them say of themselves. */
public final class CsiRules {

    private static final int NODE_ID_LENGTH = 256;
    private static final int METADATA_SIZE = 256 * 1024;
    private static final int MESSAGE_LENGTH = 1024;
    private static final long TEN_MINUTES = 600;

    private CsiRules() {}

    public static void driver(Field object) {
        Field spec = object.at("spec");
        if (!spec.at("attachRequired").isSet()) {
            spec.at("attachedRequired").required("");
        }
        for (String flag : List.of("podInfoOnMount", "storageCapacity")) {
            if (!spec.at(flag).isSet()) {
                spec.at(flag).required("");
            }
        }
        spec.at("fsGroupPolicy").supportOnly(List.of("File", "None", "ReadWriteOnceWithFSType"));
        tokens(spec.at("tokenRequests"));
        Field modes = spec.at("volumeLifecycleModes");
        List<String> known = List.of("Persistent", "Ephemeral");
        modes.texts().stream()
                .filter(mode -> !known.contains(mode))
                .forEach(mode -> modes.errors().notSupported(modes.path(), mode, known));
        if (!spec.at("seLinuxMount").isSet()) {
            spec.at("seLinuxMount").required("");
        }
        Field period = spec.at("nodeAllocatableUpdatePeriodSeconds");
        if (period.isSet() && period.number() < 10) {
            period.invalid("must be greater than or equal to 10 seconds");
        }
        Field inSecrets = spec.at("serviceAccountTokenInSecrets");
        if (inSecrets.isSet() && spec.at("tokenRequests").isEmpty()) {
            inSecrets.invalid("serviceAccountTokenInSecrets is set but no tokenRequests are specified");
        }
    }

    private static void tokens(Field requests) {
        Set<String> audiences = new HashSet<>();
        for (Field request : requests.items()) {
            if (!audiences.add(request.at("audience").text())) {
                request.at("audience").duplicate();
                continue;
            }
            Field seconds = request.at("expirationSeconds");
            if (seconds.isSet() && seconds.number() < TEN_MINUTES) {
                seconds.invalid("may not specify a duration less than 10 minutes");
            }
            if (seconds.number() > 1L << 32) {
                seconds.invalid("may not specify a duration larger than 2^32 seconds");
            }
        }
    }

    public static void driverUpdate(Field object, JsonNode old) {
        Field spec = object.at("spec");
        spec.at("attachRequired")
                .reportedAs("spec.attachedRequired")
                .requireUnchanged(old.path("spec").path("attachRequired"));
        spec.at("volumeLifecycleModes").requireUnchanged(old.path("spec").path("volumeLifecycleModes"));
    }

    public static void node(Field object) {
        Set<String> names = new HashSet<>();
        for (Field driver : object.at("spec").items("drivers")) {
            PersistentSourceRules.driverName(driver.at("name"));
            Field id = driver.at("nodeID");
            id.requireFilled();
            if (id.text().length() > NODE_ID_LENGTH) {
                id.invalid("must be " + NODE_ID_LENGTH + " characters or less");
            }
            driver.at("allocatable").at("count").requireNotNegative();
            if (!names.add(driver.at("name").text())) {
                driver.at("name").duplicate();
            }
            topologyKeys(driver);
        }
    }

    private static void topologyKeys(Field driver) {
        Set<String> keys = new HashSet<>();
        for (String key : driver.at("topologyKeys").texts()) {
            if (key.isEmpty()) {
                driver.required("");
            }
            if (!keys.add(key)) {
                driver.errors().duplicate(driver.path(), key);
            }
            NameRules.qualifiedName(key).forEach(error -> driver.invalid(key, error));
        }
    }

    /** A driver that stays keeps what it said, but for how many volumes it takes. */
    public static void nodeUpdate(Field object, JsonNode old) {
        for (ObjectNode before : Nodes.objects(old.path("spec"), "drivers")) {
            for (Field driver : object.at("spec").items("drivers")) {
                if (driver.at("name").is(Nodes.text(before, "name"))
                        && !SemanticEquality.same(uncounted(driver.value()), uncounted(before))) {
                    driver.reportedAs("spec.drivers").invalid("field is immutable");
                }
            }
        }
    }

    private static JsonNode uncounted(JsonNode driver) {
        ObjectNode copy = Nodes.copy(driver);
        copy.remove("allocatable");
        return copy;
    }

    public static void capacity(Field object) {
        LabelRules.selector(object.at("nodeTopology"));
        FormatRules.dnsSubdomain(object.at("storageClassName"));
        Field capacity = object.at("capacity");
        Amounts.parse(capacity.value())
                .filter(amount -> amount.value().signum() < 0)
                .ifPresent(amount -> capacity.invalid(amount.toString(), "must be greater than or equal to 0"));
    }

    public static void capacityUpdate(Field object, JsonNode old) {
        for (String field : List.of("nodeTopology", "storageClassName")) {
            object.at(field).requireUnchanged(old.path(field));
        }
    }

    public static void attachment(Field object) {
        Field spec = object.at("spec");
        PersistentSourceRules.driverName(spec.at("attacher"));
        source(spec.at("source"));
        FormatRules.dnsSubdomain(spec.at("nodeName"));
        Field name = spec.at("source").at("persistentVolumeName");
        if (name.isSet()) {
            FormatRules.dnsSubdomain(name);
        }
    }

    private static void source(Field source) {
        Field name = source.at("persistentVolumeName");
        Field inline = source.at("inlineVolumeSpec");
        String one = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
        if (!name.isSet() && !inline.isSet()) {
            source.required(one);
        } else if (name.isSet() && inline.isSet()) {
            source.forbidden(one);
        } else if (inline.isSet()) {
            PersistentVolumeRules.inline(inline);
        } else if (name.isEmpty()) {
            name.required("must specify non empty persistentVolumeName");
        }
    }

    public static void attachmentUpdate(Field object, JsonNode old) {
        object.at("spec").requireUnchanged(old.path("spec"));
    }

    public static void attachmentStatus(Field object, JsonNode old) {
        Field status = object.at("status");
        Field metadata = status.at("attachmentMetadata");
        long size = metadata.value().properties().stream()
                .mapToLong(entry -> StorageClassRules.bytes(entry.getKey())
                        + StorageClassRules.bytes(entry.getValue().asText()))
                .sum();
        if (size > METADATA_SIZE) {
            metadata.tooLong(METADATA_SIZE);
        }
        for (String name : List.of("attachError", "detachError")) {
            Field error = status.at(name);
            if (StorageClassRules.bytes(error.at("message").text()) > MESSAGE_LENGTH) {
                // upstream names the other limit
                error.at("message").tooLong(METADATA_SIZE);
            }
            Field code = error.at("errorCode");
            code.invalid(FormatRules.inRange(code.number(), 0, Integer.MAX_VALUE));
        }
    }
}
