package io.gantry.identity;

/** Members of {@code system:masters} may do everything, whatever roles there are. */
public final class MastersAuthorizer implements Authorizer {

    private static final Decision ALLOWED = new Decision.Allowed("");
    private static final Decision REFUSED = new Decision.Refused("");

    @Override
    public Decision authorize(UserInfo user, RequestAttributes attributes) {
        return user.groups().contains(UserInfo.MASTERS) ? ALLOWED : REFUSED;
    }
}
