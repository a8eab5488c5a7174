package io.gantry.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.volume.Payload.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialReadersTest {

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", textBlock = """
            {}                                | {}                  | {}                | rw-r--r-- | 0    | 0
            {"runAsUser":1000}                | {}                  | {}                | rw------- | 1000 | 0
            {"fsGroup":10000}                 | {}                  | {}                | rw-r----- | 0    | 10000
            {"runAsUser":1000,"fsGroup":2000} | {}                  | {}                | rw-r----- | 1000 | 2000
            {}                                | {"runAsUser":7}     | {"runAsUser":7}   | rw------- | 7    | 0
            {}                                | {"runAsUser":7}     | {}                | rw-r--r-- | 0    | 0
            {"runAsUser":7}                   | {}                  | {"runAsUser":8}   | rw-r--r-- | 0    | 0
            {"runAsUser":7,"fsGroup":2000}    | {}                  | {"runAsUser":8}   | rw-r----- | 0    | 2000
            {"runAsUser":0}                   | {}                  | {"runAsUser":0}   | rw------- | 0    | 0""")
    void aTokenIsForTheOneUserAndTheGroupOfThePodOnly(
            String forAll, String first, String second, String permissions, int owner, int group) throws IOException {
        Pod pod = new Pod(Json.read(
                "{\"spec\":{\"securityContext\":" + forAll + ",\"initContainers\":[{\"name\":\"a\",\"securityContext\":"
                        + first + "}],\"containers\":[{\"name\":\"b\",\"securityContext\":" + second + "}]}}"));
        CredentialReaders readers = CredentialReaders.of(pod);
        TreeMap<String, Content> files = new TreeMap<>();
        files.put("token", readers.file(new byte[] {1}, 0644));

        new AtomicDirectory(root, readers.group()).write(files);

        Path token = root.resolve("token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo(permissions);
        assertThat(Files.getAttribute(token, "unix:uid")).isEqualTo(owner);
        assertThat(Files.getAttribute(token, "unix:gid")).isEqualTo(group);
        assertThat(new AtomicDirectory(root, readers.group()).write(files)).isFalse();
    }
}
