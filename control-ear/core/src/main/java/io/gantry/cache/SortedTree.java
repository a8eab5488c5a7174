package io.gantry.cache;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * An immutable sorted set: a change gives a new set that shares all but one path with the old one, so that readers keep a
 * consistent state without a lock while the writer goes on. A height-balanced tree (Adelson-Velsky and Landis, 1962); find and
 * change take O(log n), and so does a range, which is a view and costs what is read of it.
 *
 * <p>Places are given as functions that say where an element stands: negative before the place, 0 in it, positive after it.
 */
final class SortedTree<T> {

    /** A subtree; null is the empty one. */
    record Node<T>(T value, Node<T> left, Node<T> right, int height, int size) {

        static <T> Node<T> of(T value, Node<T> left, Node<T> right) {
            return new Node<>(
                    value, left, right, 1 + Math.max(height(left), height(right)), 1 + size(left) + size(right));
        }

        static int height(Node<?> node) {
            return node == null ? 0 : node.height;
        }

        static int size(Node<?> node) {
            return node == null ? 0 : node.size;
        }
    }

    private final Comparator<? super T> order;
    private final Node<T> root;

    private SortedTree(Comparator<? super T> order, Node<T> root) {
        this.order = order;
        this.root = root;
    }

    static <T> SortedTree<T> empty(Comparator<? super T> order) {
        return new SortedTree<>(order, null);
    }

    int size() {
        return Node.size(root);
    }

    /** The element at a place. */
    Optional<T> find(ToIntFunction<? super T> place) {
        Node<T> node = root;
        while (node != null) {
            int standing = place.applyAsInt(node.value);
            if (standing == 0) {
                return Optional.of(node.value);
            }
            node = standing < 0 ? node.right : node.left;
        }
        return Optional.empty();
    }

    /** All elements in order. */
    List<T> all() {
        return new SortedRange<>(root, 0, size());
    }

    /** The elements in a range, in order. */
    List<T> all(ToIntFunction<? super T> range) {
        int start = count(element -> range.applyAsInt(element) < 0);
        return new SortedRange<>(root, start, count(element -> range.applyAsInt(element) <= 0));
    }

    /** How many elements a condition holds for that holds for the first ones only. */
    private int count(Predicate<? super T> among) {
        int counted = 0;
        Node<T> node = root;
        while (node != null) {
            if (among.test(node.value)) {
                counted += 1 + Node.size(node.left);
                node = node.right;
            } else {
                node = node.left;
            }
        }
        return counted;
    }

    /** The set with the element, in place of one that is equal in order. */
    SortedTree<T> with(T element) {
        return new SortedTree<>(order, insert(root, element));
    }

    /** The set without what is equal in order to the element. */
    SortedTree<T> without(T element) {
        Node<T> changed = delete(root, element);
        return changed == root ? this : new SortedTree<>(order, changed);
    }

    private Node<T> insert(Node<T> node, T element) {
        if (node == null) {
            return Node.of(element, null, null);
        }
        int standing = order.compare(element, node.value);
        if (standing == 0) {
            return Node.of(element, node.left, node.right);
        }
        return standing < 0
                ? balanced(node.value, insert(node.left, element), node.right)
                : balanced(node.value, node.left, insert(node.right, element));
    }

    private Node<T> delete(Node<T> node, T element) {
        if (node == null) {
            return null;
        }
        int standing = order.compare(element, node.value);
        if (standing == 0) {
            return joined(node.left, node.right);
        }
        if (standing < 0) {
            Node<T> left = delete(node.left, element);
            return left == node.left ? node : balanced(node.value, left, node.right);
        }
        Node<T> right = delete(node.right, element);
        return right == node.right ? node : balanced(node.value, node.left, right);
    }

    /** Joins the two sides of a deleted node under the first element of the right one. */
    private static <T> Node<T> joined(Node<T> left, Node<T> right) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        return balanced(first(right), left, withoutFirst(right));
    }

    private static <T> T first(Node<T> node) {
        Node<T> at = node;
        while (at.left != null) {
            at = at.left;
        }
        return at.value;
    }

    private static <T> Node<T> withoutFirst(Node<T> node) {
        return node.left == null ? node.right : balanced(node.value, withoutFirst(node.left), node.right);
    }

    /** A node over two sides whose heights differ by two at most; in the result they differ by one at most. */
    private static <T> Node<T> balanced(T value, Node<T> left, Node<T> right) {
        int lean = Node.height(left) - Node.height(right);
        if (lean > 1) {
            return Node.height(left.left) >= Node.height(left.right)
                    ? Node.of(left.value, left.left, Node.of(value, left.right, right))
                    : Node.of(
                            left.right.value,
                            Node.of(left.value, left.left, left.right.left),
                            Node.of(value, left.right.right, right));
        }
        if (lean < -1) {
            return Node.height(right.right) >= Node.height(right.left)
                    ? Node.of(right.value, Node.of(value, left, right.left), right.right)
                    : Node.of(
                            right.left.value,
                            Node.of(value, left, right.left.left),
                            Node.of(right.value, right.left.right, right.right));
        }
        return Node.of(value, left, right);
    }
}
