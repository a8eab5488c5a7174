package io.gantry.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountTableTest {

    private static final List<String> LINES = List.of(
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "23 22 0:21 / /proc rw shared:5 - proc proc rw",
            "24 22 8:2 /srv /pods/u1/volumes/bound rw - ext4 /dev/sdb1 rw",
            "25 22 0:50 / /pods/u1/volumes/memory rw - tmpfs tmpfs rw",
            "26 22 8:3 / /pods/u1/volumes/disk/nested rw - ext4 /dev/sdc1 rw",
            "27 22 8:1 %s /pods/u1/pin rw - ext4 /dev/sda1 rw",
            "28 22 8:1 /pods/with\\040blank /pods/with\\040blank rw - ext4 /dev/sda1 rw");

    @ParameterizedTest
    @CsvSource({
        "8:1 /pods/u1/volumes/disk/sub, disk, true",
        "8:1 /pods/u1/volumes/disk, disk, true",
        "8:1 /etc, disk, false",
        "8:1 /pods/u1/volumes/diskette, disk, false",
        "0:21 /, disk, false",
        "8:3 /any, disk, true", // what is mounted below the volume belongs to it
        "8:2 /srv/sub, bound, true",
        "8:2 /other, bound, false",
        "8:1 /pods/u1/volumes/bound, bound, false", // hidden below the mount
        "0:50 /sub, memory, true",
        "0:51 /sub, memory, false",
    })
    void onlyPartsOfTheVolumeAreShown(String shown, String volume, boolean expected) {
        MountTable table = table(shown.split(" ")[0], shown.split(" ")[1]);

        assertThat(table.showsPartOf(Path.of("/pods/u1/volumes").resolve(volume), Path.of("/pods/u1/pin")))
                .isEqualTo(expected);
    }

    @Test
    void whatIsNotMountedShowsNothing() {
        assertThat(table("8:1", "/").showsPartOf(Path.of("/"), Path.of("/pods/u2/pin")))
                .isFalse();
    }

    @Test
    void mountPointsAreFoundDeepestFirst() {
        assertThat(table("8:1", "/").below(Path.of("/pods/u1/volumes")))
                .startsWith(Path.of("/pods/u1/volumes/disk/nested"))
                .hasSize(3);
        assertThat(table("8:1", "/").below(Path.of("/pods/with blank"))).hasSize(1);
    }

    private static MountTable table(String device, String root) {
        return MountTable.of(LINES.stream()
                .map(line -> line.startsWith("27 ") ? line.formatted(root).replace("22 8:1", "22 " + device) : line)
                .toList());
    }
}
