package io.gantry.agent.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.agent.object.PodIdentity;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodTokensTest {

    private static final TokenRequest HOUR = new TokenRequest(new PodIdentity("ns", "p", "uid"), "", 3600);

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private boolean away;
    private final List<TokenRequest> asked = new ArrayList<>();
    private final PodTokens tokens = new PodTokens(
            request -> {
                if (away) {
                    throw new IOException("away");
                }
                asked.add(request);
                return new IssuedToken("t" + asked.size(), now, now.plusSeconds(request.expirationSeconds()));
            },
            () -> now);

    @Test
    void aTokenServesUntilFourFifthsOfItsTimeHavePassed() throws IOException {
        assertThat(tokens.token(HOUR)).isEqualTo("t1");
        now = now.plus(Duration.ofMinutes(47));
        assertThat(tokens.isDue("uid")).isFalse();
        assertThat(tokens.token(HOUR)).isEqualTo("t1");
        now = now.plus(Duration.ofMinutes(1));
        assertThat(tokens.isDue("uid")).isTrue();
        assertThat(tokens.isDue("another")).isFalse();
        assertThat(tokens.token(HOUR)).isEqualTo("t2");
        assertThat(tokens.isDue("uid")).isFalse();
    }

    @Test
    void aLongTokenIsRenewedEveryDay() throws IOException {
        TokenRequest month =
                new TokenRequest(HOUR.pod(), "vault", Duration.ofDays(30).toSeconds());
        tokens.token(month);
        now = now.plus(Duration.ofHours(24));
        assertThat(tokens.token(month)).isEqualTo("t2");
    }

    @Test
    void anOldTokenServesWhileTheControlPlaneIsAway() throws IOException {
        tokens.token(HOUR);
        away = true;
        now = now.plus(Duration.ofMinutes(50));
        assertThat(tokens.token(HOUR)).isEqualTo("t1");
        assertThat(tokens.isDue("uid")).isFalse();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(tokens.isDue("uid")).isTrue();
        now = now.plus(Duration.ofMinutes(9));
        assertThatThrownBy(() -> tokens.token(HOUR)).isInstanceOf(IOException.class);
        away = false;
        assertThat(tokens.token(HOUR)).isEqualTo("t2");
    }

    @Test
    void nothingIsKeptOfAPodThatIsGone() throws IOException {
        tokens.token(HOUR);
        tokens.forget("uid");
        assertThat(tokens.token(HOUR)).isEqualTo("t2");
    }
}
