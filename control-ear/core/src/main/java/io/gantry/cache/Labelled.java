package io.gantry.cache;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.util.Comparator;
import java.util.Map;

/** An entry of the index by label: an object has one for each of its labels. Names the object, so that it outlives its changes. */
record Labelled(String label, String value, ObjectKey object) {

    static final SortedTree<Labelled> NONE = SortedTree.empty(
            Comparator.comparing(Labelled::label).thenComparing(Labelled::value).thenComparing(Labelled::object));

    /** Where an entry stands to a label with a value. */
    int compareTo(Map.Entry<String, String> wanted) {
        int byLabel = label.compareTo(wanted.getKey());
        return byLabel != 0 ? byLabel : value.compareTo(wanted.getValue());
    }

    /** The index with the labels of an object. */
    static SortedTree<Labelled> with(SortedTree<Labelled> index, ApiObject object) {
        SortedTree<Labelled> result = index;
        for (Map.Entry<String, String> label : object.labels().entrySet()) {
            result = result.with(new Labelled(label.getKey(), label.getValue(), object.key()));
        }
        return result;
    }

    /** The index without the labels of an object. */
    static SortedTree<Labelled> without(SortedTree<Labelled> index, ApiObject object) {
        SortedTree<Labelled> result = index;
        for (Map.Entry<String, String> label : object.labels().entrySet()) {
            result = result.without(new Labelled(label.getKey(), label.getValue(), object.key()));
        }
        return result;
    }
}
