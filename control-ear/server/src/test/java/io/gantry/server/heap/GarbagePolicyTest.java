package io.gantry.server.heap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GarbagePolicyTest {

    @ParameterizedTest(name = "{0} MB in use, {1} MB alive, {2} MB freed, quiet for {3}")
    @CsvSource({
        "  600,    0,    0,  0, false",
        "  641,    0,    0,  0, true",
        "  600,  100,  100,  0, false",
        "  740,  500,  500,  0, false",
        "  760,  500,  500,  3, true",
        " 1490, 1000, 1000,  0, false",
        " 1510, 1000, 1000,  0, true",
        " 5900, 4000, 4000,  0, false",
        " 6100, 4000, 4000,  0, true",
        "  300,  290,  290,  1, false",
        "  300,  290,  290,  2, true",
        "  300,  290,  290,  3, true",
        "  300,  290,  290,  4, false",
        " 1510, 1000,  100,  0, false",
        " 2010, 1000,  100,  0, true",
        "  760,  500,  500, 99, true"
    })
    void aCollectionIsDueWhenAThirdOfALargeHeapIsGarbageAndAfterWork(
            long used, long live, long freed, int quiet, boolean due) {
        assertThat(GarbagePolicy.isDue(used << 20, live << 20, freed << 20, quiet))
                .isEqualTo(due);
    }
}
