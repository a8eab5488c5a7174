package io.gantry.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"172.30.250", "10.0.0", "192.168.255"})
    void machineNetworkIsThreeOctets(String text) {
        assertThat(Settings.network(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"172.30.250.", "172.30", "172.30.250.0", "172.30.256", ""})
    void anythingElseIsRefusedBeforeACertificateIsMadeForIt(String text) {
        assertThatThrownBy(() -> Settings.network(text))
                .hasMessage(
                        "GANTRY_MACHINE_NETWORK must be the first three octets of an IPv4 network, such as 172.30.250: "
                                + text);
    }
}
