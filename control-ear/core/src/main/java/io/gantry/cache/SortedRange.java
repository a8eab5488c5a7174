package io.gantry.cache;

import io.gantry.cache.SortedTree.Node;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/**
 * Some consecutive elements of one version of a {@link SortedTree}, as a list that copies nothing: its size is known, an element by
 * its index takes O(log n), the next one while iterating O(1) on average. Keeps that version in memory.
 */
final class SortedRange<T> extends AbstractList<T> {

    private final Node<T> root;
    private final int start;
    private final int end;

    /**
     * A range.
     *
     * @param start index of its first element in the tree
     * @param end index after its last one
     */
    SortedRange(Node<T> root, int start, int end) {
        this.root = root;
        this.start = start;
        this.end = end;
    }

    /** The tree that this is all of; empty for a part of one, and for an empty one. */
    Optional<Node<T>> wholeTree() {
        return Optional.ofNullable(root).filter(tree -> size() == tree.size());
    }

    @Override
    public int size() {
        return end - start;
    }

    @Override
    public T get(int index) {
        int left = start + Objects.checkIndex(index, size());
        Node<T> node = root;
        while (true) {
            int before = Node.size(node.left());
            if (left == before) {
                return node.value();
            }
            if (left < before) {
                node = node.left();
            } else {
                left -= before + 1;
                node = node.right();
            }
        }
    }

    @Override
    public List<T> subList(int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        return new SortedRange<>(root, start + from, start + to);
    }

    @Override
    public Iterator<T> iterator() {
        return new Walk<>(root, start, size());
    }

    private static final class Walk<T> implements Iterator<T> {

        /** The next node on top; below it those whose turn comes after its right side. */
        private final Deque<Node<T>> ahead = new ArrayDeque<>();

        private int left;

        Walk(Node<T> root, int start, int size) {
            left = size;
            int skipped = start;
            Node<T> node = root;
            while (node != null) {
                int before = Node.size(node.left());
                if (skipped <= before) {
                    ahead.push(node);
                    node = node.left();
                } else {
                    skipped -= before + 1;
                    node = node.right();
                }
            }
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public T next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            left--;
            Node<T> node = ahead.pop();
            for (Node<T> next = node.right(); next != null; next = next.left()) {
                ahead.push(next);
            }
            return node.value();
        }
    }
}
