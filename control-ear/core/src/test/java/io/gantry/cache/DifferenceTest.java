package io.gantry.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DifferenceTest {

    /** Ordered by key; another version of the same key is another object. */
    private record Element(int key, int version) {}

    private static final Comparator<Element> BY_KEY = Comparator.comparingInt(Element::key);

    private final AtomicInteger comparisons = new AtomicInteger();

    private final Comparator<Element> counting = (a, b) -> {
        comparisons.incrementAndGet();
        return BY_KEY.compare(a, b);
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatTwoVersionsDoNotShareIsGoneOrCome(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SortedTree<Element> before = SortedTree.empty(BY_KEY);
        for (int round = 0; round < 200; round++) {
            SortedTree<Element> after = changed(before, random.nextInt(20), 300, random);
            assertDifference(before.all(), after.all());
            assertDifference(List.copyOf(before.all()), after.all());
            before = after;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10})
    void whatTwoVersionsShareIsNotLookedAt(int changes) {
        SplittableRandom random = new SplittableRandom(7);
        SortedTree<Element> before = SortedTree.empty(BY_KEY);
        for (int key = 0; key < 100_000; key++) {
            before = before.with(new Element(key, 0));
        }
        SortedTree<Element> after = changed(before, changes, 100_000, random);
        comparisons.set(0);
        Difference.between(before.all(), after.all(), counting, gone -> {}, come -> {});
        assertThat(comparisons.get()).isLessThanOrEqualTo(changes * 40);
    }

    private static SortedTree<Element> changed(
            SortedTree<Element> tree, int changes, int keys, SplittableRandom random) {
        SortedTree<Element> changed = tree;
        for (int change = 0; change < changes; change++) {
            Element element = new Element(random.nextInt(keys), random.nextInt());
            changed = random.nextInt(3) == 0 ? changed.without(element) : changed.with(element);
        }
        return changed;
    }

    private static void assertDifference(List<Element> before, List<Element> after) {
        List<Element> gone = new ArrayList<>();
        List<Element> come = new ArrayList<>();
        Difference.between(before, after, BY_KEY, gone::add, come::add);
        assertThat(gone).containsExactlyElementsOf(without(before, after));
        assertThat(come).containsExactlyElementsOf(without(after, before));
    }

    private static Set<Element> without(List<Element> elements, List<Element> others) {
        Set<Element> left = new TreeSet<>(BY_KEY);
        left.addAll(elements);
        others.forEach(other -> left.removeIf(element -> element.equals(other)));
        return left;
    }
}
