package io.gantry.admission.tolerations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import java.util.List;

/** A node may be away for five minutes before its pods are replaced, unless a pod says otherwise (DefaultTolerationSeconds). */
public final class DefaultTolerationsPlugin implements AdmissionPlugin {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final List<String> NODE_TROUBLES =
            List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
    private static final int SECONDS = 300;

    @Override
    public void mutate(AdmissionRequest request) {
        boolean writes = request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        if (request.isOn(PODS) && writes) {
            ObjectNode spec = Nodes.child(request.object(), "spec");
            NODE_TROUBLES.forEach(key -> tolerate(spec, key));
        }
    }

    private static void tolerate(ObjectNode spec, String key) {
        boolean tolerated = Nodes.objects(spec, "tolerations").stream().anyMatch(toleration -> {
            String tolerates = Nodes.text(toleration, "key");
            String effect = Nodes.text(toleration, "effect");
            return (tolerates.isEmpty() || tolerates.equals(key)) && (effect.isEmpty() || effect.equals("NoExecute"));
        });
        if (!tolerated) {
            spec.withArray("tolerations")
                    .addObject()
                    .put("effect", "NoExecute")
                    .put("key", key)
                    .put("operator", "Exists")
                    .put("tolerationSeconds", SECONDS);
        }
    }
}
