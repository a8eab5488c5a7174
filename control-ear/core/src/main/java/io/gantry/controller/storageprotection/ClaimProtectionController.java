package io.gantry.controller.storageprotection;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Holds a claim that is to be deleted while a pod on a node uses it. */
public final class ClaimProtectionController implements Controller {

    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final Protection PROTECTION = new Protection("kubernetes.io/pvc-protection");

    @Override
    public String name() {
        return "persistentvolumeclaim-protection-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none().own(CLAIMS).on(ResourceNames.PODS, (event, view) -> letGo(event));
    }

    /** The claims of a pod that has ended or gone. */
    private static Collection<ObjectKey> letGo(CacheEvent event) {
        ApiObject pod = event.object();
        boolean ended = event instanceof CacheEvent.Deleted || new PodState(pod).isTerminal() || isShutDown(pod);
        return ended ? claims(pod) : List.of();
    }

    private static List<ObjectKey> claims(ApiObject pod) {
        return Nodes.objects(pod.spec(), "volumes").stream()
                .flatMap(volume -> Nodes.has(volume, "ephemeral")
                        ? Stream.of(pod.name() + "-" + Nodes.text(volume, "name"))
                        : Stream.of(Nodes.text(volume.path("persistentVolumeClaim"), "claimName")))
                .filter(Predicate.not(String::isEmpty))
                .map(name -> new ObjectKey(CLAIMS, pod.namespace(), name))
                .toList();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .map(claim -> PROTECTION.plan(claim, () -> isUsed(claim, view)))
                .orElse(Plan.NOTHING);
    }

    private static boolean isUsed(ApiObject claim, ClusterView view) {
        return view.list(ResourceNames.PODS, claim.namespace()).stream().anyMatch(pod -> uses(pod, claim));
    }

    /** Only pods on nodes count: a node starts no pod whose claim is to be deleted. */
    private static boolean uses(ApiObject pod, ApiObject claim) {
        return !pod.nodeName().isEmpty()
                && Nodes.objects(pod.spec(), "volumes").stream()
                        .anyMatch(volume -> Nodes.has(volume, "ephemeral")
                                ? isOwn(pod, Nodes.text(volume, "name"), claim)
                                : Nodes.text(volume.path("persistentVolumeClaim"), "claimName")
                                        .equals(claim.name()));
    }

    /** A claim made for a volume of a pod must not wait for the pod any more when the pod may wait for the claim. */
    private static boolean isOwn(ApiObject pod, String volume, ApiObject claim) {
        return claim.name().equals(pod.name() + "-" + volume)
                && claim.controllerUid().equals(pod.uid())
                && !isShutDown(pod);
    }

    /** Its node is done with it, or it was deleted by force: only finalizers hold it. */
    private static boolean isShutDown(ApiObject pod) {
        return pod.isBeingDeleted()
                && pod.metadata().path("deletionGracePeriodSeconds").asInt(-1) == 0;
    }
}
