package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.identity.UserInfo;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.CertificateColumns;
import io.gantry.resource.validation.CertificateRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;

/** CertificateSigningRequest (certificates.k8s.io): a wish that never changes, an approval, and a certificate. */
final class CertificateSigningRequestKind implements Strategy {

    private static final List<String> DECISIONS = List.of("Approved", "Denied");

    private CertificateSigningRequestKind() {}

    static ResourceDefinition definition() {
        return Definition.of("certificates.k8s.io", "CertificateSigningRequest", "certificatesigningrequests")
                .cluster()
                .shortName("csr")
                .status()
                .subresource("approval", "CertificateSigningRequest", "get", "patch", "update")
                .selectable("spec.signerName")
                .build(CertificateColumns.REQUEST, new CertificateSigningRequestKind());
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public List<String> nameErrors(String name) {
        return List.of();
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        UserInfo user = context.user();
        ObjectNode spec = Nodes.child(object, "spec");
        spec.remove(List.of("username", "uid", "groups", "extra"));
        spec.put("username", user.username());
        if (!user.uid().isEmpty()) {
            spec.put("uid", user.uid());
        }
        if (!user.groups().isEmpty()) {
            user.groups().forEach(spec.putArray("groups")::add);
        }
        if (!user.extra().isEmpty()) {
            ObjectNode extra = spec.putObject("extra");
            new TreeMap<>(user.extra()).forEach((key, values) -> values.forEach(extra.withArray(key)::add));
        }
        object.putObject("status");
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old, Context context) {
        keep(object, old, "spec");
        keep(object, old, "status");
    }

    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode old, Context context) {
        keep(object, old, "spec");
        DECISIONS.forEach(type -> keepDecisions(object, old, type));
        stamp(object, old, context.now());
    }

    @Override
    public void prepareForApproval(ObjectNode object, ObjectNode old, Context context) {
        keep(object, old, "spec");
        stamp(object, old, context.now());
        JsonNode conditions = object.path("status").path("conditions");
        keep(object, old, "status");
        Nodes.child(object, "status").set("conditions", conditions);
    }

    private static void keep(ObjectNode object, ObjectNode old, String field) {
        if (old.has(field)) {
            object.set(field, old.get(field).deepCopy());
        } else {
            object.remove(field);
        }
    }

    /** What was decided stays as it is written, unless somebody adds or removes: that is refused later. */
    private static void keepDecisions(ObjectNode object, ObjectNode old, String type) {
        List<ObjectNode> present = ofType(old, type);
        List<ObjectNode> wanted = ofType(object, type);
        if (present.size() != wanted.size()) {
            return;
        }
        for (int i = 0; i < wanted.size(); i++) {
            wanted.get(i).removeAll();
            wanted.get(i).setAll(present.get(i).deepCopy());
        }
    }

    private static List<ObjectNode> ofType(ObjectNode request, String type) {
        return Nodes.objects(request.path("status"), "conditions").stream()
                .filter(condition -> Nodes.text(condition, "type").equals(type))
                .toList();
    }

    private static void stamp(ObjectNode object, ObjectNode old, Instant time) {
        String now = time.truncatedTo(ChronoUnit.SECONDS).toString();
        for (ObjectNode condition : Nodes.objects(object.path("status"), "conditions")) {
            if (!Nodes.has(condition, "lastUpdateTime")) {
                condition.put("lastUpdateTime", now);
            }
            if (!Nodes.has(condition, "lastTransitionTime")) {
                condition.put("lastTransitionTime", lastTransition(condition, old, now));
            }
        }
    }

    private static String lastTransition(ObjectNode condition, ObjectNode old, String now) {
        return ofType(old, Nodes.text(condition, "type")).stream()
                .filter(before -> Nodes.text(before, "status").equals(Nodes.text(condition, "status")))
                .map(before -> Nodes.text(before, "lastTransitionTime"))
                .filter(time -> !time.isEmpty())
                .findFirst()
                .orElse(now);
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        CertificateRules.request(Field.root(object, errors));
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        CertificateRules.statusUpdate(Field.root(object, errors), old);
    }

    @Override
    public void validateApproval(ObjectNode object, ObjectNode old, FieldErrors errors) {
        CertificateRules.approval(Field.root(object, errors), old);
    }
}
