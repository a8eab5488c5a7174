package io.gantry.server.heap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GarbagePolicyTest {

    @ParameterizedTest(name = "{0} MB in use, {1} MB alive")
    @CsvSource({
        "  600,    0, false",
        "  641,    0, true",
        "  600,  100, false",
        "  740,  500, false",
        "  760,  500, true",
        " 1490, 1000, false",
        " 1510, 1000, true",
        " 5900, 4000, false",
        " 6100, 4000, true"
    })
    void aCollectionIsDueWhenAThirdOfALargeHeapIsGarbage(long used, long live, boolean due) {
        assertThat(GarbagePolicy.isDue(used << 20, live << 20)).isEqualTo(due);
    }
}
