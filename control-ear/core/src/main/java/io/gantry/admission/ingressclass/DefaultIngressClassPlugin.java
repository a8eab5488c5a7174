package io.gantry.admission.ingressclass;

import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import java.util.Comparator;

/** Ingresses that name no class get the default one; of several the newest (DefaultIngressClass). */
public final class DefaultIngressClassPlugin implements AdmissionPlugin {

    private static final String GROUP = "networking.k8s.io";
    private static final GroupResource INGRESSES = new GroupResource(GROUP, "ingresses");
    private static final GroupResource CLASSES = new GroupResource(GROUP, "ingressclasses");

    private final ClusterView view;

    public DefaultIngressClassPlugin(ClusterView view) {
        this.view = view;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        boolean concerns = request.isOn(INGRESSES)
                && request.operation() == Operation.CREATE
                && !Nodes.has(request.object().path("spec"), "ingressClassName")
                && !request.object().path("metadata").path("annotations").has("kubernetes.io/ingress.class");
        if (concerns) {
            view.list(CLASSES).stream()
                    .filter(DefaultIngressClassPlugin::isDefault)
                    .min(Comparator.comparing(ApiObject::creationTime)
                            .reversed()
                            .thenComparing(ApiObject::name))
                    .ifPresent(found -> Nodes.child(request.object(), "spec").put("ingressClassName", found.name()));
        }
    }

    private static boolean isDefault(ApiObject ingressClass) {
        return Nodes.text(ingressClass.metadata().path("annotations"), "ingressclass.kubernetes.io/is-default-class")
                .equals("true");
    }
}
