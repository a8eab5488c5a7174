package io.gantry.agent.image;

import java.util.List;
import java.util.stream.Stream;

/**
 * Who has been seen to be allowed an image under one name.
 *
 * @param everyone the registry asked for no account, or the node has one itself
 * @param secrets the newest last
 */
record ImageAccess(boolean everyone, List<UsedSecret> secrets) {

    static final ImageAccess EVERYONE = new ImageAccess(true, List.of());

    /** A namespace may come and go every minute, with a secret of its own. */
    private static final int MAX_SECRETS = 500;

    static ImageAccess of(UsedSecret secret) {
        return new ImageAccess(false, List.of(secret));
    }

    /** The secret itself, even when it holds another account by now, or another one with the same account. */
    boolean includes(UsedSecret secret) {
        return everyone
                || secrets.stream()
                        .anyMatch(known -> known.isSameObject(secret)
                                || known.accountHash().equals(secret.accountHash()));
    }

    ImageAccess and(ImageAccess more) {
        if (everyone || more.everyone) {
            return EVERYONE;
        }
        if (secrets.containsAll(more.secrets)) {
            return this;
        }
        List<UsedSecret> merged = Stream.concat(
                        secrets.stream().filter(known -> more.secrets.stream().noneMatch(known::isSameObject)),
                        more.secrets.stream())
                .toList();
        return new ImageAccess(false, merged.subList(Math.max(0, merged.size() - MAX_SECRETS), merged.size()));
    }
}
