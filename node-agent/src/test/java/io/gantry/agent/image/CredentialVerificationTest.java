package io.gantry.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.agent.image.CredentialVerification.Policy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialVerificationTest {

    @ParameterizedTest
    @CsvSource({
        "NeverVerify, r.example/a:1, true, false",
        "NeverVerifyPreloadedImages, r.example/a:1, true, true",
        "NeverVerifyPreloadedImages, r.example/a:1, false, false",
        "NeverVerifyAllowlistedImages, r.example/free:1, true, false",
        "NeverVerifyAllowlistedImages, r.example/free2:1, true, true",
        "NeverVerifyAllowlistedImages, r.example/open/a/b@sha256:00, true, false",
        "NeverVerifyAllowlistedImages, r.example/open, false, true",
        "AlwaysVerify, r.example/a:1, false, true",
    })
    void thePolicySaysWhetherAPodMustShowThatItMayHaveAnImage(
            Policy policy, String image, boolean pulled, boolean required) {
        List<String> allowed = policy == Policy.NeverVerifyAllowlistedImages
                ? List.of("r.example/free", "r.example/open/*")
                : List.of();

        assertThat(new CredentialVerification(policy, allowed).required(image, pulled))
                .isEqualTo(required);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.example/a:1", "r.example/*/a", " r.example/a", "/*", "", "r.example/a@sha256:00"})
    void anAllowlistThatCannotBeMeantIsRefused(String entry) {
        assertThatThrownBy(() -> new CredentialVerification(Policy.NeverVerifyAllowlistedImages, List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
