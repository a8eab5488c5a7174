package io.gantry.agent.token;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service account tokens of this node's pods. One is renewed when four fifths of its time or a day have passed, as kubelet does;
 * while the control plane is away the old one serves until its end.
 */
public final class PodTokens {

    private static final Logger LOG = LoggerFactory.getLogger(PodTokens.class);
    private static final Duration MAX_AGE = Duration.ofHours(24);
    private static final Duration RETRY = Duration.ofMinutes(1);

    private record Held(IssuedToken issued, Instant renewAt) {

        static Held of(IssuedToken issued) {
            Duration life = Duration.between(issued.issued(), issued.expires());
            Duration renewal = life.multipliedBy(4).dividedBy(5);
            return new Held(issued, issued.issued().plus(renewal.compareTo(MAX_AGE) < 0 ? renewal : MAX_AGE));
        }
    }

    private final TokenIssuer issuer;
    private final InstantSource clock;
    private final Map<TokenRequest, Held> tokens = new ConcurrentHashMap<>();

    public PodTokens(TokenIssuer issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /**
     * A token that is valid now; asks for a new one when it is time.
     *
     * @throws IOException when there is none to be had
     */
    public String token(TokenRequest request) throws IOException {
        Optional<Held> present = Optional.ofNullable(tokens.get(request));
        Instant now = clock.instant();
        if (present.isPresent() && now.isBefore(present.get().renewAt())) {
            return present.get().issued().token();
        }
        try {
            IssuedToken fresh = issuer.issue(request);
            tokens.put(request, Held.of(fresh));
            return fresh.token();
        } catch (IOException e) {
            IssuedToken old = present.map(Held::issued)
                    .filter(issued -> now.isBefore(issued.expires()))
                    .orElseThrow(() -> e);
            LOG.warn(
                    "event=token-not-renewed pod={} error=\"{}\"", request.pod().key(), e.getMessage());
            tokens.put(request, new Held(old, now.plus(RETRY)));
            return old.token();
        }
    }

    /** Whether some token of a pod should be renewed. */
    public boolean isDue(String podUid) {
        Instant now = clock.instant();
        return tokens.entrySet().stream()
                .anyMatch(entry -> entry.getKey().pod().uid().equals(podUid)
                        && !now.isBefore(entry.getValue().renewAt()));
    }

    /** The pod is gone. */
    public void forget(String podUid) {
        tokens.keySet().removeIf(request -> request.pod().uid().equals(podUid));
    }
}
