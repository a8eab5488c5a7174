package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.volume.Payload.Content;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Who may read the tokens, certificates and trust bundles of a pod, whatever mode its volume asks for: where the pod says as whom it
 * runs, nobody else.
 *
 * @param user runs every container; none when they differ or when one runs as its image says
 * @param group of the pod's volumes
 * @see <a href="https://github.com/kubernetes/enhancements/tree/master/keps/sig-storage/2451-service-account-token-volumes">KEP 2451</a>
 */
public record CredentialReaders(OptionalInt user, OptionalInt group) {

    private static final int OWNER_ONLY = 0600;

    public static CredentialReaders of(Pod pod) {
        JsonNode forAll = pod.securityContext();
        List<JsonNode> users = Stream.concat(pod.allContainers().stream(), pod.ephemeralContainers().stream())
                .map(container -> user(container, forAll))
                .distinct()
                .toList();
        boolean one = users.size() == 1 && users.getFirst().isNumber();
        return new CredentialReaders(
                one ? OptionalInt.of(users.getFirst().asInt()) : OptionalInt.empty(), number(forAll.path("fsGroup")));
    }

    private static JsonNode user(Container container, JsonNode forAll) {
        JsonNode own = container.securityContext().path("runAsUser");
        return own.isNumber() ? own : forAll.path("runAsUser");
    }

    private static OptionalInt number(JsonNode value) {
        return value.isNumber() ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
    }

    /** A file with a credential; the volume adds what its group may do. */
    Content file(byte[] bytes, int mode) {
        boolean restricted = user.isPresent() || group.isPresent();
        return new Content(bytes, restricted ? OWNER_ONLY : mode, user);
    }
}
