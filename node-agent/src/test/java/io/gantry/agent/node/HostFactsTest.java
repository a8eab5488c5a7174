package io.gantry.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFactsTest {

    @TempDir
    private Path root;

    private void write(String path, String content) throws IOException {
        if (content != null) {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content.replace('~', '\0') + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            dmi, sys,  vm,  machine, dmi
            ,    sys~, vm,  machine, sys
            ,    ,     vm~, machine, vm
            ,    ,     ,    machine, machine
            ,    ,     ,    ,        ''
            """)
    void theSystemsUuidIsTheFirstThatTheMachineHas(
            String firmware, String system, String virtual, String machine, String expected) throws IOException {
        write("sys/class/dmi/id/product_uuid", firmware);
        write("proc/device-tree/system-id", system);
        write("proc/device-tree/vm,uuid", virtual);
        write("etc/machine-id", machine);

        assertThat(new HostFacts(root).systemUuid()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            own, bus, own
            ,    bus, bus
            ,    ,    ''
            """)
    void theMachinesIdMayBeTheMessageBuss(String own, String bus, String expected) throws IOException {
        write("etc/machine-id", own);
        write("var/lib/dbus/machine-id", bus);

        assertThat(new HostFacts(root).machineId()).isEqualTo(expected);
    }
}
