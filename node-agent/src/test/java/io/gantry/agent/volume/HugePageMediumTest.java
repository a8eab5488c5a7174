package io.gantry.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HugePageMediumTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HugePages | 'hugepages-2Mi':'4Mi' | '' | 2Mi",
                "HugePages | '' | 'hugepages-1Gi':'1Gi' | 1Gi",
                "HugePages-2Mi | 'hugepages-2Mi':'4Mi','hugepages-1Gi':'1Gi' | '' | 2Mi",
                "HugePages-2048Ki | 'hugepages-2Mi':'4Mi' | '' | 2Mi",
                "HugePages | 'hugepages-2Mi':'4Mi' | 'hugepages-1Gi':'1Gi'"
                        + " | medium: HugePages can't be used if container requests multiple huge page sizes",
                "HugePages-1Gi | 'hugepages-2Mi':'4Mi' | ''"
                        + " | medium HugePages-1Gi: hugePages storage requested, but there is no resource request for huge pages",
                "HugePages | 'cpu':'1' | ''"
                        + " | medium HugePages: hugePages storage requested, but there is no resource request for huge pages",
            },
            quoteCharacter = '"')
    void theSizeIsTheOneThatThePodRequests(String medium, String ofContainer, String ofPod, String expected) {
        Pod pod = new Pod(Json.read(("{'spec':{'resources':{'requests':{" + text(ofPod)
                        + "}},'containers':[{'resources':{'requests':{" + text(ofContainer) + "}}}]}}")
                .replace('\'', '"')));
        String size;
        try {
            size = HugePageMedium.size(medium, pod);
        } catch (VolumeException e) {
            size = e.getMessage();
        }

        assertThat(size).isEqualTo(expected);
    }

    private static String text(String cell) {
        return cell.equals("''") ? "" : cell;
    }
}
