package io.gantry.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.node.v1.ExecRequest;
import io.gantry.node.v1.LogsRequest;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.SessionRequest;
import io.gantry.status.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionSlotsTest {

    private static final SessionRequest FOLLOWED_LOG =
            logs(LogsRequest.newBuilder().setFollow(true));
    private static final SessionRequest LOG = logs(LogsRequest.newBuilder());
    private static final SessionRequest EXEC = SessionRequest.newBuilder()
            .setExec(ExecRequest.getDefaultInstance())
            .build();

    private final SessionSlots slots = new SessionSlots(2);
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    private static SessionRequest logs(LogsRequest.Builder request) {
        return SessionRequest.newBuilder().setLogs(request).build();
    }

    private SessionSlot asked(String node, SessionRequest request) {
        return new SessionSlot(node, request, () -> now);
    }

    private SessionSlot begun(String node, SessionRequest request) {
        SessionSlot slot = asked(node, request);
        slot.begun(new NodeSession(node, new NoCall(), Runnable::run));
        enter(slot);
        return slot;
    }

    private Optional<SessionSlot> enter(SessionSlot slot) {
        return slots.enter(slot, now);
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    @Test
    void ofTwoSilentLogsTheOneThatSpokeFirstEnds() {
        SessionSlot first = begun("n1", FOLLOWED_LOG);
        SessionSlot second = begun("n1", FOLLOWED_LOG);
        pass(5);
        second.heard();
        pass(5);
        first.heard();
        pass(100);
        assertThat(enter(asked("n1", EXEC))).contains(second);
        assertThat(enter(asked("n1", EXEC))).contains(first);
        assertRefused("n1");
    }

    @ParameterizedTest
    @CsvSource({"FOLLOWED_LOG, 60, true", "FOLLOWED_LOG, 59, false", "LOG, 600, false", "EXEC, 600, false"})
    void onlyAFollowedLogThatIsSilentForAMinuteEnds(String kind, long seconds, boolean ends) {
        SessionRequest request = switch (kind) {
            case "FOLLOWED_LOG" -> FOLLOWED_LOG;
            case "LOG" -> LOG;
            default -> EXEC;
        };
        begun("n1", request);
        begun("n1", EXEC);
        pass(seconds);
        if (ends) {
            assertThat(enter(asked("n1", EXEC))).isPresent();
        } else {
            assertRefused("n1");
        }
    }

    @Test
    void aLogThatHasNotBegunDoesNotEnd() {
        enter(asked("n1", FOLLOWED_LOG));
        enter(asked("n1", FOLLOWED_LOG));
        pass(Duration.ofHours(1).toSeconds());
        assertRefused("n1");
    }

    @Test
    void nothingEndsWhileThereIsRoom() {
        begun("n1", FOLLOWED_LOG);
        begun("n2", FOLLOWED_LOG);
        begun("n2", FOLLOWED_LOG);
        pass(Duration.ofHours(1).toSeconds());
        assertThat(enter(asked("n1", EXEC))).isEmpty();
    }

    @Test
    void aSlotIsGivenBackOnce() {
        SessionSlot first = begun("n1", EXEC);
        begun("n1", EXEC);
        slots.leave(first);
        slots.leave(first);
        assertThat(enter(asked("n1", EXEC))).isEmpty();
        assertRefused("n1");
    }

    @Test
    void whoLostItsSlotDoesNotGiveBackThatOfAnother() {
        SessionSlot silent = begun("n1", FOLLOWED_LOG);
        begun("n1", EXEC);
        pass(60);
        assertThat(enter(asked("n1", EXEC))).contains(silent);
        slots.leave(silent);
        assertRefused("n1");
    }

    private void assertRefused(String node) {
        assertThatThrownBy(() -> enter(asked(node, EXEC)))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(429))
                .hasMessage("node \"" + node + "\" has 2 open sessions already");
    }

    /** A call that nothing is sent over. */
    private static final class NoCall extends ServerCallStreamObserver<SessionFrame> {

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void onNext(SessionFrame frame) {}

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {}
    }
}
