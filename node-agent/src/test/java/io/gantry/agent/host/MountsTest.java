package io.gantry.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            files.example | /data | ""          | mount -t nfs files.example:/data /pods/v
            files.example | /data | nfsvers=4.1 | mount -t nfs -o nfsvers=4.1 files.example:/data /pods/v
            2001:db8::1   | /     | hard,ro     | mount -t nfs -o hard,ro [2001:db8::1]:/ /pods/v
            """)
    void aFileServersDirectoryIsMountedWithItsOptions(String server, String path, String options, String command) {
        List<String> list = options.isEmpty() ? List.of() : List.of(options.split(","));
        assertThat(String.join(" ", Mounts.nfsCommand(server, path, Path.of("/pods/v"), list)))
                .isEqualTo(command);
    }
}
