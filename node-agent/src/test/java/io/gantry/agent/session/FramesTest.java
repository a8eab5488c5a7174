package io.gantry.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.StreamData;
import io.gantry.node.v1.TerminalSize;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FramesTest {

    private static final int LATER_CHANNEL = 77;

    private final List<String> seen = new ArrayList<>();

    @Test
    void inputEndsOnceAndSizesAreTakenAfterwards() throws InterruptedException {
        deliver(
                data(Channel.STDIN_VALUE, "a"),
                close(Channel.STDIN_VALUE),
                data(Channel.STDIN_VALUE, "late"),
                size(3, 4));

        assertThat(seen).containsExactly("a", "closed", "3x4");
    }

    @Test
    void inputEndsWithTheOtherSide() throws InterruptedException {
        deliver(data(Channel.STDIN_VALUE, "a"));

        assertThat(seen).containsExactly("a", "closed");
    }

    @Test
    void whatANewerControlPlaneSaysOnOtherChannelsIsNoInput() throws InterruptedException {
        deliver(
                SessionFrame.getDefaultInstance(),
                data(LATER_CHANNEL, "x"),
                close(LATER_CHANNEL),
                data(Channel.STDOUT_VALUE, "y"),
                close(Channel.STDERR_VALUE),
                data(Channel.STDIN_VALUE, "a"));

        assertThat(seen).containsExactly("a", "closed");
    }

    private void deliver(SessionFrame... frames) throws InterruptedException {
        Frames.deliver(new Said(new ArrayDeque<>(List.of(frames))), new Recorder())
                .join();
    }

    private static SessionFrame data(int channel, String text) {
        return SessionFrame.newBuilder()
                .setData(StreamData.newBuilder().setChannelValue(channel).setData(ByteString.copyFromUtf8(text)))
                .build();
    }

    private static SessionFrame close(int channel) {
        return SessionFrame.newBuilder().setCloseValue(channel).build();
    }

    private static SessionFrame size(int width, int height) {
        return SessionFrame.newBuilder()
                .setResize(TerminalSize.newBuilder().setWidth(width).setHeight(height))
                .build();
    }

    /** The other side's frames, to their end. */
    private record Said(Deque<SessionFrame> frames) implements SessionLink {

        @Override
        public void accept() {}

        @Override
        public Optional<SessionFrame> read() {
            return Optional.ofNullable(frames.poll());
        }

        @Override
        public void write(SessionFrame frame) {}

        @Override
        public void end() {}

        @Override
        public void close() {}
    }

    private final class Recorder implements Frames.Input {

        @Override
        public void data(ByteString bytes) {
            seen.add(bytes.toStringUtf8());
        }

        @Override
        public void closed() {
            seen.add("closed");
        }

        @Override
        public void resize(int width, int height) {
            seen.add(width + "x" + height);
        }

        @Override
        public void broken() {
            seen.add("broken");
        }
    }
}
