package io.gantry.identity;

import java.util.ArrayList;
import java.util.List;

/** Allows what one of several authorizers allows, asked in their order. */
public record AuthorizerChain(List<Authorizer> authorizers) implements Authorizer {

    public AuthorizerChain {
        authorizers = List.copyOf(authorizers);
    }

    public static AuthorizerChain of(Authorizer... authorizers) {
        return new AuthorizerChain(List.of(authorizers));
    }

    @Override
    public Decision authorize(UserInfo user, RequestAttributes attributes) {
        List<String> reasons = new ArrayList<>();
        for (Authorizer authorizer : authorizers) {
            switch (authorizer.authorize(user, attributes)) {
                case Decision.Allowed allowed -> {
                    return allowed;
                }
                case Decision.Refused refused -> {
                    if (!refused.reason().isEmpty()) {
                        reasons.add(refused.reason());
                    }
                }
            }
        }
        return new Decision.Refused(String.join("\n", reasons));
    }
}
