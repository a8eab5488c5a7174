package io.gantry.gateway;

import io.gantry.status.StatusException;
import io.grpc.Status;

/** What refusals of the API are called on the node link. */
final class RefusalStatus {

    private RefusalStatus() {}

    static Status of(StatusException refusal) {
        Status status = switch (refusal.code()) {
            case 404 -> Status.NOT_FOUND;
            case 403 -> Status.PERMISSION_DENIED;
            case 409 -> Status.ABORTED;
            default -> Status.INVALID_ARGUMENT;
        };
        return status.withDescription(refusal.getMessage());
    }
}
