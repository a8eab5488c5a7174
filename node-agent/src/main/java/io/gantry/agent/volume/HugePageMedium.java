package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Quantity;
import java.util.TreeSet;

/** Which size of huge pages an emptyDir of the medium HugePages, or HugePages-SIZE, is made of. */
final class HugePageMedium {

    static final String ANY = "HugePages";
    private static final String RESOURCE = "hugepages-";

    private HugePageMedium() {}

    /**
     * The size as the pod writes it, for example 2Mi.
     *
     * @throws VolumeException when the pod requests no such pages, or several sizes and does not say which, in upstream's words
     */
    static String size(String medium, Pod pod) throws VolumeException {
        TreeSet<String> requested = new TreeSet<>();
        add(pod.spec(), requested);
        for (Container container : pod.allContainers()) {
            add(container.json(), requested);
        }
        if (medium.equals(ANY)) {
            if (requested.size() > 1) {
                throw new VolumeException(
                        "medium: " + medium + " can't be used if container requests multiple huge page sizes");
            }
        } else {
            Quantity wanted = Quantity.parse(medium.substring(ANY.length() + 1));
            requested.removeIf(size -> Quantity.parse(size).units() != wanted.units());
        }
        if (requested.isEmpty()) {
            throw new VolumeException("medium " + medium
                    + ": hugePages storage requested, but there is no resource request for huge pages");
        }
        return requested.first();
    }

    private static void add(JsonNode holder, TreeSet<String> sizes) {
        holder.path("resources").path("requests").fieldNames().forEachRemaining(name -> {
            if (name.startsWith(RESOURCE)) {
                sizes.add(name.substring(RESOURCE.length()));
            }
        });
    }
}
