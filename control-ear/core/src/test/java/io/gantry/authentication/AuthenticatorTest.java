package io.gantry.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.authentication.Authentication.Anonymous;
import io.gantry.authentication.Authentication.Authenticated;
import io.gantry.authentication.Authentication.Rejected;
import io.gantry.identity.UserInfo;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {

    private static final String FILE = """
            s3cret,ada,7,"ops,system:masters"

            plain,grace,8
            """;

    private final Authenticator authenticator = new Authenticator(
            List.of(new AudienceAgnostic(List.of("api"), StaticTokens.parse(FILE)::holder)), List.of("api"));

    @ParameterizedTest
    @ValueSource(strings = {"Bearer s3cret", "bearer s3cret", "BEARER  s3cret "})
    void knowsTheHolderOfATokenOfTheFile(String header) {
        assertThat(authenticate(List.of(header), List.of()))
                .isEqualTo(new Authenticated(
                        new UserInfo("ada", "7", List.of("ops", "system:masters", UserInfo.AUTHENTICATED), Map.of())));
    }

    @Test
    void aLineWithoutGroupsIsAnAuthenticatedUser() {
        assertThat(authenticate(List.of("Bearer plain"), List.of()))
                .isEqualTo(new Authenticated(new UserInfo("grace", "8", List.of(UserInfo.AUTHENTICATED), Map.of())));
    }

    @Test
    void aBrowserSendsItsTokenAsSubprotocol() {
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString("plain".getBytes(StandardCharsets.UTF_8));
        List<String> protocols = List.of("v5.channel.k8s.io", "base64url.bearer.authorization.k8s.io." + encoded);

        assertThat(authenticate(List.of(), protocols)).isInstanceOf(Authenticated.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer s3cret2", "Bearer a.b.c"})
    void rejectsTokensThatNobodyVouchesFor(String header) {
        assertThat(authenticate(List.of(header), List.of())).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic czNjcmV0", "Bearer", "Bearer ", "s3cret"})
    void whoeverShowsNothingIsAnonymous(String header) {
        assertThat(authenticate(List.of(header), List.of("v5.channel.k8s.io"))).isInstanceOf(Anonymous.class);
    }

    @Test
    void namesTheLineThatIsWrong() {
        assertThatThrownBy(() -> StaticTokens.parse("a,b,c\nonly,two\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("token file line 2");
    }

    private Authentication authenticate(List<String> authorization, List<String> protocols) {
        return authenticator.authenticate(Credentials.of(Optional.empty(), authorization, protocols));
    }
}
