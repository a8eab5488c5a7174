package io.gantry.authentication;

import io.gantry.authentication.TokenReader.Accepted;
import io.gantry.identity.UserInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells who sends a request: the holder of its client certificate, else of its bearer token. */
public final class Authenticator {

    /** Who sends requests without credentials. */
    public static final UserInfo ANONYMOUS = new UserInfo("system:anonymous", List.of(UserInfo.UNAUTHENTICATED));

    /** Longer ones are nobody's, and costly to look at. */
    private static final int MAX_TOKEN = 16 * 1024;

    private final List<TokenReader> readers;
    private final List<String> audiences;

    /**
     * @param audiences what the API server answers to
     */
    public Authenticator(List<TokenReader> readers, List<String> audiences) {
        this.readers = List.copyOf(readers);
        this.audiences = List.copyOf(audiences);
    }

    /** Who shows a certificate that does not count and no token that does is rejected, rather than taken for nobody. */
    public Authentication authenticate(Credentials credentials, Instant now) {
        Optional<UserInfo> holder = credentials.certificate().flatMap(certificate -> certificate.holder(now));
        if (holder.isPresent()) {
            return new Authentication.Authenticated(authenticated(holder.get()));
        }
        if (credentials.token().isEmpty()) {
            return credentials.certificate().isPresent()
                    ? new Authentication.Rejected("untrusted or expired certificate")
                    : new Authentication.Anonymous();
        }
        return review(credentials.token().get(), List.of())
                .<Authentication>map(accepted -> new Authentication.Authenticated(accepted.user()))
                .orElseGet(() -> new Authentication.Rejected("unknown bearer token"));
    }

    /**
     * Whose a token is.
     *
     * @param wanted for whom it should be; none for the API server
     */
    public Optional<Accepted> review(String token, List<String> wanted) {
        if (token.length() > MAX_TOKEN) {
            return Optional.empty();
        }
        List<String> asked = wanted.isEmpty() ? audiences : wanted;
        for (TokenReader reader : readers) {
            Optional<Accepted> accepted = reader.read(token, asked);
            if (accepted.isPresent()) {
                return Optional.of(new Accepted(
                        authenticated(accepted.get().user()), accepted.get().audiences()));
            }
        }
        return Optional.empty();
    }

    private static UserInfo authenticated(UserInfo user) {
        if (user.isIn(UserInfo.AUTHENTICATED)) {
            return user;
        }
        List<String> groups = new ArrayList<>(user.groups());
        groups.add(UserInfo.AUTHENTICATED);
        return new UserInfo(user.username(), user.uid(), List.copyOf(groups), user.extra());
    }
}
