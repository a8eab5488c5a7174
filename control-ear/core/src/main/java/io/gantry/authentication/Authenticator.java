package io.gantry.authentication;

import io.gantry.identity.UserInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells who sends a request: the holder of its client certificate, else of its bearer token. */
public final class Authenticator {

    /** Who sends requests without credentials. */
    public static final UserInfo ANONYMOUS = new UserInfo("system:anonymous", List.of(UserInfo.UNAUTHENTICATED));

    private final List<TokenReader> readers;

    public Authenticator(List<TokenReader> readers) {
        this.readers = List.copyOf(readers);
    }

    public Authentication authenticate(Credentials credentials) {
        Optional<UserInfo> holder = credentials.certificate().flatMap(CertificateSubject::user);
        if (holder.isPresent()) {
            return authenticated(holder.get());
        }
        if (credentials.token().isEmpty()) {
            return new Authentication.Anonymous();
        }
        String token = credentials.token().get();
        return readers.stream()
                .map(reader -> reader.read(token))
                .flatMap(Optional::stream)
                .findFirst()
                .<Authentication>map(Authenticator::authenticated)
                .orElseGet(() -> new Authentication.Rejected("unknown bearer token"));
    }

    private static Authentication authenticated(UserInfo user) {
        if (user.groups().contains(UserInfo.AUTHENTICATED)) {
            return new Authentication.Authenticated(user);
        }
        List<String> groups = Stream.concat(user.groups().stream(), Stream.of(UserInfo.AUTHENTICATED))
                .toList();
        Map<String, List<String>> extra = user.extra();
        return new Authentication.Authenticated(new UserInfo(user.username(), user.uid(), groups, extra));
    }
}
