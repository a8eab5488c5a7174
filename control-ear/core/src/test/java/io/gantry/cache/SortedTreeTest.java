package io.gantry.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedTreeTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void behavesLikeASortedSetAndOldVersionsStayAsTheyWere(long seed) {
        Random random = new Random(seed);
        TreeSet<Integer> model = new TreeSet<>();
        SortedTree<Integer> tree = SortedTree.empty(Comparator.naturalOrder());
        List<SortedTree<Integer>> versions = new ArrayList<>();
        List<List<Integer>> expected = new ArrayList<>();
        for (int step = 0; step < 2000; step++) {
            int element = random.nextInt(300);
            if (random.nextInt(5) < 3) {
                model.add(element);
                tree = tree.with(element);
            } else {
                model.remove(element);
                tree = tree.without(element);
            }
            versions.add(tree);
            expected.add(List.copyOf(model));
        }
        for (int i = 0; i < versions.size(); i++) {
            assertThat(versions.get(i).all()).as("seed %d step %d", seed, i).isEqualTo(expected.get(i));
            assertThat(versions.get(i).size()).isEqualTo(expected.get(i).size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10, 1000})
    void findsAndRangesInAnyShape(int size) {
        SortedTree<Integer> tree = SortedTree.empty(Comparator.naturalOrder());
        for (int i = 0; i < size; i++) {
            tree = tree.with(i);
        }
        for (int i = 0; i < size; i++) {
            int wanted = i;
            assertThat(tree.find(element -> Integer.compare(element, wanted))).contains(i);
        }
        assertThat(tree.find(element -> Integer.compare(element, size))).isEmpty();
        List<Integer> thirties = tree.all(element -> Integer.compare(element / 10, 3));
        assertThat(thirties).allMatch(element -> element / 10 == 3).hasSize(Math.clamp(size - 30, 0, 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10, 100})
    void aRangeIsAListWhereverItIsCut(int size) {
        SortedTree<Integer> tree = SortedTree.empty(Comparator.naturalOrder());
        List<Integer> model = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            tree = tree.with(i * 7 % 101);
            model.add(i * 7 % 101);
        }
        model.sort(Comparator.naturalOrder());
        for (int from = 0; from <= size; from++) {
            for (int to = from; to <= size; to++) {
                List<Integer> cut = tree.all().subList(from, to);
                assertThat(new ArrayList<>(cut)).isEqualTo(model.subList(from, to));
                for (int i = 0; i < cut.size(); i++) {
                    assertThat(cut.get(i)).isEqualTo(model.get(from + i));
                }
            }
        }
        List<Integer> all = tree.all();
        assertThatThrownBy(() -> all.get(size)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> all.add(1)).isInstanceOf(UnsupportedOperationException.class);
    }

    /** An ordered tree of 100,000 elements that were inserted in order must not be a list: depth decides over speed. */
    @ParameterizedTest
    @ValueSource(ints = {100_000})
    void staysShallow(int size) {
        SortedTree<Integer> tree = SortedTree.empty(Comparator.naturalOrder());
        for (int i = 0; i < size; i++) {
            tree = tree.with(i);
        }
        int[] steps = {0};
        tree.find(element -> {
            steps[0]++;
            return Integer.compare(element, size);
        });
        assertThat(steps[0]).isLessThanOrEqualTo(25); // 1.44 log2(100,000)
    }
}
