package io.gantry.authentication;

import com.nimbusds.jwt.JWTClaimsSet;
import io.gantry.cache.ClusterView;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens that lie in secrets of type {@code kubernetes.io/service-account-token}. They never end; they die with their secret or
 * account.
 */
public final class LegacyTokens implements TokenReader {

    private static final String ISSUER = "kubernetes/serviceaccount";
    private static final String PREFIX = "kubernetes.io/serviceaccount/";
    private static final String NAMESPACE = PREFIX + "namespace";
    private static final String SECRET = PREFIX + "secret.name";
    private static final String ACCOUNT = PREFIX + "service-account.name";
    private static final String UID = PREFIX + "service-account.uid";
    private static final String INVALID_SINCE = "kubernetes.io/legacy-token-invalid-since";
    private static final GroupResource SECRETS = new GroupResource("", "secrets");

    private final TokenSigner signer;
    private final LivingObjects living;
    private final List<String> audiences;

    /**
     * @param audiences what the API server answers to: such tokens are for it alone
     */
    public LegacyTokens(TokenSigner signer, ClusterView view, List<String> audiences, InstantSource clock) {
        this.signer = signer;
        this.living = new LivingObjects(view, clock);
        this.audiences = List.copyOf(audiences);
    }

    /** The token of a secret; always the same one. */
    public static String sign(TokenSigner signer, ApiObject account, String secret) {
        return signer.sign(new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(username(account.namespace(), account.name()))
                .claim(NAMESPACE, account.namespace())
                .claim(SECRET, secret)
                .claim(ACCOUNT, account.name())
                .claim(UID, account.uid())
                .build());
    }

    private static String username(String namespace, String name) {
        return "system:serviceaccount:" + namespace + ":" + name;
    }

    @Override
    public Optional<Accepted> read(String token, List<String> wanted) {
        List<String> meant = wanted.stream().filter(audiences::contains).toList();
        if (meant.isEmpty()) {
            return Optional.empty();
        }
        return signer.verified(token)
                .filter(set -> ISSUER.equals(set.getIssuer()))
                .flatMap(set -> holder(set, token))
                .map(user -> new Accepted(user, meant));
    }

    private Optional<UserInfo> holder(JWTClaimsSet set, String token) {
        try {
            String namespace = String.valueOf(set.getStringClaim(NAMESPACE));
            String name = String.valueOf(set.getStringClaim(ACCOUNT));
            String uid = String.valueOf(set.getStringClaim(UID));
            ObjectKey secret = new ObjectKey(SECRETS, namespace, String.valueOf(set.getStringClaim(SECRET)));
            ObjectKey account = new ObjectKey(LivingObjects.ACCOUNTS, namespace, name);
            boolean valid = username(namespace, name).equals(set.getSubject())
                    && living.view()
                            .get(secret)
                            .filter(found -> holds(found, token))
                            .isPresent()
                    && living.find(account, uid).isPresent();
            return valid
                    ? Optional.of(new UserInfo(set.getSubject(), uid, ServiceAccountReader.groups(namespace), Map.of()))
                    : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty(); // signed by this key, but no such token
        }
    }

    private static boolean holds(ApiObject secret, String token) {
        byte[] present = Base64.getDecoder().decode(Nodes.text(secret.json().path("data"), "token"));
        return !secret.isBeingDeleted()
                && !secret.labels().containsKey(INVALID_SINCE)
                && MessageDigest.isEqual(present, token.getBytes(StandardCharsets.UTF_8));
    }
}
