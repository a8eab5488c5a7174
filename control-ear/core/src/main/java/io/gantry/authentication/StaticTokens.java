package io.gantry.authentication;

import io.gantry.identity.UserInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tokens of a file with a line each: {@code token,user,uid} and optionally {@code ,"group1,group2"}. Only digests are kept, so
 * neither a heap dump nor the time of a lookup tells a token.
 */
public final class StaticTokens {

    private static final int REQUIRED_FIELDS = 3;

    private final Map<ByteBuffer, UserInfo> users;

    private StaticTokens(Map<ByteBuffer, UserInfo> users) {
        this.users = Map.copyOf(users);
    }

    /** Throws IllegalArgumentException, naming the line, when the text is not of that form. */
    public static StaticTokens parse(String text) {
        Map<ByteBuffer, UserInfo> users = new HashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty()) {
                continue;
            }
            List<String> fields = CsvLine.fields(line);
            if (fields.size() < REQUIRED_FIELDS || fields.getFirst().isEmpty()) {
                throw new IllegalArgumentException("token file line " + (i + 1) + ": expected token,user,uid[,groups]");
            }
            users.put(digest(fields.getFirst()), user(fields));
        }
        return new StaticTokens(users);
    }

    /** Whose a token is. */
    public Optional<UserInfo> holder(String token) {
        return Optional.ofNullable(users.get(digest(token)));
    }

    private static UserInfo user(List<String> fields) {
        List<String> groups = fields.size() > REQUIRED_FIELDS
                ? Stream.of(fields.get(REQUIRED_FIELDS).split(","))
                        .map(String::strip)
                        .filter(group -> !group.isEmpty())
                        .toList()
                : List.of();
        return new UserInfo(fields.get(1), fields.get(2), groups, Map.of());
    }

    private static ByteBuffer digest(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
