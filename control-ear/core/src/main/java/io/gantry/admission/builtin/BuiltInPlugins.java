package io.gantry.admission.builtin;

import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.adminaccess.AdminAccessPlugin;
import io.gantry.admission.ingressclass.DefaultIngressClassPlugin;
import io.gantry.admission.limitranger.LimitRangerPlugin;
import io.gantry.admission.podresize.PodResizePlugin;
import io.gantry.admission.podsecurity.PodSecurityPlugin;
import io.gantry.admission.podtopology.PodTopologyLabelsPlugin;
import io.gantry.admission.priority.PriorityPlugin;
import io.gantry.admission.runtimeclass.RuntimeClassPlugin;
import io.gantry.admission.selection.NamespaceLookup;
import io.gantry.admission.storage.ClaimResizePlugin;
import io.gantry.admission.storage.DefaultStorageClassPlugin;
import io.gantry.admission.storage.StorageProtectionPlugin;
import io.gantry.admission.tolerations.DefaultTolerationsPlugin;
import io.gantry.cache.ClusterView;
import java.util.List;

/** The plugins that every cluster has and that need nothing but to see it. A new one is its own package and one line here. */
public final class BuiltInPlugins {

    private BuiltInPlugins() {}

    /**
     * In upstream's order. To come before what users do (policies, webhooks); what is charged (ResourceQuota) comes after all.
     *
     * @param view as new as the requests
     * @param namespaces finds those of requests
     */
    public static List<AdmissionPlugin> of(ClusterView view, NamespaceLookup namespaces) {
        return List.of(
                new LimitRangerPlugin(view),
                new PodTopologyLabelsPlugin(view),
                new PodSecurityPlugin(view, namespaces),
                new PriorityPlugin(view),
                new DefaultTolerationsPlugin(),
                new DefaultStorageClassPlugin(view),
                new StorageProtectionPlugin(),
                new ClaimResizePlugin(view),
                new RuntimeClassPlugin(view),
                new DefaultIngressClassPlugin(view),
                new PodResizePlugin(view),
                new AdminAccessPlugin(namespaces));
    }
}
