package io.gantry.nodeauthorization;

import io.gantry.cache.ClusterView;
import io.gantry.identity.Authorizer;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.RuleResolver;
import io.gantry.identity.UserInfo;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.rbac.DefaultPolicy;
import io.gantry.rbac.PolicyRule;
import io.gantry.rbac.RbacResources;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a node read what its pods use and write what is its own. What a write may contain is {@link NodeRestriction}'s part. Users who
 * are no nodes are left to others.
 */
public final class NodeAuthorizer implements Authorizer, RuleResolver {

    private static final Decision ALLOWED = new Decision.Allowed("");
    private static final String NODE_LEASES = "kube-node-lease";
    private static final Set<String> OWN = Set.of("get", "create", "update", "patch", "delete");
    private static final Set<String> READ = Set.of("get", "list", "watch");
    private static final Set<String> CHANGE = Set.of("update", "patch");

    private final ClusterView view;
    private final List<PolicyRule> uniform = PolicyRule.ofRole(
            DefaultPolicy.objects().get(ObjectKey.cluster(RbacResources.CLUSTER_ROLES, "system:node")));

    public NodeAuthorizer(ClusterView view) {
        this.view = view;
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        boolean isNode = NodeUser.nodeName(user).isPresent();
        return new Rules(
                List.of(), List.of(), isNode, isNode ? "node authorizer does not support user rule resolution" : "");
    }

    @Override
    public Decision authorize(UserInfo user, RequestAttributes request) {
        Optional<String> node = NodeUser.nodeName(user);
        if (node.isEmpty()) {
            return refused("");
        }
        if (node.get().isEmpty()) {
            return refused("unknown node for user \"" + user.username() + "\"");
        }
        return request.resourceRequest() ? resource(node.get(), request) : uniform(request);
    }

    private Decision resource(String node, RequestAttributes request) {
        return switch (new GroupResource(request.group(), request.resource()).toString()) {
            case "secrets", "configmaps" -> readOne(node, request);
            case "persistentvolumeclaims" ->
                request.subresource().equals("status") ? changeStatus(node, request) : getOne(node, request);
            case "persistentvolumes", "volumeattachments.storage.k8s.io", "resourceclaims.resource.k8s.io" ->
                getOne(node, request);
            case "serviceaccounts" -> account(node, request);
            case "leases.coordination.k8s.io" -> lease(node, request);
            case "csinodes.storage.k8s.io" -> csiNode(node, request);
            case "resourceslices.resource.k8s.io" -> resourceSlice(node, request);
            case "nodes" -> node(node, request);
            case "pods" -> pod(node, request);
            case "podcertificaterequests.certificates.k8s.io" -> podCertificate(node, request);
            default -> uniform(request);
        };
    }

    private Decision uniform(RequestAttributes request) {
        return uniform.stream().anyMatch(rule -> rule.allows(request)) ? ALLOWED : refused("");
    }

    private Decision related(String node, RequestAttributes request) {
        if (request.name().isEmpty()) {
            return refused("No Object name found");
        }
        ObjectKey key = new ObjectKey(
                new GroupResource(request.group(), request.resource()), request.namespace(), request.name());
        return new NodeReach(view, node).contains(key)
                ? ALLOWED
                : refused("no relationship found between node '" + node + "' and this object");
    }

    private Decision readOne(String node, RequestAttributes request) {
        if (!READ.contains(request.verb())) {
            return refused("can only read resources of this type");
        }
        if (!request.subresource().isEmpty()) {
            return refused("cannot read subresource");
        }
        return request.namespace().isEmpty()
                ? refused("can only read namespaced object of this type")
                : related(node, request);
    }

    private Decision getOne(String node, RequestAttributes request) {
        if (!request.verb().equals("get")) {
            return refused("can only get individual resources of this type");
        }
        return request.subresource().isEmpty() ? related(node, request) : refused("cannot get subresource");
    }

    private Decision changeStatus(String node, RequestAttributes request) {
        return CHANGE.contains(request.verb())
                ? related(node, request)
                : refused("can only get/update/patch this type");
    }

