package io.gantry.authentication;

import io.gantry.identity.UserInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Tokens that say nothing about audiences: they are for the API server alone. */
public record AudienceAgnostic(List<String> own, Function<String, Optional<UserInfo>> holders) implements TokenReader {

    @Override
    public Optional<Accepted> read(String token, List<String> audiences) {
        List<String> meant = own.containsAll(audiences)
                ? audiences // as of every ordinary request
                : audiences.stream().filter(own::contains).toList();
        return meant.isEmpty() ? Optional.empty() : holders.apply(token).map(user -> new Accepted(user, meant));
    }
}
