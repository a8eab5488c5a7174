package io.gantry.object;

import java.util.Map;
import java.util.Optional;

/**
 * The field by which the objects of a resource are looked for most: few among many, so that an index of them pays. It lies in an object
 * at the top of the stored document.
 *
 * @param parent name of that object
 * @param name of the field in it, whose value is a text
 */
public record IndexedField(String parent, String name) {

    private static final Map<GroupResource, IndexedField> FIELDS = Map.of(
            new GroupResource("", "pods"), new IndexedField("spec", "nodeName"),
            new GroupResource("certificates.k8s.io", "podcertificaterequests"), new IndexedField("spec", "nodeName"),
            new GroupResource("", "events"), new IndexedField("involvedObject", "name"));

    /** The indexed field of a stored resource. */
    public static Optional<IndexedField> of(GroupResource resource) {
        return Optional.ofNullable(FIELDS.get(resource));
    }

    /** The JSON pointer to it, for example {@code /spec/nodeName}. */
    public String pointer() {
        return "/" + parent + "/" + name;
    }
}