    private Decision account(String node, RequestAttributes request) {
        if (request.verb().equals("get") && request.subresource().isEmpty()) {
            return readOne(node, request);
        }
        if (!request.verb().equals("create") || request.name().isEmpty()) {
            return refused("can only create tokens for individual service accounts");
        }
        return request.subresource().equals("token")
                ? related(node, request)
                : refused("can only create token subresource of serviceaccount");
    }

    private static Decision lease(String node, RequestAttributes request) {
        if (!OWN.contains(request.verb())) {
            return refused("can only get, create, update, patch, or delete a node lease");
        }
        if (!request.namespace().equals(NODE_LEASES)) {
            return refused("can only access leases in the \"" + NODE_LEASES + "\" system namespace");
        }
        return isOwn(node, request)
                ? ALLOWED
                : refused("can only access node lease with the same name as the requesting node");
    }

    private static Decision csiNode(String node, RequestAttributes request) {
        if (!OWN.contains(request.verb())) {
            return refused("can only get, create, update, patch, or delete a CSINode");
        }
        if (!request.subresource().isEmpty()) {
            return refused("cannot authorize CSINode subresources");
        }
        return isOwn(node, request)
                ? ALLOWED
                : refused("can only access CSINode with the same name as the requesting node");
    }

    /** The name of an object to be created is not known yet: admission looks at it. */
    private static boolean isOwn(String node, RequestAttributes request) {
        return request.verb().equals("create") || request.name().equals(node);
    }

    private Decision resourceSlice(String node, RequestAttributes request) {
        if (!request.subresource().isEmpty()) {
            return refused("cannot authorize ResourceSlice subresources");
        }
        return switch (request.verb()) {
            case "create" -> ALLOWED;
            case "get", "update", "patch", "delete" -> related(node, request);
            case "watch", "list", "deletecollection" ->
                request.selects("spec.nodeName", node)
                        ? ALLOWED
                        : refused("can only list/watch/deletecollection resourceslices with nodeName field selector");
            default ->
                refused("only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update,"
                        + " patch, delete, deletecollection");
        };
    }

    private Decision podCertificate(String node, RequestAttributes request) {
        if (!request.subresource().isEmpty()) {
            return refused("nodes may not access the status subresource of PodCertificateRequests");
        }
        return switch (request.verb()) {
            case "create" -> ALLOWED;
            case "get" -> related(node, request);
            case "list", "watch" ->
                request.selects("spec.nodeName", node)
                        ? ALLOWED
                        : refused("can only list/watch podcertificaterequests with nodeName field selector");
            default -> refused("nodes may not " + request.verb() + " podcertificaterequests");
        };
    }

    private static Decision node(String node, RequestAttributes request) {
        boolean status = request.subresource().equals("status");
        if (status || !request.subresource().isEmpty()) {
            return status && CHANGE.contains(request.verb()) ? ALLOWED : refused("");
        }
        if (request.verb().equals("create") || CHANGE.contains(request.verb())) {
            return ALLOWED;
        }
        if (!READ.contains(request.verb())) {
            return refused("");
        }
        if (request.name().equals(node)) {
            return ALLOWED;
        }
        return refused(
                request.name().isEmpty()
                        ? "node '" + node + "' cannot read all nodes, only its own Node object"
                        : "node '" + node + "' cannot read '" + request.name() + "', only its own Node object");
    }

    private Decision pod(String node, RequestAttributes request) {
        return switch (request.subresource()) {
            case "" -> wholePod(node, request);
            case "status" -> CHANGE.contains(request.verb()) ? ALLOWED : refused("");
            case "eviction" -> request.verb().equals("create") ? ALLOWED : refused("");
            default -> refused("");
        };
    }

    private Decision wholePod(String node, RequestAttributes request) {
        return switch (request.verb()) {
            case "get" -> getOne(node, request);
            case "list", "watch" -> {
                if (request.selects("spec.nodeName", node)) {
                    yield ALLOWED;
                }
                yield request.name().isEmpty()
                        ? refused("can only list/watch pods with spec.nodeName field selector")
                        : related(node, request);
            }
            case "create", "delete" -> ALLOWED;
            default -> refused("");
        };
    }

    private static Decision refused(String why) {
        return new Decision.Refused(why);
    }
}
