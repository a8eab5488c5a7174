package io.gantry.cache;

import io.gantry.cache.SortedTree.Node;
import io.gantry.object.ApiObject;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What differs between two lists of a resource's objects. Two versions of one cache share all of their trees but the paths to what has
 * changed; what they share is passed over as a whole, so that a comparison costs what differs and not what is listed.
 */
public final class Difference {

    private Difference() {}

    /**
     * Compares two lists of one resource, as {@link ClusterView#list(io.gantry.object.GroupResource)} gives them. An object that has changed is gone as it
     * was and come as it is.
     */
    public static void between(
            List<ApiObject> before,
            List<ApiObject> after,
            Consumer<? super ApiObject> gone,
            Consumer<? super ApiObject> come) {
        between(before, after, Comparator.comparing(ApiObject::key), gone, come);
    }

    /** @param order of the trees, if the lists are of trees */
    static <T> void between(
            List<T> before,
            List<T> after,
            Comparator<? super T> order,
            Consumer<? super T> gone,
            Consumer<? super T> come) {
        Parts<T> old = Parts.of(before, order);
        Parts<T> present = Parts.of(after, order);
        while (!old.isEmpty() && !present.isEmpty()) {
            if (old.first().isSharedWith(present.first())) {
                old.takeFirst();
                present.takeFirst();
            } else if (old.first().size() + present.first().size() > 0) {
                // the larger may hold the other
                (old.first().size() >= present.first().size() ? old : present).splitFirst();
            } else {
                int standing =
                        order.compare(old.first().value(), present.first().value());
                if (standing <= 0) {
                    gone.accept(old.takeFirst().value());
                }
                if (standing >= 0) {
                    come.accept(present.takeFirst().value());
                }
            }
        }
        old.forEachLeft(gone);
        present.forEachLeft(come);
    }

    /** A subtree, or with null in its place one element. */
    private record Part<T>(Node<T> tree, T value) {

        int size() {
            return Node.size(tree);
        }

        boolean isSharedWith(Part<T> other) {
            return tree == null ? other.tree == null && value == other.value : tree == other.tree;
        }
    }

    /** A sorted list, taken apart no further than it must be. */
    private static final class Parts<T> {

        private final Deque<Part<T>> left = new ArrayDeque<>();

        static <T> Parts<T> of(List<T> list, Comparator<? super T> order) {
            Parts<T> parts = new Parts<>();
            if (list instanceof SortedRange<T> range && range.wholeTree().isPresent()) {
                parts.left.push(new Part<>(range.wholeTree().get(), null));
            } else {
                list.stream().sorted(order).forEach(value -> parts.left.addLast(new Part<>(null, value)));
            }
            return parts;
        }

        boolean isEmpty() {
            return left.isEmpty();
        }

        Part<T> first() {
            return left.getFirst();
        }

        Part<T> takeFirst() {
            return left.pop();
        }

        void splitFirst() {
            Node<T> tree = left.pop().tree();
            if (tree.right() != null) {
                left.push(new Part<>(tree.right(), null));
            }
            left.push(new Part<>(null, tree.value()));
            if (tree.left() != null) {
                left.push(new Part<>(tree.left(), null));
            }
        }

        void forEachLeft(Consumer<? super T> action) {
            while (!left.isEmpty()) {
                if (first().size() > 0) {
                    splitFirst();
                } else {
                    action.accept(takeFirst().value());
                }
            }
        }
    }
}
